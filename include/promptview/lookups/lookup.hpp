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

// The class of a type, by which lookups say to what they apply.
constexpr FieldClass field_class(const TypeInfo& type) noexcept { return detail::kind_info(type.kind).field_class; }

// What it means to a store stands in the store's own table (store_table.hpp).
struct Lookup {
  static constexpr std::string_view noun = "lookup";

  std::string_view name{};
  Operand operand{};
  std::uint16_t classes{};
  bool null_safe = false;    // NULL is a value to it as others are, so that its result is never NULL
  bool needs_trust = false;  // its value can make a store work hard, or fail: not for strangers, unless they are let
};

inline constexpr std::uint16_t text_classes = text_class | json_key_class;

using std::literals::operator""sv;  // its length is known at once; each letter that is counted costs every file of models

inline constexpr Lookup lookups[] = {
    {"exact"sv, Operand::nullable, sql_classes},
    {"exact"sv, Operand::nullable_json, json_key_class},
    {.name = "ne"sv, .operand = Operand::nullable, .classes = sql_classes, .null_safe = true},
    {.name = "ne"sv, .operand = Operand::nullable_json, .classes = json_key_class, .null_safe = true},
    {"gt"sv, Operand::same, ordered_classes},
    {"gt"sv, Operand::json, json_key_class},
    {"gte"sv, Operand::same, ordered_classes},
    {"gte"sv, Operand::json, json_key_class},
    {"lt"sv, Operand::same, ordered_classes},
    {"lt"sv, Operand::json, json_key_class},
    {"lte"sv, Operand::same, ordered_classes},
    {"lte"sv, Operand::json, json_key_class},
    {"range"sv, Operand::pair, single_ordered_classes},
    {"in"sv, Operand::list, single_classes},
    {"in"sv, Operand::json_list, json_key_class},
    {.name = "isnull"sv, .operand = Operand::boolean, .classes = every_class, .null_safe = true},
    {"iexact"sv, Operand::text, text_classes},
    {"contains"sv, Operand::text, text_class},
    {"contains"sv, Operand::same, array_class},
    {"contains"sv, Operand::json, json_class | json_key_class},
    {"contains"sv, Operand::same_or_item, range_class},
    {"icontains"sv, Operand::text, text_classes},
    {"startswith"sv, Operand::text, text_classes},
    {"istartswith"sv, Operand::text, text_classes},
    {"endswith"sv, Operand::text, text_classes},
    {"iendswith"sv, Operand::text, text_classes},
    {.name = "regex"sv, .operand = Operand::text, .classes = text_classes, .needs_trust = true},
    {.name = "iregex"sv, .operand = Operand::text, .classes = text_classes, .needs_trust = true},
    {"contained_by"sv, Operand::same, array_class | range_class},
    {"contained_by"sv, Operand::json, json_class | json_key_class},
    {"overlap"sv, Operand::same, array_class | range_class},
    {"fully_lt"sv, Operand::same, range_class},
    {"fully_gt"sv, Operand::same, range_class},
    {"not_lt"sv, Operand::same, range_class},
    {"not_gt"sv, Operand::same, range_class},
    {"adjacent_to"sv, Operand::same, range_class},
    {"has_key"sv, Operand::text, json_class | json_key_class},
    {"has_keys"sv, Operand::texts, json_class | json_key_class},
    {"has_any_keys"sv, Operand::texts, json_class | json_key_class},
    {"search"sv, Operand::text, text_classes},
    {"search_phrase"sv, Operand::text, text_classes},
    {"search_web"sv, Operand::text, text_classes},
    {.name = "search_raw"sv, .operand = Operand::text, .classes = text_classes, .needs_trust = true},
    {.name = "trigram_similar"sv, .operand = Operand::text, .classes = text_classes, .needs_trust = true},
    {.name = "trigram_word_similar"sv, .operand = Operand::text, .classes = text_classes, .needs_trust = true},
};
inline constexpr std::size_t lookup_count = sizeof(lookups) / sizeof(lookups[0]);

namespace detail {

// The place of the lookup of this name that serves one of `classes`, or lookup_count.
constexpr std::size_t place_of_lookup(std::string_view name, std::uint16_t classes = every_class) noexcept {
  std::size_t place = 0;
  while (place < lookup_count && (lookups[place].name != name || (lookups[place].classes & classes) == 0)) ++place;
  return place;
}

// The same for a name that is in the table, which else does not compile.
consteval std::uint8_t lookup_named(std::string_view name, std::uint16_t classes = every_class) {
  std::uint8_t place = 0;
  while (lookups[place].name != name || (lookups[place].classes & classes) == 0) ++place;
  return place;
}

}  // namespace detail
}  // namespace promptview
