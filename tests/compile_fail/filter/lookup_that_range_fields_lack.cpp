// SPDX-License-Identifier: MIT
// expect-first: error_range_fields_have_exact_ne_gt_gte_lt_lte_range_isnull
// max_lines: 15

#include <promptview/model.hpp>
#include <promptview/types/range.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Range<std::int64_t> span{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(span))

auto rows = Row::query().filter("span__in", pv::Range<std::int64_t>{});
