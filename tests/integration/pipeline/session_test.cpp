// SPDX-License-Identifier: MIT
// Pipelines and their connection: lost on the way, logged, shared by nobody; the creation of all tables.
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/pipeline_ways.hpp>

using namespace promptview_test;

namespace pipeline_session_test {

struct Entry : pv::Model<Entry> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
};
PROMPTVIEW_MODEL(Entry, postgres, "pipeline_session_entries", FIELD(id, primary_key), FIELD(text, index=btree))

// Ends its own session when a row with the text "end" is inserted.
void make_deadly() {
  TestDatabase::execute(
      "CREATE FUNCTION end_session() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.text = ''end'' THEN PERFORM "
      "pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END';"
      "CREATE TRIGGER deadly BEFORE INSERT ON pipeline_session_entries FOR EACH ROW EXECUTE FUNCTION end_session()");
}

struct LogGuard {
  ~LogGuard() { pv::postgres::set_statement_log({}); }
};

}  // namespace pipeline_session_test

using namespace pipeline_session_test;

TEST_CASE("a connection that is lost in a pipeline is ConnectionLost; nothing of it is there, and the next one works") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    CAPTURE(options.statement_cache, options.pipelining);
    const TestDatabase database{options};
    Entry::initialize();
    make_deadly();
    for (const std::size_t place : {0U, 500U, 999U}) {
      std::vector<Entry> entries(1000);
      entries[place].text = "end";
      try {
        Entry::save_all(entries);
        FAIL("the session has ended");
      } catch (const pv::ConnectionLost& lost) {
        CHECK(lost.place() == pv::Error::no_place);
        // The cause is what the server said, or that nothing could be sent any more: whichever came first.
        CHECK(std::string{lost.what()}.starts_with("the connection to the database was lost"));
      }
      CHECK_FALSE(entries[0].id.has_value());
      CHECK(Entry::query().count() == 0);
    }
    // While most of it is still to be sent.
    std::vector<Entry> many(20000, Entry{.text = std::string(1000, 'x')});
    many[0].text = "end";
    const auto sent = pv::testing::count_queries([&] { CHECK_THROWS_AS(Entry::save_all(many), pv::ConnectionLost); });
    CHECK(sent.statements < many.size());
    CHECK(Entry::query().count() == 0);
    pv::Transaction transaction;
    std::vector<Entry> entries{{.text = "a"}, {.text = "end"}};
    CHECK_THROWS_AS(Entry::save_all(entries), pv::ConnectionLost);
    CHECK_THROWS_AS(transaction.commit(), pv::Error);
    CHECK(Entry::query().count() == 0);
  }
}

TEST_CASE("a connection that was lost before is ConnectionLost in a transaction, and replaced outside of one") {
  for (const bool pipelining : {true, false}) {
    const TestDatabase database{{.pipelining = pipelining}};
    Entry::initialize();
    Entry{.text = "x"}.save();
    std::optional<pv::Transaction> transaction{std::in_place};
    const int process = PQbackendPID(transaction->connection().raw());
    {
      pv::postgres::Connection other{pv::postgres::conninfo_of({.url = database.url()}), 0};
      CHECK(other.run("SELECT pg_terminate_backend(" + std::to_string(process) + ", 60000)::text").bytes(0, 0) == "true");
    }
    CHECK_THROWS_AS(pv::pipeline(Entry::query(), Entry::query().count_query()), pv::ConnectionLost);
    std::vector<Entry> entries(3);
    CHECK_THROWS_AS(Entry::save_all(entries), pv::ConnectionLost);
    transaction.reset();
    Entry::save_all(entries);
    CHECK(Entry::query().count() == 4);
  }
}

TEST_CASE("a connection that is lost during COMMIT is CommitUnknown") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    CAPTURE(options.statement_cache, options.pipelining);
    const TestDatabase database{options};
    Entry::initialize();
    std::vector<Entry> entries(3);
    Entry::save_all(entries);
    TestDatabase::execute(
        "CREATE FUNCTION end_session() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';"
        "CREATE CONSTRAINT TRIGGER deadly AFTER UPDATE ON pipeline_session_entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "
        "end_session()");
    CHECK_THROWS_AS(Entry::update_all(entries), pv::CommitUnknown);
    CHECK(Entry::query().count() == 3);
  }
}

TEST_CASE("the log hears of the beginning and the end of what is all or nothing") {
  for (const bool pipelining : {true, false}) {
    const TestDatabase database{{.pipelining = pipelining}};
    const LogGuard guard;
    Entry::initialize();
    std::vector<Entry> entries(2);
    Entry::save_all(entries);
    std::vector<std::string> heard;
    pv::postgres::set_statement_log([&](const pv::postgres::StatementEvent& event) { heard.emplace_back(event.sql.substr(0, 6)); });
    Entry::update_all(entries);
    CHECK(heard == std::vector<std::string>{"BEGIN", "UPDATE", "UPDATE", "COMMIT"});
    heard.clear();
    pv::Transaction transaction;
    for (Entry& entry : entries) entry.id = {};
    Entry::save_all(entries);
    CHECK(heard == std::vector<std::string>{"BEGIN", "SAVEPO", "INSERT", "INSERT", "RELEAS"});
  }
}

TEST_CASE("the log hears of each statement of a pipeline, of the one that failed, and of none behind it") {
  for (const bool pipelining : {true, false}) {
    const TestDatabase database{{.pipelining = pipelining}};
    const LogGuard guard;
    Entry::initialize();
    std::vector<std::string> heard;
    pv::postgres::set_statement_log(
        [&](const pv::postgres::StatementEvent& event) {
          if (event.sql.find("pipeline_session_entries") == std::string_view::npos) return;
          heard.push_back(std::string{event.sql.substr(0, 6)} + " " + std::string{event.values} + (event.failed ? " failed " : " ") + std::to_string(event.rows));
        },
        {.values = true});
    std::vector<Entry> entries{{.text = "a"}, {.text = "b"}};
    Entry::save_all(entries);
    CHECK_THROWS_AS(pv::pipeline(Entry::query().limit(1), Entry::query().filter("text__regex", "("), Entry::query()), pv::DatabaseError);
    CHECK(heard == std::vector<std::string>{"INSERT $1 = 'a' 1", "INSERT $1 = 'b' 1", "SELECT  1", "SELECT $1 = '(' failed 0"});
  }
}

TEST_CASE("initialize_all: two round trips, one of them to compare the tables, all or nothing, the same by each way") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    CAPTURE(options.statement_cache, options.pipelining);
    const TestDatabase database{options};
    const auto tables = [] { return TestDatabase::ask("SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"); };
    // A name that is taken by something else: what came before must go again.
    TestDatabase::execute("CREATE SEQUENCE pipeline_session_entries_text_idx");
    TestDatabase::execute("CREATE VIEW pipeline_session_entries AS SELECT 1 AS id, 'x'::text AS text");
    try {
      pv::NamespaceManager::initialize_all();
      FAIL("there is a view of that name");
    } catch (const pv::DatabaseError& error) {
      CHECK(std::string{error.what()}.find("pipeline_session_test::Entry") != std::string::npos);
    }
    CHECK(tables() == "0");
    TestDatabase::execute("DROP VIEW pipeline_session_entries; DROP SEQUENCE pipeline_session_entries_text_idx");
    const auto sent = pv::testing::count_queries([] { pv::NamespaceManager::initialize_all(); });
    if (options.pipelining) CHECK(sent.round_trips == 2);
    CHECK(sent.statements >= 3);
    Entry{.text = "x"}.save();
    pv::NamespaceManager::initialize_all();
    CHECK(Entry::query().count() == 1);
    CHECK(TestDatabase::ask("SELECT count(*) FROM pg_indexes WHERE indexname = 'pipeline_session_entries_text_idx'") == "1");
    CHECK(std::stoi(tables()) >= 1);
  }
}

TEST_CASE("pipelines of many threads do not meet", "[threads]") {
  const TestDatabase database{{.pool_size = 4, .statement_cache = 2}};
  Entry::initialize();
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&wrong, thread] {
      for (int turn = 0; turn < 20; ++turn) {
        const std::string mine = std::to_string(thread);
        std::vector<Entry> entries(10, Entry{.text = mine});
        Entry::save_all(entries);
        const auto query = Entry::query().filter("text", mine);
        const auto [n, first, last] = pv::pipeline(query.count_query(), Entry::get_query(*entries.front().id), query.order_by("-id").first_query());
        if (n != 10 * (turn + 1) || first->text != mine || last->id != entries.back().id) ++wrong;
        try {
          (void)pv::pipeline(query, Entry::query().filter("text__regex", "("));
          ++wrong;
        } catch (const pv::DatabaseError&) {
        }
      }
    });
  for (std::thread& each : threads) each.join();
  CHECK(wrong == 0);
  CHECK(Entry::query().count() == 800);
}
