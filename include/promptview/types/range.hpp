// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/values/type_mapping.hpp>

namespace promptview {

// The values between two bounds, each of which may be part of the range or not, or be missing (infinite). The default
// is the empty range.
//
// Ranges of integers and of days are kept as [lower, upper), as databases keep them, so that closed(1, 4) equals
// closed_open(1, 5) and is read back as it was written. All other ranges keep the bounds that they were made with.
template <class T>
class Range {
  static_assert(Mapped<T>, "Range<T> needs a TypeMapping<T>: specialise promptview::TypeMapping for it");

 public:
  Range() = default;

  // Each throws InvalidValue when the lower bound is above the upper one, or when an inclusive upper bound or an
  // exclusive lower bound is the greatest integer or day there is (use a range without that bound).
  static Range closed(T lower, T upper) { return {std::move(lower), true, std::move(upper), true}; }
  static Range closed_open(T lower, T upper) { return {std::move(lower), true, std::move(upper), false}; }
  static Range open_closed(T lower, T upper) { return {std::move(lower), false, std::move(upper), true}; }
  static Range open(T lower, T upper) { return {std::move(lower), false, std::move(upper), false}; }
  static Range at_least(T lower) { return {std::move(lower), true, std::nullopt, false}; }
  static Range greater_than(T lower) { return {std::move(lower), false, std::nullopt, false}; }
  static Range at_most(T upper) { return {std::nullopt, false, std::move(upper), true}; }
  static Range less_than(T upper) { return {std::nullopt, false, std::move(upper), false}; }
  static Range all() { return {std::nullopt, false, std::nullopt, false}; }
  static Range empty_range() { return {}; }

  // Whether no value is in it.
  bool empty() const noexcept { return empty_; }

  // No value when that side is infinite, or when the range is empty.
  const std::optional<T>& lower() const noexcept { return lower_; }
  const std::optional<T>& upper() const noexcept { return upper_; }

  // False when there is no such bound.
  bool lower_inclusive() const noexcept { return lower_inclusive_; }
  bool upper_inclusive() const noexcept { return upper_inclusive_; }

  // Whether the value is in it.
  bool contains(const T& value) const {
    if (empty_) return false;
    if (lower_ && (lower_inclusive_ ? value < *lower_ : !(*lower_ < value))) return false;
    if (upper_ && (upper_inclusive_ ? *upper_ < value : !(value < *upper_))) return false;
    return true;
  }

  friend bool operator==(const Range&, const Range&) = default;

 private:
  friend struct TypeMapping<Range>;

  Range(std::optional<T> lower, bool lower_inclusive, std::optional<T> upper, bool upper_inclusive)
      : lower_{std::move(lower)},
        upper_{std::move(upper)},
        lower_inclusive_{lower_inclusive},
        upper_inclusive_{upper_inclusive},
        empty_{false} {
    if (lower_ && upper_ && *upper_ < *lower_)
      throw InvalidValue{"swap the bounds of the range: the lower bound is above the upper bound"};
    use_half_open_bounds();
    if (lower_ && upper_ && !(*lower_ < *upper_) && !(lower_inclusive_ && upper_inclusive_)) *this = Range{};
  }

  static constexpr bool is_day = requires(const T& value) {
    { TypeMapping<T>::successor(value) } -> std::convertible_to<T>;
  };

  void use_half_open_bounds() {
    if constexpr (std::integral<T> || is_day) {
      if (lower_ && !lower_inclusive_) lower_inclusive_ = step(*lower_);
      if (upper_ && upper_inclusive_) upper_inclusive_ = !step(*upper_);
    }
  }

  // Moves to the next value. False when there is none because the value is an infinity.
  static bool step(T& value) {
    if constexpr (is_day) {
      T next = TypeMapping<T>::successor(value);
      const bool moved = value < next;
      value = std::move(next);
      return moved;
    } else {
      constexpr auto greatest = static_cast<T>(~(std::uint64_t{1} << 63) >> (64 - 8 * sizeof(T)));  // <limits> is dear to parse
      if (value == greatest)
        throw InvalidValue{"leave the bound of the range out: there is no integer after it"};
      ++value;
      return true;
    }
  }

  std::optional<T> lower_{};
  std::optional<T> upper_{};
  bool lower_inclusive_ = false;
  bool upper_inclusive_ = false;
  bool empty_ = true;
};

namespace detail {
constexpr bool has_range_type(const TypeInfo& item) noexcept {
  return kind_info(item.kind).has(bounds_ranges) && !item.nullable;
}
}  // namespace detail

template <class T>
struct TypeMapping<Range<T>> {
  static_assert(detail::has_range_type(TypeMapping<T>::type),
                "a column of Range<T> needs a T that maps to int32, int64, numeric, date, timestamp or timestamptz and "
                "is no optional: e.g. Range<std::int32_t>, Range<promptview::Numeric>, Range<std::chrono::sys_days>");
  static constexpr TypeInfo type{.kind = Kind::range, .item = &TypeMapping<T>::type};

  static void write(ValueWriter& out, const Range<T>& value) {
    out.begin_range({.empty = value.empty(),
                     .lower_inclusive = value.lower_inclusive(),
                     .upper_inclusive = value.upper_inclusive(),
                     .lower_infinite = !value.empty() && !value.lower(),
                     .upper_infinite = !value.empty() && !value.upper()});
    if (value.lower()) TypeMapping<T>::write(out, *value.lower());
    if (value.upper()) TypeMapping<T>::write(out, *value.upper());
    out.end_range();
  }
  static void read(ValueReader& in, Range<T>& value) {
    const RangeBounds bounds = in.begin_range();
    std::optional<T> lower;
    std::optional<T> upper;
    if (!bounds.empty && !bounds.lower_infinite) read_bound(in, lower.emplace());
    if (!bounds.empty && !bounds.upper_infinite) read_bound(in, upper.emplace());
    in.end_range();
    const bool lower_inclusive = lower && bounds.lower_inclusive;
    const bool upper_inclusive = upper && bounds.upper_inclusive;
    value = bounds.empty ? Range<T>{} : Range<T>{std::move(lower), lower_inclusive, std::move(upper), upper_inclusive};
  }

 private:
  static void read_bound(ValueReader& in, T& bound) {
    in.next_item();
    TypeMapping<T>::read(in, bound);
  }
};

}  // namespace promptview
