// SPDX-License-Identifier: MIT
// The pool: bounded, waiting, idle limits, and which connections it lends again.
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <pqxx/pqxx>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace promptview_test;
using namespace std::chrono_literals;
using promptview::testing::count_queries;
using pv::postgres::Connection;
using pv::postgres::ConnectionPool;
using pv::postgres::PooledConnection;

namespace connection_pool_test {

struct Coin : pv::Model<Coin> {
  pv::Auto<std::int64_t> id{};
  int value{};
};
PROMPTVIEW_MODEL(Coin, postgres, "connection_pool_test_coins", FIELD(id, primary_key), FIELD(value))

}  // namespace connection_pool_test

using connection_pool_test::Coin;

namespace {

std::string ask(Connection& connection, const std::string& sql) {
  return std::string{connection.run("SELECT (" + sql + ")::text").bytes(0, 0)};
}
std::string pid(Connection& connection) { return ask(connection, "pg_backend_pid()"); }

// The numbers of the sessions that `count` connections at once are.
std::set<std::string> sessions(ConnectionPool& pool, std::size_t count) {
  std::vector<PooledConnection> out;
  std::set<std::string> pids;
  while (out.size() < count) pids.insert(pid(*out.emplace_back(pool.acquire())));
  return pids;
}

// Ends a session, and returns when its process is gone.
void terminate(const std::string& pid) {
  Connection other{pv::postgres::conninfo_of({.url = server().url()}), 0};
  REQUIRE(ask(other, "pg_terminate_backend(" + pid + ", 60000)") == "true");
}

// Waits until the server has closed the session.
bool is_gone(const std::string& pid) {
  Connection other{pv::postgres::conninfo_of({.url = server().url()}), 0};
  for (int tries = 0; tries < 300; ++tries) {
    if (ask(other, "SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid) == "0") return true;
    std::this_thread::sleep_for(100ms);
  }
  return false;
}

struct Pool : TestDatabase {
  explicit Pool(pv::ConnectOptions options) {
    options.url = url();
    pool = std::make_shared<ConnectionPool>(std::move(options));
  }
  std::shared_ptr<ConnectionPool> pool{};
};

}  // namespace

TEST_CASE("pool: connects when it must, lends the last one again, and no more than pool_size") {
  const Pool db{{.pool_size = 3, .pool_timeout = 100ms}};
  ConnectionPool& pool = *db.pool;
  CHECK(pool.in_use() == 0);
  CHECK(pool.idle() == 0);

  std::string first;
  {
    const PooledConnection only = pool.acquire();
    first = pid(*only);
    CHECK(pool.in_use() == 1);
  }
  CHECK(pool.in_use() == 0);
  CHECK(pool.idle() == 1);
  CHECK(pid(*pool.acquire()) == first);
  CHECK(pool.idle() == 1);

  const std::set<std::string> three = sessions(pool, 3);
  CHECK(three.size() == 3);
  CHECK(three.count(first) == 1);
  CHECK(pool.idle() == 3);
  CHECK(sessions(pool, 3) == three);
  CHECK_THROWS_AS(sessions(pool, 4), pv::PoolTimeout);
  CHECK(pool.in_use() == 0);
  CHECK(pool.idle() == 3);
}

TEST_CASE("pool: PoolTimeout comes after the timeout and says how many are out") {
  const Pool db{{.pool_size = 2, .pool_timeout = 200ms}};
  const PooledConnection one = db.pool->acquire();
  const PooledConnection two = db.pool->acquire();
  const auto begin = std::chrono::steady_clock::now();
  CHECK_THROWS_MATCHES(
      db.pool->acquire(), pv::PoolTimeout,
      message("no connection became free in 200 ms: all 2 of the pool are in use; raise pool_size, or hold "
              "transactions and handles for a shorter time"));
  CHECK(std::chrono::steady_clock::now() - begin >= 200ms);
  CHECK(db.pool->in_use() == 2);
}

TEST_CASE("pool: models and transactions wait for the pool too") {
  const TestDatabase database{{.pool_size = 1, .pool_timeout = 50ms}};
  Coin::initialize();
  const pv::Transaction transaction;
  (void)Coin::query().count();  // joins it, and needs no second connection
  std::string failure;
  std::thread{[&] {
    try {
      (void)Coin::query().count();
    } catch (const pv::PoolTimeout& timeout) {
      failure = timeout.what();
    }
  }}.join();
  CHECK_THAT(failure, contains("all 1 of the pool are in use"));
}

TEST_CASE("pool: durations that are as long as can be do not overflow") {
  const Pool db{{.pool_size = 1,
                 .pool_timeout = std::chrono::milliseconds::max(),
                 .idle_timeout = std::chrono::milliseconds::max()}};
  auto held = std::make_optional(db.pool->acquire());
  std::atomic<bool> got = false;
  std::thread waiter{[&] {
    const PooledConnection mine = db.pool->acquire();
    got = true;
  }};
  std::this_thread::sleep_for(50ms);
  CHECK_FALSE(got);
  held.reset();
  waiter.join();
  CHECK(got);
  CHECK(db.pool->idle() == 1);
}

TEST_CASE("pool: waiting threads get what comes back [threads]", "[threads]") {
  const Pool db{{.pool_size = 2, .pool_timeout = 60s}};
  std::mutex mutex;
  std::set<std::string> pids;
  std::atomic<int> now = 0;
  std::atomic<int> most = 0;
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i)
    threads.emplace_back([&] {
      for (int turn = 0; turn < 20; ++turn) try {
          const PooledConnection mine = db.pool->acquire();
          const int out = ++now;
          for (int seen = most; seen < out && !most.compare_exchange_weak(seen, out);) {
          }
          const std::string session = pid(*mine);
          --now;
          const std::lock_guard lock{mutex};
          pids.insert(session);
        } catch (const std::exception&) {
          ++failures;
        }
    });
  for (std::thread& each : threads) each.join();
  CHECK(failures == 0);
  CHECK(most <= 2);
  CHECK(pids.size() <= 2);
  CHECK(db.pool->in_use() == 0);
}

TEST_CASE("pool: a failed attempt to connect leaves its place to others") {
  pv::ConnectOptions options{.url = server().url("no_such_database"), .pool_size = 1, .pool_timeout = 50ms};
  const auto pool = std::make_shared<ConnectionPool>(options);
  for (int i = 0; i < 3; ++i) CHECK_THROWS_AS(pool->acquire(), pv::DatabaseNotFound);
  CHECK(pool->in_use() == 0);
}

TEST_CASE("pool: idle_timeout closes what was unused for longer") {
  SECTION("it has passed") {
    const Pool db{{.pool_size = 3, .idle_timeout = 1ms}};
    const std::set<std::string> three = sessions(*db.pool, 3);
    CHECK(db.pool->idle() == 3);
    std::this_thread::sleep_for(50ms);
    const PooledConnection next = db.pool->acquire();
    CHECK(three.count(pid(*next)) == 0);
    CHECK(db.pool->idle() == 0);
    for (const std::string& each : three) CHECK(is_gone(each));
  }
  SECTION("it has not") {
    const Pool db{{.pool_size = 3, .idle_timeout = 1h}};
    const std::set<std::string> three = sessions(*db.pool, 3);
    const PooledConnection next = db.pool->acquire();
    CHECK(three.count(pid(*next)) == 1);
    CHECK(db.pool->idle() == 2);
  }
  SECTION("there is none") {
    const Pool db{{.pool_size = 3, .idle_timeout = 0ms}};
    const std::set<std::string> three = sessions(*db.pool, 3);
    std::this_thread::sleep_for(20ms);
    CHECK(sessions(*db.pool, 3) == three);
  }
}

TEST_CASE("pool: an idle connection that was killed is replaced silently") {
  const TestDatabase database{{.pool_size = 4}};
  Coin::initialize();
  Coin coin{.value = 1};
  const auto save = [&] {
    coin.id = {};
    coin.save();
  };
  save();

  SECTION("while nothing is wrong, looking costs no round trip") {
    const auto traffic = count_queries(save);
    CHECK(traffic.statements == 1);
    CHECK(traffic.round_trips == 1);
  }
  SECTION("one was killed") {
    terminate(TestDatabase::ask("pg_backend_pid()"));
    const auto traffic = count_queries(save);
    CHECK(traffic.statements == 1);
    CHECK(traffic.round_trips == 1);
  }
  SECTION("all were killed") {
    const auto pool = pv::postgres::pool_of({});
    for (const std::string& each : sessions(*pool, 4)) terminate(each);
    CHECK(pool->idle() == 4);
    const auto traffic = count_queries(save);
    CHECK(traffic.statements == 1);
    CHECK(pool->idle() == 1);
  }
  CHECK(Coin::query().count() == 2);
}

TEST_CASE("pool: what comes back unfit is not lent again") {
  const Pool db{{.pool_size = 1, .pool_timeout = 1s}};
  std::string before;
  auto handle = std::make_optional(db.pool->acquire());
  before = pid(**handle);

  SECTION("lost") {
    terminate(before);
    CHECK_THROWS_AS(ask(**handle, "1"), pv::ConnectionLost);
  }
  SECTION("in a transaction") { CHECK_NOTHROW((*handle)->run_script("BEGIN")); }
  SECTION("in a failed transaction") {
    (*handle)->run_script("BEGIN");
    CHECK_THROWS_AS(ask(**handle, "1/0"), pv::DatabaseError);
  }
  SECTION("in the middle of a statement") { REQUIRE(PQsendQuery((*handle)->raw(), "SELECT pg_sleep(1)") == 1); }
  SECTION("in pipeline mode") { REQUIRE(PQenterPipelineMode((*handle)->raw()) == 1); }
  SECTION("with a notification that nobody has read") {
    (*handle)->run_script("LISTEN unread");
    handle.reset();
    CHECK_NOTHROW(TestDatabase::execute("NOTIFY unread"));
    std::this_thread::sleep_for(200ms);
  }
  handle.reset();
  const PooledConnection next = db.pool->acquire();
  CHECK(pid(*next) != before);
  CHECK(is_gone(before));
}

TEST_CASE("pool: what comes back fit is lent again") {
  const Pool db{{.pool_size = 1}};
  auto handle = std::make_optional(db.pool->acquire());
  const std::string before = pid(**handle);
  SECTION("after an error") { CHECK_THROWS_AS(ask(**handle, "1/0"), pv::DatabaseError); }
  SECTION("after an error at the second use") {
    CHECK(ask(**handle, "1/(SELECT 1)") == "1");
    CHECK_THROWS_AS(ask(**handle, "1/0"), pv::DatabaseError);
    CHECK_THROWS_AS(ask(**handle, "1/0"), pv::DatabaseError);
  }
  SECTION("after a transaction of libpqxx's") {
    pqxx::work work{(*handle)->pqxx()};
    CHECK(work.exec("SELECT 1")[0][0].as<int>() == 1);
  }
  SECTION("after more parameters than there can be") {
    static constexpr pv::TypeInfo number{.kind = pv::Kind::int64};
    pv::postgres::Parameters parameters;
    for (int i = 0; i < 70'000; ++i) {
      parameters.begin(number, "n");
      parameters.integer(i);
    }
    CHECK_THROWS_MATCHES((*handle)->run("SELECT 1", parameters), pv::Error,
                         message_contains("number of parameters must be between 0 and 65535"));
    CHECK(ask(**handle, "1") == "1");
  }
  handle.reset();
  CHECK(pid(*db.pool->acquire()) == before);
}

TEST_CASE("pool: COPY as a statement is refused, and its connection not lent again") {
  const Pool db{{.pool_size = 1}};
  auto handle = std::make_optional(db.pool->acquire());
  const std::string before = pid(**handle);
  (*handle)->run_script("CREATE TABLE connection_pool_test_copied (x int)");
  const std::string remedy =
      "run COPY by a stream of libpqxx (pqxx::stream_to, pqxx::stream_from) on the connection, not as a statement";
  SECTION("in") {
    CHECK_THROWS_MATCHES((*handle)->run_script("COPY connection_pool_test_copied FROM STDIN"), pv::Error,
                         message(remedy));
  }
  SECTION("out") {
    CHECK_THROWS_MATCHES((*handle)->run_script("COPY (SELECT 1) TO STDOUT"), pv::Error, message(remedy));
  }
  SECTION("prepared") {
    CHECK_THROWS_AS((*handle)->run("COPY connection_pool_test_copied FROM STDIN"), pv::Error);
  }
  handle.reset();
  CHECK(pid(*db.pool->acquire()) != before);
}

TEST_CASE("pool: handles can be moved") {
  const Pool db{{.pool_size = 2}};
  PooledConnection one = db.pool->acquire();
  const std::string first = pid(*one);
  PooledConnection other{std::move(one)};
  CHECK(pid(*other) == first);
  CHECK(db.pool->in_use() == 1);
  PooledConnection third = db.pool->acquire();
  third = std::move(other);
  CHECK(pid(*third) == first);
}

TEST_CASE("pool: handles and transactions outlive disconnect") {
  const TestDatabase database;
  Coin::initialize();
  auto one = std::make_optional(pv::postgres::acquire());
  auto two = std::make_optional(pv::postgres::acquire());
  const std::string first = pid(**one);
  const std::string second = pid(**two);
  {
    pv::Transaction transaction;
    pv::disconnect();
    CHECK(ask(**one, "1") == "1");
    Coin coin{.value = 5};
    coin.save();  // in the transaction, whose connection still lives
    transaction.commit();
  }
  CHECK(ask(**two, "SELECT value FROM connection_pool_test_coins") == "5");
  one.reset();  // closes although the other one is out
  CHECK(is_gone(first));
  CHECK(ask(**two, "1") == "1");
  two.reset();
  CHECK(is_gone(second));
}
