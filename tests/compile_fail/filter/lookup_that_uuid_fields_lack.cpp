// SPDX-License-Identifier: MIT
// expect-first: error_uuid_fields_have_exact_ne_gt_gte_lt_lte_range_in_isnull
// max_lines: 15

#include <promptview/model.hpp>
#include <promptview/types/uuid.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Uuid key{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(key))

auto rows = Row::query().filter("key__regex", "x");
