// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/decimal/decimal_text.hpp>
#include <promptview/decimal/rounding.hpp>
#include <promptview/values/type_mapping.hpp>

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
// or NaN; as in databases NaN equals itself and is greater than everything else. The default is 0.
//
// Sums and products are exact: a sum has the greater of the two scales, a product the sum of both, as in PostgreSQL.
// A quotient is asked for with a scale and a rounding (`divided_by`); there is no operator /. With NaN the result is NaN,
// as is that of Infinity - Infinity and Infinity * 0.
//
// Up to 131072 digits before and 16383 after the decimal point; a result beyond that throws InvalidValue.
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

  // Whether it is NaN; whether it is a number, neither NaN nor infinite; whether it is 0.
  bool is_nan() const noexcept { return text_ == "NaN"; }
  bool is_finite() const noexcept { return text_.back() <= '9'; }
  bool is_zero() const noexcept { return sign() == 0; }

  // -1, 0 or 1; that of NaN is 1, as it is greater than all numbers.
  int sign() const noexcept {
    if (text_.front() == '-') return -1;
    return text_.find_first_not_of("0.") == std::string::npos ? 0 : 1;
  }

  // How many digits are behind the point, zeros at the end included; 0 for what is not finite.
  std::size_t scale() const noexcept { return is_finite() ? detail::split_decimal(text_).fraction.size() : 0; }

  // units * 10^-scale: Numeric::from_units(1250, 2) is 12.50, of cents.
  template <detail::NumericInteger T>
  static Numeric from_units(T units, std::size_t scale);  // include <promptview/types/numeric.hpp>

  // How many units of 10^-scale the number is: 12.5 at scale 2 is 1250. Throws InvalidValue when it is no whole number of
  // them, or does not fit: round it first.
  template <detail::NumericInteger T = std::int64_t>
  T to_units(std::size_t scale) const;  // include <promptview/types/numeric.hpp>

  // The same number as an integer; throws InvalidValue when it has a fraction that is not zero or does not fit.
  template <detail::NumericInteger T>
  T to_integer() const;  // include <promptview/types/numeric.hpp>
  std::int64_t to_int64() const { return to_integer<std::int64_t>(); }

  // The nearest double, rounded: infinite when the number is beyond the doubles.
  double to_double() const noexcept;  // include <promptview/types/numeric.hpp>

  // Without its sign.
  Numeric abs() const { return sign() < 0 ? -*this : *this; }

  // The number with `scale` digits behind the point: zeros are added, or the number is rounded. A negative scale rounds to
  // tens, hundreds and so on: 1250 at -2 is 1300. What is not finite stays what it is.
  Numeric rounded(int scale = 0, Rounding rounding = Rounding::half_up) const;  // include <promptview/types/numeric.hpp>

  // The quotient with `scale` digits behind the point. Throws InvalidValue for a division by zero.
  Numeric divided_by(const Numeric& divisor, std::size_t scale, Rounding rounding = Rounding::half_up) const;  // include <promptview/types/numeric.hpp>

  friend Numeric operator+(const Numeric& a, const Numeric& b);  // include <promptview/types/numeric.hpp>
  friend Numeric operator*(const Numeric& a, const Numeric& b);  // include <promptview/types/numeric.hpp>
  friend Numeric operator-(const Numeric& a, const Numeric& b) { return a + -b; }
  friend Numeric operator/(const Numeric& a, const Numeric& b) = delete;  // a quotient has no end: a.divided_by(b, scale)
  Numeric operator+() const { return *this; }
  Numeric operator-() const;
  Numeric& operator+=(const Numeric& other) { return *this = *this + other; }
  Numeric& operator-=(const Numeric& other) { return *this = *this - other; }
  Numeric& operator*=(const Numeric& other) { return *this = *this * other; }

  friend std::weak_ordering operator<=>(const Numeric& a, const Numeric& b) noexcept;
  friend bool operator==(const Numeric& a, const Numeric& b) noexcept { return (a <=> b) == 0; }

 private:
  friend struct TypeMapping<Numeric>;

  struct Canonical {  // a text that is canonical already
    std::string text;
  };
  Numeric(Canonical canonical) : text_{std::move(canonical.text)} {}

  // The number that is infinite in the direction of the sign; NaN for 0.
  static Numeric infinity(int sign) { return Canonical{sign == 0 ? "NaN" : sign > 0 ? "Infinity" : "-Infinity"}; }

  std::string_view whole_digits() const noexcept;
  [[noreturn]] void fail_to_integer(std::size_t bits, bool is_unsigned) const;

  std::string text_;
};

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

inline Numeric Numeric::operator-() const {
  if (is_nan() || is_zero()) return *this;
  return Canonical{text_.front() == '-' ? text_.substr(1) : "-" + text_};
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
