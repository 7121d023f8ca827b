// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include <promptview/lookups/lookup.hpp>
#include <promptview/lookups/store_table.hpp>
#include <promptview/postgres/format/byte_buffer.hpp>

namespace promptview::postgres {

// The SQL of a lookup. In it {c} is the subject and {v} the bound value, {a} and {b} the two of a pair, {j} the value as jsonb.
struct LookupSql {
  std::string_view name{};    // with `classes`: which row of `lookups`
  std::uint16_t classes{};
  std::string_view sql{};
  Pattern pattern = Pattern::none;  // what is bound for {v}

  constexpr bool is_for(const Lookup& lookup) const noexcept { return lookup.name == name && lookup.classes == classes; }
};

inline constexpr LookupSql lookup_rows[] = {
    {"exact", sql_classes, "{c} = {v}"},
    {"exact", json_key_class, "{c} = {j}"},
    {"ne", sql_classes, "{c} IS DISTINCT FROM {v}"},
    {"ne", json_key_class, "{c} IS DISTINCT FROM {j}"},
    {"gt", ordered_classes, "{c} > {v}"},
    {"gt", json_key_class, "{c} > {j}"},
    {"gte", ordered_classes, "{c} >= {v}"},
    {"gte", json_key_class, "{c} >= {j}"},
    {"lt", ordered_classes, "{c} < {v}"},
    {"lt", json_key_class, "{c} < {j}"},
    {"lte", ordered_classes, "{c} <= {v}"},
    {"lte", json_key_class, "{c} <= {j}"},
    {"range", single_ordered_classes, "{c} BETWEEN {a} AND {b}"},
    {"in", single_classes, "{c} = ANY({v})"},
    {"in", json_key_class, "{c} = ANY(SELECT to_jsonb(unnest({v})))"},
    {"isnull", every_class, "{c} IS NULL"},
    {"iexact", text_classes, "UPPER({c}::text) = UPPER({v})"},
    {"contains", text_class, "{c}::text LIKE {v}", Pattern::contains},
    {"contains", array_class, "{c} @> {v}"},
    {"contains", json_class | json_key_class, "{c} @> {j}"},
    {"contains", range_class, "{c} @> {v}"},
    {"icontains", text_classes, "UPPER({c}::text) LIKE UPPER({v})", Pattern::contains},
    {"startswith", text_classes, "{c}::text LIKE {v}", Pattern::prefix},
    {"istartswith", text_classes, "UPPER({c}::text) LIKE UPPER({v})", Pattern::prefix},
    {"endswith", text_classes, "{c}::text LIKE {v}", Pattern::suffix},
    {"iendswith", text_classes, "UPPER({c}::text) LIKE UPPER({v})", Pattern::suffix},
    {"regex", text_classes, "{c}::text ~ {v}"},
    {"iregex", text_classes, "{c}::text ~* {v}"},
    {"contained_by", array_class | range_class, "{c} <@ {v}"},
    {"contained_by", json_class | json_key_class, "{c} <@ {j}"},
    {"overlap", array_class | range_class, "{c} && {v}"},
    {"fully_lt", range_class, "{c} << {v}"},
    {"fully_gt", range_class, "{c} >> {v}"},
    {"not_lt", range_class, "{c} &> {v}"},
    {"not_gt", range_class, "{c} &< {v}"},
    {"adjacent_to", range_class, "{c} -|- {v}"},
    {"has_key", json_class | json_key_class, "{c} ? {v}"},
    {"has_keys", json_class | json_key_class, "{c} ?& {v}"},
    {"has_any_keys", json_class | json_key_class, "{c} ?| {v}"},
    {"search", text_classes, "to_tsvector({c}::text) @@ plainto_tsquery({v})"},
    {"search_phrase", text_classes, "to_tsvector({c}::text) @@ phraseto_tsquery({v})"},
    {"search_web", text_classes, "to_tsvector({c}::text) @@ websearch_to_tsquery({v})"},
    {"search_raw", text_classes, "to_tsvector({c}::text) @@ to_tsquery({v})"},
    {"trigram_similar", text_classes, "{c}::text % {v}"},
    {"trigram_word_similar", text_classes, "{c}::text %> {v}"},
};
inline constexpr StoreTable<lookups, LookupSql> lookup_sql{"postgres", lookup_rows};

}  // namespace promptview::postgres
