// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <promptview/postgres/select/select_joins.hpp>
#include <promptview/postgres/sql/scope.hpp>

namespace promptview::postgres {

// ` FOR UPDATE ...`, or nothing; it stands behind everything else.
inline void append_lock(std::string& sql, const Scope& scope, const SelectJoins& joins) {
  static constexpr std::string_view modes[] = {"", " FOR UPDATE", " FOR NO KEY UPDATE", " FOR SHARE", " FOR KEY SHARE"};
  static constexpr std::string_view waits[] = {"", " NOWAIT", " SKIP LOCKED"};
  const RowLock& lock = scope.select->lock;
  if (lock.mode == LockMode::none) return;
  sql += modes[static_cast<std::size_t>(lock.mode)];
  if (lock.own_table) {
    sql += " OF ";
    scope.append_name(sql);
  } else if (joins.any()) {
    joins.append_locked(sql, scope);
  }
  sql += waits[static_cast<std::size_t>(lock.wait)];
}

}  // namespace promptview::postgres
