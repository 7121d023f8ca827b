// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <promptview/types/value.hpp>

// Whether values that strangers have made are ones that a store can hold.
namespace promptview::detail {

// Whether `text` is UTF-8 without NUL bytes, surrogates and forms that are longer than they need to be.
constexpr bool is_plain_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t size = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (size == 0 || size > text.size() || first == 0) return false;
    for (std::size_t i = 1; i < size; ++i)
      if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return false;
    const auto second = size > 1 ? static_cast<unsigned char>(text[1]) : 0;
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return false;
    if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return false;
    text.remove_prefix(size);
  }
  return true;
}

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

}  // namespace promptview::detail
