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

#include <promptview/postgres/connection/fork_guard.hpp>

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

// Which statements a hook sees, and how much of them.
struct StatementLogOptions {
  std::chrono::nanoseconds slower_than{0};  // faster statements are not reported; failed ones always are
  bool values = false;                      // values can be secret: they are given only on demand
};

// The function that set_statement_log registers. An event is valid during the call.
using StatementHook = std::function<void(const StatementEvent&)>;

namespace detail {

struct StatementLog {
  StatementHook hook{};
  StatementLogOptions options{};
};

struct StatementLogSlot {
  std::atomic<bool> on = false;
  ForkSafeMutex mutex{};
  std::shared_ptr<const StatementLog> log{};
};

// Never destroyed, so that static objects of the program may run statements while it ends.
inline StatementLogSlot& statement_log_slot() {
  static StatementLogSlot& instance = *new StatementLogSlot;
  return instance;
}

inline bool is_statement_log_on() noexcept { return statement_log_slot().on.load(std::memory_order_relaxed); }

// Null when no hook is set.
inline std::shared_ptr<const StatementLog> current_statement_log() {
  StatementLogSlot& slot = statement_log_slot();
  if (!is_statement_log_on()) return nullptr;
  const std::lock_guard lock{slot.mutex};
  return slot.log;
}

}  // namespace detail

// Calls `hook` after each statement, on the thread that ran it; an empty hook ends that, though a statement that is under
// way may still call the last one. The hook must bear being called by several threads at once, and must not run
// statements of its own. What it throws is ignored: the statement has taken effect.
inline void set_statement_log(StatementHook hook, StatementLogOptions options = {}) {
  std::shared_ptr<const detail::StatementLog> next;
  if (hook) next = std::make_shared<detail::StatementLog>(detail::StatementLog{std::move(hook), options});
  detail::StatementLogSlot& slot = detail::statement_log_slot();
  const std::lock_guard lock{slot.mutex};
  slot.on = next != nullptr;
  slot.log.swap(next);  // the last one ends after the lock
}

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
