// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <promptview/model_info.hpp>

// The lookups (`age__gt`): one table of them, and how a text is resolved against a model. All of it is constexpr, so
// that a literal is checked when it compiles and a text of run time by the same code.
namespace promptview {

// What a lookup compares with.
enum class Operand : std::uint8_t {
  same,     // a value of the field's type
  nullable, // a value of the field's type, or null
  text,     // a text
  list,     // a list of values of the field's type
  pair,     // two values of the field's type
  boolean,  // true or false
};

// How a text operand becomes a LIKE pattern; `%`, `_` and `\` in it are escaped.
enum class Pattern : std::uint8_t { none, contains, prefix, suffix };

// The kinds of fields that a lookup serves, as bits.
enum FieldClass : std::uint16_t {
  boolean_class = 1 << 0,
  number_class = 1 << 1,
  text_class = 1 << 2,     // text and enumerations
  bytes_class = 1 << 3,
  uuid_class = 1 << 4,
  time_class = 1 << 5,     // date, time, timestamps, interval
  json_class = 1 << 6,
  array_class = 1 << 7,
  range_class = 1 << 8,
  ordered_classes = boolean_class | number_class | text_class | bytes_class | uuid_class | time_class | array_class |
                    range_class,
  all_classes = ordered_classes | json_class,
  scalar_ordered_classes = ordered_classes & ~array_class,
  scalar_classes = boolean_class | number_class | text_class | bytes_class | uuid_class | time_class | json_class,
};

// In `sql`, {c} is the column and {v} the bound value ({a} and {b} the two of a pair).
struct Lookup {
  std::string_view name{};
  Operand operand{};
  std::uint16_t classes{};
  std::string_view sql{};
  Pattern pattern = Pattern::none;
  bool null_safe = false;  // its SQL is never NULL
};

inline constexpr Lookup lookups[] = {
    {"exact", Operand::nullable, all_classes, "{c} = {v}"},
    {"ne", Operand::nullable, all_classes, "{c} IS DISTINCT FROM {v}", Pattern::none, true},
    {"gt", Operand::same, ordered_classes, "{c} > {v}"},
    {"gte", Operand::same, ordered_classes, "{c} >= {v}"},
    {"lt", Operand::same, ordered_classes, "{c} < {v}"},
    {"lte", Operand::same, ordered_classes, "{c} <= {v}"},
    {"range", Operand::pair, scalar_ordered_classes, "{c} BETWEEN {a} AND {b}"},
    {"in", Operand::list, scalar_classes, "{c} = ANY({v})"},
    {"isnull", Operand::boolean, all_classes, "{c} IS NULL", Pattern::none, true},
    {"iexact", Operand::text, text_class, "UPPER({c}::text) = UPPER({v})"},
    {"contains", Operand::text, text_class, "{c}::text LIKE {v}", Pattern::contains},
    {"icontains", Operand::text, text_class, "UPPER({c}::text) LIKE UPPER({v})", Pattern::contains},
    {"startswith", Operand::text, text_class, "{c}::text LIKE {v}", Pattern::prefix},
    {"istartswith", Operand::text, text_class, "UPPER({c}::text) LIKE UPPER({v})", Pattern::prefix},
    {"endswith", Operand::text, text_class, "{c}::text LIKE {v}", Pattern::suffix},
    {"iendswith", Operand::text, text_class, "UPPER({c}::text) LIKE UPPER({v})", Pattern::suffix},
    {"regex", Operand::text, text_class, "{c}::text ~ {v}"},
    {"iregex", Operand::text, text_class, "{c}::text ~* {v}"},
};
inline constexpr std::size_t lookup_count = sizeof(lookups) / sizeof(lookups[0]);

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
    case Kind::date:
    case Kind::time:
    case Kind::timestamp:
    case Kind::timestamptz:
    case Kind::interval: return time_class;
    case Kind::json: return json_class;
    case Kind::array: return array_class;
    case Kind::range: return range_class;
  }
  return text_class;
}

// What can be wrong with a lookup and its value.
enum class LookupProblem : std::uint8_t {
  none,
  no_such_field,
  no_such_lookup,
  lookup_of_another_type,
  wrong_value_type,
  field_is_never_null,
  null_needs_exact_or_ne,
};

// A field and a lookup of one model, by their places in its tables.
struct ResolvedLookup {
  std::uint16_t field = 0;
  std::uint8_t lookup = 0;
  LookupProblem problem = LookupProblem::none;
};

namespace detail {

constexpr bool is_integer(Kind kind) noexcept {
  return kind == Kind::int16 || kind == Kind::int32 || kind == Kind::int64;
}

// Whether a value of type `value` may stand beside a field of type `field`: nothing is lost, nothing is guessed.
constexpr bool accepts(const TypeInfo& field, const TypeInfo& value) noexcept {
  switch (field.kind) {
    case Kind::int16:
    case Kind::int32:
    case Kind::int64:
    case Kind::numeric: return is_integer(value.kind) || value.kind == field.kind;
    case Kind::float32:
    case Kind::float64:
      return is_integer(value.kind) || value.kind == Kind::float32 || value.kind == Kind::float64;
    case Kind::enumeration: return value.kind == Kind::enumeration && value.sql_name == field.sql_name;
    case Kind::array:
    case Kind::range: return value.kind == field.kind && accepts(*field.item, *value.item);
    default: return value.kind == field.kind;
  }
}

inline constexpr TypeInfo boolean_type{.kind = Kind::boolean};
inline constexpr TypeInfo text_type{.kind = Kind::text};

// The type of the value that stands beside `field` in `lookup`.
constexpr const TypeInfo& operand_type(const FieldInfo& field, const Lookup& lookup) noexcept {
  switch (lookup.operand) {
    case Operand::boolean: return boolean_type;
    case Operand::text: return text_type;
    case Operand::list:
    case Operand::pair: return *field.list_type;
    default: return *field.type;
  }
}

// What the compiler knows of the value beside a lookup.
enum class OperandForm : std::uint8_t { value, null, empty_list, refused };  // refused: the compiler has said so
struct OperandType {
  const TypeInfo* type = nullptr;  // of a value
  OperandForm form = OperandForm::value;
};

constexpr LookupProblem check_operand(const FieldInfo& field, const Lookup& lookup, OperandType operand) noexcept {
  if (operand.form == OperandForm::refused) return LookupProblem::none;
  if (operand.form == OperandForm::empty_list)
    return operand_type(field, lookup).kind == Kind::array ? LookupProblem::none : LookupProblem::wrong_value_type;
  if (operand.form == OperandForm::value)
    return accepts(operand_type(field, lookup), *operand.type) ? LookupProblem::none : LookupProblem::wrong_value_type;
  if (lookup.operand != Operand::nullable) return LookupProblem::null_needs_exact_or_ne;
  return field.type->nullable ? LookupProblem::none : LookupProblem::field_is_never_null;
}

constexpr std::size_t place_of_lookup(std::string_view name) noexcept {
  std::size_t place = 0;
  while (place < lookup_count && lookups[place].name != name) ++place;
  return place;
}

// Resolves `field` or `field__lookup`. A field whose own name holds "__" is found by the longest name that fits.
constexpr ResolvedLookup resolve(const ModelInfo& model, std::string_view text) noexcept {
  std::size_t field = model.place_of(text);
  std::string_view lookup_name = "exact";
  if (field == ModelInfo::no_field) {
    const std::size_t split = text.rfind("__");
    if (split == std::string_view::npos) return {.problem = LookupProblem::no_such_field};
    field = model.place_of(text.substr(0, split));
    lookup_name = text.substr(split + 2);
  }
  if (field == ModelInfo::no_field) {
    const bool known_head = model.has_field(text.substr(0, text.find("__")));
    return {.problem = known_head ? LookupProblem::no_such_lookup : LookupProblem::no_such_field};
  }
  ResolvedLookup found{.field = static_cast<std::uint16_t>(field)};
  const std::size_t lookup = place_of_lookup(lookup_name);
  if (lookup == lookup_count) {
    found.problem = LookupProblem::no_such_lookup;
    return found;
  }
  found.lookup = static_cast<std::uint8_t>(lookup);
  if ((lookups[lookup].classes & field_class(*model.fields[field].type)) == 0)
    found.problem = LookupProblem::lookup_of_another_type;
  return found;
}

constexpr ResolvedLookup resolve(const ModelInfo& model, std::string_view text,
                                 OperandType operand) noexcept {
  ResolvedLookup found = resolve(model, text);
  if (found.problem == LookupProblem::none)
    found.problem = check_operand(model.fields[found.field], lookups[found.lookup], operand);
  return found;
}

}  // namespace detail
}  // namespace promptview
