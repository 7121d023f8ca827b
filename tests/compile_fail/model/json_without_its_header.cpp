// SPDX-License-Identifier: MIT
// expect-first: include_promptview_types_json_hpp::Json
// max_lines: 25

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  pv::Json data{};
};
