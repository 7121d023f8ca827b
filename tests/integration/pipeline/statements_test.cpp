// SPDX-License-Identifier: MIT
// Prepared statements in pipelines: evicted, forgotten by the server, made for a table that was altered since.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/pipeline_ways.hpp>

using namespace promptview_test;

namespace pipeline_statements_test {

struct Part : pv::Model<Part> {
  pv::Auto<std::int64_t> id{};
  std::string code{};
  std::optional<int> weight{};

  friend bool operator==(const Part&, const Part&) = default;
};
PROMPTVIEW_MODEL(Part, postgres, "pipeline_statements_parts", FIELD(id, primary_key), FIELD(code, unique), FIELD(weight))

struct Tag : pv::Model<Tag> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
PROMPTVIEW_MODEL(Tag, postgres, "pipeline_statements_tags", FIELD(id, primary_key), FIELD(name))

// Another connection than that of the pool.
void execute_elsewhere(const TestDatabase& database, const std::string& sql) {
  pv::postgres::Connection{pv::postgres::conninfo_of({.url = database.url()}), 0}.run_script(sql);
}

std::vector<Part> parts(int count) {
  std::vector<Part> made;
  for (int i = 0; i < count; ++i) made.push_back({.code = "p" + std::to_string(i), .weight = i});
  return made;
}

// Queries of many texts: each has a limit of its own place.
std::vector<pv::QuerySet<Part>> many_texts(std::size_t count) {
  std::vector<pv::QuerySet<Part>> made;
  auto query = Part::query().order_by("id");
  for (std::size_t i = 0; i < count; ++i) {
    made.push_back(query);
    query = query.filter("id__gt", static_cast<int>(i) - 100);
  }
  return made;
}

std::string prepared() { return TestDatabase::ask("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%pipeline_statements_%'"); }

}  // namespace pipeline_statements_test

using namespace pipeline_statements_test;

TEST_CASE("a pipeline of more texts than the cache holds") {
  const TestDatabase database{{.statement_cache = 3}};
  Part::initialize();
  std::vector<Part> three = parts(3);
  Part::save_all(three);
  for (int turn = 0; turn < 3; ++turn) {
    const auto sent = pv::testing::count_queries([&] {
      for (const auto& rows : pv::pipeline(many_texts(20))) CHECK(rows == three);
    });
    CHECK(sent.round_trips == 1);
    CHECK(sent.statements == 20);
  }
  // In the middle of evictions, an error.
  for (const std::size_t place : {0U, 1U, 7U, 19U}) {
    auto queries = many_texts(20);
    queries[place] = Part::query().filter("code__regex", "(");
    CHECK_THROWS_AS(pv::pipeline(queries), pv::DatabaseError);
    queries[place] = Part::query().order_by("id");
    for (const auto& rows : pv::pipeline(queries)) CHECK(rows == three);
  }
  // A statement that cannot even be prepared.
  TestDatabase::execute("ALTER TABLE pipeline_statements_parts RENAME COLUMN weight TO mass");
  CHECK_THROWS_AS(pv::pipeline(many_texts(20)), pv::DatabaseError);
  CHECK_THROWS_AS(pv::pipeline(many_texts(20)), pv::DatabaseError);
  TestDatabase::execute("ALTER TABLE pipeline_statements_parts RENAME COLUMN mass TO weight");
  for (const auto& rows : pv::pipeline(many_texts(20))) CHECK(rows == three);
  {
    const pv::Transaction transaction;
    for (const auto& rows : pv::pipeline(many_texts(20))) CHECK(rows == three);
    CHECK(Part::query().count() == 3);
  }
  CHECK(std::stoi(prepared()) <= 4);  // the server keeps no more than the cache knows, and that question
}

TEST_CASE("the table was altered by others: all of it is run once more") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    CAPTURE(options.statement_cache, options.pipelining);
    const TestDatabase database{options};
    Part::initialize();
    std::vector<Part> some = parts(4);
    Part::save_all(some);
    Part::save_all(some);
    const auto ask = [] { return pv::pipeline(Part::query().order_by("id"), Part::get_query(2), Part::query().count_query()); };
    CHECK(std::get<0>(ask()) == some);

    execute_elsewhere(database, "ALTER TABLE pipeline_statements_parts ALTER weight TYPE bigint");
    execute_elsewhere(database, "ALTER TABLE pipeline_statements_parts ALTER weight TYPE smallint");
    const auto [rows, second, n] = ask();
    CHECK(rows == some);
    CHECK(second == some[1]);
    CHECK(n == 4);

    for (Part& part : some) part.weight = *part.weight + 1;
    std::vector<Part> mixed = some;
    mixed.push_back({.code = "new"});
    Part::save_all(mixed);
    CHECK(Part::query().order_by("id").execute() == mixed);

    // Inside of a transaction too, where a savepoint is around it.
    execute_elsewhere(database, "ALTER TABLE pipeline_statements_parts ALTER weight TYPE bigint");
    pv::Transaction transaction;
    for (Part& part : mixed) part.weight = 9;
    Part::save_all(mixed);
    transaction.commit();
    CHECK(Part::query().filter("weight", 9).count() == 5);
  }
}

TEST_CASE("the table was altered by others while a transaction is open: queries say so, and it can be run again") {
  for (const bool pipelining : {true, false}) {
    CAPTURE(pipelining);
    const TestDatabase database{{.pipelining = pipelining}};
    Part::initialize();
    std::vector<Part> some = parts(2);
    Part::save_all(some);
    const auto ask = [] { return std::get<1>(pv::pipeline(Part::query().count_query(), Part::query().order_by("id"))); };
    CHECK(ask() == some);
    {
      pv::Transaction transaction;
      execute_elsewhere(database, "ALTER TABLE pipeline_statements_parts ALTER weight TYPE bigint");
      try {
        (void)ask();
        FAIL("the plan was stale");
      } catch (const pv::DatabaseError& error) {
        CHECK(error.place() == 1);
        CHECK(std::string{error.what()}.find("run the transaction again: the table was altered") != std::string::npos);
      }
    }
    const pv::Transaction again;
    CHECK(ask() == some);
  }
}

TEST_CASE("the server has forgotten its statements: they are prepared again") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    CAPTURE(options.statement_cache, options.pipelining);
    const TestDatabase database{options};
    Part::initialize();
    std::vector<Part> some = parts(4);
    Part::save_all(some);
    TestDatabase::execute("DEALLOCATE ALL");
    for (Part& part : some) part.weight = 1;
    Part::update_all(some);
    TestDatabase::execute("DEALLOCATE ALL");
    Part::update_all(some);
    (void)pv::pipeline(many_texts(5));
    TestDatabase::execute("DISCARD ALL");
    CHECK(std::get<0>(pv::pipeline(Part::query().filter("weight", 1).count_query())) == 4);
    for (const auto& rows : pv::pipeline(many_texts(5))) CHECK(rows == some);
    TestDatabase::execute("DISCARD ALL");
    std::vector<Part> more{{.code = "x"}, {.code = "y"}};
    Part::save_all(more);
    CHECK(Part::query().count() == 6);
  }
}

TEST_CASE("a table that is missing is NotInitialized, with the place, and stays so until it is there") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    const TestDatabase database{options};
    Part::initialize();
    for (int turn = 0; turn < 2; ++turn) try {
        (void)pv::pipeline(Part::query(), Tag::query(), Part::query().count_query());
        FAIL("the table is missing");
      } catch (const pv::NotInitialized& error) {
        CHECK(error.place() == 1);
      }
    Tag::initialize();
    CHECK(std::get<1>(pv::pipeline(Part::query(), Tag::query(), Part::query().count_query())).empty());
  }
}

TEST_CASE("a column of another type is TypeMismatch, with the place") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    const TestDatabase database{options};
    Part::initialize();
    Tag::initialize();
    Tag{.name = "tag"}.save();
    TestDatabase::execute("ALTER TABLE pipeline_statements_tags ALTER name TYPE bytea USING name::bytea");
    for (const bool by_key : {false, true}) try {
        if (by_key)
          (void)pv::pipeline(Part::query(), Tag::get_query(1), Part::query());
        else
          (void)pv::pipeline(Part::query(), Tag::query(), Part::query());
        FAIL("the type is another");
      } catch (const pv::TypeMismatch& error) {
        CHECK(error.place() == 1);
      }
    CHECK(Part::query().count() == 0);
    CHECK(pv::postgres::pool_of({})->idle() == 1);
  }
}

TEST_CASE("pipelining = false sends nothing together, and statements are prepared all the same") {
  const TestDatabase database{{.pipelining = false}};
  Part::initialize();
  std::vector<Part> some = parts(5);
  const auto sent = pv::testing::count_queries([&] { Part::save_all(some); });
  CHECK(sent.statements == 7);       // BEGIN, five, COMMIT
  CHECK(sent.round_trips == 8);      // and the preparation
  const auto asked = pv::testing::count_queries([&] { (void)pv::pipeline(many_texts(3)); });
  CHECK(asked.statements == 3);
  CHECK(asked.round_trips == 6);
  CHECK(pv::testing::count_queries([&] { (void)pv::pipeline(many_texts(3)); }).round_trips == 3);
}
