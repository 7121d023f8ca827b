// SPDX-License-Identifier: MIT
// expect-first: include_promptview_types_json_hpp::Json

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  pv::Json data{};
};
