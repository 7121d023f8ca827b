// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/error.hpp>
#include <promptview/types/type_mapping.hpp>

namespace promptview {

namespace detail {
// Integers, but neither bool nor characters: those are not numbers that somebody meant to store.
template <class T>
concept NumericInteger = std::integral<T> && sizeof(T) <= 8 && !std::same_as<T, bool> && !std::same_as<T, char> &&
                         !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> && !std::same_as<T, char16_t> &&
                         !std::same_as<T, char32_t>;

template <class T>
concept NoNumber = std::integral<T> && !NumericInteger<T>;
}  // namespace detail

// An exact decimal number of any length, kept as its digits: money, quantities, keys beyond 64 bits. It never passes
// through a double and keeps its scale ("12.50" stays "12.50"), yet compares by value (1.0 == 1.00). It can be infinite
// or NaN; as in databases NaN equals itself and is greater than everything else. There is no arithmetic: convert to a
// decimal library's type, or compute in the query. The default is 0.
//
// Up to 131072 digits before and 16383 after the decimal point.
class Numeric {
 public:
  Numeric() : text_{"0"} {}

  // Takes "12", "-.5", "1.5e3" (which is 1500), "NaN", "Infinity", "-inf", with blanks around; words in any case.
  // Throws InvalidValue for anything else and beyond the limits.
  explicit Numeric(std::string_view text);

  template <detail::NumericInteger T>
  Numeric(T value) : text_{std::to_string(value)} {}

  template <std::floating_point T>
  Numeric(T) = delete;  // a double is not exact: write Numeric{"0.1"}
  template <detail::NoNumber T>
  Numeric(T) = delete;  // a bool or a character is not a number: convert it to int first
  Numeric(std::nullptr_t) = delete;

  // The canonical text: "-12.50", "0.5", "NaN", "Infinity", "-Infinity".
  const std::string& text() const noexcept { return text_; }
  const std::string& to_string() const noexcept { return text_; }

  bool is_nan() const noexcept { return text_ == "NaN"; }
  bool is_finite() const noexcept { return text_.back() <= '9'; }

  // The same number as an integer; throws InvalidValue when it has a fraction that is not zero or does not fit.
  std::int64_t to_int64() const;

  // The nearest double, rounded: infinite when the number is beyond the doubles.
  double to_double() const noexcept;

  friend std::weak_ordering operator<=>(const Numeric& a, const Numeric& b) noexcept;
  friend bool operator==(const Numeric& a, const Numeric& b) noexcept { return (a <=> b) == 0; }

 private:
  friend struct TypeMapping<Numeric>;

  std::string text_;
};

namespace detail {

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
  while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

// `word` is in lower case.
constexpr bool equals_ignoring_case(std::string_view text, std::string_view word) noexcept {
  if (text.size() != word.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != word[i] && (text[i] < 'A' || text[i] > 'Z' || text[i] - 'A' + 'a' != word[i])) return false;
  return true;
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

}  // namespace detail

inline Numeric::Numeric(std::string_view text) {
  const char* reason = detail::canonical_numeric(text, text_);
  if (reason == nullptr) return;
  std::string message{reason};
  message.append("; this is not one: \"").append(text.substr(0, 80)).append(text.size() > 80 ? "...\"" : "\"");
  throw InvalidValue{message};
}

inline std::weak_ordering operator<=>(const Numeric& a, const Numeric& b) noexcept {
  const int a_class = detail::numeric_class(a.text_);
  const int b_class = detail::numeric_class(b.text_);
  if (a_class != b_class || a_class != 1) return a_class <=> b_class;

  const detail::DecimalParts a_parts = detail::split_decimal(a.text_);
  const detail::DecimalParts b_parts = detail::split_decimal(b.text_);
  if (a_parts.negative != b_parts.negative) return b_parts.negative <=> a_parts.negative;
  return a_parts.negative ? detail::compare_magnitude(b_parts, a_parts) : detail::compare_magnitude(a_parts, b_parts);
}

inline std::int64_t Numeric::to_int64() const {
  std::string_view whole{text_};
  if (is_finite()) {
    const std::string_view fraction = detail::split_decimal(text_).fraction;
    const std::size_t cut = fraction.empty() ? 0 : fraction.size() + 1;
    if (detail::without_trailing_zeros(fraction).empty()) whole.remove_suffix(cut);
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), value);
  if (error == std::errc{} && end == whole.data() + whole.size()) return value;
  throw InvalidValue{"keep the number as a Numeric: it is not a whole number of 64 bits: " + text_.substr(0, 80)};
}

inline double Numeric::to_double() const noexcept {
  if (is_nan()) return std::numeric_limits<double>::quiet_NaN();
  const double sign = text_.front() == '-' ? -1.0 : 1.0;
  const double infinity = sign * std::numeric_limits<double>::infinity();
  if (!is_finite()) return infinity;
  double value = 0;
  const auto error = std::from_chars(text_.data(), text_.data() + text_.size(), value).ec;
  if (error != std::errc::result_out_of_range) return value;
  return detail::split_decimal(text_).whole == "0" ? sign * 0.0 : infinity;
}

template <>
struct TypeMapping<Numeric> {
  static constexpr TypeInfo type{.kind = Kind::numeric};
  static void write(ValueWriter& out, const Numeric& value) { out.text(value.text()); }
  static void read(ValueReader& in, Numeric& value) {
    const char* reason = detail::canonical_numeric(in.text(), value.text_);
    if (reason != nullptr) in.fail(reason);
  }
};

}  // namespace promptview

template <>
struct std::hash<promptview::Numeric> {
  std::size_t operator()(const promptview::Numeric& number) const noexcept {
    std::string_view text{number.text()};
    if (text.find('.') != std::string_view::npos) text = promptview::detail::without_trailing_zeros(text);
    if (text.back() == '.') text.remove_suffix(1);
    return std::hash<std::string_view>{}(text);
  }
};
