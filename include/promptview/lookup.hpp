// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <promptview/types/type_info.hpp>

// The lookups (`age__gt`): one table of them. A new lookup is one row.
namespace promptview {

// What a lookup compares with. Its subject is the field, or what the transforms before it make of the field.
enum class Operand : std::uint8_t {
  same,           // a value of the subject's type
  same_or_item,   // a value of the subject's type, or of its items'
  nullable,       // a value of the subject's type, or null
  text,           // a text
  texts,          // a list of texts
  list,           // a list of values of the subject's type
  pair,           // two values of the subject's type
  boolean,        // true or false
  json,           // a JSON document, or a value that becomes one
  nullable_json,  // likewise, or null for the null of JSON
  json_list,      // a list of those
};

// How a text operand becomes a LIKE pattern; `%`, `_` and `\` in it are escaped.
enum class Pattern : std::uint8_t { none, contains, prefix, suffix };

// The kinds of subjects that a lookup or a transform serves, as bits.
enum FieldClass : std::uint16_t {
  boolean_class = 1 << 0,
  number_class = 1 << 1,
  text_class = 1 << 2,  // text and enumerations
  bytes_class = 1 << 3,
  uuid_class = 1 << 4,
  date_class = 1 << 5,
  time_class = 1 << 6,
  timestamp_class = 1 << 7,  // with a zone and without
  interval_class = 1 << 8,
  json_class = 1 << 9,       // a JSON document
  json_key_class = 1 << 10,  // a value inside of one
  array_class = 1 << 11,
  range_class = 1 << 12,
  calendar_classes = date_class | timestamp_class,
  clock_classes = time_class | timestamp_class,
  single_ordered_classes = boolean_class | number_class | text_class | bytes_class | uuid_class | date_class |
                           time_class | timestamp_class | interval_class | range_class,
  ordered_classes = single_ordered_classes | array_class,
  single_classes = (single_ordered_classes & ~range_class) | json_class,
  sql_classes = ordered_classes | json_class,
  every_class = sql_classes | json_key_class,
};

constexpr FieldClass field_class(const TypeInfo& type) noexcept {
  switch (type.kind) {
    case Kind::boolean: return boolean_class;
    case Kind::int16:
    case Kind::int32:
    case Kind::int64:
    case Kind::float32:
    case Kind::float64:
    case Kind::numeric: return number_class;
    case Kind::text:
    case Kind::enumeration: return text_class;
    case Kind::bytes: return bytes_class;
    case Kind::uuid: return uuid_class;
    case Kind::date: return date_class;
    case Kind::time: return time_class;
    case Kind::timestamp:
    case Kind::timestamptz: return timestamp_class;
    case Kind::interval: return interval_class;
    case Kind::json: return json_class;
    case Kind::array: return array_class;
    case Kind::range: return range_class;
  }
  return text_class;
}

// In `sql`, {c} is the subject and {v} the bound value ({a} and {b} the two of a pair; {j} the value as jsonb).
struct Lookup {
  std::string_view name{};
  Operand operand{};
  std::uint16_t classes{};
  std::string_view sql{};
  Pattern pattern = Pattern::none;
  bool null_safe = false;  // its SQL is never NULL
};

inline constexpr std::uint16_t text_classes = text_class | json_key_class;

inline constexpr Lookup lookups[] = {
    {"exact", Operand::nullable, sql_classes, "{c} = {v}"},
    {"exact", Operand::nullable_json, json_key_class, "{c} = {j}"},
    {"ne", Operand::nullable, sql_classes, "{c} IS DISTINCT FROM {v}", Pattern::none, true},
    {"ne", Operand::nullable_json, json_key_class, "{c} IS DISTINCT FROM {j}", Pattern::none, true},
    {"gt", Operand::same, ordered_classes, "{c} > {v}"},
    {"gt", Operand::json, json_key_class, "{c} > {j}"},
    {"gte", Operand::same, ordered_classes, "{c} >= {v}"},
    {"gte", Operand::json, json_key_class, "{c} >= {j}"},
    {"lt", Operand::same, ordered_classes, "{c} < {v}"},
    {"lt", Operand::json, json_key_class, "{c} < {j}"},
    {"lte", Operand::same, ordered_classes, "{c} <= {v}"},
    {"lte", Operand::json, json_key_class, "{c} <= {j}"},
    {"range", Operand::pair, single_ordered_classes, "{c} BETWEEN {a} AND {b}"},
    {"in", Operand::list, single_classes, "{c} = ANY({v})"},
    {"in", Operand::json_list, json_key_class, "{c} = ANY(SELECT to_jsonb(unnest({v})))"},
    {"isnull", Operand::boolean, every_class, "{c} IS NULL", Pattern::none, true},
    {"iexact", Operand::text, text_classes, "UPPER({c}::text) = UPPER({v})"},
    {"contains", Operand::text, text_class, "{c}::text LIKE {v}", Pattern::contains},
    {"contains", Operand::same, array_class, "{c} @> {v}"},
    {"contains", Operand::json, json_class | json_key_class, "{c} @> {j}"},
    {"contains", Operand::same_or_item, range_class, "{c} @> {v}"},
    {"icontains", Operand::text, text_classes, "UPPER({c}::text) LIKE UPPER({v})", Pattern::contains},
    {"startswith", Operand::text, text_classes, "{c}::text LIKE {v}", Pattern::prefix},
    {"istartswith", Operand::text, text_classes, "UPPER({c}::text) LIKE UPPER({v})", Pattern::prefix},
    {"endswith", Operand::text, text_classes, "{c}::text LIKE {v}", Pattern::suffix},
    {"iendswith", Operand::text, text_classes, "UPPER({c}::text) LIKE UPPER({v})", Pattern::suffix},
    {"regex", Operand::text, text_classes, "{c}::text ~ {v}"},
    {"iregex", Operand::text, text_classes, "{c}::text ~* {v}"},
    {"contained_by", Operand::same, array_class | range_class, "{c} <@ {v}"},
    {"contained_by", Operand::json, json_class | json_key_class, "{c} <@ {j}"},
    {"overlap", Operand::same, array_class | range_class, "{c} && {v}"},
    {"fully_lt", Operand::same, range_class, "{c} << {v}"},
    {"fully_gt", Operand::same, range_class, "{c} >> {v}"},
    {"not_lt", Operand::same, range_class, "{c} &> {v}"},
    {"not_gt", Operand::same, range_class, "{c} &< {v}"},
    {"adjacent_to", Operand::same, range_class, "{c} -|- {v}"},
    {"has_key", Operand::text, json_class | json_key_class, "{c} ? {v}"},
    {"has_keys", Operand::texts, json_class | json_key_class, "{c} ?& {v}"},
    {"has_any_keys", Operand::texts, json_class | json_key_class, "{c} ?| {v}"},
    {"search", Operand::text, text_classes, "to_tsvector({c}::text) @@ plainto_tsquery({v})"},
    {"search_phrase", Operand::text, text_classes, "to_tsvector({c}::text) @@ phraseto_tsquery({v})"},
    {"search_web", Operand::text, text_classes, "to_tsvector({c}::text) @@ websearch_to_tsquery({v})"},
    {"search_raw", Operand::text, text_classes, "to_tsvector({c}::text) @@ to_tsquery({v})"},
    {"trigram_similar", Operand::text, text_classes, "{c}::text % {v}"},
    {"trigram_word_similar", Operand::text, text_classes, "{c}::text %> {v}"},
};
inline constexpr std::size_t lookup_count = sizeof(lookups) / sizeof(lookups[0]);

namespace detail {

// The place of the lookup of this name that serves one of `classes`, or lookup_count.
constexpr std::size_t place_of_lookup(std::string_view name, std::uint16_t classes = every_class) noexcept {
  std::size_t place = 0;
  while (place < lookup_count && (lookups[place].name != name || (lookups[place].classes & classes) == 0)) ++place;
  return place;
}

}  // namespace detail
}  // namespace promptview
