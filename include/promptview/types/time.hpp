// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <compare>
#include <concepts>
#include <cstdint>
#include <limits>
#include <ratio>
#include <string>
#include <utility>

#include <promptview/error.hpp>
#include <promptview/types/type_mapping.hpp>

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
// In what follows (T::max)() stands in parentheses because <windows.h> has macros named min and max.
namespace promptview {

// A time of day without a date or zone, from 00:00 to 24:00 inclusive, in microseconds: `TimeOfDay{9h + 30min}`. Unlike
// std::chrono::hh_mm_ss it can be compared. The default is midnight.
class TimeOfDay {
 public:
  static constexpr std::chrono::microseconds day = std::chrono::hours{24};

  constexpr TimeOfDay() = default;

  // Throws InvalidValue outside of 00:00 to 24:00.
  explicit constexpr TimeOfDay(std::chrono::microseconds since_midnight) : since_midnight_{since_midnight} {
    if (since_midnight < since_midnight.zero() || since_midnight > day)
      throw InvalidValue{"use a time of day from 00:00 to 24:00: databases hold no other"};
  }

  constexpr std::chrono::microseconds since_midnight() const noexcept { return since_midnight_; }
  constexpr std::chrono::hh_mm_ss<std::chrono::microseconds> hms() const noexcept {
    return std::chrono::hh_mm_ss{since_midnight_};
  }

  friend constexpr auto operator<=>(const TimeOfDay&, const TimeOfDay&) = default;

 private:
  std::chrono::microseconds since_midnight_{};
};

template <>
struct TypeMapping<TimeOfDay> {
  static constexpr TypeInfo type{.kind = Kind::time};
  static void write(ValueWriter& out, TimeOfDay value) { out.microseconds(value.since_midnight().count()); }
  static void read(ValueReader& in, TimeOfDay& value) {
    const std::chrono::microseconds since_midnight{in.microseconds()};
    if (since_midnight < since_midnight.zero() || since_midnight > TimeOfDay::day)
      in.fail("the time of day is outside of 00:00 to 24:00");
    value = TimeOfDay{since_midnight};
  }
};

template <>
struct TypeMapping<std::chrono::hh_mm_ss<std::chrono::microseconds>> {
  using Value = std::chrono::hh_mm_ss<std::chrono::microseconds>;
  static constexpr TypeInfo type{.kind = Kind::time};
  static void write(ValueWriter& out, const Value& value) {
    TypeMapping<TimeOfDay>::write(out, TimeOfDay{value.to_duration()});
  }
  static void read(ValueReader& in, Value& value) {
    TimeOfDay time;
    TypeMapping<TimeOfDay>::read(in, time);
    value = time.hms();
  }
};

template <>
struct TypeMapping<std::chrono::sys_days> {
  using Value = std::chrono::sys_days;
  using Limits = std::numeric_limits<std::int32_t>;
  static constexpr TypeInfo type{.kind = Kind::date};

  static void write(ValueWriter& out, Value value) {
    if (value == (Value::max)()) return out.date((Limits::max)());
    if (value == (Value::min)()) return out.date((Limits::min)());
    const auto days = value.time_since_epoch().count();
    if (days <= (Limits::min)() || days >= (Limits::max)())
      throw InvalidValue{"use a nearer date: a database holds 32 bits of days around 1970"};
    out.date(static_cast<std::int32_t>(days));
  }
  static void read(ValueReader& in, Value& value) {
    const std::int32_t days = in.date();
    value = days == (Limits::max)()   ? (Value::max)()
            : days == (Limits::min)() ? (Value::min)()
                                    : Value{std::chrono::days{days}};
  }

  // The next day, for ranges; infinity has none.
  static constexpr Value successor(Value value) noexcept {
    return value == (Value::max)() || value == (Value::min)() ? value : value + std::chrono::days{1};
  }
};

template <>
struct TypeMapping<std::chrono::year_month_day> {
  using Value = std::chrono::year_month_day;
  static constexpr TypeInfo type{.kind = Kind::date};

  static void write(ValueWriter& out, Value value) {
    if (!value.ok()) throw InvalidValue{"write a day of the calendar: this year_month_day is not ok()"};
    TypeMapping<std::chrono::sys_days>::write(out, std::chrono::sys_days{value});
  }
  static void read(ValueReader& in, Value& value) {
    std::chrono::sys_days day;
    TypeMapping<std::chrono::sys_days>::read(in, day);
    if (day < first || day > last)
      in.fail("use std::chrono::sys_days for this field: year_month_day holds the years -32767 to 32767 only");
    value = Value{day};
  }

  // The next day, for ranges; the last day of all has none.
  static constexpr Value successor(Value value) noexcept {
    const bool has_next = value.ok() && std::chrono::sys_days{value} < last;
    return has_next ? Value{std::chrono::sys_days{value} + std::chrono::days{1}} : value;
  }

 private:
  static constexpr std::chrono::sys_days first = (std::chrono::year::min)() / 1 / 1;
  static constexpr std::chrono::sys_days last = (std::chrono::year::max)() / 12 / 31;
};

namespace detail {

enum class TimeError { none, out_of_range, too_fine };

constexpr const char* describe(TimeError error) noexcept {
  return error == TimeError::too_fine
             ? "use a unit as fine as microseconds: the value is not a whole number of the unit's ticks"
             : "use a type with a wider range: the value is beyond what microseconds or the C++ type can hold";
}

// How many microseconds make one tick, as num / den.
template <class Period>
using MicrosecondsPerTick = std::ratio_divide<Period, std::micro>;

// ticks * num / den, rounded down to `micros`.
template <class Period, std::integral Rep>
constexpr TimeError to_microseconds(Rep ticks, std::int64_t& micros) noexcept {
  using Factor = MicrosecondsPerTick<Period>;
  if (!std::in_range<std::int64_t>(ticks)) return TimeError::out_of_range;
  const auto wide = static_cast<std::int64_t>(ticks);
  std::int64_t quotient = wide / Factor::den;
  std::int64_t rest = wide % Factor::den;
  if (rest < 0) {
    rest += Factor::den;
    --quotient;
  }
  std::int64_t part = 0;
  if (__builtin_mul_overflow(quotient, Factor::num, &micros)) return TimeError::out_of_range;
  if (__builtin_mul_overflow(rest, Factor::num, &part)) return TimeError::out_of_range;
  if (__builtin_add_overflow(micros, part / Factor::den, &micros)) return TimeError::out_of_range;
  return part % Factor::den == 0 ? TimeError::none : TimeError::too_fine;
}

// micros * den / num where that is exact.
template <class Period, std::integral Rep>
constexpr TimeError from_microseconds(std::int64_t micros, Rep& ticks) noexcept {
  using Factor = MicrosecondsPerTick<Period>;
  std::int64_t wide = 0;
  if (micros % Factor::num != 0) return TimeError::too_fine;
  if (__builtin_mul_overflow(micros / Factor::num, Factor::den, &wide)) return TimeError::out_of_range;
  if (!std::in_range<Rep>(wide)) return TimeError::out_of_range;
  ticks = static_cast<Rep>(wide);
  return TimeError::none;
}

// What sys_time and local_time have in common. The extremes stand for infinity on both sides, so that a finite value
// never becomes one.
template <class TimePoint>
struct TimePointMapping {
  using Duration = typename TimePoint::duration;
  using Limits = std::numeric_limits<std::int64_t>;

  static void write(ValueWriter& out, TimePoint value) {
    if (value == (TimePoint::max)()) return out.microseconds((Limits::max)());
    if (value == (TimePoint::min)()) return out.microseconds((Limits::min)());
    std::int64_t micros = 0;
    const TimeError error = to_microseconds<typename Duration::period>(value.time_since_epoch().count(), micros);
    if (error == TimeError::out_of_range || micros == (Limits::max)() || micros == (Limits::min)())
      throw InvalidValue{"use a nearer time: a database holds 64 bits of microseconds around 1970"};
    out.microseconds(micros);
  }
  static void read(ValueReader& in, TimePoint& value) {
    const std::int64_t micros = in.microseconds();
    value = micros == (Limits::max)()   ? (TimePoint::max)()
            : micros == (Limits::min)() ? (TimePoint::min)()
                                      : finite(in, micros);
  }

 private:
  static TimePoint finite(const ValueReader& in, std::int64_t micros) {
    typename Duration::rep ticks{};
    const TimeError error = from_microseconds<typename Duration::period>(micros, ticks);
    if (error != TimeError::none) in.fail(describe(error));
    const TimePoint value{Duration{ticks}};
    if (value == (TimePoint::max)() || value == (TimePoint::min)()) in.fail(describe(TimeError::out_of_range));
    return value;
  }
};

template <class Rep>
concept TickCount = std::integral<Rep> && sizeof(Rep) >= 2 && sizeof(Rep) <= 8;

// Signed, so that the least value can stand for -infinity. Days and coarser units are dates.
template <class Rep, class Period>
concept TimeUnit = TickCount<Rep> && std::signed_integral<Rep> && std::ratio_less_v<Period, std::chrono::days::period>;

}  // namespace detail

template <class Rep, class Period>
  requires detail::TimeUnit<Rep, Period>
struct TypeMapping<std::chrono::sys_time<std::chrono::duration<Rep, Period>>>
    : detail::TimePointMapping<std::chrono::sys_time<std::chrono::duration<Rep, Period>>> {
  static constexpr TypeInfo type{.kind = Kind::timestamptz};
};

template <class Rep, class Period>
  requires detail::TimeUnit<Rep, Period>
struct TypeMapping<std::chrono::local_time<std::chrono::duration<Rep, Period>>>
    : detail::TimePointMapping<std::chrono::local_time<std::chrono::duration<Rep, Period>>> {
  static constexpr TypeInfo type{.kind = Kind::timestamp};
};

// Written as microseconds only, which is exact; days that are read count 24 hours, as std::chrono::days do.
template <class Rep, class Period>
  requires detail::TickCount<Rep>
struct TypeMapping<std::chrono::duration<Rep, Period>> {
  using Value = std::chrono::duration<Rep, Period>;
  static constexpr TypeInfo type{.kind = Kind::interval};

  static void write(ValueWriter& out, Value value) {
    IntervalParts parts;
    const detail::TimeError error = detail::to_microseconds<Period>(value.count(), parts.microseconds);
    if (error != detail::TimeError::none) throw InvalidValue{detail::describe(error)};
    out.interval(parts);
  }
  static void read(ValueReader& in, Value& value) {
    const IntervalParts parts = in.interval();
    if (parts.months != 0)
      in.fail("store intervals of days and shorter units: this one has months or is infinite, so its length varies");
    constexpr std::int64_t day = std::chrono::microseconds{std::chrono::days{1}}.count();
    std::int64_t micros = 0;
    if (__builtin_mul_overflow(day, parts.days, &micros) || __builtin_add_overflow(micros, parts.microseconds, &micros))
      in.fail(describe(detail::TimeError::out_of_range));
    Rep ticks{};
    const detail::TimeError error = detail::from_microseconds<Period>(micros, ticks);
    if (error != detail::TimeError::none) in.fail(describe(error));
    value = Value{ticks};
  }
};

}  // namespace promptview
