// SPDX-License-Identifier: MIT
// Prepared statements of one connection, as the server sees them.
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <cstdint>
#include <pqxx/pqxx>
#include <string>
#include <vector>

using namespace promptview_test;
using promptview::testing::count_queries;
using promptview::testing::QueryCount;
using pv::postgres::Connection;

namespace statement_cache_test {

struct Part : pv::Model<Part> {
  pv::Auto<std::int64_t> id{};
  std::string code{};
};
PROMPTVIEW_MODEL(Part, postgres, "statement_cache_test_parts", FIELD(id, primary_key), FIELD(code, unique))

}  // namespace statement_cache_test

using statement_cache_test::Part;

namespace {

// A connection of the test's own to a new database, with a cache of this size.
struct Session : TestDatabase {
  explicit Session(std::size_t size) : connection{pv::postgres::conninfo_of({.url = url()}), size} {}

  // Runs a statement without parameters, or with one.
  std::string run(const std::string& sql) {
    return first_value(connection.run(sql));
  }
  std::string run(const std::string& sql, std::int64_t value) {
    static constexpr pv::TypeInfo number{.kind = pv::Kind::int64};
    pv::postgres::Parameters parameters;
    parameters.begin(number, "value");
    parameters.integer(value);
    return first_value(connection.run(sql, parameters));
  }
  std::string run(const std::string& sql, const std::string& value) {
    static constexpr pv::TypeInfo text{.kind = pv::Kind::text};
    pv::postgres::Parameters parameters;
    parameters.begin(text, "value");
    parameters.text(value);
    return first_value(connection.run(sql, parameters));
  }

  // What the server has prepared, oldest first; asked without a prepared statement.
  std::vector<std::string> prepared() {
    return ask_all("SELECT statement FROM pg_prepared_statements ORDER BY prepare_time, name");
  }
  std::vector<std::string> names() {
    return ask_all("SELECT name FROM pg_prepared_statements ORDER BY prepare_time, name");
  }

  // What others do to the session.
  void behind_our_back(const std::string& sql) { pqxx::nontransaction{connection.pqxx()}.exec(sql); }

  Connection connection;

 private:
  static std::string first_value(const pv::postgres::Result& result) {
    return result.rows() == 0 ? "no row" : std::string{result.bytes(0, 0)};
  }
  std::vector<std::string> ask_all(const std::string& sql) {
    pqxx::nontransaction work{connection.pqxx()};
    std::vector<std::string> all;
    for (const auto& row : work.exec(sql)) all.push_back(row[0].as<std::string>());
    return all;
  }
};

using Texts = std::vector<std::string>;

const std::string one = "SELECT 'one'";
const std::string two = "SELECT 'two'";
const std::string three = "SELECT 'three'";
const std::string four = "SELECT 'four'";

}  // namespace

TEST_CASE("cache: a statement is prepared once, and its first use is one round trip too") {
  Session session{8};
  for (int i = 0; i < 3; ++i) {
    const QueryCount traffic = count_queries([&] { CHECK(session.run(one) == "one"); });
    CHECK(traffic.statements == 1);
    CHECK(traffic.round_trips == 1);
    CHECK(session.prepared() == Texts{one});
  }
  CHECK(session.names() == Texts{"pv_0044a558f2cb24b45882a0434dbe672d"});  // a hash of the text and the types
}

TEST_CASE("cache: values are no part of it, parameter types are") {
  Session session{8};
  const std::string sql = "SELECT $1::text";
  CHECK(session.run(sql, 5) == "5");
  CHECK(session.run(sql, 6) == "6");
  CHECK(session.prepared() == Texts{sql});
  CHECK(session.run(sql, "seven") == "seven");
  CHECK(session.run(sql, 8) == "8");
  CHECK(session.prepared() == Texts{sql, sql});
}

TEST_CASE("cache: when it is full, the least recently used one goes, in the same round trip") {
  Session session{3};
  session.run(one);
  session.run(two);
  session.run(three);
  session.run(one);
  const QueryCount traffic = count_queries([&] { CHECK(session.run(four) == "four"); });
  CHECK(traffic.round_trips == 1);
  CHECK(session.prepared() == Texts{one, three, four});
  CHECK(session.run(two) == "two");
  CHECK(session.prepared() == Texts{one, four, two});

  SECTION("one place is enough") {
    Session narrow{1};
    for (int i = 0; i < 3; ++i) {
      CHECK(narrow.run(one) == "one");
      CHECK(narrow.run(two) == "two");
    }
    CHECK(narrow.prepared() == Texts{two});
  }
  SECTION("many statements do not pile up") {
    for (int i = 0; i < 100; ++i) CHECK(session.run("SELECT '" + std::to_string(i) + "'") == std::to_string(i));
    CHECK(session.prepared() == Texts{"SELECT '97'", "SELECT '98'", "SELECT '99'"});
  }
}

TEST_CASE("cache: making room is no part of the statement's own transaction") {
  Session session{1};
  session.run(one);
  session.run("VACUUM pg_type");  // is not allowed inside of one
  CHECK(session.prepared() == Texts{"VACUUM pg_type"});
}

TEST_CASE("cache: a size of 0 uses no named statement") {
  Session session{0};
  for (int i = 0; i < 3; ++i) {
    const QueryCount traffic = count_queries([&] { CHECK(session.run("SELECT $1::text", i) == std::to_string(i)); });
    CHECK(traffic.round_trips == 1);
  }
  CHECK(session.run("SELECT $1::text", "text") == "text");
  CHECK(session.names().empty());
  CHECK_THROWS_AS(session.run("SELECT no_such_column"), pv::DatabaseError);
  CHECK(session.run(one) == "one");
  CHECK(session.names().empty());
}

TEST_CASE("cache: a table that is altered makes a plan stale") {
  Session session{8};
  session.connection.run_script("CREATE TABLE statement_cache_test_altered AS SELECT 'a' AS a");
  const std::string sql = "SELECT * FROM statement_cache_test_altered";
  CHECK(session.run(sql) == "a");
  const std::string alter = "ALTER TABLE statement_cache_test_altered ADD COLUMN b int";

  SECTION("outside of a transaction it is prepared anew, silently, once") {
    session.connection.run_script(alter);
    const QueryCount first = count_queries([&] { CHECK(session.run(sql) == "a"); });
    CHECK(first.round_trips == 2);
    const QueryCount next = count_queries([&] { CHECK(session.run(sql) == "a"); });
    CHECK(next.round_trips == 1);
    CHECK(session.names() == Texts{"pv_8b251fd522be2ef03cc467601e0e94a6_1"});  // the stale one is gone
  }
  SECTION("inside it is a clear error, and the next transaction works") {
    {
      session.connection.run_script("BEGIN");
      session.connection.run_script(alter);
      try {
        session.run(sql);
        FAIL("the plan was not stale");
      } catch (const pv::DatabaseError& failure) {
        CHECK(failure.sqlstate() == "0A000");
        CHECK_THAT(failure.what(),
                   starts_with("statement: run the transaction again: the table was altered after this statement was "
                               "prepared\n") &&
                       contains("cached plan must not change result type"));
      }
      CHECK_THROWS_MATCHES(session.run(sql), pv::TransactionFailed,
                           message_contains("cached plan must not change result type"));
      session.connection.run_script("ROLLBACK");
    }
    session.connection.run_script("BEGIN");
    session.connection.run_script(alter);
    const QueryCount traffic = count_queries([&] { CHECK(session.run(sql) == "a"); });
    CHECK(traffic.round_trips == 1);
    session.connection.run_script("COMMIT");
    CHECK(session.names() == Texts{"pv_8b251fd522be2ef03cc467601e0e94a6_1"});
  }
}

TEST_CASE("cache: a parameter's type that is altered makes a plan stale") {
  Session session{8};
  session.connection.run_script(
      "CREATE TYPE statement_cache_test_kind AS ENUM ('a', 'b'); CREATE TYPE statement_cache_test_other AS ENUM ('a', 'b'); "
      "CREATE TABLE statement_cache_test_kinds (kind statement_cache_test_kind)");
  const auto insert = [&](const std::string& value) {
    static constexpr pv::TypeInfo kind{.kind = pv::Kind::enumeration, .sql_name = "statement_cache_test_kind"};
    pv::postgres::Parameters parameters;
    parameters.begin(kind, "kind");
    parameters.text(value);
    session.connection.run("INSERT INTO statement_cache_test_kinds VALUES ($1)", parameters);
  };
  insert("a");
  // Dropped and made again; another one.
  const std::string alter = GENERATE(
      as<std::string>{},
      "DROP TABLE statement_cache_test_kinds; DROP TYPE statement_cache_test_kind; CREATE TYPE statement_cache_test_kind AS ENUM ('b'); "
      "CREATE TABLE statement_cache_test_kinds (kind statement_cache_test_kind)",
      "DELETE FROM statement_cache_test_kinds; ALTER TABLE statement_cache_test_kinds ALTER COLUMN kind TYPE statement_cache_test_other "
      "USING kind::text::statement_cache_test_other");
  session.connection.run_script(alter);
  SECTION("outside of a transaction") {
    CHECK(count_queries([&] { insert("b"); }).round_trips == 2);
    CHECK(count_queries([&] { insert("b"); }).round_trips == 1);
    CHECK(session.run("SELECT count(*)::text FROM statement_cache_test_kinds") == "2");
  }
  SECTION("inside of one") {
    session.connection.run_script("BEGIN");
    CHECK_THROWS_MATCHES(insert("b"), pv::DatabaseError,
                         message_contains("run the transaction again: the table was altered"));
    session.connection.run_script("ROLLBACK");
    session.connection.run_script("BEGIN");
    insert("b");
    session.connection.run_script("COMMIT");
  }
}

TEST_CASE("cache: an error of the same kind that is the statement's own is not repeated") {
  Session session{8};
  const std::string wrong = "SELECT 'a' < $1::int + 'b'::text";
  for (int i = 0; i < 2; ++i) {
    const QueryCount traffic = count_queries([&] {
      CHECK_THROWS_MATCHES(session.run(wrong, 1), pv::DatabaseError, !message_contains("run the transaction again"));
    });
    CHECK(traffic.round_trips == 1);
  }
  session.connection.run_script(
      "CREATE FUNCTION statement_cache_test_fails() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN no_such_function(1); END $$");
  const std::string calls = "SELECT statement_cache_test_fails()";
  for (int i = 0; i < 3; ++i) {
    const QueryCount traffic = count_queries([&] { CHECK_THROWS_AS(session.run(calls), pv::DatabaseError); });
    CHECK(traffic.round_trips == 1);
  }
}

TEST_CASE("cache: models go on when their table is altered by others") {
  const TestDatabase database;
  Part::initialize();
  Part part{.code = "a"};
  part.save();
  CHECK(Part::get(1)->code == "a");
  TestDatabase::execute(
      "ALTER TABLE statement_cache_test_parts ALTER COLUMN code TYPE varchar(100), ADD COLUMN extra int");
  CHECK(Part::get(1)->code == "a");
  CHECK(Part::query().filter("code", "a").count() == 1);
  part.code = "b";
  part.save();
  CHECK(Part::query().one().code == "b");
}

TEST_CASE("cache: statements that others have deallocated are prepared anew") {
  Session session{2};
  session.run(one);
  session.run(two);
  const std::string how = GENERATE(as<std::string>{}, "DISCARD ALL", "DEALLOCATE ALL");

  SECTION("a known one, outside of a transaction") {
    session.behind_our_back(how);
    const QueryCount first = count_queries([&] { CHECK(session.run(one) == "one"); });
    CHECK(first.round_trips == 2);
    const QueryCount second = count_queries([&] { CHECK(session.run(two) == "two"); });
    CHECK(second.round_trips == 1);  // it was clear that all were gone
    CHECK(session.prepared() == Texts{one, two});
  }
  SECTION("a new one that has to make room, outside of a transaction") {
    session.behind_our_back(how);
    const QueryCount traffic = count_queries([&] { CHECK(session.run(three) == "three"); });
    CHECK(traffic.round_trips == 1);
    CHECK(session.run(two) == "two");
    CHECK(session.run(one) == "one");
    CHECK(session.run(three) == "three");
  }
  SECTION("a known one, inside of a transaction: it must be run again") {
    session.behind_our_back(how);
    session.connection.run_script("BEGIN");
    CHECK_THROWS_MATCHES(
        session.run(one), pv::DatabaseError,
        message_contains(
            "statement: run the transaction again: the server's prepared statements were changed by others"));
    session.connection.run_script("ROLLBACK");
    session.connection.run_script("BEGIN");
    CHECK(session.run(one) == "one");
    CHECK(session.run(two) == "two");
    session.connection.run_script("COMMIT");
  }
  SECTION("a new one that has to make room, inside of a transaction") {
    session.behind_our_back(how);
    session.connection.run_script("BEGIN");
    CHECK_THROWS_MATCHES(session.run(three), pv::DatabaseError, message_contains("run the transaction again"));
    CHECK_THROWS_MATCHES(session.run(four), pv::TransactionFailed, message_contains("SQLSTATE 26000"));
    session.connection.run_script("ROLLBACK");
    for (const auto& [sql, answer] : {std::pair{three, "three"}, std::pair{one, "one"}, std::pair{two, "two"}})
      CHECK(session.run(sql) == answer);
    CHECK(session.prepared() == Texts{one, two});
  }
}

TEST_CASE("cache: of one that others have deallocated the other ones are no error, not even in a transaction") {
  Session session{8};
  session.run(one);
  session.run(two);
  session.behind_our_back("DEALLOCATE " + session.names().front());
  CHECK(count_queries([&] { CHECK(session.run(one) == "one"); }).round_trips == 2);
  session.connection.run_script("BEGIN");
  CHECK(session.run(two) == "two");  // which the server still has
  CHECK(session.run(one) == "one");
  session.connection.run_script("COMMIT");
}

TEST_CASE("cache: a prepared statement of the user's own that is missing, or there, is the user's error") {
  Session session{8};
  session.run(one);
  for (const char* wrong : {"EXECUTE no_such_statement", "DEALLOCATE no_such_statement"}) {
    const QueryCount traffic = count_queries([&] {
      CHECK_THROWS_MATCHES(session.run(wrong), pv::DatabaseError, !message_contains("run the transaction again"));
    });
    CHECK(traffic.round_trips == 1);
  }
  session.run("PREPARE mine AS SELECT 1");
  CHECK(count_queries([&] { CHECK_THROWS_AS(session.run("PREPARE mine AS SELECT 1"), pv::DatabaseError); }).round_trips == 1);
  CHECK(count_queries([&] { CHECK(session.run(one) == "one"); }).round_trips == 1);
}

TEST_CASE("cache: a session with our name for the statement already is no error") {
  Session first{8};
  first.run(one);
  const std::string name = first.names().front();
  Session session{8};
  session.behind_our_back("PREPARE " + name + " AS " + one);
  CHECK(session.run(one) == "one");
  CHECK(session.run(one) == "one");
  CHECK(session.names() == Texts{name, name + "_1"});
}

TEST_CASE("cache: errors at the first use leave it right") {
  Session session{2};
  session.connection.run_script(
      "CREATE TABLE statement_cache_test_unique (x bigint UNIQUE); INSERT INTO statement_cache_test_unique VALUES (1)");
  const std::string insert = "INSERT INTO statement_cache_test_unique VALUES ($1) RETURNING x::text";
  const std::string wrong = "SELEC 1";
  const bool in_transaction = GENERATE(false, true);
  const auto begin = [&] {
    if (in_transaction) session.connection.run_script("BEGIN");
  };
  const auto end = [&] {
    if (in_transaction) session.connection.run_script("ROLLBACK");
  };

  SECTION("the statement is none: it is not prepared") {
    begin();
    CHECK_THROWS_AS(session.run(wrong), pv::DatabaseError);
    end();
    CHECK(session.names().empty());
    CHECK(session.run(one) == "one");
    CHECK(session.prepared() == Texts{one});
  }
  SECTION("running it fails: it stays prepared") {
    begin();
    CHECK_THROWS_AS(session.run(insert, 1), pv::UniqueViolation);
    end();
    CHECK(session.prepared() == Texts{insert});
    begin();
    CHECK_THROWS_AS(session.run(insert, 1), pv::UniqueViolation);
    end();
    CHECK(session.run(insert, 2) == std::string("2"));
    CHECK(session.prepared() == Texts{insert});
  }
  SECTION("with room to make: the old one is gone nevertheless") {
    session.run(one);
    session.run(two);
    begin();
    CHECK_THROWS_AS(session.run(wrong), pv::DatabaseError);
    end();
    CHECK(session.prepared() == Texts{two});
    begin();
    CHECK_THROWS_AS(session.run(insert, 1), pv::UniqueViolation);
    end();
    CHECK(session.prepared() == Texts{two, insert});
    CHECK(session.run(one) == "one");
    CHECK(session.run(insert, 3) == "3");
    CHECK(session.prepared() == Texts{insert, one});
  }
  SECTION("in a transaction that had failed nothing is sent, so nothing goes") {
    session.run(one);
    session.run(two);
    session.connection.run_script("BEGIN");
    CHECK_THROWS_AS(session.run(one + " + 1"), pv::DatabaseError);  // makes room at the cost of `one`
    const QueryCount traffic = count_queries([&] { CHECK_THROWS_AS(session.run(three), pv::TransactionFailed); });
    CHECK(traffic.round_trips == 0);
    session.connection.run_script("ROLLBACK");
    CHECK(session.prepared() == Texts{two});
    CHECK(session.run(two) == "two");
  }
}

TEST_CASE("cache: what was prepared in a transaction outlives its rollback") {
  Session session{2};
  session.connection.run_script("BEGIN");
  CHECK(session.run(one) == "one");
  CHECK(session.run(two) == "two");
  CHECK(session.run(three) == "three");
  session.connection.run_script("ROLLBACK");
  CHECK(session.prepared() == Texts{two, three});
  const QueryCount traffic = count_queries([&] {
    CHECK(session.run(two) == "two");
    CHECK(session.run(three) == "three");
    CHECK(session.run(one) == "one");
  });
  CHECK(traffic.round_trips == 3);
}
