// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

#include <promptview/base/function.hpp>
#include <promptview/base/inline.hpp>
#include <promptview/base/owned.hpp>
#include <promptview/postgres/transaction/advisory_lock.hpp>
#include <promptview/postgres/transaction/transaction_options.hpp>
#include <promptview/store/context.hpp>

namespace promptview::postgres {

class Connection;  // see <promptview/pqxx.hpp>

namespace detail {

class TransactionsInForks;
struct TransactionRecord;
// The calling thread's transaction on the database, a Transaction*, or null.
PROMPTVIEW_INLINE void* find_open_transaction(std::string_view database);

}  // namespace detail

// A transaction on one database. While it lives, all saves and queries of its thread on that database join it. Rolls
// back when it ends without `commit`. One inside another (of the same thread and database) is a savepoint; they end in
// the opposite order of their beginning, and an inner one that is left ends with the outer. Must end on the thread on
// which it began. Statements that are sent while a savepoint is open are part of it, through whichever object. In a fork
// of its process it throws TransactionFailed at each use, also that by a statement which would join; its end does nothing.
class Transaction {
 public:
  using Callback = promptview::detail::Function<void()>;  // of on_commit and on_rollback; made of any closure or function

  // Borrows a connection until the transaction ends, and begins. One round trip. A savepoint can ask for what the
  // transaction around it is, and for read_only; other options are InvalidValue, before anything is sent.
  // `store`: given by a store. It begins inside of the transaction of that context, whatever the thread has open; of none, one of its own.
  explicit Transaction(const TransactionOptions& options, const Context* store = nullptr) : options_{options} { begin(store); }
  explicit Transaction(std::string_view database = {}) : Transaction{TransactionOptions{.database = std::string{database}}} {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  PROMPTVIEW_INLINE ~Transaction();

  // Makes the changes durable (of a savepoint: part of the outer transaction). The transaction has ended afterwards, also
  // when this throws: TransactionFailed when a statement of it had failed; ConnectionLost when the connection was lost
  // before; CommitUnknown when it was lost on the way; DatabaseError when the server refuses, e.g. SerializationFailure
  // or a deferred constraint. Of all but CommitUnknown, nothing has taken effect. CallbackFailed: all of it has.
  PROMPTVIEW_INLINE void commit();

  // Undoes all that was done in it. One round trip. Throws CallbackFailed afterwards.
  PROMPTVIEW_INLINE void rollback();

  // `on_commit`: to be called after the outermost COMMIT succeeded. `on_rollback`: after that which it was registered in,
  // or something around it, was rolled back, whatever the reason; the on_commit of a savepoint are dropped then. Neither
  // is called when nobody knows what became of the transaction: after CommitUnknown, or if other code has ended it.
  // They are called on the transaction's thread, in the order of registration, when the transaction has ended and given
  // its connection back, so that they may query; after the rollback of a savepoint they do so in the outer transaction.
  // One that throws hinders no other one; commit() and rollback() then throw CallbackFailed, unless they throw another
  // error already. What is thrown when a destructor has rolled back is dropped.
  PROMPTVIEW_INLINE void on_commit(Callback callback);
  PROMPTVIEW_INLINE void on_rollback(Callback callback);

  // Sets a parameter of the server for the rest of the transaction (SET LOCAL): `set_local("statement_timeout", "5s")`.
  // Undone with a savepoint that is rolled back. One round trip. Throws DatabaseError for a name or value that is none.
  PROMPTVIEW_INLINE void set_local(std::string_view parameter, std::string_view value);

  // Locks that the database gives no meaning: `advisory_lock(7)`, `advisory_lock({3, 7})`, `advisory_lock("jobs")`. They
  // are held to the end of the outermost transaction, or until the savepoint that took them is rolled back. Many can
  // share one that nobody holds alone. One round trip, and waiting for those who hold it, forever unless lock_timeout
  // says otherwise (LockNotAvailable); `try_`: never waits, false if it is taken.
  void advisory_lock(AdvisoryKey key) { lock("pg_advisory_xact_lock", key); }
  void advisory_lock_shared(AdvisoryKey key) { lock("pg_advisory_xact_lock_shared", key); }
  [[nodiscard]] bool try_advisory_lock(AdvisoryKey key) { return lock("pg_try_advisory_xact_lock", key); }
  [[nodiscard]] bool try_advisory_lock_shared(AdvisoryKey key) { return lock("pg_try_advisory_xact_lock_shared", key); }

  bool is_open() const noexcept { return state_ == State::open; }  // neither ended nor undone
  // Whether COMMIT succeeded; of a savepoint, whether it became part of the outer transaction.
  bool is_committed() const noexcept { return state_ == State::committed; }
  const std::string& database() const noexcept { return options_.database; }
  // The options in force; of a savepoint, those of the transaction around it where it has none of its own.
  const TransactionOptions& options() const noexcept { return options_; }

  // The session that the transaction runs in, e.g. for a pqxx::nontransaction that joins it.
  // Throws TransactionFailed when the transaction has ended.
  PROMPTVIEW_INLINE Connection& connection() const;

  // Throws TransactionFailed unless statements can run in it.
  PROMPTVIEW_INLINE void check_open() const;

  // For the backend's own use.
  detail::TransactionRecord& record() const noexcept { return *record_; }

 private:
  enum class State : std::uint8_t { open, committed, rolled_back, unknown, inherited };
  friend void* detail::find_open_transaction(std::string_view database);
  friend class detail::TransactionsInForks;

  PROMPTVIEW_INLINE void begin(const Context* store);
  PROMPTVIEW_INLINE static void* innermost_in(void* transaction) noexcept;

  PROMPTVIEW_INLINE void check_innermost() const;
  bool is_inside(const Transaction& other) const noexcept {
    return outer_ != nullptr && (outer_ == &other || outer_->is_inside(other));
  }
  PROMPTVIEW_INLINE void end_inner() noexcept;
  PROMPTVIEW_INLINE void end(const std::string& sql, State state);
  PROMPTVIEW_INLINE void leave(State state) noexcept;
  PROMPTVIEW_INLINE void release();
  PROMPTVIEW_INLINE void commit_outermost();
  PROMPTVIEW_INLINE std::exception_ptr roll_back();
  PROMPTVIEW_INLINE std::exception_ptr was_rolled_back() noexcept;
  PROMPTVIEW_INLINE bool lock(const char* function, const AdvisoryKey& key);
  Transaction& outermost() noexcept { return outer_ == nullptr ? *this : outer_->outermost(); }
  PROMPTVIEW_INLINE Connection& session() const noexcept;
  std::string savepoint() const { return "pv_" + std::to_string(level_); }

  TransactionOptions options_;
  Transaction* outer_ = nullptr;  // of the same database
  Transaction* below_ = nullptr;  // begun before on this thread, on any database
  int level_ = 0;
  State state_ = State::open;
  promptview::detail::Owned<detail::TransactionRecord> record_;
};

}  // namespace promptview::postgres

namespace promptview {
using postgres::Transaction;
}  // namespace promptview

#ifndef PROMPTVIEW_COMPILED
#include <promptview/postgres/transaction/transaction.ipp>
#endif
