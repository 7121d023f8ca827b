// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>

namespace promptview::postgres::detail {

// The longest wait before a transaction runs again, after so many attempts (from 1): 10 ms, doubled with each further
// one, at most 1 s.
constexpr std::chrono::microseconds longest_retry_delay(int attempts) noexcept {
  constexpr std::chrono::microseconds first = std::chrono::milliseconds{10};
  constexpr std::chrono::microseconds most = std::chrono::seconds{1};
  const int doublings = attempts - 1;
  return doublings > 6 ? most : first * (1 << doublings);
}

// Anything from nothing to the longest, so that those who lost against each other do not meet again.
constexpr std::chrono::microseconds retry_delay(int attempts, std::uint64_t random) noexcept {
  const auto longest = static_cast<std::uint64_t>(longest_retry_delay(attempts).count());
  return std::chrono::microseconds{static_cast<std::int64_t>(random % (longest + 1))};
}

// Numbers that differ from thread to thread and from call to call (splitmix64); good for nothing but waiting.
inline std::uint64_t next_random_of_this_thread() noexcept {
  static thread_local std::uint64_t state =
      static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count()) ^
      static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(&state));
  std::uint64_t mixed = state += 0x9e3779b97f4a7c15U;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
  return mixed ^ (mixed >> 31);
}

}  // namespace promptview::postgres::detail
