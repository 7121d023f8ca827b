// SPDX-License-Identifier: MIT
// expect-first: error_text_fields_have_exact_ne_gt_gte_lt_lte_range_in_isnull_iexact_contains_icontains_startswith_istartswith_endswith_iendswith_regex_iregex_search_search_phrase_search_web_search_raw_trigram_similar_trigram_word_similar_length_lower_upper
// max_lines: 15

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  std::string field{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(field))

auto rows = Row::query().filter("field__overlap", "x");
