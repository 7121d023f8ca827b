// SPDX-License-Identifier: MIT
#pragma once

#include <promptview/base/error.hpp>
#include <promptview/base/inline.hpp>
#include <promptview/postgres/connection/fork_guard.hpp>

namespace promptview::postgres {

class Transaction;

namespace detail {

// In a child, the transactions of its thread stay those of the parent.
class TransactionsInForks final : public ForkParticipant {
 public:
  static void watch() {
    [[maybe_unused]] static TransactionsInForks& instance = *new TransactionsInForks;
  }
  PROMPTVIEW_INLINE void after_fork_in_child() noexcept override;  // in transaction.ipp

 private:
  TransactionsInForks() { enroll(); }
};

// `is_inherited`: by this process from the parent of its fork; otherwise the transaction has ended.
[[noreturn]] inline void refuse_transaction(bool is_inherited) {
  if (!is_inherited) throw TransactionFailed{"the transaction has ended: begin a new one"};
  throw TransactionFailed{"begin a transaction of this process's own, when the object of this one has ended: it belongs to the "
                          "parent of this fork, and goes on there"};
}

// The transaction that the calling thread began last and has not ended; the earlier ones follow from it.
inline Transaction*& last_begun() noexcept {
  static thread_local Transaction* last = nullptr;
  return last;
}

}  // namespace detail

}  // namespace promptview::postgres
