// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/context.hpp>
#include <promptview/error.hpp>
#include <promptview/postgres/connection_pool.hpp>
#include <promptview/postgres/databases.hpp>

namespace promptview::postgres {

class Transaction;

namespace detail {

// The transaction that the calling thread began last and has not ended; the earlier ones follow from it.
inline Transaction*& last_begun() noexcept {
  static thread_local Transaction* last = nullptr;
  return last;
}

inline void* find_open_transaction(std::string_view database);

}  // namespace detail

// A transaction on one database. While it lives, all saves and queries of its thread on that database join it. Rolls
// back when it ends without `commit`. One inside another (of the same thread and database) is a savepoint; they end in
// the opposite order of their beginning, and an inner one that is left ends with the outer. Must end on the thread on
// which it began.
class Transaction {
 public:
  // Borrows a connection until the transaction ends, and begins. One round trip.
  explicit Transaction(std::string_view database = {}) : database_{database} {
    promptview::detail::AmbientTransaction none = nullptr;
    promptview::detail::ambient_transaction.compare_exchange(none, detail::find_open_transaction);
    outer_ = static_cast<Transaction*>(detail::find_open_transaction(database));
    if (outer_ == nullptr)
      connection_ = std::make_unique<PooledConnection>(pool_of(database)->acquire());
    else
      level_ = outer_->level_ + 1;
    run(outer_ == nullptr ? "BEGIN" : "SAVEPOINT " + savepoint());
    below_ = std::exchange(detail::last_begun(), this);
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    end_inner();
    try {
      if (is_open_) rollback();
    } catch (...) {  // the pool closes the connection, and the server rolls back
    }
    leave();
  }

  // Makes the changes durable (of a savepoint: part of the outer transaction). The transaction has ended afterwards, also
  // when this throws: TransactionFailed when a statement of it had failed; ConnectionLost when the connection was lost
  // before; CommitUnknown when it was lost on the way; DatabaseError when the server refuses, e.g. SerializationFailure
  // or a deferred constraint. Of all but CommitUnknown, nothing has taken effect.
  void commit() {
    check_open();
    check_innermost();
    if (session().transaction_failed()) {
      const std::string first = session().first_error();
      rollback();
      throw TransactionFailed{
          "the transaction was rolled back, not committed: a statement in it had failed\n  first error: " + first};
    }
    if (outer_ != nullptr) return end("RELEASE SAVEPOINT " + savepoint());
    if (session().has_ended()) {
      abandon();
      throw ConnectionLost{
          "run the transaction again: the connection was lost before COMMIT, so the server rolled it back"};
    }
    if (!session().in_transaction()) {
      abandon();
      throw TransactionFailed{
          "leave COMMIT and ROLLBACK to the Transaction: other code on its connection has ended it"};
    }
    try {
      end("COMMIT");
    } catch (const ConnectionLost& lost) {
      throw CommitUnknown{
          std::string{"the connection was lost during COMMIT: look into the database whether it took effect\n  "} +
          lost.what()};
    }
  }

  // Undoes all that was done in it. One round trip.
  void rollback() {
    check_open();
    check_innermost();
    if (outer_ != nullptr) return end("ROLLBACK TO SAVEPOINT " + savepoint() + "; RELEASE SAVEPOINT " + savepoint());
    try {
      end("ROLLBACK");
    } catch (const ConnectionLost&) {  // the server rolls back by itself
    }
  }

  bool is_open() const noexcept { return is_open_; }
  const std::string& database() const noexcept { return database_; }

  // The session that the transaction runs in, e.g. for a pqxx::nontransaction that joins it.
  // Throws TransactionFailed when the transaction has ended.
  Connection& connection() const {
    check_open();
    return session();
  }

  // Expires when the transaction ends, for what lives in it and must not outlive it.
  std::weak_ptr<const void> life() {
    check_open();
    if (life_ == nullptr) life_ = std::make_shared<char>();
    return life_;
  }

  // Throws TransactionFailed unless statements can run in it.
  void check_open() const {
    if (!is_open_) throw TransactionFailed{"the transaction has ended: begin a new one"};
  }

 private:
  friend void* detail::find_open_transaction(std::string_view database);

  void check_innermost() const {
    for (const Transaction* each = detail::last_begun(); each != this; each = each->below_) {
      if (each == nullptr) throw TransactionFailed{"end the transaction on the thread on which it began"};
      if (each->outer_ == this)
        throw TransactionFailed{
            "end the inner transaction first: transactions end in the opposite order of their beginning"};
    }
  }
  bool is_inside(const Transaction& other) const noexcept {
    return outer_ != nullptr && (outer_ == &other || outer_->is_inside(other));
  }
  // The transactions inside of this one, which is about to be destroyed.
  void end_inner() noexcept {
    for (Transaction* each = detail::last_begun(); each != nullptr && each != this;) {
      Transaction* const next = each->below_;
      if (each->is_inside(*this)) each->abandon();
      each = next;
    }
  }
  // Sends the last statement; the transaction has ended whether that succeeds or not.
  void end(const std::string& sql) {
    is_open_ = false;
    try {
      run(sql);
    } catch (...) {
      leave();
      throw;
    }
    leave();
  }
  void abandon() noexcept {
    is_open_ = false;
    leave();
  }
  // From here on the thread's statements no longer join, and the connection is free for others.
  void leave() noexcept {
    for (Transaction** each = &detail::last_begun(); *each != nullptr; each = &(*each)->below_) {
      if (*each != this) continue;
      *each = below_;
      break;
    }
    life_.reset();
    connection_.reset();
  }
  Connection& session() const noexcept { return outer_ == nullptr ? **connection_ : outer_->session(); }
  void run(const std::string& sql) { session().run_script(sql); }
  std::string savepoint() const { return "pv_" + std::to_string(level_); }

  std::string database_;
  Transaction* outer_ = nullptr;  // of the same database
  Transaction* below_ = nullptr;  // begun before on this thread, on any database
  int level_ = 0;
  std::unique_ptr<PooledConnection> connection_{};  // of the outermost
  std::shared_ptr<const void> life_{};
  bool is_open_ = true;
};

namespace detail {

inline void* find_open_transaction(std::string_view database) {
  for (Transaction* each = last_begun(); each != nullptr; each = each->below_)
    if (each->database() == database) return each;
  return nullptr;
}

}  // namespace detail
}  // namespace promptview::postgres

namespace promptview {
using postgres::Transaction;
}  // namespace promptview
