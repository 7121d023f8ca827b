// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/decimal/big_natural.hpp>
#include <promptview/decimal/decimal_text.hpp>
#include <promptview/decimal/rounding.hpp>

// Arithmetic on finite canonical decimals. All of it is exact; what is beyond the limits of a number is InvalidValue.
namespace promptview::detail {

// The canonical text of digits * 10^-scale.
inline std::string decimal_of(bool negative, std::string_view digits, long scale) {
  std::string text;
  if (const char* reason = move_point({.negative = negative, .whole = digits}, -scale, text); reason != nullptr)
    throw InvalidValue{reason};
  return text;
}

// The digits of number * 10^scale, which is not less than the number's own scale.
inline std::string digits_at_scale(const DecimalParts& parts, std::size_t scale) {
  std::string digits{parts.whole};
  return digits.append(parts.fraction).append(scale - parts.fraction.size(), '0');
}

// a + b, of digits of the same scale.
inline std::string sum_of_digits(std::string a, std::string_view b) {
  if (a.size() < b.size()) a.insert(0, b.size() - a.size(), '0');
  int carry = 0;
  for (std::size_t i = 0; i < a.size() && (i < b.size() || carry > 0); ++i) {
    char& digit = a[a.size() - 1 - i];
    const int sum = digit - '0' + carry + (i < b.size() ? b[b.size() - 1 - i] - '0' : 0);
    carry = sum / 10;
    digit = static_cast<char>('0' + sum % 10);
  }
  if (carry > 0) a.insert(0, 1, '1');
  return a;
}

// a - b, of digits of the same scale; a is not less than b, nor shorter.
inline std::string difference_of_digits(std::string a, std::string_view b) {
  int borrow = 0;
  for (std::size_t i = 0; i < a.size() && (i < b.size() || borrow > 0); ++i) {
    char& digit = a[a.size() - 1 - i];
    int difference = digit - '0' - borrow - (i < b.size() ? b[b.size() - 1 - i] - '0' : 0);
    borrow = difference < 0 ? 1 : 0;
    digit = static_cast<char>('0' + difference + 10 * borrow);
  }
  return a;
}

// The scale of the sum is the greater of the two.
inline std::string add_decimals(const DecimalParts& a, const DecimalParts& b) {
  const std::size_t scale = a.fraction.size() < b.fraction.size() ? b.fraction.size() : a.fraction.size();
  std::string a_digits = digits_at_scale(a, scale);
  std::string b_digits = digits_at_scale(b, scale);
  if (a.negative == b.negative)
    return decimal_of(a.negative, sum_of_digits(std::move(a_digits), b_digits), static_cast<long>(scale));
  const bool a_is_greater = compare_magnitude(a, b) >= 0;
  if (!a_is_greater) a_digits.swap(b_digits);
  return decimal_of(a_is_greater ? a.negative : b.negative, difference_of_digits(std::move(a_digits), b_digits),
                    static_cast<long>(scale));
}

// The scale of the product is the sum of the two.
inline std::string multiply_decimals(const DecimalParts& a, const DecimalParts& b) {
  const BigNatural product = BigNatural{digits_at_scale(a, a.fraction.size())} * BigNatural{digits_at_scale(b, b.fraction.size())};
  return decimal_of(a.negative != b.negative, product.digits(), static_cast<long>(a.fraction.size() + b.fraction.size()));
}

// Whether a number is rounded away from zero: `rest` compares what is cut off with half of the last digit that is kept.
inline bool rounds_up(Rounding rounding, bool negative, bool last_is_odd, int rest) noexcept {
  switch (rounding) {
    case Rounding::half_up: return rest >= 0;
    case Rounding::half_even: return rest > 0 || (rest == 0 && last_is_odd);
    case Rounding::half_down: return rest > 0;
    case Rounding::up: return true;
    case Rounding::down: return false;
    case Rounding::ceiling: return !negative;
    case Rounding::floor: return negative;
  }
  return false;
}

// Rounds to `scale` digits behind the point, or with a negative one to tens, hundreds ... before it.
inline std::string round_decimal(const DecimalParts& parts, long scale, Rounding rounding) {
  const long own_scale = static_cast<long>(parts.fraction.size());
  if (scale > 16'383) throw InvalidValue{numeric_limits};
  if (scale < -131'073) scale = -131'073;  // before the first digit of any number
  std::string digits = digits_at_scale(parts, parts.fraction.size() + static_cast<std::size_t>(scale > own_scale ? scale - own_scale : 0));
  if (scale >= own_scale) return decimal_of(parts.negative, digits, scale);

  const auto cut = static_cast<std::size_t>(own_scale - scale);
  if (digits.size() < cut) digits.insert(0, cut - digits.size(), '0');
  const std::string_view rest = std::string_view{digits}.substr(digits.size() - cut);
  const bool is_exact = without_trailing_zeros(rest).empty();
  const int half = rest.front() != '5' ? (rest.front() > '5' ? 1 : -1) : without_trailing_zeros(rest).size() > 1 ? 1 : 0;
  std::string kept = digits.substr(0, digits.size() - cut);
  const bool last_is_odd = !kept.empty() && (kept.back() - '0') % 2 == 1;
  if (!is_exact && rounds_up(rounding, parts.negative, last_is_odd, half)) kept = sum_of_digits(std::move(kept), "1");
  if (scale < 0) kept.append(static_cast<std::size_t>(-scale), '0');
  return decimal_of(parts.negative, kept, scale > 0 ? scale : 0);
}

// a / b to `scale` digits behind the point. b is not 0.
inline std::string divide_decimals(const DecimalParts& a, const DecimalParts& b, std::size_t scale, Rounding rounding) {
  if (scale > 16'383) throw InvalidValue{numeric_limits};
  std::string a_digits = digits_at_scale(a, a.fraction.size());
  std::string b_digits = digits_at_scale(b, b.fraction.size());
  const std::size_t a_wants = scale + b.fraction.size();  // more digits, so that the quotient has its scale
  a_digits.append(a_wants > a.fraction.size() ? a_wants - a.fraction.size() : 0, '0');
  b_digits.append(a.fraction.size() > a_wants ? a.fraction.size() - a_wants : 0, '0');

  BigNatural rest{a_digits};
  const BigNatural divisor{b_digits};
  BigNatural quotient = rest.divide_by(divisor);
  const bool negative = a.negative != b.negative;
  if (!rest.is_zero() &&
      rounds_up(rounding, negative, quotient.is_odd(), compare(rest * BigNatural{"2"}, divisor)))
    quotient.add_one();
  return decimal_of(negative, quotient.digits(), static_cast<long>(scale));
}

}  // namespace promptview::detail
