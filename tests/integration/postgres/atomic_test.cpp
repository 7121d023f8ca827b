// SPDX-License-Identifier: MIT
// pv::atomic: commits, rolls back, returns what the closure returns.
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <concepts>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace promptview_test;

namespace atomic_test {

struct Page : pv::Model<Page> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
};
PROMPTVIEW_MODEL(Page, postgres, "atomic_test_pages", FIELD(id, primary_key), FIELD(title, unique))

}  // namespace atomic_test

using atomic_test::Page;

namespace {

using Titles = std::vector<std::string>;

struct Fixture : TestDatabase {
  Fixture() { Page::initialize(); }
};

void add(const std::string& title) { Page::create({.title = title}); }

Titles titles() {
  Titles all;
  for (const Page& each : Page::query().order_by("title")) all.push_back(each.title);
  return all;
}

}  // namespace

TEST_CASE("atomic: commits when the closure returns") {
  const Fixture fixture;
  const auto traffic = pv::testing::count_queries([] {
    pv::atomic([] {
      add("a");
      add("b");
    });
  });
  CHECK(traffic.round_trips == 4);  // BEGIN and COMMIT
  CHECK(titles() == Titles{"a", "b"});
  CHECK(pv::postgres::pool_of({})->in_use() == 0);
}

TEST_CASE("atomic: rolls back when the closure throws, and the exception goes on") {
  const Fixture fixture;
  const auto fails = [] {
    add("a");
    throw std::runtime_error{"changed my mind"};
  };
  CHECK_THROWS_MATCHES(pv::atomic(fails), std::runtime_error, message("changed my mind"));
  CHECK(titles().empty());
  CHECK_THROWS_AS(pv::atomic([] { throw 5; }), int);
  CHECK(pv::postgres::pool_of({})->in_use() == 0);
}

TEST_CASE("atomic: returns what the closure returns") {
  const Fixture fixture;
  CHECK(pv::atomic([] {
          add("a");
          return Page::query().count();
        }) == 1);
  const auto moved = pv::atomic([] { return std::make_unique<int>(7); });
  CHECK(*moved == 7);
  int number = 1;
  int& same = pv::atomic([&]() -> int& { return number; });
  CHECK(&same == &number);
  static_assert(std::same_as<decltype(pv::atomic([] {})), void>);
  static_assert(std::same_as<decltype(pv::atomic([] { return 1; })), int>);
  static_assert(std::same_as<decltype(pv::atomic([&]() -> const int& { return number; })), const int&>);
}

TEST_CASE("atomic: the closure can take the transaction") {
  const Fixture fixture;
  SECTION("for its callbacks") {
    bool called = false;
    pv::atomic([&](pv::Transaction& transaction) { transaction.on_commit([&] { called = true; }); });
    CHECK(called);
  }
  SECTION("to roll back without an exception") {
    pv::atomic([](auto& transaction) {
      add("a");
      transaction.rollback();
    });
    CHECK(titles().empty());
  }
  SECTION("to commit before its end") {
    pv::atomic([](pv::Transaction& transaction) {
      add("a");
      transaction.commit();
      add("b");  // on its own
    });
    CHECK(titles() == Titles{"a", "b"});
  }
}

TEST_CASE("atomic: takes the options of a transaction") {
  const Fixture fixture;
  const auto isolation = pv::atomic({.isolation = pv::Isolation::serializable, .read_only = true}, [](pv::Transaction& in) {
    return std::string{in.connection().run("SHOW transaction_isolation").bytes(0, 0)};
  });
  CHECK(isolation == "serializable");
  CHECK_THROWS_AS(pv::atomic({.read_only = true}, [] { add("a"); }), pv::DatabaseError);

  pv::connect({.url = fixture.url(), .name = "second"});
  pv::atomic({.database = "second"}, [] { CHECK(pv::on("second").query<Page>().count() == 0); });
  pv::disconnect("second");
}

TEST_CASE("atomic: inside another one it is a savepoint") {
  const Fixture fixture;
  pv::atomic([] {
    add("outer");
    CHECK_THROWS_AS(pv::atomic([] {
                      add("inner");
                      add("outer");
                    }),
                    pv::UniqueViolation);
    CHECK(titles() == Titles{"outer"});
    pv::atomic([] { add("second"); });
  });
  CHECK(titles() == Titles{"outer", "second"});
}

TEST_CASE("atomic: an error that the closure keeps to itself still rolls back, and says so") {
  const Fixture fixture;
  const auto quiet = [] {
    add("a");
    try {
      add("a");
    } catch (const pv::UniqueViolation&) {
    }
  };
  CHECK_THROWS_MATCHES(pv::atomic(quiet), pv::TransactionFailed,
                       message_contains("the transaction was rolled back, not committed") &&
                           message_contains("first error: duplicate key value"));
  CHECK(titles().empty());
}

TEST_CASE("atomic: a closure that is a named object, mutable or not") {
  const Fixture fixture;
  struct Counter {
    int calls = 0;
    int operator()() { return ++calls; }
  };
  Counter counter;
  CHECK(pv::atomic(counter) == 1);
  CHECK(pv::atomic(counter) == 2);
  const auto constant = [] { return 3; };
  CHECK(pv::atomic(constant) == 3);
  CHECK(pv::atomic(titles).empty());
}
