// SPDX-License-Identifier: MIT
// Transactions: transfers between accounts, savepoints, callbacks after the commit, and conflicts that are run again.
//
// expect: Ann 70, Bob 30
// expect: refused: Account.balance: the value breaks the check
// expect: Ann 70, Bob 30
// expect: the bonus failed, the transfer did not: Ann 60, Bob 40
// expect: committed: the receipt goes out
// expect: rolled back: no receipt
// expect: attempts: 2
// expect: Ann 55, Bob 45
// expect: read-only: refused
// expect: only one of us runs the nightly job
#include <fmt/format.h>

#include <string>
#include <thread>
#include <vector>

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct Account : pv::Model<Account> {
  std::string owner{};
  int balance{};
};
PROMPTVIEW_MODEL(Account, postgres, "example_accounts", FIELD(owner, primary_key), FIELD(balance, check="balance >= 0"))

// Locks both rows, in the same order as everybody else, so that no two transfers wait for each other.
static void transfer(const std::string& from, const std::string& to, int amount) {
  const auto both = Account::query().filter("owner__in", std::vector{from, to}).order_by("owner").select_for_update();
  for (Account& account : both.execute()) {
    account.balance += account.owner == from ? -amount : amount;
    account.save();  // breaks the check if there is too little
  }
}

static std::string balances() {
  std::string text;
  for (const Account& account : Account::query().order_by("owner"))
    text += (text.empty() ? "" : ", ") + account.owner + " " + std::to_string(account.balance);
  return text;
}

static std::string first_line(const std::exception& failure) {
  const std::string what = failure.what();
  return what.substr(0, what.find('\n'));
}

int main() {
  pv::postgres::connect_or_embed();
  Account::drop();
  Account::initialize();
  Account::create({.owner = "Ann", .balance = 100});
  Account::create({.owner = "Bob", .balance = 0});

  // All or nothing: commits when the closure returns.
  pv::atomic([] { transfer("Ann", "Bob", 30); });
  fmt::print("{}\n", balances());

  // Rolls back when it throws: what Ann got is gone again.
  try {
    pv::atomic([] { transfer("Bob", "Ann", 1000); });
  } catch (const pv::CheckViolation& refused) {
    fmt::print("refused: {}\n{}\n", first_line(refused), balances());
  }

  // One inside another is a savepoint: its failure costs what was done in it, and no more.
  pv::atomic([] {
    transfer("Ann", "Bob", 10);
    try {
      pv::atomic([] { transfer("Bob", "Ann", 5000); });
    } catch (const pv::CheckViolation&) {
      fmt::print("the bonus failed, the transfer did not: {}\n", balances());
    }
  });

  // What must not happen unless the transaction took effect waits for its commit.
  const auto with_a_receipt = [](bool succeed) {
    pv::Transaction transaction;  // the same without a closure: rolls back unless it is committed
    transaction.on_commit([] { fmt::print("committed: the receipt goes out\n"); });
    transaction.on_rollback([] { fmt::print("rolled back: no receipt\n"); });
    if (succeed) transaction.commit();
  };
  with_a_receipt(true);
  with_a_receipt(false);

  // Serializable transactions behave as if one ran after the other. Those that cannot are run again: here the first
  // attempt, whose account is changed by somebody else between reading and writing.
  int attempts = 0;
  pv::retry_transaction(5, {.isolation = pv::Isolation::serializable}, [&] {
    Account ann = Account::get("Ann").value();
    if (++attempts == 1) std::thread{[] { pv::atomic([] { transfer("Ann", "Bob", 4); }); }}.join();
    ann.balance -= 1;
    ann.save();
    Account bob = Account::get("Bob").value();
    bob.balance += 1;
    bob.save();
  });
  fmt::print("attempts: {}\n{}\n", attempts, balances());

  try {
    pv::atomic({.read_only = true}, [] { transfer("Ann", "Bob", 1); });
  } catch (const pv::DatabaseError&) {
    fmt::print("read-only: refused\n");
  }

  // Locks with a meaning of the program's own, and settings, end with the transaction.
  pv::atomic([](pv::Transaction& transaction) {
    transaction.set_local("statement_timeout", "5s");
    if (transaction.try_advisory_lock("nightly job")) fmt::print("only one of us runs the nightly job\n");
  });
}
