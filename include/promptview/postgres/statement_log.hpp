// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

// A hook that sees each statement, and the counts that tests look at.
namespace promptview::postgres {

// One statement that was sent and answered. The views are valid during the call of the hook.
struct StatementEvent {
  std::string_view sql{};
  std::chrono::nanoseconds duration{};  // from sending to the last byte of the answer
  std::int64_t rows = 0;                // received, or changed
  bool failed = false;
  std::string_view values{};            // "$1 = 25, ..."; empty unless asked for
};

struct StatementLogOptions {
  std::chrono::nanoseconds slower_than{0};  // faster statements are not reported; failed ones always are
  bool values = false;                      // values can be secret: they are given only on demand
};

using StatementHook = std::function<void(const StatementEvent&)>;

namespace detail {

struct StatementLog {
  StatementHook hook{};
  StatementLogOptions options{};
};

inline std::mutex statement_log_mutex;
inline std::shared_ptr<const StatementLog> statement_log_now;
inline std::atomic<bool> statement_log_on = false;

inline std::shared_ptr<const StatementLog> current_statement_log() {
  if (!statement_log_on.load(std::memory_order_relaxed)) return nullptr;
  const std::lock_guard lock{statement_log_mutex};
  return statement_log_now;
}

}  // namespace detail

// Calls `hook` after each statement, on the thread that ran it; an empty hook ends that. The hook must not run
// statements of its own.
inline void set_statement_log(StatementHook hook, StatementLogOptions options = {}) {
  const std::lock_guard lock{detail::statement_log_mutex};
  detail::statement_log_on = static_cast<bool>(hook);
  detail::statement_log_now = std::make_shared<detail::StatementLog>(detail::StatementLog{std::move(hook), options});
}

// What the calling thread has sent so far.
struct Traffic {
  std::uint64_t statements = 0;
  std::uint64_t round_trips = 0;
};

inline Traffic& traffic_of_this_thread() noexcept {
  static thread_local Traffic traffic;
  return traffic;
}

}  // namespace promptview::postgres
