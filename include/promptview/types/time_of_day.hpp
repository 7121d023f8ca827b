// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>

#include <promptview/base/error.hpp>
#include <promptview/types/time_units.hpp>
#include <promptview/values/type_mapping.hpp>

namespace promptview {

namespace detail {
// The types of <chrono>, where <promptview/types/time.hpp> is included. Of any argument, so that templates can name them.
template <class>
struct IncludeTypesTimeHpp;
}  // namespace detail

// A time of day without a date or zone, from 00:00 to 24:00 inclusive, in microseconds: `TimeOfDay{9h + 30min}`. Unlike
// std::chrono::hh_mm_ss it can be compared. The default is midnight.
class TimeOfDay {
 public:
  constexpr TimeOfDay() = default;

  // Takes a std::chrono::duration that is a whole number of microseconds. Throws InvalidValue outside of 00:00 to 24:00.
  template <detail::Duration D>
    requires(detail::MicrosecondsPerTick<typename D::period>::den == 1)
  explicit constexpr TimeOfDay(D since_midnight) {
    const bool fits = detail::to_microseconds<typename D::period>(since_midnight.count(), since_midnight_) == detail::TimeError::none;
    if (!fits || since_midnight_ < 0 || since_midnight_ > detail::microseconds_per_day)
      throw InvalidValue{"use a time of day from 00:00 to 24:00: databases hold no other"};
  }

  // As std::chrono::microseconds and hh_mm_ss of them, with <promptview/types/time.hpp>.
  template <class Void = void>
  constexpr typename detail::IncludeTypesTimeHpp<Void>::Microseconds since_midnight() const noexcept {
    return typename detail::IncludeTypesTimeHpp<Void>::Microseconds{since_midnight_};
  }
  template <class Void = void>
  constexpr typename detail::IncludeTypesTimeHpp<Void>::HoursMinutesSeconds hms() const noexcept {
    return typename detail::IncludeTypesTimeHpp<Void>::HoursMinutesSeconds{since_midnight<Void>()};
  }

  friend constexpr auto operator<=>(const TimeOfDay&, const TimeOfDay&) = default;

 private:
  friend struct TypeMapping<TimeOfDay>;

  std::int64_t since_midnight_ = 0;
};

template <>
struct TypeMapping<TimeOfDay> {
  static constexpr TypeInfo type{.kind = Kind::time};
  static void write(ValueWriter& out, TimeOfDay value) { out.microseconds(value.since_midnight_); }
  static void read(ValueReader& in, TimeOfDay& value) {
    const std::int64_t micros = in.microseconds();
    if (micros < 0 || micros > detail::microseconds_per_day) in.fail("the time of day is outside of 00:00 to 24:00");
    value.since_midnight_ = micros;
  }
};

}  // namespace promptview
