// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/characters.hpp>

// Decimal numbers as text: what Numeric keeps. Canonical text is "-12.50", "0.5", "NaN", "Infinity" or "-Infinity": no
// plus, no exponent, no leading zeros but the one before the point, no "-0".
namespace promptview::detail {

// A decimal number in parts: digits are views of the text, and may have zeros at both ends.
struct DecimalParts {
  bool negative = false;
  std::string_view whole{};
  std::string_view fraction{};
};

// The parts of a canonical finite number.
constexpr DecimalParts split_decimal(std::string_view text) noexcept {
  DecimalParts parts;
  parts.negative = text.front() == '-';
  if (parts.negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  parts.whole = text.substr(0, point);
  if (point != std::string_view::npos) parts.fraction = text.substr(point + 1);
  return parts;
}

constexpr std::string_view without_trailing_zeros(std::string_view fraction) noexcept {
  while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
  return fraction;
}

constexpr std::string_view take_digits(std::string_view& text) noexcept {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

// Takes the exponent off the front of `text` if there is one. False when it is malformed; one that is far beyond the
// limits stays far beyond them.
constexpr bool take_exponent(std::string_view& text, long& exponent) noexcept {
  exponent = 0;
  if (text.empty() || (text.front() != 'e' && text.front() != 'E')) return true;
  text.remove_prefix(1);
  const bool negative = !text.empty() && text.front() == '-';
  if (negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
  const std::string_view digits = take_digits(text);
  for (const char c : digits)
    if (exponent < 100'000'000) exponent = exponent * 10 + (c - '0');
  if (negative) exponent = -exponent;
  return !digits.empty();
}

inline constexpr const char* numeric_syntax = "write a number such as 12.50, -3 or 1.5e3, or NaN, Infinity, -Infinity";
inline constexpr const char* numeric_limits =
    "use a shorter number: it may have 131072 digits before and 16383 after the decimal point";

// Moves the point of the number by `exponent` places, and leaves out leading zeros. Returns the reason when it fails.
inline const char* move_point(DecimalParts parts, long exponent, std::string& out) {
  std::string digits{parts.whole};
  digits += parts.fraction;
  const std::size_t zeros = digits.find_first_not_of('0');
  const bool is_zero = zeros == std::string::npos;
  const long exact_scale = static_cast<long>(parts.fraction.size()) - exponent;
  const long scale = exact_scale > 0 ? exact_scale : 0;
  const long whole = is_zero ? 0 : static_cast<long>(parts.whole.size()) + exponent - static_cast<long>(zeros);
  if (whole > 131'072 || scale > 16'383) return numeric_limits;

  digits.erase(0, is_zero ? digits.size() : zeros);
  const auto places = static_cast<std::size_t>(scale);
  if (whole <= 0)
    digits.insert(0, places + 1 - digits.size(), '0');
  else
    digits.append(static_cast<std::size_t>(whole) + places - digits.size(), '0');
  if (places > 0) digits.insert(digits.size() - places, 1, '.');
  if (parts.negative && !is_zero) digits.insert(0, 1, '-');
  out = std::move(digits);
  return nullptr;
}

constexpr std::string_view without_blanks(std::string_view text) noexcept {
  constexpr std::string_view blanks = " \t\n\v\f\r";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

// Writes the canonical form of `text` to `out`. Returns null, or the reason why it is not a number.
inline const char* canonical_numeric(std::string_view text, std::string& out) {
  text = without_blanks(text);
  if (equals_ignoring_case(text, "nan")) {
    out = "NaN";
    return nullptr;
  }
  DecimalParts parts;
  parts.negative = !text.empty() && text.front() == '-';
  if (parts.negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
  if (equals_ignoring_case(text, "infinity") || equals_ignoring_case(text, "inf")) {
    out = parts.negative ? "-Infinity" : "Infinity";
    return nullptr;
  }
  parts.whole = take_digits(text);
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    parts.fraction = take_digits(text);
  }
  long exponent = 0;
  const bool no_digits = parts.whole.empty() && parts.fraction.empty();
  if (no_digits || !take_exponent(text, exponent) || !text.empty()) return numeric_syntax;
  return move_point(parts, exponent, out);
}

// The order of the numbers' classes: -Infinity, finite, Infinity, NaN.
constexpr int numeric_class(std::string_view text) noexcept {
  if (text.back() <= '9') return 1;
  if (text.front() == '-') return 0;
  return text.front() == 'I' ? 2 : 3;
}

constexpr std::strong_ordering compare_magnitude(const DecimalParts& a, const DecimalParts& b) noexcept {
  if (a.whole.size() != b.whole.size()) return a.whole.size() <=> b.whole.size();
  if (a.whole != b.whole) return a.whole <=> b.whole;
  return without_trailing_zeros(a.fraction) <=> without_trailing_zeros(b.fraction);
}

}  // namespace promptview::detail
