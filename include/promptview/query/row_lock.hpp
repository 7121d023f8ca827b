// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/base/error.hpp>

// Locks that a query takes on the rows that it returns, to the end of the transaction.
namespace promptview {

// How strong a lock of rows is.
enum class LockMode : std::uint8_t {
  none,
  update,         // against all other locks: the rows will be changed or removed
  no_key_update,  // but others may take key_share: the rows will be changed, though not what refers to them
  share,          // others may share: nobody changes the rows
  key_share,      // nobody removes the rows or changes what refers to them
};

// What a statement does while another transaction holds a lock that stands against its own.
enum class LockWait : std::uint8_t {
  block,        // wait for its end
  nowait,       // LockNotAvailable
  skip_locked,  // the rows are left out
};

// A lock of the rows of a query, as data.
struct RowLock {
  LockMode mode = LockMode::none;
  LockWait wait = LockWait::block;
  bool own_table = false;  // only the rows of the query's model, not those of tables that it joins
  std::string_view of{};   // until the query resolves it: the path of the relation whose rows alone are locked
  std::uint8_t hop_count = 0;
  std::uint8_t hops[8] = {};  // its relations, by their places in their models

  friend bool operator==(const RowLock&, const RowLock&) = default;
};

// The options of `select_for_update`.
struct ForUpdate {
  bool no_key = false;       // lets others insert rows that refer to these
  bool nowait = false;       // LockNotAvailable instead of waiting
  bool skip_locked = false;  // rows that others have locked are left out: queues
  std::string_view of{};     // whose rows: "self" the query's, "author" those of a relation to one; empty: of all tables that
                             // are joined, but for rows that may be missing
};

// The options of `select_for_share`.
struct ForShare {
  bool key = false;  // only against removal and changes of keys
  bool nowait = false;
  bool skip_locked = false;
  std::string_view of{};
};

namespace detail {

inline LockWait lock_wait(bool nowait, bool skip_locked) {
  if (nowait && skip_locked)
    throw InvalidValue{"choose one of .nowait and .skip_locked: a row that is locked is either an error or left out"};
  if (nowait) return LockWait::nowait;
  return skip_locked ? LockWait::skip_locked : LockWait::block;
}

inline std::string_view relation_to_lock(std::string_view of) noexcept { return of == "self" ? std::string_view{} : of; }

inline RowLock row_lock(ForUpdate options) {
  return {.mode = options.no_key ? LockMode::no_key_update : LockMode::update,
          .wait = lock_wait(options.nowait, options.skip_locked),
          .own_table = options.of == "self",
          .of = relation_to_lock(options.of)};
}
inline RowLock row_lock(ForShare options) {
  return {.mode = options.key ? LockMode::key_share : LockMode::share,
          .wait = lock_wait(options.nowait, options.skip_locked),
          .own_table = options.of == "self",
          .of = relation_to_lock(options.of)};
}

}  // namespace detail
}  // namespace promptview
