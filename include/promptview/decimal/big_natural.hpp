// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Whole numbers of any length, not negative, for multiplying and dividing the digits of decimal numbers.
namespace promptview::detail {

// Groups of nine decimal digits, the lowest first; the last is not 0, so that 0 has no group.
class BigNatural {
 public:
  BigNatural() = default;
  explicit BigNatural(std::string_view digits) {
    while (!digits.empty()) {
      const std::size_t first = digits.size() > 9 ? digits.size() - 9 : 0;
      std::uint32_t group = 0;
      for (const char c : digits.substr(first)) group = group * 10 + static_cast<std::uint32_t>(c - '0');
      groups_.push_back(group);
      digits.remove_suffix(digits.size() - first);
    }
    trim();
  }

  // Without leading zeros; "0" for 0.
  std::string digits() const {
    if (groups_.empty()) return "0";
    std::string text = std::to_string(groups_.back());
    for (std::size_t i = groups_.size() - 1; i-- > 0;) {
      const std::string group = std::to_string(groups_[i]);
      text.append(9 - group.size(), '0').append(group);
    }
    return text;
  }

  bool is_zero() const noexcept { return groups_.empty(); }
  bool is_odd() const noexcept { return !groups_.empty() && groups_.front() % 2 == 1; }

  friend int compare(const BigNatural& a, const BigNatural& b) noexcept {
    if (a.groups_.size() != b.groups_.size()) return a.groups_.size() < b.groups_.size() ? -1 : 1;
    for (std::size_t i = a.groups_.size(); i-- > 0;)
      if (a.groups_[i] != b.groups_[i]) return a.groups_[i] < b.groups_[i] ? -1 : 1;
    return 0;
  }

  friend BigNatural operator*(const BigNatural& a, const BigNatural& b) {
    BigNatural product;
    product.groups_.resize(a.groups_.size() + b.groups_.size());
    for (std::size_t i = 0; i < a.groups_.size(); ++i) {
      std::uint64_t carry = 0;
      for (std::size_t j = 0; j < b.groups_.size(); ++j) {
        carry += product.groups_[i + j] + std::uint64_t{a.groups_[i]} * b.groups_[j];
        product.groups_[i + j] = static_cast<std::uint32_t>(carry % base);
        carry /= base;
      }
      product.groups_[i + b.groups_.size()] = static_cast<std::uint32_t>(carry);
    }
    product.trim();
    return product;
  }

  void add_one() {
    for (std::uint32_t& group : groups_) {
      if (++group < base) return;
      group = 0;
    }
    groups_.push_back(1);
  }

  // Makes this the remainder of dividing it by `divisor`, which is not 0, and returns the quotient.
  BigNatural divide_by(const BigNatural& divisor) {
    if (compare(*this, divisor) < 0) return {};
    if (divisor.groups_.size() == 1) {
      BigNatural quotient = std::move(*this);
      const std::uint32_t remainder = quotient.divide_by_group(divisor.groups_.front());
      groups_.assign(1, remainder);
      trim();
      return quotient;
    }
    return divide_by_long(divisor);
  }

 private:
  static constexpr std::uint32_t base = 1'000'000'000;

  void trim() noexcept {
    while (!groups_.empty() && groups_.back() == 0) groups_.pop_back();
  }

  // Returns the remainder.
  std::uint32_t divide_by_group(std::uint32_t divisor) {
    std::uint64_t rest = 0;
    for (std::size_t i = groups_.size(); i-- > 0;) {
      rest = rest * base + groups_[i];
      groups_[i] = static_cast<std::uint32_t>(rest / divisor);
      rest %= divisor;
    }
    trim();
    return static_cast<std::uint32_t>(rest);
  }

  void multiply_by_group(std::uint32_t factor) {
    std::uint64_t carry = 0;
    for (std::uint32_t& group : groups_) {
      carry += std::uint64_t{group} * factor;
      group = static_cast<std::uint32_t>(carry % base);
      carry /= base;
    }
    if (carry > 0) groups_.push_back(static_cast<std::uint32_t>(carry));
  }

  // Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D; the divisor has two groups or more, and is not
  // greater than this.
  BigNatural divide_by_long(BigNatural divisor) {
    const std::uint32_t factor = base / (divisor.groups_.back() + 1);
    multiply_by_group(factor);
    divisor.multiply_by_group(factor);
    const std::size_t count = divisor.groups_.size();
    groups_.push_back(0);
    if (groups_.size() == count) groups_.push_back(0);
    BigNatural quotient;
    quotient.groups_.resize(groups_.size() - count);
    for (std::size_t at = quotient.groups_.size(); at-- > 0;) quotient.groups_[at] = take_multiples(divisor, at);
    quotient.trim();
    trim();
    divide_by_group(factor);
    return quotient;
  }

  // One digit of the quotient: takes the divisor, moved by `at` groups, off this as often as it fits. Returns how often.
  std::uint32_t take_multiples(const BigNatural& divisor, std::size_t at) noexcept {
    const std::size_t count = divisor.groups_.size();
    const std::uint64_t top = divisor.groups_[count - 1];
    const std::uint64_t high = std::uint64_t{groups_[at + count]} * base + groups_[at + count - 1];
    std::uint64_t times = high / top;
    std::uint64_t rest = high % top;
    while (times >= base || times * divisor.groups_[count - 2] > rest * base + groups_[at + count - 2]) {
      --times;
      rest += top;
      if (rest >= base) break;
    }
    std::uint64_t carry = 0;
    std::uint32_t borrow = 0;
    for (std::size_t i = 0; i <= count; ++i) {
      if (i < count) carry += times * divisor.groups_[i];
      const auto taken = static_cast<std::uint32_t>(carry % base) + borrow;
      carry /= base;
      std::uint32_t& group = groups_[at + i];
      borrow = group < taken ? 1 : 0;
      group += borrow * base - taken;
    }
    if (borrow == 0) return static_cast<std::uint32_t>(times);
    add_back(divisor, at);
    return static_cast<std::uint32_t>(times - 1);
  }

  void add_back(const BigNatural& divisor, std::size_t at) noexcept {
    std::uint32_t carry = 0;
    for (std::size_t i = 0; i <= divisor.groups_.size(); ++i) {
      const std::uint32_t sum = groups_[at + i] + (i < divisor.groups_.size() ? divisor.groups_[i] : 0) + carry;
      carry = sum >= base ? 1 : 0;
      groups_[at + i] = sum - carry * base;
    }
  }

  std::vector<std::uint32_t> groups_{};
};

}  // namespace promptview::detail
