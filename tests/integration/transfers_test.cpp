// SPDX-License-Identifier: MIT
// Transfers between accounts by many threads at once: whatever fails and is run again, the sum holds.
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/threads.hpp>

#include <atomic>
#include <optional>
#include <string>
#include <vector>

using namespace promptview_test;

namespace transfers_test {

struct Account : pv::Model<Account> {
  int id{};
  int balance{};
};
PROMPTVIEW_MODEL(Account, postgres, "transfers_test_accounts", FIELD(id, primary_key), FIELD(balance, check = "balance >= 0"))

}  // namespace transfers_test

using transfers_test::Account;

namespace {

constexpr int workers = 8;
constexpr int turns = 40;
constexpr int accounts = 4;  // few, so that they conflict
constexpr int initial = 100;
const std::vector<std::string> nothing{};

struct Fixture : TestDatabase {
  Fixture() : TestDatabase{{.pool_size = workers}} {
    Account::initialize();
    for (int id = 0; id < accounts; ++id) Account::create({.id = id, .balance = initial});
  }
};

int sum() {
  int all = 0;
  for (const Account& each : Account::query()) all += each.balance;
  return all;
}

// Reads both accounts, and writes them if the money suffices; false if it does not.
bool transfer(int from_id, int to_id, int amount) {
  Account from = Account::get(from_id).value();
  Account to = Account::get(to_id).value();
  if (from.balance < amount) return false;
  from.balance -= amount;
  to.balance += amount;
  from.save();
  to.save();
  return true;
}

struct Turn {
  int from;
  int to;
  int amount;
};

Turn turn_of(int worker, int turn) {
  const int from = (worker + turn) % accounts;
  return {.from = from, .to = (from + 1 + worker % (accounts - 1)) % accounts, .amount = 1 + (worker * 7 + turn * 3) % 30};
}

}  // namespace

TEST_CASE("transfers: serializable transactions that are run again keep the sum", "[threads]") {
  const Fixture fixture;
  std::atomic<int> attempts = 0;
  std::atomic<int> expected[accounts] = {initial, initial, initial, initial};
  const auto work = [&](int worker) {
    for (int number = 0; number < turns; ++number) {
      const Turn turn = turn_of(worker, number);
      const bool moved = pv::retry_transaction(1000, {.isolation = pv::Isolation::serializable}, [&] {
        ++attempts;
        return transfer(turn.from, turn.to, turn.amount);
      });
      if (!moved) continue;
      expected[turn.from] -= turn.amount;
      expected[turn.to] += turn.amount;
    }
  };
  CHECK(on_threads(workers, work) == nothing);
  CHECK(sum() == accounts * initial);
  for (int id = 0; id < accounts; ++id) CHECK(Account::get(id)->balance == expected[id]);
  CHECK(attempts >= workers * turns);
  CHECK(pv::postgres::pool_of({})->in_use() == 0);
}

TEST_CASE("transfers: locked rows keep the sum, and deadlocks are run again", "[threads]") {
  const Fixture fixture;
  TestDatabase::execute("ALTER DATABASE " + fixture.name() + " SET deadlock_timeout = '5ms'");
  pv::connect({.url = fixture.url(), .pool_size = workers});
  const auto locked = [](int id) { return Account::query().filter("id", id).select_for_update().one(); };
  const auto work = [&](int worker) {
    for (int number = 0; number < turns; ++number) {
      const Turn turn = turn_of(worker, number);
      pv::retry_transaction(1000, [&] {
        Account from = locked(turn.from);  // in the order in which they come, so that some deadlock
        Account to = locked(turn.to);
        if (from.balance < turn.amount) return;
        from.balance -= turn.amount;
        to.balance += turn.amount;
        from.save();
        to.save();
      });
    }
  };
  CHECK(on_threads(workers, work) == nothing);
  CHECK(sum() == accounts * initial);
}

TEST_CASE("transfers: an advisory lock lets one at a time through", "[threads]") {
  const Fixture fixture;
  const auto work = [&](int worker) {
    for (int number = 0; number < turns; ++number) {
      const Turn turn = turn_of(worker, number);
      pv::atomic([&](pv::Transaction& transaction) {
        transaction.advisory_lock("transfers");
        (void)transfer(turn.from, turn.to, turn.amount);
      });
    }
  };
  CHECK(on_threads(workers, work) == nothing);
  CHECK(sum() == accounts * initial);
}

TEST_CASE("transfers: callbacks are called once for each commit", "[threads]") {
  const Fixture fixture;
  std::atomic<int> committed = 0;
  std::atomic<int> rolled_back = 0;
  std::atomic<int> attempts = 0;
  const auto work = [&](int worker) {
    for (int number = 0; number < turns; ++number) {
      const Turn turn = turn_of(worker, number);
      pv::retry_transaction(1000, {.isolation = pv::Isolation::repeatable_read}, [&](pv::Transaction& transaction) {
        ++attempts;
        transaction.on_commit([&] { ++committed; });
        transaction.on_rollback([&] { ++rolled_back; });
        (void)transfer(turn.from, turn.to, turn.amount);
      });
    }
  };
  CHECK(on_threads(workers, work) == nothing);
  CHECK(committed == workers * turns);
  CHECK(rolled_back == attempts - committed);
}
