// SPDX-License-Identifier: MIT
// expect: include <promptview/json.hpp> where JSON is made

#define PROMPTVIEW_COMPILED  // header-only, promptview.hpp has it
#include <promptview/model.hpp>
#include <promptview/promptview.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(id, primary_key))

auto json = pv::to_json(Row{});
