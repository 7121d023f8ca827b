// SPDX-License-Identifier: MIT
// expect-first: error_number_fields_have_exact_ne_gt_gte_lt_lte_range_in_isnull
// max_lines: 15

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(age))

auto rows = Row::query().filter("age__startswith", "1");
