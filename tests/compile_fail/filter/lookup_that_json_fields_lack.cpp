// SPDX-License-Identifier: MIT
// expect-first: error_json_fields_have_exact_ne_in_isnull_contains_contained_by_has_key_has_keys_has_any_keys_and_keys
// max_lines: 15

#include <promptview/model.hpp>
#include <promptview/types/json.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Json data{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(data))

auto rows = Row::query().filter("data__gt", pv::Json{});
