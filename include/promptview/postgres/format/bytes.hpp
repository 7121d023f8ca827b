// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include <promptview/base/civil_date.hpp>

// Numbers in network byte order, as PostgreSQL's binary formats have them.
namespace promptview::postgres {

// PostgreSQL counts days and microseconds from 2000-01-01; promptview from 1970-01-01.
inline constexpr std::int32_t days_to_epoch = 10957;
inline constexpr std::int64_t microseconds_to_epoch = days_to_epoch * promptview::detail::microseconds_per_day;

template <class T>
  requires std::is_integral_v<T>
constexpr T swap_bytes(T value) noexcept {
  if constexpr (std::endian::native == std::endian::big || sizeof(T) == 1)
    return value;
  else if constexpr (sizeof(T) == 2)
    return static_cast<T>(__builtin_bswap16(static_cast<std::uint16_t>(value)));
  else if constexpr (sizeof(T) == 4)
    return static_cast<T>(__builtin_bswap32(static_cast<std::uint32_t>(value)));
  else
    return static_cast<T>(__builtin_bswap64(static_cast<std::uint64_t>(value)));
}

template <class T>
T load(const char* from) noexcept {
  T value;
  std::memcpy(&value, from, sizeof(T));
  return swap_bytes(value);
}

template <class T>
void store(char* to, T value) noexcept {
  value = swap_bytes(value);
  std::memcpy(to, &value, sizeof(T));
}

}  // namespace promptview::postgres
