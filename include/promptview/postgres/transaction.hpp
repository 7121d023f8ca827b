// SPDX-License-Identifier: MIT
#pragma once

#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/context.hpp>
#include <promptview/error.hpp>
#include <promptview/postgres/connection_pool.hpp>
#include <promptview/postgres/databases.hpp>

namespace promptview::postgres {

class Transaction;

namespace detail {

// The transactions that the calling thread has open, the innermost last.
inline std::vector<Transaction*>& open_transactions() {
  static thread_local std::vector<Transaction*> open;
  return open;
}

inline void* find_open_transaction(std::string_view database);

}  // namespace detail

// A transaction on one database. While it lives, all saves and queries of its thread on that database join it. Rolls
// back when it ends without `commit`. One inside another (of the same thread and database) is a savepoint; they end in
// the opposite order of their beginning. Must end on the thread on which it began.
class Transaction {
 public:
  // Borrows a connection until the transaction ends, and begins. One round trip.
  explicit Transaction(std::string_view database = {}) : database_{database} {
    promptview::detail::ambient_transaction.store(detail::find_open_transaction);
    outer_ = static_cast<Transaction*>(detail::find_open_transaction(database));
    if (outer_ == nullptr)
      connection_ = std::make_unique<PooledConnection>(pool_of(database)->acquire());
    else
      level_ = outer_->level_ + 1;
    run(outer_ == nullptr ? "BEGIN" : "SAVEPOINT " + savepoint());
    detail::open_transactions().push_back(this);
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    try {
      if (is_open_) rollback();
    } catch (const std::exception&) {  // a lost connection has rolled back by itself
    }
    leave();
  }

  // Makes the changes durable (of a savepoint: part of the outer transaction). Throws TransactionFailed when a statement
  // of it had failed, after rolling back; CommitUnknown when the connection was lost on the way; DatabaseError when the
  // server refuses, e.g. SerializationFailure or a deferred constraint.
  void commit() {
    check_open();
    check_innermost();
    if (connection().transaction_failed()) {
      const std::string first = connection().first_error();
      rollback();
      throw TransactionFailed{"the transaction was rolled back, not committed: a statement in it had failed\n  first error: " + first};
    }
    is_open_ = false;
    try {
      run(outer_ == nullptr ? "COMMIT" : "RELEASE SAVEPOINT " + savepoint());
    } catch (const ConnectionLost& lost) {
      if (outer_ != nullptr) throw;
      throw CommitUnknown{std::string{"the connection was lost during COMMIT: look into the database whether it took effect\n  "} + lost.what()};
    }
    leave();
  }

  // Undoes all that was done in it.
  void rollback() {
    check_open();
    check_innermost();
    is_open_ = false;
    if (outer_ == nullptr) {
      run("ROLLBACK");
    } else {
      run("ROLLBACK TO SAVEPOINT " + savepoint());
      run("RELEASE SAVEPOINT " + savepoint());
    }
    leave();
  }

  bool is_open() const noexcept { return is_open_; }
  const std::string& database() const noexcept { return database_; }

  // The session that the transaction runs in, e.g. for a pqxx::nontransaction that joins it.
  // Throws TransactionFailed when the transaction has ended.
  Connection& connection() const {
    check_open();
    return session();
  }

  // Throws TransactionFailed unless statements can run in it.
  void check_open() const {
    if (!is_open_) throw TransactionFailed{"the transaction has ended: begin a new one"};
  }

 private:
  void check_innermost() const {
    for (auto each = detail::open_transactions().rbegin(); each != detail::open_transactions().rend(); ++each) {
      if (*each == this) return;
      if ((*each)->outer_ == this) throw TransactionFailed{"end the inner transaction first: transactions end in the opposite order of their beginning"};
    }
  }
  // From here on the thread's statements no longer join, and the connection is free for others.
  void leave() noexcept {
    std::erase(detail::open_transactions(), this);
    connection_.reset();
  }
  Connection& session() const noexcept { return outer_ == nullptr ? **connection_ : outer_->session(); }
  void run(const std::string& sql) { session().run_script(sql); }
  std::string savepoint() const { return "pv_" + std::to_string(level_); }

  std::string database_;
  Transaction* outer_ = nullptr;
  int level_ = 0;
  std::unique_ptr<PooledConnection> connection_{};  // of the outermost
  bool is_open_ = true;
};

namespace detail {

inline void* find_open_transaction(std::string_view database) {
  const std::vector<Transaction*>& open = open_transactions();
  for (auto each = open.rbegin(); each != open.rend(); ++each)
    if ((*each)->database() == database) return *each;
  return nullptr;
}

}  // namespace detail
}  // namespace promptview::postgres

namespace promptview {
using postgres::Transaction;
}  // namespace promptview
