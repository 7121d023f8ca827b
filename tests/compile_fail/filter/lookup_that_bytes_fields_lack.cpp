// SPDX-License-Identifier: MIT
// expect-first: error_bytes_fields_have_exact_ne_gt_gte_lt_lte_range_in_isnull
// max_lines: 15

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  std::vector<std::byte> photo{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(photo))

auto rows = Row::query().filter("photo__contains", "x");
