// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/base/utf8.hpp>
#include <promptview/schema/field.hpp>

// Refuses values that the column of a field cannot hold although its type can: texts that are too long, numbers with too many
// digits.
namespace promptview::postgres::field_limits {

// The numbers in brackets behind a type, as in `numeric(10, 2)`.
struct Modifiers {
  std::size_t count = 0;  // 0: there are none, or they are not such numbers
  std::size_t values[2] = {};
};

constexpr Modifiers modifiers_of(std::string_view type) noexcept {
  Modifiers found;
  std::size_t at = type.find('(');
  if (at == std::string_view::npos) return {};
  bool has_digit = false;
  for (++at; at < type.size(); ++at) {
    const char c = type[at];
    if (c == ' ') continue;
    if (c >= '0' && c <= '9') {
      if (!has_digit && ++found.count > 2) return {};
      has_digit = true;
      std::size_t& value = found.values[found.count - 1];
      value = value * 10 + static_cast<std::size_t>(c - '0');
      if (value > 100'000'000) return {};
    } else if (has_digit && (c == ',' || c == ')')) {
      has_digit = false;
      if (c == ')') return found;
    } else {
      return {};
    }
  }
  return {};
}

// Whether `check` can have anything against a value of the field.
constexpr bool has_any(const FieldInfo& field) noexcept {
  const bool can_have = field.type->kind == Kind::text || field.type->kind == Kind::numeric;
  return can_have && (field.options.max_length > 0 || !field.options.type.empty());
}

// The most characters that the column holds; 0: no limit.
constexpr std::size_t max_characters(const FieldInfo& field) noexcept {
  if (field.options.max_length > 0) return field.options.max_length;
  const std::string_view type = field.options.type;
  const bool is_limited = type.starts_with("varchar(") || type.starts_with("character varying(") || type.starts_with("char(") ||
                          type.starts_with("character(") || type.starts_with("bpchar(");
  const Modifiers found = is_limited ? modifiers_of(type) : Modifiers{};
  return found.count == 1 ? found.values[0] : 0;
}

inline void check_length(const FieldInfo& field, std::string_view text) {
  const std::size_t most = max_characters(field);
  if (most == 0 || text.size() <= most) return;
  const std::size_t characters = promptview::detail::count_characters(text);
  if (characters > most)
    throw InvalidValue{promptview::detail::concat({field.name, ": shorten the text: it has ", std::to_string(characters),
                                                   " characters, and the column holds ", std::to_string(most)})};
}

// Whether a decimal number, once the server has rounded it to `scale` digits, has more digits before the point than
// `precision` leaves; infinity has.
constexpr bool overflows(std::string_view number, std::size_t precision, std::size_t scale) noexcept {
  if (number.starts_with('-') || number.starts_with('+')) number.remove_prefix(1);
  if (number.empty() || number.starts_with('N') || number.find_first_of("eE") != std::string_view::npos) return false;
  if (number.front() < '.' || number.front() > '9') return true;  // infinity
  while (number.starts_with('0')) number.remove_prefix(1);
  const std::size_t point = number.find('.');
  const std::string_view whole = number.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? std::string_view{} : number.substr(point + 1);
  const std::size_t most = precision - scale;
  if (whole.size() != most) return whole.size() > most;
  const bool rounds_up = fraction.size() > scale && fraction[scale] >= '5';
  return rounds_up && whole.find_first_not_of('9') == std::string_view::npos &&
         fraction.substr(0, scale).find_first_not_of('9') == std::string_view::npos;
}

inline void check_digits(const FieldInfo& field, std::string_view number) {
  const std::string_view type = field.options.type;
  if (!type.starts_with("numeric") && !type.starts_with("decimal")) return;
  const Modifiers found = modifiers_of(type);
  if (found.count == 0 || found.values[1] > found.values[0] || !overflows(number, found.values[0], found.values[1])) return;
  throw InvalidValue{promptview::detail::concat({field.name, ": write a smaller number: ", number.substr(0, 60),
                                                 " has more digits before the point than ", type, " holds"})};
}

// Throws InvalidValue if the field's column cannot hold the value, of which `text` is the text form.
inline void check(const FieldInfo& field, std::string_view text) {
  if (field.type->kind == Kind::text) check_length(field, text);
  if (field.type->kind == Kind::numeric && !field.options.type.empty()) check_digits(field, text);
}

}  // namespace promptview::postgres::field_limits
