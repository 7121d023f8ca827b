// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include <promptview/postgres/transaction/transaction.hpp>
#include <promptview/postgres/transaction/transaction_options.hpp>

namespace promptview::testing {

// A transaction around a test, which is rolled back at the end, so that the next test finds the tables as this one did:
// as a local variable, or a member of a fixture. It holds for the thread that made it: what other threads save stays.
// A pv::Transaction or pv::atomic inside is a savepoint, and its on_commit is never called. Sequences are not set back:
// keys that the database generates go on counting. A statement that is meant to fail needs an atomic around it, or the
// whole transaction has failed.
class RolledBackTransaction {
 public:
  // As pv::Transaction: for another database, or with an isolation that the test is about.
  explicit RolledBackTransaction(postgres::TransactionOptions options = {}) : transaction_{std::move(options)} {}

  // The connection that the transaction holds.
  postgres::Connection& connection() const { return transaction_.connection(); }

 private:
  postgres::Transaction transaction_;
};

}  // namespace promptview::testing
