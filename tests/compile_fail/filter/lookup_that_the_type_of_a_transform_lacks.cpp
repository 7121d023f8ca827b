// SPDX-License-Identifier: MIT
// expect-first: error_number_fields_have_exact_ne_gt_gte_lt_lte_range_in_isnull
// max_lines: 15

#include <promptview/model.hpp>
#include <promptview/types/time.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  std::chrono::sys_days field{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(field))

auto rows = Row::query().filter("field__year__icontains", "20");
