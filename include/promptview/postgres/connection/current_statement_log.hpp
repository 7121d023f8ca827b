// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include <promptview/postgres/connection/fork_guard.hpp>
#include <promptview/postgres/connection/statement_event.hpp>

// Where the hook of set_statement_log is kept.
namespace promptview::postgres {

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

}  // namespace promptview::postgres
