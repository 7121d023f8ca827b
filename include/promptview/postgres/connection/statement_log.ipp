// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include <promptview/postgres/connection/current_statement_log.hpp>

namespace promptview::postgres {

void set_statement_log(StatementHook hook, StatementLogOptions options) {
  std::shared_ptr<const detail::StatementLog> next;
  if (hook) next = std::make_shared<detail::StatementLog>(detail::StatementLog{std::move(hook), options});
  detail::StatementLogSlot& slot = detail::statement_log_slot();
  const std::lock_guard lock{slot.mutex};
  slot.on = next != nullptr;
  slot.log.swap(next);  // the last one ends after the lock
}

}  // namespace promptview::postgres
