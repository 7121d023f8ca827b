// SPDX-License-Identifier: MIT
// Statements of the user's own that begin or end transactions or change the session: refused, or nobody meets what they left.
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <pqxx/pqxx>
#include <string>
#include <utility>
#include <vector>

using namespace promptview_test;

namespace session_change_test {

struct Note : pv::Model<Note> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
};
PROMPTVIEW_MODEL(Note, postgres, "session_change_test_notes", FIELD(id, primary_key), FIELD(text))

}  // namespace session_change_test

using session_change_test::Note;

namespace {

// A pool of one session, so that whoever is next has it, if it is kept.
struct Fixture : TestDatabase {
  Fixture() : TestDatabase{{.pool_size = 1}} {
    Note::initialize();
    execute("CREATE ROLE session_change_test_guest; GRANT ALL ON session_change_test_notes TO session_change_test_guest");
  }
  ~Fixture() {
    execute("DROP OWNED BY session_change_test_guest; DROP ROLE session_change_test_guest");
  }
};

std::string pid() { return TestDatabase::ask("pg_backend_pid()"); }

// What the next one sees that a former one could have left.
std::string left() {
  return TestDatabase::ask(
      "SELECT concat_ws(' ', current_setting('search_path'), current_user = session_user, current_setting('TimeZone'), "
      "current_setting('statement_timeout'), (SELECT count(*) FROM pg_listening_channels()), (SELECT count(*) FROM pg_cursors), "
      "(SELECT count(*) FROM pg_prepared_statements WHERE from_sql), (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND "
      "pid = pg_backend_pid()), to_regclass('pg_temp.mine') IS NULL, coalesce(nullif(current_setting('app.person', true), ''), 'nobody'))");
}

const std::vector<std::string> changes{
    "SET search_path = pg_catalog",
    "SET ROLE session_change_test_guest",
    "SET SESSION AUTHORIZATION session_change_test_guest",
    "SET TIME ZONE 'Asia/Tokyo'",
    "SET statement_timeout = 77777",
    "SELECT set_config('search_path', 'pg_catalog', false)",
    "SELECT set_config('app.person', 'me', false)",
    "LISTEN mine",
    "PREPARE mine AS SELECT 1",
    "CREATE TEMP TABLE mine (a int)",
    "CREATE TABLE pg_temp.mine (a int)",
    "SELECT 1 AS a INTO TEMP mine",
    "DECLARE mine CURSOR WITH HOLD FOR SELECT 1",
    "SELECT pg_advisory_lock(5)",
    "SELECT pg_try_advisory_lock_shared(5)",
};

}  // namespace

TEST_CASE("session: BEGIN and ROLLBACK as statements are refused, and what stands between them is not lost or kept silently") {
  const Fixture fixture;
  CHECK_THROWS_MATCHES(pv::execute("BEGIN"), pv::StatementRefused, message_contains("pv::Transaction"));
  for (const char* sql : {"BEGIN", "START TRANSACTION", "COMMIT", "ROLLBACK", "END", "/* */ commit;", "PREPARE TRANSACTION 'x'"}) {
    CAPTURE(sql);
    CHECK_THROWS_AS(pv::execute(sql), pv::StatementRefused);
    CHECK_THROWS_AS(pv::raw<int>(sql), pv::StatementRefused);
    CHECK_THROWS_AS(pv::on("").execute(sql), pv::StatementRefused);
    pv::Transaction transaction;
    Note{.text = "undone"}.save();
    CHECK_THROWS_AS(pv::execute(sql), pv::StatementRefused);
    CHECK(transaction.connection().in_transaction());
    CHECK_FALSE(transaction.connection().transaction_failed());
  }
  CHECK(Note::query().count() == 0);
}

TEST_CASE("session: what lasts to the end of a transaction is free inside of one, and nothing outside") {
  const Fixture fixture;
  for (const char* sql : {"SET LOCAL statement_timeout = 7777", "SAVEPOINT a", "SET TRANSACTION READ ONLY", "SET CONSTRAINTS ALL IMMEDIATE",
                          "CREATE TEMP TABLE mine (a int) ON COMMIT DROP"})
    CHECK_THROWS_MATCHES(pv::execute(sql), pv::TransactionRequired, message_contains("inside of a pv::Transaction"));
  const std::string before = pid();
  {
    pv::Transaction transaction;
    pv::execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");  // before any query
    pv::execute("SET LOCAL statement_timeout = 7777");
    pv::execute("CREATE TEMP TABLE mine (a int) ON COMMIT DROP");
    pv::execute("SAVEPOINT a");
    Note{.text = "undone"}.save();
    pv::execute("ROLLBACK TO a");
    pv::execute("RELEASE a");
    Note{.text = "kept"}.save();
    CHECK(pv::raw<std::string>("SHOW statement_timeout").at(0) == "7777ms");
    transaction.commit();
  }
  CHECK(Note::query().one().text == "kept");
  CHECK(pid() == before);
}

TEST_CASE("session: statements that would change it are refused, inside of a transaction too, and are not sent") {
  const Fixture fixture;
  const std::string before = pid();
  const std::string clean = left();
  for (const std::string& change : changes) {
    CAPTURE(change);
    CHECK_THROWS_AS(pv::execute(change), pv::StatementRefused);
    CHECK_THROWS_AS(pv::raw<std::string>(change), pv::StatementRefused);
    CHECK(left() == clean);
    pv::Transaction transaction;
    CHECK_THROWS_AS(pv::execute(change), pv::StatementRefused);
    transaction.commit();
    CHECK(left() == clean);
  }
  for (const char* sql : {"DISCARD ALL", "DEALLOCATE ALL", "LOAD 'auto_explain'"}) CHECK_THROWS_AS(pv::execute(sql), pv::StatementRefused);
  CHECK(pid() == before);
  CHECK(pv::execute("RESET ALL") == 0);
  CHECK(pv::raw<std::string>("SELECT set_config('app.person', 'me', true)").at(0) == "me");
}

TEST_CASE("session: SQL inside of a query that would change it is refused") {
  const Fixture fixture;
  Note{.text = "a"}.save();
  const std::string clean = left();
  CHECK_THROWS_MATCHES(Note::query().filter(pv::sql<bool>("pg_try_advisory_lock({0})", &Note::id)).execute(), pv::StatementRefused,
                       message_contains("pg_advisory_xact_lock"));
  CHECK_THROWS_AS(Note::query().values_list(pv::sql<std::string>("set_config('app.person', {0}, false)", &Note::text)).execute(), pv::StatementRefused);
  CHECK(left() == clean);
  CHECK(Note::query().filter(pv::sql<bool>("pg_try_advisory_xact_lock({0})", &Note::id)).count() == 1);
}

TEST_CASE("session: a handle may change its session, and nobody meets what it left") {
  const Fixture fixture;
  const std::string clean = left();
  const std::vector<std::pair<std::string, std::function<void(pv::postgres::Connection&, const std::string&)>>> ways{
      {"run", [](pv::postgres::Connection& session, const std::string& sql) { session.run(sql); }},
      {"run_once", [](pv::postgres::Connection& session, const std::string& sql) { session.run_once(sql); }},
      {"a script", [](pv::postgres::Connection& session, const std::string& sql) { session.run_script("SELECT 1; " + sql + "; SELECT 2"); }},
      {"libpqxx", [](pv::postgres::Connection& session, const std::string& sql) { pqxx::nontransaction{session.pqxx()}.exec(sql); }},
  };
  for (const auto& [name, run] : ways)
    for (const std::string& change : changes) {
      CAPTURE(name, change);
      {
        const auto handle = pv::postgres::acquire();
        run(*handle, change);
      }
      CHECK(left() == clean);
      CHECK(Note::query().count() == 0);
      {
        pv::Transaction transaction;
        run(transaction.connection(), change);
        transaction.commit();
      }
      CHECK(left() == clean);
    }
}

TEST_CASE("session: one that a script has changed is replaced, and one that it has not stays") {
  const Fixture fixture;
  const std::string before = pid();
  pv::postgres::acquire()->run_script("SELECT 1; SET LOCAL statement_timeout = 1000; CREATE TABLE more (a int); DROP TABLE more");
  CHECK(pid() == before);
  pv::postgres::acquire()->run_script("SELECT 1; SET statement_timeout = 1000");
  CHECK(pid() != before);
}

TEST_CASE("session: what libpqxx was used for is undone, and the session and its prepared statements stay") {
  const Fixture fixture;
  const std::string before = pid();
  const auto prepared = [] { return TestDatabase::ask("SELECT count(*) FROM pg_prepared_statements"); };
  CHECK(Note::query().count() == 0);
  const std::string known = prepared();
  CHECK(prepared() == known);
  for (int turn = 0; turn < 2; ++turn) {
    const auto handle = pv::postgres::acquire();
    handle->pqxx().prepare("mine" + std::to_string(turn), "SELECT 1");
    pqxx::work work{handle->pqxx()};
    work.exec("SET TIME ZONE 'Asia/Tokyo'; SET search_path = pg_catalog");
    work.exec_prepared("mine" + std::to_string(turn));
    work.commit();
  }
  CHECK(Note::query().count() == 0);
  CHECK(pid() == before);
  CHECK(TestDatabase::ask("current_setting('TimeZone')") != "Asia/Tokyo");
  CHECK(TestDatabase::ask("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'pv%'") == std::to_string(std::stoi(known) + 2));

  // what it has deallocated behind our back is seen, not met by the next
  pqxx::nontransaction{pv::postgres::acquire()->pqxx()}.exec("DEALLOCATE ALL");
  const pv::Transaction transaction;
  CHECK(Note::query().count() == 0);
}

TEST_CASE("session: code on the server that may change it is run, and the session reset") {
  const Fixture fixture;
  const std::string before = pid();
  const std::string clean = left();
  pv::execute("DO $$ BEGIN PERFORM set_config('search_path', 'pg_catalog', false); SET statement_timeout = 77777; END $$");
  CHECK(left() == clean);
  CHECK(pv::raw<std::string>("SELECT set_config('app.person', $1, $2)", "me", false).at(0) == "me");
  CHECK(left() == clean);
  {
    pv::Transaction transaction;
    pv::execute("DO $$ BEGIN SET TIME ZONE 'Asia/Tokyo'; END $$");
    transaction.commit();
  }
  CHECK(left() == clean);
  CHECK(pid() == before);
}

TEST_CASE("session: a transaction that libpqxx or a script left open ends with the session") {
  const Fixture fixture;
  const std::string before = pid();
  SECTION("by a script") { CHECK_NOTHROW(pv::postgres::acquire()->run_script("BEGIN; INSERT INTO session_change_test_notes (text) VALUES ('lost')")); }
  SECTION("by libpqxx") {
    CHECK_NOTHROW(pqxx::nontransaction{pv::postgres::acquire()->pqxx()}.exec("BEGIN; INSERT INTO session_change_test_notes (text) VALUES ('lost')"));
  }
  CHECK(pid() != before);
  CHECK(Note::query().count() == 0);
}

TEST_CASE("session: what was set for all sessions stays, and a role that may do little is reset as well") {
  const Fixture fixture;
  pv::connect({.url = fixture.url() + "&options=-c%20app.person%3Dall", .pool_size = 1, .statement_timeout = std::chrono::milliseconds{55'555}});
  const std::string clean = left();
  CHECK_THAT(clean, contains("55555ms") && ends_with(" all"));
  {
    const auto handle = pv::postgres::acquire();
    pqxx::nontransaction{handle->pqxx()}.exec("SET statement_timeout = 1000; SET app.person = 'me'; SET ROLE session_change_test_guest");
  }
  CHECK(left() == clean);
}
