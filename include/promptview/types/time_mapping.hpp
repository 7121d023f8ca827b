// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <utility>

#include <promptview/base/civil_date.hpp>
#include <promptview/base/error.hpp>
#include <promptview/types/time_of_day.hpp>
#include <promptview/types/time_units.hpp>
#include <promptview/values/type_mapping.hpp>

// How the types of <chrono> travel:
//
//   sys_days, year_month_day                  date         whole days
//   TimeOfDay, hh_mm_ss<microseconds>         time         00:00 to 24:00
//   local_time<D>                             timestamp    without a zone
//   sys_time<D>, system_clock::time_point     timestamptz  a moment in UTC
//   any duration with an integral count       interval     no months
//
// Databases keep microseconds. A time point with a finer unit is rounded down to its microsecond when it is written; a
// value that its C++ type cannot hold exactly is never rounded when it is read, but throws InvalidValue. `max()` and
// `min()` of sys_days, sys_time and local_time are the database's infinity and -infinity.
//
// <chrono> costs each file 0.5 s to parse, and is not included here: its types are known by what they have. A header with
// models includes <chrono> itself where its members need it.
//
// In what follows (T::max)() stands in parentheses because <windows.h> has macros named min and max.
namespace promptview {

template <detail::SplitTimeOfDay T>
struct TypeMapping<T> {
  static constexpr TypeInfo type{.kind = Kind::time};
  static void write(ValueWriter& out, const T& value) { TypeMapping<TimeOfDay>::write(out, TimeOfDay{value.to_duration()}); }
  static void read(ValueReader& in, T& value) {
    const std::int64_t micros = in.microseconds();
    if (micros < 0 || micros > detail::microseconds_per_day) in.fail("the time of day is outside of 00:00 to 24:00");
    value = T{typename T::precision{micros}};
  }
};

template <detail::SystemDays T>
struct TypeMapping<T> {
  static constexpr TypeInfo type{.kind = Kind::date};

  static void write(ValueWriter& out, T value) {
    if (value == (T::max)()) return out.date(INT32_MAX);
    if (value == (T::min)()) return out.date(INT32_MIN);
    const auto days = value.time_since_epoch().count();
    if (days <= INT32_MIN || days >= INT32_MAX)
      throw InvalidValue{"use a nearer date: a database holds 32 bits of days around 1970"};
    out.date(static_cast<std::int32_t>(days));
  }
  static void read(ValueReader& in, T& value) {
    const std::int32_t days = in.date();
    value = days == INT32_MAX ? (T::max)() : days == INT32_MIN ? (T::min)() : T{typename T::duration{days}};
  }

  // The next day, for ranges; infinity has none.
  static constexpr T successor(T value) noexcept {
    return value == (T::max)() || value == (T::min)() ? value : value + typename T::duration{1};
  }
};

template <detail::CalendarDay T>
struct TypeMapping<T> {
  static constexpr TypeInfo type{.kind = Kind::date};

  static void write(ValueWriter& out, T value) {
    if (!value.ok()) throw InvalidValue{"write a day of the calendar: this year_month_day is not ok()"};
    out.date(static_cast<std::int32_t>(days_of(value)));
  }
  static void read(ValueReader& in, T& value) {
    const std::int32_t days = in.date();
    if (days < first || days > last)
      in.fail("use std::chrono::sys_days for this field: year_month_day holds the years -32767 to 32767 only");
    value = date_of(days);
  }

  // The next day, for ranges; the last day of all has none.
  static constexpr T successor(T value) noexcept {
    return value.ok() && days_of(value) < last ? date_of(days_of(value) + 1) : value;
  }

 private:
  using Year = decltype(std::declval<const T&>().year());
  using Month = decltype(std::declval<const T&>().month());
  using Day = decltype(std::declval<const T&>().day());

  static constexpr std::int64_t days_of(const T& date) noexcept {
    return detail::days_of({.year = int{date.year()},
                            .month = static_cast<int>(unsigned{date.month()}),
                            .day = static_cast<int>(unsigned{date.day()})});
  }
  static constexpr T date_of(std::int64_t days) noexcept {
    const detail::CivilDate date = detail::civil_date(days);
    return {Year{static_cast<int>(date.year)}, Month{static_cast<unsigned>(date.month)}, Day{static_cast<unsigned>(date.day)}};
  }
  static constexpr std::int64_t first = detail::days_of({.year = -32767, .month = 1, .day = 1});
  static constexpr std::int64_t last = detail::days_of({.year = 32767, .month = 12, .day = 31});
};

namespace detail {

// The mapping that sys_time and local_time have in common. The extremes stand for infinity on both sides, so that a finite value
// never becomes one.
template <class T>
struct TimePointMapping {
  using Duration = typename T::duration;

  static void write(ValueWriter& out, T value) {
    if (value == (T::max)()) return out.microseconds(INT64_MAX);
    if (value == (T::min)()) return out.microseconds(INT64_MIN);
    std::int64_t micros = 0;
    const TimeError error = to_microseconds<typename Duration::period>(value.time_since_epoch().count(), micros);
    if (error == TimeError::out_of_range || micros == INT64_MAX || micros == INT64_MIN)
      throw InvalidValue{"use a nearer time: a database holds 64 bits of microseconds around 1970"};
    out.microseconds(micros);
  }
  static void read(ValueReader& in, T& value) {
    const std::int64_t micros = in.microseconds();
    value = micros == INT64_MAX ? (T::max)() : micros == INT64_MIN ? (T::min)() : finite(in, micros);
  }

 private:
  static T finite(const ValueReader& in, std::int64_t micros) {
    typename Duration::rep ticks{};
    const TimeError error = from_microseconds<typename Duration::period>(micros, ticks);
    if (error != TimeError::none) in.fail(describe(error));
    const T value{Duration{ticks}};
    if (value == (T::max)() || value == (T::min)()) in.fail(describe(TimeError::out_of_range));
    return value;
  }
};

}  // namespace detail

template <detail::SystemTime T>
  requires detail::HasTimeUnit<T>
struct TypeMapping<T> : detail::TimePointMapping<T> {
  static constexpr TypeInfo type{.kind = Kind::timestamptz};
};

template <detail::LocalTime T>
  requires detail::HasTimeUnit<T>
struct TypeMapping<T> : detail::TimePointMapping<T> {
  static constexpr TypeInfo type{.kind = Kind::timestamp};
};

// Written as microseconds only, which is exact; days that are read count 24 hours, as std::chrono::days do.
template <detail::Duration T>
struct TypeMapping<T> {
  static constexpr TypeInfo type{.kind = Kind::interval};

  static void write(ValueWriter& out, T value) {
    IntervalParts parts;
    const detail::TimeError error = detail::to_microseconds<typename T::period>(value.count(), parts.microseconds);
    if (error != detail::TimeError::none) throw InvalidValue{detail::describe(error)};
    out.interval(parts);
  }
  static void read(ValueReader& in, T& value) {
    const IntervalParts parts = in.interval();
    if (parts.months != 0)
      in.fail("store intervals of days and shorter units: this one has months or is infinite, so its length varies");
    std::int64_t micros = 0;
    if (__builtin_mul_overflow(detail::microseconds_per_day, parts.days, &micros) ||
        __builtin_add_overflow(micros, parts.microseconds, &micros))
      in.fail(describe(detail::TimeError::out_of_range));
    typename T::rep ticks{};
    const detail::TimeError error = detail::from_microseconds<typename T::period>(micros, ticks);
    if (error != detail::TimeError::none) in.fail(describe(error));
    value = T{ticks};
  }
};

}  // namespace promptview
