// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/json/iso8601.hpp>
#include <promptview/values/value_writer.hpp>

// Intervals as durations of ISO 8601: "P1Y2M3DT4H5M6.5S", each number with a sign of its own where it is negative.
namespace promptview::detail {

// The parts that databases hold for the intervals infinity and -infinity.
inline constexpr IntervalParts infinite_interval{.months = INT32_MAX, .days = INT32_MAX, .microseconds = INT64_MAX};
inline constexpr IntervalParts minus_infinite_interval{
    .months = INT32_MIN, .days = INT32_MIN, .microseconds = INT64_MIN};

inline void append_part(std::string& out, std::int64_t number, char unit) {
  if (number != 0) out.append(std::to_string(number)) += unit;
}

// Months from 12 become years; days never become months, nor hours days. No time at all is "PT0S".
inline std::string iso_duration(const IntervalParts& interval) {
  if (interval == infinite_interval) return "infinity";
  if (interval == minus_infinite_interval) return "-infinity";
  const std::int64_t minutes = interval.microseconds / microseconds_per_second / 60;
  const std::int64_t rest = interval.microseconds % (60 * microseconds_per_second);
  std::string out{"P"};
  append_part(out, interval.months / 12, 'Y');
  append_part(out, interval.months % 12, 'M');
  append_part(out, interval.days, 'D');
  if (interval.microseconds != 0) out += 'T';
  append_part(out, minutes / 60, 'H');
  append_part(out, minutes % 60, 'M');
  if (rest != 0) {
    const std::int64_t size = rest < 0 ? -rest : rest;
    if (rest < 0) out += '-';
    out += std::to_string(size / microseconds_per_second);
    append_fraction(out, size % microseconds_per_second);
    out += 'S';
  }
  return out.size() == 1 ? "PT0S" : out;
}

// One number of a duration with its unit: "-4.5S" is {-4, -500'000, 'S'}.
struct DurationPart {
  std::int64_t number = 0;
  std::int64_t fraction = 0;  // in millionths
  char unit = 0;
};

constexpr bool take_part(std::string_view& text, DurationPart& part) noexcept {
  const bool negative = take_char(text, '-');
  if (!negative) take_char(text, '+');
  if (!take_number(text, 1, 18, part.number) || !take_fraction(text, part.fraction) || text.empty()) return false;
  part.unit = text.front();
  text.remove_prefix(1);
  if (negative) part.number = -part.number;
  if (negative) part.fraction = -part.fraction;
  return part.fraction == 0 || part.unit == 'S';
}

// sum += part.number * factor; false when a T would be left.
template <class T>
constexpr bool add_part(T& sum, const DurationPart& part, std::int64_t factor) noexcept {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(part.number, factor, &product)) return false;
  return !__builtin_add_overflow(sum, product, &sum);
}

constexpr bool add_part(IntervalParts& interval, const DurationPart& part, bool is_time) noexcept {
  constexpr std::int64_t second = microseconds_per_second;
  switch (part.unit) {
    case 'Y': return add_part(interval.months, part, 12);
    case 'M': return is_time ? add_part(interval.microseconds, part, 60 * second) : add_part(interval.months, part, 1);
    case 'W': return add_part(interval.days, part, 7);
    case 'D': return add_part(interval.days, part, 1);
    case 'H': return add_part(interval.microseconds, part, 3600 * second);
    case 'S':
      return add_part(interval.microseconds, part, second) &&
             !__builtin_add_overflow(interval.microseconds, part.fraction, &interval.microseconds);
    default: return false;
  }
}

// Takes years, months, weeks and days; then, behind a T, hours, minutes and seconds. Each once, in this order, and at
// least one behind P and behind T. Seconds alone may have a fraction.
constexpr bool parse_iso_duration(std::string_view text, IntervalParts& interval) noexcept {
  if (text == "infinity" || text == "-infinity") {
    interval = text.front() == '-' ? minus_infinite_interval : infinite_interval;
    return true;
  }
  interval = {};
  if (!take_char(text, 'P') || text.empty() || text.back() == 'T') return false;
  std::string_view units{"YMWD"};
  bool is_time = false;
  while (!text.empty()) {
    if (!is_time && take_char(text, 'T')) {
      is_time = true;
      units = "HMS";
    }
    DurationPart part;
    if (!take_part(text, part)) return false;
    const std::size_t place = units.find(part.unit);
    if (place == std::string_view::npos || !add_part(interval, part, is_time)) return false;
    units.remove_prefix(place + 1);
  }
  return interval != infinite_interval && interval != minus_infinite_interval;
}

}  // namespace promptview::detail
