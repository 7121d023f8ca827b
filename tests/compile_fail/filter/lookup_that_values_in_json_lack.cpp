// SPDX-License-Identifier: MIT
// expect-first: error_values_in_json_have_exact_ne_gt_gte_lt_lte_in_isnull_iexact_contains_icontains_startswith_istartswith_endswith_iendswith_regex_iregex_contained_by_has_key_has_keys_has_any_keys_search_search_phrase_search_web_search_raw_trigram_similar_trigram_word_similar_and_keys
// max_lines: 15

#include <promptview/model.hpp>
#include <promptview/types/json.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Json field{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(field))

auto rows = Row::query().filter("field__key__fully_lt", 1);
