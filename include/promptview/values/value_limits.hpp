// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <promptview/base/utf8.hpp>
#include <promptview/values/type_info.hpp>

// Which values a store can hold.
namespace promptview::detail {

// Whether a date or time is one that PostgreSQL holds: from 4713 BC, dates to 5874897, timestamps to 294276; the extremes
// are infinity.
constexpr bool is_in_calendar(Kind kind, std::int64_t value) noexcept {
  constexpr std::int64_t first_day = -2440588;
  constexpr std::int64_t last_day = 2145042905;
  constexpr std::int64_t day = std::int64_t{86400} * 1000000;
  switch (kind) {
    case Kind::date: return value == INT32_MIN || value == INT32_MAX || (value >= first_day && value <= last_day);
    case Kind::time: return value >= 0 && value <= day;
    case Kind::timestamp:
    case Kind::timestamptz: return value == INT64_MIN || value >= first_day * day;
    default: return true;
  }
}

// Whether a JSON text holds the character \u0000, which jsonb cannot.
inline bool has_escaped_nul(std::string_view json) noexcept {
  for (std::size_t i = 0; i + 1 < json.size(); ++i) {
    if (json[i] != '\\') continue;
    if (json.substr(i, 6) == "\\u0000") return true;
    ++i;
  }
  return false;
}

}  // namespace promptview::detail
