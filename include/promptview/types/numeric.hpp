// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

#include <promptview/base/error.hpp>
#include <promptview/decimal/decimal_arithmetic.hpp>
#include <promptview/decimal/decimal_text.hpp>
#include <promptview/types/numeric_value.hpp>

// Computing with Numerics: what declaring members of that type does not need.
namespace promptview {

template <detail::NumericInteger T>
Numeric Numeric::from_units(T units, std::size_t scale) {
  const Numeric whole{units};
  const detail::DecimalParts parts = detail::split_decimal(whole.text_);
  return Canonical{detail::decimal_of(parts.negative, parts.whole, static_cast<long>(scale < 100'000 ? scale : 100'000))};
}

template <detail::NumericInteger T>
T Numeric::to_units(std::size_t scale) const {
  return (*this * Numeric{Canonical{detail::decimal_of(false, "1", -static_cast<long>(scale < 200'000 ? scale : 200'000))}})
      .template to_integer<T>();
}

template <detail::NumericInteger T>
T Numeric::to_integer() const {
  const std::string_view whole = whole_digits();
  T value{};
  const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), value);
  if (error == std::errc{} && end == whole.data() + whole.size()) return value;
  fail_to_integer(sizeof(T) * 8, std::is_unsigned_v<T>);
}

inline Numeric Numeric::rounded(int scale, Rounding rounding) const {
  if (!is_finite()) return *this;
  return Canonical{detail::round_decimal(detail::split_decimal(text_), scale, rounding)};
}

inline Numeric operator+(const Numeric& a, const Numeric& b) {
  if (a.is_finite() && b.is_finite())
    return Numeric::Canonical{detail::add_decimals(detail::split_decimal(a.text_), detail::split_decimal(b.text_))};
  if (a.is_nan() || b.is_finite()) return a;
  if (b.is_nan() || a.is_finite()) return b;
  return Numeric::infinity(a.sign() == b.sign() ? a.sign() : 0);
}

inline Numeric operator*(const Numeric& a, const Numeric& b) {
  if (a.is_finite() && b.is_finite())
    return Numeric::Canonical{detail::multiply_decimals(detail::split_decimal(a.text_), detail::split_decimal(b.text_))};
  return Numeric::infinity(a.is_nan() || b.is_nan() ? 0 : a.sign() * b.sign());
}

inline Numeric Numeric::divided_by(const Numeric& divisor, std::size_t scale, Rounding rounding) const {
  if (is_nan() || divisor.is_nan()) return infinity(0);
  if (divisor.is_zero()) throw InvalidValue{"look at is_zero() of the divisor first: a number cannot be divided by zero"};
  if (!is_finite()) return infinity(divisor.is_finite() ? sign() * divisor.sign() : 0);
  if (!divisor.is_finite()) return Numeric{}.rounded(static_cast<int>(scale < 20'000 ? scale : 20'000));
  return Canonical{detail::divide_decimals(detail::split_decimal(text_), detail::split_decimal(divisor.text_), scale, rounding)};
}

// All of the text but a fraction that is zero.
inline std::string_view Numeric::whole_digits() const noexcept {
  std::string_view whole{text_};
  if (!is_finite()) return whole;
  const std::string_view fraction = detail::split_decimal(text_).fraction;
  if (!fraction.empty() && detail::without_trailing_zeros(fraction).empty()) whole.remove_suffix(fraction.size() + 1);
  return whole;
}

inline void Numeric::fail_to_integer(std::size_t bits, bool is_unsigned) const {
  throw InvalidValue{"keep the number as a Numeric: it is not a whole number of " + std::to_string(bits) + " bits" +
                     (is_unsigned ? " that is not negative: " : ": ") + text_.substr(0, 80)};
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

}  // namespace promptview
