// SPDX-License-Identifier: MIT
#include <promptview/postgres/format/session_change.hpp>
#include <promptview/pqxx.hpp>
#include <promptview_test/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace promptview_test;
using promptview::postgres::detail::change_of_script;
using promptview::postgres::detail::check_session_change;
using promptview::postgres::detail::SessionChange;
using promptview::postgres::detail::take_statement;
using Texts = std::vector<std::string_view>;

namespace {

void check(SessionChange expected, const Texts& statements) {
  for (const std::string_view sql : statements) {
    CAPTURE(sql);
    CHECK(change_of_script(sql) == expected);
  }
}

}  // namespace

TEST_CASE("session change: what begins or ends a transaction, in any spelling") {
  check(SessionChange::transaction,
        {"BEGIN", "begin;", ";BEGIN", "  -- a comment\n /* and /* another */ */ Begin work", "START TRANSACTION READ ONLY", "COMMIT", "End",
         "ABORT", "ROLLBACK", "rollback and chain", "PREPARE TRANSACTION 'a'", "SELECT 1; COMMIT; SELECT 2"});
  check(SessionChange::until_commit, {"SAVEPOINT a", "RELEASE a", "ROLLBACK TO a", "ROLLBACK WORK TO SAVEPOINT a", "SET LOCAL x = 1",
                                      "SET TRANSACTION READ ONLY", "SET CONSTRAINTS ALL DEFERRED"});
  check(SessionChange::none, {"COMMIT PREPARED 'a'", "ROLLBACK PREPARED 'a'", "", ";;", "-- BEGIN", "SELECT 'BEGIN; COMMIT'",
                              "SELECT $$; COMMIT; $$", "SELECT E'\\'; COMMIT; '", "SELECT \"a;\"\"COMMIT\" FROM b"});
}

TEST_CASE("session change: what stays in the session") {
  check(SessionChange::setting,
        {"SET x = 1", "set search_path to a", "SET SESSION x = 1", "SET ROLE a", "SET SESSION AUTHORIZATION a", "SET TIME ZONE 'UTC'",
         "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "SELECT set_config('a', 'b', false)",
         "SELECT pg_catalog.Set_Config('a', f(1, 2), FALSE)", "UPDATE t SET a = \"set_config\"('a', $1, 'f')",
         "SELECT set_config('a', 'b', true), set_config('a', 'b', false)"});
  check(SessionChange::listening, {"LISTEN a"});
  check(SessionChange::prepares, {"PREPARE a AS SELECT 1", "PREPARE transaction AS SELECT 1"});
  check(SessionChange::discards, {"DISCARD ALL", "DISCARD TEMP", "DEALLOCATE ALL", "deallocate prepare a"});
  check(SessionChange::loads, {"LOAD 'auto_explain'"});
  check(SessionChange::cursor, {"DECLARE a CURSOR WITH HOLD FOR SELECT 1"});
  check(SessionChange::lock, {"SELECT pg_advisory_lock(1)", "SELECT a FROM b WHERE pg_try_advisory_lock(a)",
                              "SELECT pg_advisory_lock_shared(1)", "SELECT pg_try_advisory_lock_shared(1, 2)"});
  check(SessionChange::temporary,
        {"CREATE TEMP TABLE a (b int)", "CREATE TEMPORARY VIEW a AS SELECT 1", "CREATE LOCAL TEMP SEQUENCE a", "CREATE OR REPLACE TEMP VIEW a AS SELECT 1",
         "CREATE TEMP TABLE a ON COMMIT PRESERVE ROWS AS SELECT 1", "CREATE TABLE pg_temp.a (b int)", "CREATE FUNCTION pg_temp.f() RETURNS int AS 'x'",
         "SELECT 1 AS a INTO TEMP b", "WITH a AS (SELECT 1) SELECT * INTO TEMPORARY TABLE b FROM a", "SELECT 1 AS a INTO pg_temp.b"});
  check(SessionChange::until_commit, {"CREATE TEMP TABLE a (b int) ON COMMIT DROP"});
  check(SessionChange::unknown, {"DO $$ BEGIN SET x = 1; END $$", "SELECT set_config('a', 'b', $1)", "SELECT set_config('a', 'b', is_local => true)"});
  check(SessionChange::setting, {"SET LOCAL x = 1; SET x = 1"});  // that which lasts longest
}

TEST_CASE("session change: what looks like it and is not") {
  check(SessionChange::none,
        {"SELECT set_config('a', 'b', true)", "SELECT set_config('a', coalesce($1, false::text), 't')", "UPDATE t SET x = 1", "RESET x", "RESET ALL",
         "UNLISTEN a", "NOTIFY a", "SELECT pg_advisory_xact_lock(1)", "SELECT pg_advisory_unlock(1)", "SELECT set_config FROM t", "SELECT 'set_config(1)'",
         "CREATE TABLE temp (a int)", "INSERT INTO temp VALUES (1)", "INSERT INTO temporary (a) SELECT 1", "SELECT temp FROM a", "CREATE UNLOGGED TABLE a (b int)",
         "CREATE FUNCTION f() RETURNS int SET search_path = a, pg_temp AS 'x'", "ALTER ROLE a SET x = 1", "ALTER SYSTEM SET x = 1", "ALTER DATABASE a SET x = 1",
         "DECLARE a CURSOR FOR SELECT 'WITH HOLD'", "DECLARE a CURSOR FOR SELECT with, hold FROM b", "CALL f()", "EXPLAIN SELECT 1", "LOCK TABLE a",
         "TRUNCATE a", "COPY a TO STDOUT", "SELECT pg_temp FROM a"});
}

TEST_CASE("session change: a script is taken statement by statement") {
  std::string_view script = "; SELECT 'a;b' -- ; c\n ; /* ; */ x$1;;";
  CHECK(take_statement(script) == Texts{"SELECT", "'a;b'"});
  CHECK(take_statement(script) == Texts{"x$1"});
  CHECK(take_statement(script) == Texts{});
  CHECK(script.empty());
}

TEST_CASE("session change: what is refused says what to do instead, and the statement") {
  namespace pv = promptview;
  const auto refused = [](std::string_view sql) {
    try {
      check_session_change(sql, true);
    } catch (const pv::StatementRefused& error) {
      return std::string{error.what()};
    }
    return std::string{"not refused"};
  };
  CHECK(refused("COMMIT") == "begin and end transactions by pv::Transaction or pv::atomic: the next statement can run in another session of "
                             "the pool\n  statement: COMMIT");
  CHECK(refused("SET x = 1") == "set it for a transaction, transaction.set_local(name, value), or for all sessions, options='-c name=value' in "
                                "the URL: this would change a session of the pool for whoever has it next\n  statement: SET x = 1");
  CHECK_THAT(refused("LISTEN a"), starts_with("listen on a session of your own, auto handle = pv::postgres::acquire(), "));
  CHECK_THAT(refused("PREPARE a AS SELECT 1"), starts_with("leave PREPARE out: "));
  CHECK_THAT(refused("DISCARD ALL"), starts_with("leave it out: the pool resets its sessions by itself\n"));
  CHECK_THAT(refused("LOAD 'a'"), starts_with("load it for all sessions, "));
  CHECK_THAT(refused("DECLARE a CURSOR WITH HOLD FOR SELECT 1"), starts_with("read by stream(), or DECLARE without HOLD inside of a pv::Transaction\n"));
  CHECK_THAT(refused("CREATE TEMP TABLE a (b int)"), starts_with("make it ON COMMIT DROP inside of a pv::Transaction, "));
  CHECK_THAT(refused("SELECT pg_advisory_lock(1)"), starts_with("lock for a transaction: transaction.advisory_lock(key), or pg_advisory_xact_lock in SQL\n"));

  CHECK(check_session_change("SET LOCAL x = 1", true) == SessionChange::until_commit);
  CHECK_THROWS_MATCHES(check_session_change("SET LOCAL x = 1", false), pv::TransactionRequired,
                       message("run it inside of a pv::Transaction, to the end of which it lasts\n  statement: SET LOCAL x = 1"));
  CHECK(check_session_change("DO 'x'", false) == SessionChange::unknown);
  CHECK(check_session_change("SELECT 1", false) == SessionChange::none);
}
