// SPDX-License-Identifier: MIT
// expect: INDEX: unknown option in 'schema="x"'; see the list of options at PROMPTVIEW_MODEL

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(name), INDEX("name", schema="x"))
