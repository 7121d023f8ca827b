// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <type_traits>

#include <promptview/base/error.hpp>
#include <promptview/base/inline.hpp>
#include <promptview/postgres/transaction/transaction.hpp>
#include <promptview/postgres/transaction/transaction_options.hpp>

namespace promptview::postgres {

namespace detail {

template <class Work>
inline constexpr bool takes_transaction = std::is_invocable_v<Work&, Transaction&>;

template <class Work>
inline constexpr bool is_transaction_work = takes_transaction<Work> || std::is_invocable_v<Work&>;

template <class Work>
decltype(auto) run_in(Transaction& transaction, Work& work) {
  if constexpr (takes_transaction<Work>)
    return work(transaction);
  else if constexpr (std::is_invocable_v<Work&>)
    return work();
}

// A closure that was told to may have ended the transaction itself.
inline void commit_unless_ended(Transaction& transaction) {
  if (transaction.is_open()) transaction.commit();
}

template <class Work>
decltype(auto) run_and_commit(Transaction& transaction, Work& work) {
  using Value = decltype(run_in(transaction, work));
  if constexpr (std::is_void_v<Value>) {
    run_in(transaction, work);
    commit_unless_ended(transaction);
  } else if constexpr (std::is_reference_v<Value>) {
    Value value = run_in(transaction, work);
    commit_unless_ended(transaction);
    return static_cast<Value>(value);
  } else {
    Value value = run_in(transaction, work);
    commit_unless_ended(transaction);
    return value;
  }
}

// Rolls back what is still open, and waits.
PROMPTVIEW_INLINE void wait_to_retry(std::optional<Transaction>& transaction, int attempt);

// Whether the same transaction can succeed when it is run again.
PROMPTVIEW_INLINE bool can_run_again(const DatabaseError& failure) noexcept;

PROMPTVIEW_INLINE void check_attempts(int attempts);

}  // namespace detail

// Runs `work` in a transaction of the calling thread, and returns what it returns: `pv::atomic([&] { user.save(); })`.
// Commits when it returns, rolls back when it throws; inside another transaction it is a savepoint. `work` takes nothing,
// or the Transaction&, with which it can also end it. Throws what `work` throws and what Transaction::commit throws.
template <class Work>
decltype(auto) atomic(const TransactionOptions& options, Work&& work) {
  static_assert(detail::is_transaction_work<Work>, "the closure must take nothing, or a pv::Transaction&");
  Transaction transaction{options};
  return detail::run_and_commit(transaction, work);
}
template <class Work>
decltype(auto) atomic(Work&& work) {
  return atomic(TransactionOptions{}, work);
}

// As `atomic`, and runs `work` again, in a new transaction, while that ends in SerializationFailure or StalePlan, or in
// TransactionFailed because `work` has caught one and went on: `attempts` times at most, then the last failure is thrown.
// Waits before each further attempt: a random time, up to 10 ms before the second, twice as long before each further one,
// up to 1 s. `work` must bear being run several times: what it changes in the program is not undone. Any other error ends
// it at once, CommitUnknown included, and so does a failure after `work` itself has committed. Inside another transaction
// `work` runs once, in a savepoint: what failed there is the whole transaction, which the outermost retry_transaction runs
// again.
template <class Work>
decltype(auto) retry_transaction(int attempts, const TransactionOptions& options, Work&& work) {
  detail::check_attempts(attempts);
  if (detail::find_open_transaction(options.database) != nullptr) return atomic(options, work);  // which checks the type of `work`
  for (int attempt = 1;; ++attempt) {
    std::optional<Transaction> transaction;
    try {
      transaction.emplace(options);
      return detail::run_and_commit(*transaction, work);
    } catch (const DatabaseError& failure) {
      if (attempt >= attempts || !detail::can_run_again(failure) || (transaction && transaction->is_committed())) throw;
    } catch (const TransactionFailed& failed) {
      if (attempt >= attempts || !failed.can_run_again()) throw;
    }
    detail::wait_to_retry(transaction, attempt);
  }
}
template <class Work>
decltype(auto) retry_transaction(int attempts, Work&& work) {
  return retry_transaction(attempts, TransactionOptions{}, work);
}

}  // namespace promptview::postgres

namespace promptview {
using postgres::atomic;
using postgres::retry_transaction;
}  // namespace promptview

#ifndef PROMPTVIEW_COMPILED
#include <promptview/postgres/transaction/atomic.ipp>
#endif
