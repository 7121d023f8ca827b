// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include <promptview/lookups/store_table.hpp>
#include <promptview/lookups/transform.hpp>

namespace promptview::postgres {

// The SQL of a transform. In it {c} is the subject, {l} the subject as a time without zone, in UTC; {v} an index, a key or a
// path of keys, {a} and {b} the ends of a slice.
struct TransformSql {
  std::string_view name{};  // in `transforms`
  std::string_view sql{};

  constexpr bool is_for(const Transform& transform) const noexcept { return transform.name == name; }
};

inline constexpr TransformSql transform_rows[] = {
    {"item", "{c}[{v}]"},
    {"slice", "{c}[{a}:{b}]"},
    {"key", "({c} -> {v})"},
    {"path", "({c} #> {v})"},
    {"key_text", "({c} ->> {v})"},
    {"path_text", "({c} #>> {v})"},
    {"year", "EXTRACT(YEAR FROM {l})::integer"},
    {"iso_year", "EXTRACT(ISOYEAR FROM {l})::integer"},
    {"quarter", "EXTRACT(QUARTER FROM {l})::integer"},
    {"month", "EXTRACT(MONTH FROM {l})::integer"},
    {"week", "EXTRACT(WEEK FROM {l})::integer"},
    {"week_day", "(EXTRACT(DOW FROM {l}) + 1)::integer"},
    {"iso_week_day", "EXTRACT(ISODOW FROM {l})::integer"},
    {"day", "EXTRACT(DAY FROM {l})::integer"},
    {"hour", "EXTRACT(HOUR FROM {l})::integer"},
    {"minute", "EXTRACT(MINUTE FROM {l})::integer"},
    {"second", "EXTRACT(SECOND FROM DATE_TRUNC('second', {l}))::integer"},
    {"date", "({l})::date"},
    {"time", "({l})::time"},
    {"length", "char_length({c}::text)"},
    {"lower", "lower({c}::text)"},
    {"upper", "upper({c}::text)"},
    {"len", "cardinality({c})"},
    {"startswith", "lower({c})"},
    {"endswith", "upper({c})"},
    {"isempty", "isempty({c})"},
    {"lower_inc", "lower_inc({c})"},
    {"lower_inf", "lower_inf({c})"},
    {"upper_inc", "upper_inc({c})"},
    {"upper_inf", "upper_inf({c})"},
};
inline constexpr StoreTable<transforms, TransformSql> transform_sql{"postgres", transform_rows};

}  // namespace promptview::postgres
