// SPDX-License-Identifier: MIT
// pv::Transaction: advisory locks, seen from a second session.
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <string>
#include <thread>

using namespace promptview_test;

namespace {

// Whether another session could take it now, alone or shared with others.
bool is_free(const pv::AdvisoryKey& key) {
  bool taken = false;
  std::thread{[&] { taken = pv::Transaction{}.try_advisory_lock(key); }}.join();
  return taken;
}
bool can_share(const pv::AdvisoryKey& key) {
  bool taken = false;
  std::thread{[&] { taken = pv::Transaction{}.try_advisory_lock_shared(key); }}.join();
  return taken;
}

}  // namespace

TEST_CASE("advisory lock: is held to the end of the transaction") {
  const TestDatabase database;
  const pv::AdvisoryKey key = GENERATE(pv::AdvisoryKey{7}, pv::AdvisoryKey{3, 7}, pv::AdvisoryKey{"jobs"});
  CHECK(is_free(key));
  {
    pv::Transaction transaction;
    CHECK(pv::testing::count_queries([&] { transaction.advisory_lock(key); }).round_trips == 1);
    CHECK_FALSE(is_free(key));
    CHECK_FALSE(can_share(key));
    CHECK(transaction.try_advisory_lock(key));  // it has it already
    transaction.commit();
  }
  CHECK(is_free(key));
  {
    pv::Transaction transaction;
    CHECK(transaction.try_advisory_lock(key));
    CHECK_FALSE(is_free(key));
  }
  CHECK(is_free(key));
}

TEST_CASE("advisory lock: many share one that nobody holds alone") {
  const TestDatabase database;
  const pv::AdvisoryKey key = GENERATE(pv::AdvisoryKey{7}, pv::AdvisoryKey{3, 7}, pv::AdvisoryKey{"jobs"});
  pv::Transaction transaction;
  SECTION("taken with waiting") { CHECK_NOTHROW(transaction.advisory_lock_shared(key)); }
  SECTION("taken without") { CHECK(transaction.try_advisory_lock_shared(key)); }
  CHECK(can_share(key));
  CHECK_FALSE(is_free(key));
}

TEST_CASE("advisory lock: numbers, pairs and texts are different keys") {
  const TestDatabase database;
  pv::Transaction transaction;
  transaction.advisory_lock(7);
  transaction.advisory_lock({0, 8});
  transaction.advisory_lock("nine");
  CHECK(is_free({0, 7}));
  CHECK(is_free({7, 0}));
  CHECK(is_free(8));
  CHECK(is_free("8"));
  CHECK(is_free("five"));
  CHECK_FALSE(is_free(7));
  CHECK_FALSE(is_free({0, 8}));
  CHECK_FALSE(is_free("nine"));
}

TEST_CASE("advisory lock: what a savepoint took goes with its rollback, and stays with its commit") {
  const TestDatabase database;
  pv::Transaction outer;
  {
    pv::Transaction inner;
    inner.advisory_lock("dropped");
  }
  {
    pv::Transaction inner;
    inner.advisory_lock("kept");
    inner.commit();
  }
  CHECK(is_free("dropped"));
  CHECK_FALSE(is_free("kept"));
}

TEST_CASE("advisory lock: waiting for too long is LockNotAvailable") {
  const TestDatabase database;
  pv::Transaction holder;
  holder.advisory_lock("jobs");
  std::string failure;
  std::string state;
  std::thread{[&] {
    pv::Transaction waiting;
    waiting.set_local("lock_timeout", "10ms");
    try {
      waiting.advisory_lock("jobs");
    } catch (const pv::LockNotAvailable& not_available) {
      failure = not_available.what();
      state = not_available.sqlstate();
    }
  }}.join();
  CHECK_THAT(failure, starts_with("statement: another transaction holds the lock; try again later, wait longer, or use "
                                  "skip_locked\n"));
  CHECK(state == "55P03");
}

TEST_CASE("advisory lock: not of a transaction that has ended") {
  const TestDatabase database;
  pv::Transaction transaction;
  transaction.commit();
  CHECK_THROWS_AS(transaction.advisory_lock(1), pv::TransactionFailed);
  CHECK_THROWS_AS(transaction.try_advisory_lock(1), pv::TransactionFailed);
}
