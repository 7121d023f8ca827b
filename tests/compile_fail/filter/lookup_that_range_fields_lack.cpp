// SPDX-License-Identifier: MIT
// expect-first: error_range_fields_have_exact_ne_gt_gte_lt_lte_range_isnull_contains_contained_by_overlap_fully_lt_fully_gt_not_lt_not_gt_adjacent_to_startswith_endswith_isempty_lower_inc_lower_inf_upper_inc_upper_inf
// max_lines: 15

#include <promptview/model.hpp>
#include <promptview/types/range.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Range<std::int64_t> span{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(span))

auto rows = Row::query().filter("span__in", pv::Range<std::int64_t>{});
