// SPDX-License-Identifier: MIT
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <cstdlib>
#include <optional>
#include <string>

using namespace promptview_test;
using pv::testing::TemporaryDatabase;

namespace temporary_database_test {

struct Leaf : pv::Model<Leaf> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
};
PROMPTVIEW_MODEL(Leaf, postgres, "temporary_database_test_leaves", FIELD(id, primary_key), FIELD(text))

}  // namespace temporary_database_test

using temporary_database_test::Leaf;

namespace {

// The databases that the server has by this name.
std::string count_of(const std::string& name) {
  return TestDatabase::ask("SELECT count(*) FROM pg_database WHERE datname = '" + name + "'");
}

constexpr bool empty = false;

}  // namespace

TEST_CASE("temporary database: is made, connected as the default one, and dropped") {
  std::string name;
  {
    const TemporaryDatabase database{{.server = {.url = server().url()}, .initialize = empty}};
    name = database.name();
    CHECK(database.connected_as().empty());
    CHECK(TestDatabase::ask("SELECT current_database()") == name);
    CHECK(TestDatabase::ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0");
    Leaf::initialize();
    Leaf::create({.text = "x"});
    CHECK(Leaf::query().count() == 1);
    pv::connect({.url = database.url(), .name = "again"});
    CHECK(pv::on("again").query<Leaf>().count() == 1);
    pv::disconnect("again");
  }
  const TestDatabase after;
  CHECK(count_of(name) == "0");
}

TEST_CASE("temporary database: on the server that the environment names") {
  const TestDatabase around;
  ::setenv("PROMPTVIEW_POSTGRES_URL", server().url().c_str(), 1);
  std::string name;
  {
    const TemporaryDatabase database;
    name = database.name();
    CHECK(Leaf::query().count() == 0);
    CHECK(TestDatabase::ask("SELECT current_database()") == name);
  }
  ::unsetenv("PROMPTVIEW_POSTGRES_URL");
  pv::connect(around.url());
  CHECK(count_of(name) == "0");
}

TEST_CASE("temporary database: each has a name of its own") {
  const TestDatabase around;
  const TemporaryDatabase one{{.server = {.url = server().url(), .name = "one"}, .initialize = empty}};
  const TemporaryDatabase two{{.server = {.url = server().url(), .name = "two"}, .initialize = empty}};
  CHECK(one.name() != two.name());
  CHECK(one.connected_as() == "one");
  const auto current = [](const std::string& connected) {
    const auto connection = pv::postgres::acquire(connected);
    return std::string{connection->run("SELECT current_database()").bytes(0, 0)};
  };
  CHECK(current("one") == one.name());
  CHECK(current("two") == two.name());
  CHECK(current("") == around.name());  // the default one stays
}

TEST_CASE("temporary database: initialises all models") {
  const TestDatabase around;
  {
    const TemporaryDatabase database{{.server = {.url = server().url(), .name = "temporary"}}};
    Leaf leaf{.text = "x"};
    pv::on("temporary").save(leaf);
    CHECK(pv::on("temporary").query<Leaf>().count() == 1);
  }
  CHECK_THROWS_AS(Leaf::query().count(), pv::NotInitialized);  // nothing was made elsewhere
  CHECK_THROWS_AS(pv::on("temporary").query<Leaf>().count(), pv::NotInitialized);
}

TEST_CASE("temporary database: the options of the connection stay") {
  const TestDatabase around;
  const TemporaryDatabase database{
      {.server = {.url = server().url(), .name = "temporary", .pool_size = 2, .statement_timeout = std::chrono::seconds{7}},
       .initialize = empty}};
  CHECK(pv::postgres::pool_of("temporary")->options().pool_size == 2);
  const auto connection = pv::postgres::acquire("temporary");
  CHECK(connection->run("SHOW statement_timeout").bytes(0, 0) == "7s");
}

TEST_CASE("temporary database: is dropped with the sessions that are left on it") {
  const TestDatabase around;
  std::optional<TemporaryDatabase> database;
  const pv::ConnectOptions options{.url = server().url(), .name = "temporary"};
  database.emplace(pv::testing::TemporaryDatabaseOptions{.server = options, .initialize = empty});
  const std::string name = database->name();
  pv::on("temporary").initialize<Leaf>();
  {
    pv::Transaction open{"temporary"};
    CHECK(pv::on("temporary").query<Leaf>().count() == 0);
    database.reset();
    CHECK_THROWS_AS(open.commit(), pv::ConnectionLost);
  }
  CHECK(count_of(name) == "0");
}

TEST_CASE("temporary database: errors leave nothing behind") {
  const TestDatabase around;
  CHECK_THROWS_AS(TemporaryDatabase{"postgresql:///nowhere?host=/nonexistent"}, pv::ServerUnavailable);
  CHECK_THROWS_AS(TemporaryDatabase{"no url"}, pv::InvalidValue);
  CHECK_THROWS_AS((TemporaryDatabase{{.server = {.url = server().url(), .name = "temporary", .pool_size = 0}}}),
                  pv::InvalidValue);
  CHECK(TestDatabase::ask("SELECT count(*) FROM pg_database WHERE datname LIKE 'promptview_test_%'") == "0");

  TestDatabase::execute("CREATE ROLE powerless LOGIN");
  CHECK_THROWS_MATCHES((TemporaryDatabase{{.server = {.url = server().url() + "&user=powerless", .name = "temporary"}}}),
                       pv::DatabaseError, message_contains("permission denied to create database"));
  TestDatabase::execute("DROP ROLE powerless");
  CHECK_THROWS_AS(pv::postgres::pool_of("temporary"), pv::NotInitialized);
}
