// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/base/civil_date.hpp>

// Dates and times as ISO 8601 writes them, in the units of ValueWriter and ValueReader. Years beyond 9999 and before
// 1 AD are astronomical, with a sign and at least six digits: "+010000-01-01", "-000043-03-15" (44 BC). The extremes of
// the integers are "infinity" and "-infinity". A parser returns false for any other text, and never rounds.
namespace promptview::detail {

inline constexpr std::int64_t microseconds_per_second = 1'000'000;

// `number` is not negative.
inline void append_padded(std::string& out, std::int64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

// ".5" for 500,000 microseconds, nothing for 0.
inline void append_fraction(std::string& out, std::int64_t microseconds) {
  if (microseconds == 0) return;
  out += '.';
  append_padded(out, microseconds, 6);
  while (out.back() == '0') out.pop_back();
}

inline void append_date(std::string& out, std::int64_t days) {
  const CivilDate date = civil_date(days);
  const bool plain = date.year >= 1 && date.year <= 9999;
  if (!plain) out += date.year < 0 ? '-' : '+';
  append_padded(out, date.year < 0 ? -date.year : date.year, plain ? 4 : 6);
  out += '-';
  append_padded(out, date.month, 2);
  out += '-';
  append_padded(out, date.day, 2);
}

inline void append_time(std::string& out, std::int64_t microseconds) {
  const std::int64_t seconds = microseconds / microseconds_per_second;
  append_padded(out, seconds / 3600, 2);
  out += ':';
  append_padded(out, seconds / 60 % 60, 2);
  out += ':';
  append_padded(out, seconds % 60, 2);
  append_fraction(out, microseconds % microseconds_per_second);
}

inline std::string iso_date(std::int32_t days) {
  if (days == INT32_MAX) return "infinity";
  if (days == INT32_MIN) return "-infinity";
  std::string out;
  append_date(out, days);
  return out;
}

inline std::string iso_time(std::int64_t microseconds) {
  std::string out;
  append_time(out, microseconds);
  return out;
}

// `zone` is put behind: "Z" or nothing.
inline std::string iso_timestamp(std::int64_t microseconds, std::string_view zone) {
  if (microseconds == INT64_MAX) return "infinity";
  if (microseconds == INT64_MIN) return "-infinity";
  std::int64_t days = microseconds / microseconds_per_day;
  std::int64_t rest = microseconds % microseconds_per_day;
  if (rest < 0) {
    rest += microseconds_per_day;
    --days;
  }
  std::string out;
  append_date(out, days);
  out += 'T';
  append_time(out, rest);
  return out.append(zone);
}

constexpr bool take_char(std::string_view& text, char wanted) noexcept {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

// Takes `least` to `most` digits, at most 18, off the front of `text`.
constexpr bool take_number(std::string_view& text, std::size_t least, std::size_t most, std::int64_t& number) noexcept {
  std::size_t count = 0;
  number = 0;
  for (; count < most && count < text.size() && text[count] >= '0' && text[count] <= '9'; ++count)
    number = number * 10 + (text[count] - '0');
  text.remove_prefix(count);
  return count >= least;
}

// Takes "." and digits, of which those behind the sixth must be 0; or nothing.
constexpr bool take_fraction(std::string_view& text, std::int64_t& microseconds) noexcept {
  microseconds = 0;
  if (!take_char(text, '.')) return true;
  std::int64_t unit = microseconds_per_second;
  bool exact = !text.empty() && text.front() >= '0' && text.front() <= '9';
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1)) {
    unit /= 10;
    microseconds += unit * (text.front() - '0');
    exact = exact && (unit > 0 || text.front() == '0');
  }
  return exact;
}

constexpr bool take_date(std::string_view& text, std::int64_t& days) noexcept {
  CivilDate date{};
  std::int64_t month = 0;
  std::int64_t day = 0;
  const bool negative = take_char(text, '-');
  const bool extended = negative || take_char(text, '+');
  if (!take_number(text, extended ? 6 : 4, extended ? 9 : 4, date.year)) return false;
  if (!take_char(text, '-') || !take_number(text, 2, 2, month)) return false;
  if (!take_char(text, '-') || !take_number(text, 2, 2, day)) return false;
  if (negative) date.year = -date.year;
  date.month = static_cast<int>(month);
  date.day = static_cast<int>(day);
  days = days_of(date);
  return month >= 1 && month <= 12 && civil_date(days) == date;
}

// The seconds may be left out; "24:00:00" is the end of the day.
constexpr bool take_time(std::string_view& text, std::int64_t& microseconds) noexcept {
  std::int64_t hours = 0;
  std::int64_t minutes = 0;
  std::int64_t seconds = 0;
  std::int64_t fraction = 0;
  if (!take_number(text, 2, 2, hours) || !take_char(text, ':') || !take_number(text, 2, 2, minutes)) return false;
  if (take_char(text, ':') && !(take_number(text, 2, 2, seconds) && take_fraction(text, fraction))) return false;
  microseconds = (hours * 3600 + minutes * 60 + seconds) * microseconds_per_second + fraction;
  return minutes < 60 && seconds < 60 && microseconds <= microseconds_per_day;
}

// Takes "Z", "+02:00", "+0200" or "+02", as microseconds east of Greenwich.
constexpr bool take_zone(std::string_view& text, std::int64_t& offset) noexcept {
  offset = 0;
  if (take_char(text, 'Z') || take_char(text, 'z')) return true;
  std::int64_t hours = 0;
  std::int64_t minutes = 0;
  const bool west = take_char(text, '-');
  if (!west && !take_char(text, '+')) return false;
  if (!take_number(text, 2, 2, hours)) return false;
  const bool colon = take_char(text, ':');
  if ((colon || !text.empty()) && !take_number(text, 2, 2, minutes)) return false;
  offset = (hours * 60 + minutes) * 60 * microseconds_per_second * (west ? -1 : 1);
  return hours < 16 && minutes < 60;
}

constexpr bool parse_iso_date(std::string_view text, std::int32_t& days) noexcept {
  if (text == "infinity" || text == "-infinity") {
    days = text.front() == '-' ? INT32_MIN : INT32_MAX;
    return true;
  }
  std::int64_t wide = 0;
  if (!take_date(text, wide) || !text.empty() || wide <= INT32_MIN || wide >= INT32_MAX) return false;
  days = static_cast<std::int32_t>(wide);
  return true;
}

constexpr bool parse_iso_time(std::string_view text, std::int64_t& microseconds) noexcept {
  return take_time(text, microseconds) && text.empty();
}

// With `zoned` the text needs a zone, without it must have none. A blank may stand for the T.
constexpr bool parse_iso_timestamp(std::string_view text, bool zoned, std::int64_t& microseconds) noexcept {
  if (text == "infinity" || text == "-infinity") {
    microseconds = text.front() == '-' ? INT64_MIN : INT64_MAX;
    return true;
  }
  std::int64_t days = 0;
  std::int64_t time = 0;
  std::int64_t offset = 0;
  if (!take_date(text, days)) return false;
  if (!take_char(text, 'T') && !take_char(text, 't') && !take_char(text, ' ')) return false;
  if (!take_time(text, time) || (zoned && !take_zone(text, offset)) || !text.empty()) return false;
  time -= offset;
  if (days < 0) {  // from the day's end, so that the first moment of all does not overflow on the way
    ++days;
    time -= microseconds_per_day;
  }
  if (__builtin_mul_overflow(days, microseconds_per_day, &microseconds)) return false;
  if (__builtin_add_overflow(microseconds, time, &microseconds)) return false;
  return microseconds != INT64_MIN && microseconds != INT64_MAX;
}

}  // namespace promptview::detail
