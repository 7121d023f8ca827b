// SPDX-License-Identifier: MIT
// expect-first: error_too_many_transforms_6_are_allowed
// max_lines: 15

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  std::vector<int> field{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(field))

auto rows = Row::query().filter("field__0_9__0_8__0_7__0_6__0_5__0_4__0_3", {1});
