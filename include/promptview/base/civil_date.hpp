// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

// Days and dates of the proleptic Gregorian calendar, by integer arithmetic: <chrono> costs each file 0.5 s to parse.
// The algorithms are days_to_civil and civil_to_days of H. Hinnant.
namespace promptview::detail {

inline constexpr std::int64_t microseconds_per_day = 86'400'000'000;

struct CivilDate {
  std::int64_t year;  // astronomical: 0 is 1 BC
  int month;
  int day;

  friend constexpr bool operator==(const CivilDate&, const CivilDate&) = default;
};

// The date that is `days` after 1970-01-01.
constexpr CivilDate civil_date(std::int64_t days) noexcept {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const int month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  return {.year = year_of_era + era * 400 + (month <= 2 ? 1 : 0),
          .month = month,
          .day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1)};
}

// The inverse. A date that is not in the calendar, such as 30 February, becomes a day whose civil_date differs from it.
constexpr std::int64_t days_of(const CivilDate& date) noexcept {
  const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t shifted_month = date.month > 2 ? date.month - 3 : date.month + 9;
  const std::int64_t day_of_year = (153 * shifted_month + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

}  // namespace promptview::detail
