// SPDX-License-Identifier: MIT
// pv::Transaction: on_commit and on_rollback.
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <memory>
#include <optional>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <utility>

using namespace promptview_test;

namespace transaction_callbacks_test {

struct Order : pv::Model<Order> {
  pv::Auto<std::int64_t> id{};
  std::string article{};
};
PROMPTVIEW_MODEL(Order, postgres, "transaction_callbacks_test_orders", FIELD(id, primary_key), FIELD(article, unique))

}  // namespace transaction_callbacks_test

using transaction_callbacks_test::Order;

namespace {

struct Fixture : TestDatabase {
  Fixture() { Order::initialize(); }

  std::string called{};

  void watch(pv::Transaction& transaction, const std::string& name) {
    transaction.on_commit([this, name] { called += name + " committed, "; });
    transaction.on_rollback([this, name] { called += name + " rolled back, "; });
  }
  std::string take() { return std::exchange(called, {}); }
};

void order(const std::string& article) { Order::create({.article = article}); }

}  // namespace

TEST_CASE("transaction callbacks: after the commit") {
  Fixture fixture;
  pv::Transaction transaction;
  fixture.watch(transaction, "one");
  fixture.watch(transaction, "two");
  order("pen");
  CHECK(fixture.take().empty());
  transaction.commit();
  CHECK(fixture.take() == "one committed, two committed, ");
}

TEST_CASE("transaction callbacks: after the rollback") {
  Fixture fixture;
  SECTION("when told to") {
    pv::Transaction transaction;
    fixture.watch(transaction, "it");
    transaction.rollback();
    CHECK(fixture.take() == "it rolled back, ");
  }
  SECTION("at the end of its scope") {
    {
      pv::Transaction transaction;
      fixture.watch(transaction, "it");
    }
    CHECK(fixture.take() == "it rolled back, ");
  }
  SECTION("commit of one in which a statement failed") {
    pv::Transaction transaction;
    fixture.watch(transaction, "it");
    order("pen");
    CHECK_THROWS_AS(order("pen"), pv::UniqueViolation);
    CHECK_THROWS_AS(transaction.commit(), pv::TransactionFailed);
    CHECK(fixture.take() == "it rolled back, ");
  }
  SECTION("the server refuses to commit") {
    TestDatabase::execute("ALTER TABLE transaction_callbacks_test_orders ADD CONSTRAINT late UNIQUE (article) "
                          "DEFERRABLE INITIALLY DEFERRED, DROP CONSTRAINT transaction_callbacks_test_orders_article_key");
    pv::Transaction transaction;
    fixture.watch(transaction, "it");
    order("pen");
    order("pen");
    CHECK_THROWS_AS(transaction.commit(), pv::UniqueViolation);
    CHECK(fixture.take() == "it rolled back, ");
    CHECK_FALSE(transaction.is_committed());
  }
}

TEST_CASE("transaction callbacks: those of a savepoint wait for the outermost commit") {
  Fixture fixture;
  pv::Transaction outer;
  fixture.watch(outer, "outer");
  {
    pv::Transaction middle;
    {
      pv::Transaction inner;
      fixture.watch(inner, "inner");
      inner.commit();
    }
    fixture.watch(middle, "middle");
    middle.commit();
    CHECK(middle.is_committed());
  }
  fixture.watch(outer, "end");
  CHECK(fixture.take().empty());
  SECTION("which comes") {
    outer.commit();
    CHECK(fixture.take() == "outer committed, inner committed, middle committed, end committed, ");
  }
  SECTION("which does not come") {
    outer.rollback();
    CHECK(fixture.take() == "outer rolled back, inner rolled back, middle rolled back, end rolled back, ");
  }
}

TEST_CASE("transaction callbacks: a savepoint that is rolled back calls its on_rollback then, and drops its on_commit") {
  Fixture fixture;
  pv::Transaction outer;
  fixture.watch(outer, "outer");
  {
    pv::Transaction middle;
    fixture.watch(middle, "middle");
    pv::Transaction inner;
    fixture.watch(inner, "inner");
    fixture.watch(outer, "outer, meanwhile,");
    inner.commit();
    CHECK(fixture.take().empty());
  }
  CHECK(fixture.take() == "middle rolled back, inner rolled back, ");
  outer.commit();
  CHECK(fixture.take() == "outer committed, outer, meanwhile, committed, ");
}

TEST_CASE("transaction callbacks: a savepoint that was kept is not touched by the rollback of a later one") {
  Fixture fixture;
  pv::Transaction outer;
  {
    pv::Transaction kept;
    fixture.watch(kept, "kept");
    kept.commit();
  }
  {
    pv::Transaction undone;
    fixture.watch(undone, "undone");
  }
  CHECK(fixture.take() == "undone rolled back, ");
  outer.commit();
  CHECK(fixture.take() == "kept committed, ");
}

TEST_CASE("transaction callbacks: inner ones that are left end with the outer one") {
  Fixture fixture;
  auto outer = std::make_unique<pv::Transaction>();
  fixture.watch(*outer, "outer");
  pv::Transaction inner;
  fixture.watch(inner, "inner");
  outer.reset();
  CHECK(fixture.take() == "outer rolled back, inner rolled back, ");
  CHECK_THROWS_AS(inner.on_commit([] {}), pv::TransactionFailed);
}

TEST_CASE("transaction callbacks: may query, since the transaction is over") {
  Fixture fixture;
  const auto pool = pv::postgres::pool_of({});
  pv::Transaction transaction;
  order("pen");
  std::int64_t seen = 0;
  std::size_t in_use = 99;
  transaction.on_commit([&] {
    in_use = pool->in_use();
    seen = Order::query().count();
    order("receipt");
    pv::Transaction next;
    order("mail");
    next.on_commit([&] { fixture.called += "mailed"; });
    next.commit();
  });
  transaction.commit();
  CHECK(in_use == 0);
  CHECK(seen == 1);
  CHECK(Order::query().count() == 3);
  CHECK(fixture.take() == "mailed");
}

TEST_CASE("transaction callbacks: after the rollback of a savepoint they query in the outer transaction") {
  Fixture fixture;
  pv::Transaction outer;
  order("pen");
  {
    pv::Transaction inner;
    inner.on_rollback([&] {
      order("instead");
      outer.on_commit([&] { fixture.called += "registered by a callback"; });
    });
    CHECK_THROWS_AS(order("pen"), pv::UniqueViolation);
  }
  CHECK(Order::query().count() == 2);
  outer.commit();
  CHECK(Order::query().count() == 2);
  CHECK(fixture.take() == "registered by a callback");
}

TEST_CASE("transaction callbacks: one that throws changes nothing about the end of the transaction") {
  Fixture fixture;
  const auto fails = [] { throw std::runtime_error{"the mail server is down"}; };
  std::optional<pv::Transaction> transaction{std::in_place};
  order("pen");
  SECTION("on_commit: all are called, then commit() throws") {
    transaction->on_commit(fails);
    fixture.watch(*transaction, "next");
    CHECK_THROWS_MATCHES(transaction->commit(), pv::CallbackFailed,
                         message_contains("the transaction is committed") && message_contains("the mail server is down"));
    CHECK(fixture.take() == "next committed, ");
    CHECK(transaction->is_committed());
    CHECK(Order::query().count() == 1);
  }
  SECTION("on_rollback: all are called, then rollback() throws") {
    transaction->on_rollback(fails);
    fixture.watch(*transaction, "next");
    CHECK_THROWS_MATCHES(transaction->rollback(), pv::CallbackFailed, message_contains("the transaction is rolled back"));
    CHECK(fixture.take() == "next rolled back, ");
    CHECK(Order::query().count() == 0);
  }
  SECTION("on_rollback, where another error is thrown already: it stays") {
    transaction->on_rollback(fails);
    CHECK_THROWS_AS(order("pen"), pv::UniqueViolation);
    CHECK_THROWS_AS(transaction->commit(), pv::TransactionFailed);
  }
  SECTION("on_rollback, in a destructor: dropped") {
    transaction->on_rollback(fails);
    fixture.watch(*transaction, "next");
    transaction.reset();
    CHECK(fixture.take() == "next rolled back, ");
  }
  CHECK(pv::postgres::pool_of({})->in_use() == 0);
}

TEST_CASE("transaction callbacks: an empty one is refused at once, one for an ended transaction too") {
  const Fixture fixture;
  pv::Transaction transaction;
  CHECK_THROWS_AS(transaction.on_commit(nullptr), pv::InvalidValue);
  CHECK_THROWS_AS(transaction.on_rollback({}), pv::InvalidValue);
  transaction.commit();
  CHECK_THROWS_AS(transaction.on_commit([] {}), pv::TransactionFailed);
}

TEST_CASE("transaction callbacks: a lost connection") {
  Fixture fixture;
  std::optional<pv::Transaction> transaction{std::in_place};
  fixture.watch(*transaction, "it");
  const std::string end_it =
      "SELECT pg_terminate_backend(" + std::to_string(PQbackendPID(transaction->connection().raw())) + ", 60000)";
  SECTION("before COMMIT: rolled back") {
    TestDatabase::execute(end_it);
    CHECK_THROWS_AS(transaction->commit(), pv::ConnectionLost);
    CHECK(fixture.take() == "it rolled back, ");
  }
  SECTION("inside a savepoint: its callbacks are due with the outer one") {
    {
      pv::Transaction inner;
      fixture.watch(inner, "inner");
      TestDatabase::execute(end_it);
    }
    CHECK(fixture.take().empty());
    transaction.reset();
    CHECK(fixture.take() == "it rolled back, inner rolled back, ");
  }
  SECTION("during COMMIT: nobody knows, and none is called") {
    TestDatabase::execute(
        "CREATE FUNCTION end_session() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
        "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON transaction_callbacks_test_orders DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION end_session()");
    order("pen");
    CHECK_THROWS_AS(transaction->commit(), pv::CommitUnknown);
    CHECK_FALSE(transaction->is_committed());
    transaction.reset();
    CHECK(fixture.take().empty());
  }
}

TEST_CASE("transaction callbacks: none where other code has ended the transaction") {
  Fixture fixture;
  {
    pv::Transaction transaction;
    fixture.watch(transaction, "it");
    pqxx::nontransaction{transaction.connection().pqxx()}.exec("COMMIT");
    SECTION("and it commits") { CHECK_THROWS_AS(transaction.commit(), pv::TransactionFailed); }
    SECTION("and it rolls back") { CHECK_NOTHROW(transaction.rollback()); }
    SECTION("and it is destroyed") { CHECK(transaction.is_open()); }
  }
  CHECK(fixture.take().empty());
}
