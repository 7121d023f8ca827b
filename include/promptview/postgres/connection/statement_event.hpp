// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include <promptview/base/duration.hpp>
#include <promptview/base/function.hpp>

// What a hook hears of each statement, and the counts that tests look at.
namespace promptview::postgres {

// One statement that was sent and answered. The views are valid during the call of the hook.
struct StatementEvent {
  std::string_view sql{};
  std::chrono::nanoseconds duration{};  // from sending to the last byte of the answer
  std::int64_t rows = 0;                // received, or changed
  bool failed = false;
  std::string_view values{};            // "$1 = 25, ..."; empty unless asked for
};

// Which statements a hook sees, and how much of them.
struct StatementLogOptions {
  std::chrono::nanoseconds slower_than{0};  // faster statements are not reported; failed ones always are
  bool values = false;                      // values can be secret: they are given only on demand
};

// The function that set_statement_log registers, made of any closure or function. An event is valid during the call.
using StatementHook = promptview::detail::Function<void(const StatementEvent&)>;

// How much the calling thread has sent so far.
struct Traffic {
  std::uint64_t statements = 0;
  std::uint64_t round_trips = 0;
};

// The counts of the calling thread. They only grow, and live as long as the thread.
inline Traffic& traffic_of_this_thread() noexcept {
  static thread_local Traffic traffic;
  return traffic;
}

}  // namespace promptview::postgres
