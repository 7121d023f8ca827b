// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>

namespace promptview::postgres {

// What a pool remembers of one of its connections.
struct PoolRecord {
  using Clock = std::chrono::steady_clock;

  Clock::time_point last_use{};
  Clock::time_point end_of_life = (Clock::time_point::max)();
  std::uint64_t made_in = 0;     // the pool's generation at that time
  std::uint64_t generation = 0;  // the same, or 0: the server refused to write, which the pool looks into
};

}  // namespace promptview::postgres
