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

// The class of a type, by which lookups say to what they apply.
constexpr FieldClass field_class(const TypeInfo& type) noexcept { return detail::kind_info(type.kind).field_class; }

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
