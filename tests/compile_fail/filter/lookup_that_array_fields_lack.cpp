// SPDX-License-Identifier: MIT
// expect-first: error_array_fields_have_exact_ne_gt_gte_lt_lte_isnull_contains_contained_by_overlap_len_and_an_index
// max_lines: 15

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  std::vector<std::string> tags{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(tags))

auto rows = Row::query().filter("tags__in", std::vector<std::string>{});
