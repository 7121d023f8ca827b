// SPDX-License-Identifier: MIT
// What went wrong elsewhere: reads that end the caller's transaction, connections that never come back, saves that do
// not join. A second session looks at what is committed.
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/postgres/transaction/open_transactions.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <functional>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace promptview_test;

namespace transaction_traps_test {

struct Item : pv::Model<Item> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int stock{};
};
PROMPTVIEW_MODEL(Item, postgres, "transaction_traps_test_items", FIELD(id, primary_key), FIELD(name, unique), FIELD(stock))

}  // namespace transaction_traps_test

using transaction_traps_test::Item;

namespace {

// The names in the table as a session of its own sees them, and so without what is not committed.
class SecondSession {
 public:
  explicit SecondSession(const std::string& url) : connection_{pv::postgres::conninfo_of({.url = url}), 0} {}

  std::string names() {
    const auto result = connection_.run("SELECT coalesce(string_agg(name || ':' || stock, ' ' ORDER BY name), '') FROM "
                                        "transaction_traps_test_items");
    return std::string{result.bytes(0, 0)};
  }
  // The sessions of promptview's pool that are inside a transaction, of whichever state.
  std::string transactions() {
    const auto result = connection_.run(
        "SELECT count(*)::text FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND state LIKE 'idle in transaction%'");
    return std::string{result.bytes(0, 0)};
  }

 private:
  pv::postgres::Connection connection_;
};

struct Fixture : TestDatabase {
  Fixture() {
    Item::initialize();
    Item::create({.name = "ink", .stock = 1});
    Item::create({.name = "pen", .stock = 1});
  }
  SecondSession other{url()};
};

struct Step {
  const char* name;
  std::function<void()> run;
};

std::size_t in_use() { return pv::postgres::pool_of({})->in_use(); }

}  // namespace

TEST_CASE("trap: a read never begins or ends anything in the user's transaction") {
  Fixture fixture;
  std::vector<std::string> sent;
  pv::postgres::set_statement_log([&](const pv::postgres::StatementEvent& event) { sent.emplace_back(event.sql); });
  const auto all = Item::query();
  Item pen = all.filter("name", "pen").one();
  const Step reads[] = {
      {"get", [&] { CHECK(Item::get(*pen.id)); }},
      {"get of nothing", [] { CHECK_FALSE(Item::get(999)); }},
      {"execute", [&] { CHECK(all.execute().size() == 3); }},
      {"first", [&] { CHECK(all.first()); }},
      {"last", [&] { CHECK(all.last()); }},
      {"one", [&] { CHECK(all.filter("name", "new").one().stock == 5); }},
      {"one of none", [&] { CHECK_THROWS_AS(all.filter("name", "none").one(), pv::NotFound); }},
      {"one of many", [&] { CHECK_THROWS_AS(all.one(), pv::MultipleFound); }},
      {"count", [&] { CHECK(all.count() == 3); }},
      {"count of a slice", [&] { CHECK(all.limit(2).count() == 2); }},
      {"exists", [&] { CHECK(all.exists()); }},
      {"refresh", [&] { CHECK_NOTHROW(pen.refresh()); }},
      {"select_for_update", [&] { CHECK(all.select_for_update().execute().size() == 3); }},
      {"an empty list", [&] { CHECK(all.filter("id__in", {}).execute().empty()); }},
      {"iteration", [&] {
         for (const Item& each : all) CHECK_FALSE(each.name.empty());
       }},
      {"iteration that is left early", [&] {
         for (const Item& each : all) {
           CHECK_FALSE(each.name.empty());
           break;
         }
       }},
      {"iteration that throws", [&] {
         const auto fails = [&] {
           for (const Item& each : all) throw std::runtime_error{each.name};
         };
         CHECK_THROWS_AS(fails(), std::runtime_error);
       }},
  };
  for (const Step& read : reads) {
    INFO(read.name);
    pv::Transaction transaction;
    Item::create({.name = "new", .stock = 5});
    sent.clear();
    read.run();
    for (const std::string& sql : sent) CHECK_THAT(sql, starts_with("SELECT "));
    CHECK(transaction.is_open());
    CHECK(transaction.connection().in_transaction());
    CHECK_FALSE(transaction.connection().transaction_failed());
    CHECK(fixture.other.names() == "ink:1 pen:1");  // nothing was committed
    CHECK(fixture.other.transactions() == "1");
    transaction.rollback();
    CHECK(fixture.other.names() == "ink:1 pen:1");  // and all of it could still be undone
  }
  {
    pv::Transaction transaction;
    Item::create({.name = "new", .stock = 5});
    for (const Step& read : reads) read.run();
    transaction.commit();
    CHECK(fixture.other.names() == "ink:1 new:5 pen:1");  // or committed
  }
  pv::postgres::set_statement_log({});
}

TEST_CASE("trap: a read leaves no transaction of its own behind") {
  Fixture fixture;
  for (const Item& each : Item::query()) CHECK(each.stock == 1);
  CHECK(Item::query().count() == 2);
  CHECK(Item::query().exists());
  CHECK(fixture.other.transactions() == "0");
  CHECK(in_use() == 0);
}

TEST_CASE("trap: saves join the transaction") {
  Fixture fixture;
  Item ink = Item::query().filter("name", "ink").one();
  const Step writes[] = {
      {"save of a new one", [] { Item{.name = "new"}.save(); }},
      {"save of one that is there", [&] {
         ink.stock = 9;
         ink.save();
       }},
      {"insert", [] { Item{.name = "new"}.insert(); }},
      {"create", [] { Item::create({.name = "new"}); }},
      {"update", [&] {
         ink.stock = 9;
         ink.update();
       }},
      {"upsert", [&] {
         ink.stock = 9;
         ink.upsert();
       }},
      {"save_fields", [&] {
         ink.stock = 9;
         ink.save_fields("stock");
       }},
      {"remove", [&] { CHECK(ink.remove()); }},
      {"the free functions", [&] {
         ink.stock = 9;
         pv::save(ink);
       }},
      {"the functions of a Database", [&] {
         ink.stock = 9;
         pv::Database{}.save(ink);
       }},
      {"initialize and drop", [] {
         Item::drop();
         Item::initialize();
       }},
  };
  for (const Step& write : writes) {
    INFO(write.name);
    {
      pv::Transaction transaction;
      const auto traffic = pv::testing::count_queries(write.run);
      CHECK(traffic.round_trips >= 1);
      CHECK(in_use() == 1);  // it took no connection of its own
      if (std::string{write.name} != "initialize and drop") CHECK(fixture.other.names() == "ink:1 pen:1");
    }
    CHECK(fixture.other.names() == "ink:1 pen:1");  // all of it was rolled back
  }
  pv::atomic([&] {
    ink.stock = 9;
    ink.save();
    Item::create({.name = "new"});
  });
  CHECK(fixture.other.names() == "ink:9 new:0 pen:1");
}

TEST_CASE("trap: a transaction gives its connection back to the pool") {
  // A pool of one: a connection that is not given back makes the next use a PoolTimeout.
  const TestDatabase database{{.pool_size = 1, .pool_timeout = std::chrono::milliseconds{200}}};
  Item::initialize();
  const Step ends[] = {
      {"commit", [] {
         pv::Transaction transaction;
         transaction.commit();
         CHECK(in_use() == 0);  // at once, not with the object
       }},
      {"rollback", [] {
         pv::Transaction transaction;
         transaction.rollback();
         CHECK(in_use() == 0);
       }},
      {"the end of its scope", [] {
         const pv::Transaction transaction;
         CHECK(in_use() == 1);
       }},
      {"an exception", [] {
         const auto fails = [] {
           const pv::Transaction transaction;
           throw std::runtime_error{"no"};
         };
         CHECK_THROWS_AS(fails(), std::runtime_error);
       }},
      {"a statement that fails", [] {
         pv::Transaction transaction;
         CHECK_THROWS_AS(transaction.connection().run_script("SELECT 1/0"), pv::DatabaseError);
         CHECK_THROWS_AS(transaction.commit(), pv::TransactionFailed);
         CHECK(in_use() == 0);
       }},
      {"savepoints", [] {
         pv::Transaction outer;
         { const pv::Transaction inner; }
         pv::Transaction kept;
         kept.commit();
         CHECK(in_use() == 1);
         outer.commit();
         CHECK(in_use() == 0);
       }},
      {"options that are refused", [] { CHECK_THROWS_AS((pv::Transaction{{.deferrable = true}}), pv::InvalidValue); }},
      {"a BEGIN that fails", [] {
         const auto backend = TestDatabase::ask("SELECT pg_backend_pid()");
         CHECK_FALSE(backend.empty());
         pv::Transaction lost;
         pv::postgres::Connection{pv::postgres::conninfo_of({.url = server().url()}), 0}.run_script(
             "SELECT pg_terminate_backend(" + backend + ", 60000)");
         CHECK_THROWS_AS(pv::Transaction{}, pv::ConnectionLost);
       }},
      {"a callback that throws", [] {
         pv::Transaction transaction;
         transaction.on_commit([] { throw std::runtime_error{"no"}; });
         CHECK_THROWS_AS(transaction.commit(), pv::CallbackFailed);
         CHECK(in_use() == 0);
       }},
      {"atomic", [] { CHECK(pv::atomic([] { return Item::query().count(); }) == 0); }},
      {"atomic that throws", [] { CHECK_THROWS_AS(pv::atomic([] { throw 1; }), int); }},
      {"retry_transaction", [] {
         int attempts = 0;
         pv::retry_transaction(2, [&] {
           if (++attempts == 1) throw pv::SerializationFailure{"made up", {.sqlstate = "40001"}};
         });
         CHECK(attempts == 2);
       }},
  };
  for (const Step& end : ends) {
    INFO(end.name);
    end.run();
    CHECK(in_use() == 0);
    CHECK(Item::query().count() == 0);
  }
  CHECK(pv::postgres::pool_of({})->idle() == 1);
}

TEST_CASE("trap: a failed statement costs its savepoint, and each use says what failed first") {
  Fixture fixture;
  const auto fail = [](const char* sql) {
    CHECK_THROWS_AS(pv::postgres::detail::last_begun()->connection().run_script(sql), pv::DatabaseError);
  };
  const auto first_error = [] {
    try {
      (void)Item::query().count();
    } catch (const pv::TransactionFailed& failed) {
      const std::string what = failed.what();
      const std::size_t begin = what.find("first error: ");
      return what.substr(begin, what.find('\n', begin) - begin);
    }
    return std::string{"none"};
  };
  pv::Transaction outer;
  Item::create({.name = "outer"});
  for (int round = 0; round < 2; ++round) {
    pv::Transaction inner;
    Item::create({.name = "inner"});
    fail("SELECT 1/0");
    CHECK(first_error() == "first error: division by zero (SQLSTATE 22012), in SELECT 1/0");
    CHECK(first_error() == "first error: division by zero (SQLSTATE 22012), in SELECT 1/0");
    CHECK_THROWS_AS(pv::Transaction{}, pv::TransactionFailed);
    CHECK_THROWS_AS(inner.set_local("lock_timeout", "1s"), pv::TransactionFailed);
    CHECK_THROWS_AS(inner.advisory_lock(1), pv::TransactionFailed);
    if (round == 0) {
      inner.rollback();
    } else {
      CHECK_THROWS_MATCHES(inner.commit(), pv::TransactionFailed, message_contains("division by zero"));
    }
    CHECK(first_error() == "none");
    CHECK(Item::query().filter("name", "inner").count() == 0);
  }
  Item::create({.name = "after"});
  fail("SELECT nonsense");
  CHECK(first_error() == "first error: column \"nonsense\" does not exist (SQLSTATE 42703), in SELECT nonsense");
  CHECK_THROWS_MATCHES(outer.commit(), pv::TransactionFailed, message_contains("nonsense"));
  CHECK(first_error() == "none");
  CHECK(fixture.other.names() == "ink:1 pen:1");
}
