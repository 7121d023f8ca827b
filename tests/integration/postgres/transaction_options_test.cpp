// SPDX-License-Identifier: MIT
// pv::Transaction: isolation, read-only, deferrable, set_local.
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <optional>
#include <string>
#include <thread>

using namespace promptview_test;
using promptview::testing::count_queries;

namespace transaction_options_test {

struct Note : pv::Model<Note> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
};
PROMPTVIEW_MODEL(Note, postgres, "transaction_options_test_notes", FIELD(id, primary_key), FIELD(text))

}  // namespace transaction_options_test

using transaction_options_test::Note;

namespace {

struct Fixture : TestDatabase {
  Fixture() { Note::initialize(); }
};

// What the server says in the transaction.
std::string setting(const pv::Transaction& transaction, const std::string& name) {
  pv::postgres::Connection& session = transaction.connection();
  return std::string{session.run("SHOW " + name).bytes(0, 0)};
}

}  // namespace

TEST_CASE("transaction options: the server is told, in the round trip that begins") {
  const Fixture fixture;
  std::optional<pv::Transaction> transaction;
  SECTION("none: as the database has it") {
    CHECK(count_queries([&] { transaction.emplace(); }).round_trips == 1);
    CHECK(setting(*transaction, "transaction_isolation") == "read committed");
    CHECK(setting(*transaction, "transaction_read_only") == "off");
    CHECK_FALSE(transaction->options().isolation);
  }
  SECTION("all of them") {
    const auto traffic = count_queries([&] {
      transaction.emplace(
          pv::TransactionOptions{.isolation = pv::Isolation::serializable, .read_only = true, .deferrable = true});
    });
    CHECK(traffic.round_trips == 1);
    CHECK(setting(*transaction, "transaction_isolation") == "serializable");
    CHECK(setting(*transaction, "transaction_read_only") == "on");
    CHECK(setting(*transaction, "transaction_deferrable") == "on");
    CHECK(transaction->options().isolation == pv::Isolation::serializable);
  }
  SECTION("they end with it") {
    { const pv::Transaction first{{.isolation = pv::Isolation::repeatable_read, .read_only = true}}; }
    transaction.emplace();
    CHECK(setting(*transaction, "transaction_isolation") == "read committed");
    CHECK(setting(*transaction, "transaction_read_only") == "off");
  }
  SECTION("read-write where the database is read-only by default") {
    TestDatabase::execute("ALTER DATABASE " + fixture.name() + " SET default_transaction_read_only = on");
    pv::connect({.url = fixture.url(), .name = "second"});
    {
      const pv::Transaction as_it_is{"second"};
      CHECK(setting(as_it_is, "transaction_read_only") == "on");
    }
    const pv::Transaction writes{{.database = "second", .read_only = false}};
    CHECK(writes.database() == "second");
    CHECK(setting(writes, "transaction_read_only") == "off");
    pv::disconnect("second");
  }
}

TEST_CASE("transaction options: a read-only one refuses to write") {
  const Fixture fixture;
  pv::Transaction transaction{{.read_only = true}};
  CHECK(Note::query().count() == 0);
  CHECK_THROWS_MATCHES(Note::create({.text = "no"}), pv::DatabaseError,
                       message_contains("the database or transaction is read-only; write to the primary"));
}

TEST_CASE("transaction options: repeatable read sees one state") {
  const Fixture fixture;
  const pv::Transaction transaction{{.isolation = pv::Isolation::repeatable_read}};
  CHECK(Note::query().count() == 0);
  std::thread{[] { Note::create({.text = "later"}); }}.join();
  CHECK(Note::query().count() == 0);
}

TEST_CASE("transaction options: a savepoint can be read-only by itself, until it ends") {
  const Fixture fixture;
  pv::Transaction outer;
  for (const bool keep : {true, false}) {
    {
      std::optional<pv::Transaction> inner;
      CHECK(count_queries([&] { inner.emplace(pv::TransactionOptions{.read_only = true}); }).round_trips == 1);
      CHECK(setting(*inner, "transaction_read_only") == "on");
      {
        const pv::Transaction innermost;
        CHECK(innermost.options().read_only == true);
        CHECK_THROWS_AS(Note::create({.text = "no"}), pv::DatabaseError);
      }
      if (keep) inner->commit();
    }
    CHECK(setting(outer, "transaction_read_only") == "off");
    Note::create({.text = "yes"});
  }
  outer.commit();
  CHECK(Note::query().count() == 2);
}

TEST_CASE("transaction options: what contradicts is refused before anything is sent") {
  const Fixture fixture;
  const auto traffic = count_queries([] {
    CHECK_THROWS_MATCHES((pv::Transaction{{.deferrable = true}}), pv::InvalidValue, message_contains("leave out .deferrable"));
  });
  CHECK(traffic.round_trips == 0);
  CHECK(pv::postgres::pool_of({})->in_use() == 0);

  pv::Transaction outer{{.read_only = true}};
  const auto inner_traffic = count_queries([] {
    CHECK_THROWS_MATCHES((pv::Transaction{{.isolation = pv::Isolation::serializable}}), pv::InvalidValue,
                         message_contains("give .isolation to the outermost transaction"));
    CHECK_THROWS_MATCHES((pv::Transaction{{.read_only = false}}), pv::InvalidValue,
                         message_contains("begin the outer transaction without .read_only"));
  });
  CHECK(inner_traffic.round_trips == 0);
  CHECK(Note::query().count() == 0);  // the outer one goes on
  outer.commit();
  CHECK(outer.is_committed());
}

TEST_CASE("set_local: holds to the end of the transaction") {
  const Fixture fixture;
  {
    pv::Transaction transaction;
    const auto traffic = count_queries([&] { transaction.set_local("statement_timeout", "5s"); });
    CHECK(traffic.round_trips == 1);
    CHECK(setting(transaction, "statement_timeout") == "5s");
    transaction.set_local("app.person", "it's; me\\");
    CHECK(setting(transaction, "app.person") == "it's; me\\");
    transaction.commit();
  }
  CHECK(TestDatabase::ask("SELECT current_setting('statement_timeout')") == "0");
}

TEST_CASE("set_local: is undone with its savepoint, or kept with it") {
  const Fixture fixture;
  pv::Transaction outer;
  outer.set_local("lock_timeout", "1s");
  {
    pv::Transaction inner;
    inner.set_local("lock_timeout", "2s");
    CHECK(setting(outer, "lock_timeout") == "2s");
  }
  CHECK(setting(outer, "lock_timeout") == "1s");
  {
    pv::Transaction inner;
    inner.set_local("lock_timeout", "3s");
    inner.commit();
  }
  CHECK(setting(outer, "lock_timeout") == "3s");
}

TEST_CASE("set_local: the timeout ends a statement") {
  const Fixture fixture;
  pv::Transaction transaction;
  transaction.set_local("statement_timeout", "20ms");
  CHECK_THROWS_AS(transaction.connection().run_script("SELECT pg_sleep(60)"), pv::StatementCancelled);
}

TEST_CASE("set_local: wrong names, wrong values, and a transaction that has ended") {
  const Fixture fixture;
  pv::Transaction transaction;
  {
    pv::Transaction inner;
    CHECK_THROWS_MATCHES(inner.set_local("no_such_parameter", "1"), pv::DatabaseError,
                         message_contains("unrecognized configuration parameter \"no_such_parameter\""));
  }
  {
    pv::Transaction inner;
    CHECK_THROWS_MATCHES(inner.set_local("statement_timeout", "soon"), pv::DatabaseError,
                         message_contains("invalid value for parameter \"statement_timeout\": \"soon\""));
  }
  {
    pv::Transaction inner;
    CHECK_THROWS_AS(inner.set_local("app.person", std::string_view("nul\0byte", 8)), pv::InvalidValue);
    CHECK_NOTHROW(inner.commit());
  }
  transaction.rollback();
  CHECK_THROWS_MATCHES(transaction.set_local("app.person", "x"), pv::TransactionFailed,
                       message("the transaction has ended: begin a new one"));
}
