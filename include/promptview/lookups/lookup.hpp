// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <promptview/values/type_info.hpp>

// The lookups (`age__gt`): one table of them. How to add one: lookups/README.md.
namespace promptview {

// What a lookup compares its subject with. The subject is the field, or what the transforms before the lookup make of it.
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

// The class of a type, by which lookups say to what they apply.
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

using std::literals::operator""sv;  // its length is known at once; each letter that is counted costs every file of models

inline constexpr Lookup lookups[] = {
    {"exact"sv, Operand::nullable, sql_classes, "{c} = {v}"sv},
    {"exact"sv, Operand::nullable_json, json_key_class, "{c} = {j}"sv},
    {"ne"sv, Operand::nullable, sql_classes, "{c} IS DISTINCT FROM {v}"sv, Pattern::none, true},
    {"ne"sv, Operand::nullable_json, json_key_class, "{c} IS DISTINCT FROM {j}"sv, Pattern::none, true},
    {"gt"sv, Operand::same, ordered_classes, "{c} > {v}"sv},
    {"gt"sv, Operand::json, json_key_class, "{c} > {j}"sv},
    {"gte"sv, Operand::same, ordered_classes, "{c} >= {v}"sv},
    {"gte"sv, Operand::json, json_key_class, "{c} >= {j}"sv},
    {"lt"sv, Operand::same, ordered_classes, "{c} < {v}"sv},
    {"lt"sv, Operand::json, json_key_class, "{c} < {j}"sv},
    {"lte"sv, Operand::same, ordered_classes, "{c} <= {v}"sv},
    {"lte"sv, Operand::json, json_key_class, "{c} <= {j}"sv},
    {"range"sv, Operand::pair, single_ordered_classes, "{c} BETWEEN {a} AND {b}"sv},
    {"in"sv, Operand::list, single_classes, "{c} = ANY({v})"sv},
    {"in"sv, Operand::json_list, json_key_class, "{c} = ANY(SELECT to_jsonb(unnest({v})))"sv},
    {"isnull"sv, Operand::boolean, every_class, "{c} IS NULL"sv, Pattern::none, true},
    {"iexact"sv, Operand::text, text_classes, "UPPER({c}::text) = UPPER({v})"sv},
    {"contains"sv, Operand::text, text_class, "{c}::text LIKE {v}"sv, Pattern::contains},
    {"contains"sv, Operand::same, array_class, "{c} @> {v}"sv},
    {"contains"sv, Operand::json, json_class | json_key_class, "{c} @> {j}"sv},
    {"contains"sv, Operand::same_or_item, range_class, "{c} @> {v}"sv},
    {"icontains"sv, Operand::text, text_classes, "UPPER({c}::text) LIKE UPPER({v})"sv, Pattern::contains},
    {"startswith"sv, Operand::text, text_classes, "{c}::text LIKE {v}"sv, Pattern::prefix},
    {"istartswith"sv, Operand::text, text_classes, "UPPER({c}::text) LIKE UPPER({v})"sv, Pattern::prefix},
    {"endswith"sv, Operand::text, text_classes, "{c}::text LIKE {v}"sv, Pattern::suffix},
    {"iendswith"sv, Operand::text, text_classes, "UPPER({c}::text) LIKE UPPER({v})"sv, Pattern::suffix},
    {"regex"sv, Operand::text, text_classes, "{c}::text ~ {v}"sv},
    {"iregex"sv, Operand::text, text_classes, "{c}::text ~* {v}"sv},
    {"contained_by"sv, Operand::same, array_class | range_class, "{c} <@ {v}"sv},
    {"contained_by"sv, Operand::json, json_class | json_key_class, "{c} <@ {j}"sv},
    {"overlap"sv, Operand::same, array_class | range_class, "{c} && {v}"sv},
    {"fully_lt"sv, Operand::same, range_class, "{c} << {v}"sv},
    {"fully_gt"sv, Operand::same, range_class, "{c} >> {v}"sv},
    {"not_lt"sv, Operand::same, range_class, "{c} &> {v}"sv},
    {"not_gt"sv, Operand::same, range_class, "{c} &< {v}"sv},
    {"adjacent_to"sv, Operand::same, range_class, "{c} -|- {v}"sv},
    {"has_key"sv, Operand::text, json_class | json_key_class, "{c} ? {v}"sv},
    {"has_keys"sv, Operand::texts, json_class | json_key_class, "{c} ?& {v}"sv},
    {"has_any_keys"sv, Operand::texts, json_class | json_key_class, "{c} ?| {v}"sv},
    {"search"sv, Operand::text, text_classes, "to_tsvector({c}::text) @@ plainto_tsquery({v})"sv},
    {"search_phrase"sv, Operand::text, text_classes, "to_tsvector({c}::text) @@ phraseto_tsquery({v})"sv},
    {"search_web"sv, Operand::text, text_classes, "to_tsvector({c}::text) @@ websearch_to_tsquery({v})"sv},
    {"search_raw"sv, Operand::text, text_classes, "to_tsvector({c}::text) @@ to_tsquery({v})"sv},
    {"trigram_similar"sv, Operand::text, text_classes, "{c}::text % {v}"sv},
    {"trigram_word_similar"sv, Operand::text, text_classes, "{c}::text %> {v}"sv},
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
