// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstdint>
#include <utility>

#include <promptview/base/civil_date.hpp>
#include <promptview/base/type_name.hpp>

// The types of <chrono>, told by what they have, and their units. (<chrono> costs each file 0.5 s to parse.)
namespace promptview::detail {

template <class Rep>
concept TickCount = std::integral<Rep> && sizeof(Rep) >= 2 && sizeof(Rep) <= 8;

// A std::chrono::duration with an integral count.
template <class T>
concept Duration = requires(const T& value) {
  typename T::period;
  T::period::num;
  T::period::den;
  requires TickCount<typename T::rep>;
  { value.count() } -> std::same_as<typename T::rep>;
  requires !requires { typename T::clock; };
};

// A std::chrono::time_point.
template <class T>
concept TimePoint = requires(const T& value) {
  typename T::clock;
  requires Duration<typename T::duration>;
  { value.time_since_epoch() } -> std::same_as<typename T::duration>;
};

// A time point of std::chrono::system_clock, the only clock that has to_time_t.
template <class T>
concept SystemTime = TimePoint<T> && requires { &T::clock::to_time_t; };

// A time point of std::chrono::local_t, which is no clock.
template <class T>
concept LocalTime = TimePoint<T> && unqualified(type_name<typename T::clock>()) == "local_t";

// Signed, so that the least value can stand for -infinity. Days and coarser units are dates.
template <class T>
concept HasTimeUnit = std::signed_integral<typename T::rep> && T::duration::period::num / T::duration::period::den < 86400;

// std::chrono::sys_days.
template <class T>
concept SystemDays = SystemTime<T> && std::signed_integral<typename T::rep> && sizeof(typename T::rep) >= 4 &&
                     T::duration::period::num == 86400 && T::duration::period::den == 1;

// std::chrono::year_month_day.
template <class T>
concept CalendarDay = requires(const T& value) {
  value.year();
  value.month();
  value.day();
  value.ok();
  requires unqualified(type_name<T>()) == "year_month_day";
};

// std::chrono::hh_mm_ss<std::chrono::microseconds>.
template <class T>
concept SplitTimeOfDay = requires(const T& value) {
  requires Duration<typename T::precision>;
  requires T::precision::period::num == 1 && T::precision::period::den == 1'000'000;
  { value.to_duration() } -> std::same_as<typename T::precision>;
  value.subseconds();
};


enum class TimeError : std::uint8_t { none, out_of_range, too_fine };

constexpr const char* describe(TimeError error) noexcept {
  return error == TimeError::too_fine
             ? "use a unit as fine as microseconds: the value is not a whole number of the unit's ticks"
             : "use a type with a wider range: the value is beyond what microseconds or the C++ type can hold";
}

// How many microseconds make one tick of a std::ratio, as num / den.
template <class Period>
struct MicrosecondsPerTick {
  static constexpr std::int64_t common = [] {
    std::int64_t a = 1'000'000, b = Period::den;
    while (b != 0) a = std::exchange(b, a % b);
    return a;
  }();
  static constexpr std::int64_t num = Period::num * (1'000'000 / common);
  static constexpr std::int64_t den = Period::den / common;
};

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

}  // namespace promptview::detail
