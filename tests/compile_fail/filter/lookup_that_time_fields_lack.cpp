// SPDX-License-Identifier: MIT
// expect-first: error_time_fields_have_exact_ne_gt_gte_lt_lte_range_in_isnull_hour_minute_second
// max_lines: 15

#include <promptview/model.hpp>
#include <promptview/types/time.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::TimeOfDay field{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(field))

auto rows = Row::query().filter("field__year", 2000);
