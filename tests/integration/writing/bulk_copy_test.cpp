// SPDX-License-Identifier: MIT
// bulk_create by COPY: where nothing has to come back, and the table takes it.
#include <cstdint>
#include <functional>
#include <memory>
#include <ranges>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace bulk_copy_test {

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)

struct Event : pv::Model<Event> {
  std::int64_t id{};
  std::string name{};
  int age{};
  std::optional<double> score{};
  Role role{};
  std::vector<int> marks{};

  friend bool operator==(const Event&, const Event&) = default;
};
PROMPTVIEW_MODEL(Event, postgres, "bulk_copy_test_events", FIELD(id, primary_key), FIELD(name, max_length=20), FIELD(age),
                 FIELD(score), FIELD(role), FIELD(marks))

std::vector<Event> numbered(int count) {
  std::vector<Event> events;
  for (int i = 0; i < count; ++i)
    events.push_back({.id = i, .name = "tab\t, \"quote\"\n\\" + std::to_string(i % 10), .age = i, .role = i % 2 == 0 ? Role::guest : Role::member, .marks = {i, -i}});
  for (std::size_t i = 0; i < events.size(); i += 3) events[i].score = static_cast<double>(i) / 7;
  return events;
}

// The statements that `work` sends.
template <class Work>
std::vector<std::string> statements(Work&& work) {
  const auto all = std::make_shared<std::vector<std::string>>();
  pv::postgres::set_statement_log([all](const pv::postgres::StatementEvent& event) { all->emplace_back(event.sql); });
  try {
    work();
  } catch (...) {
    pv::postgres::set_statement_log({});
    throw;
  }
  pv::postgres::set_statement_log({});
  return *all;
}

const std::string copy = R"(COPY "bulk_copy_test_events" ("id", "name", "age", "score", "role", "marks") FROM STDIN (FORMAT binary))";

}  // namespace bulk_copy_test

using namespace bulk_copy_test;

TEST_CASE("COPY is used from 500 objects on") {
  const TestDatabase database;
  Event::initialize();
  std::vector<Event> events = numbered(100000);
  std::vector<std::size_t> done;
  const auto sent = statements([&] {
    CHECK(Event::bulk_create(events, {.batch_size = 40000, .progress = [&done](std::size_t now, std::size_t) { done.push_back(now); }}) == 100000);
  });
  CHECK(sent.back() == copy);
  CHECK(done == std::vector<std::size_t>{40000, 80000, 100000});
  CHECK(Event::query().order_by("id").execute() == events);

  std::vector<Event> few = numbered(499);
  for (Event& event : few) event.id += 200000;
  CHECK(statements([&] { CHECK(Event::bulk_create(few) == 499); }).back().starts_with("INSERT INTO"));
  CHECK(Event::query().filter("id__gte", 200000).order_by("id").execute() == few);
}

TEST_CASE("an error in the middle of COPY leaves nothing behind, and the connection works; without COPY, too") {
  const TestDatabase database({.pool_size = 1, .copy = GENERATE(true, false)});
  Event::initialize();
  std::vector<Event> events = numbered(20000);
  SECTION("of the server") {
    events[15000].id = 3;
    CHECK_THROWS_AS(Event::bulk_create(events), pv::UniqueViolation);
  }
  SECTION("of the length of a text") {
    events[15000].name = "more than twenty letters";
    CHECK_THROWS_MATCHES(Event::bulk_create(events), pv::InvalidValue,
                         message("bulk_copy_test::Event.name (object 15000): shorten the text: it has 24 characters, and the column holds 20"));
  }
  SECTION("of a value") {
    events[15000].name = std::string("a\0b", 3);
    CHECK_THROWS_MATCHES(Event::bulk_create(events), pv::InvalidValue, message("bulk_copy_test::Event.name (object 15000): leave out the NUL byte of the text at byte 1, counted from 0"));
  }
  SECTION("of the callback") {
    const auto stop = [](std::size_t done, std::size_t) {
      if (done == 15000) throw pv::InvalidValue{"enough"};
    };
    CHECK_THROWS_MATCHES(Event::bulk_create(events, {.batch_size = 5000, .progress = stop}), pv::InvalidValue, message("enough"));
  }
  CHECK(Event::query().count() == 0);
  std::vector<Event> good = numbered(600);
  CHECK(Event::bulk_create(good) == 600);
}

TEST_CASE("without COPY the same rows come in by INSERT, of ranges too, and nothing asks whether the table takes it") {
  const TestDatabase database{{.copy = false}};
  Event::initialize();
  std::vector<Event> events = numbered(20000);
  std::vector<std::size_t> done;
  const auto sent = statements([&] {
    CHECK(Event::bulk_create(events, {.batch_size = 8000, .progress = [&done](std::size_t now, std::size_t) { done.push_back(now); }}) == 20000);
  });
  REQUIRE(sent.size() == 5);
  CHECK(sent.front() == "BEGIN");
  for (std::size_t i = 1; i < 4; ++i) CHECK(sent[i].starts_with("INSERT INTO \"bulk_copy_test_events\""));
  CHECK(sent.back() == "COMMIT");
  CHECK(done == std::vector<std::size_t>{8000, 16000, 20000});
  CHECK(Event::query().order_by("id").execute() == events);

  CHECK(Event::query().remove() == 20000);
  const auto range = statements([&] { CHECK(Event::bulk_create(std::views::all(events) | std::views::transform(std::identity{})) == 20000); });
  for (const std::string& each : range) CHECK(each.find("COPY") == std::string::npos);
  CHECK(Event::query().order_by("id").execute() == events);
  {
    const pv::Transaction transaction;
    CHECK(Event::query().remove() == 20000);
    for (const std::string& each : statements([&] { Event::bulk_create(events); })) CHECK(each.starts_with("INSERT INTO"));
  }
  CHECK(Event::query().count() == 20000);
}

TEST_CASE("COPY joins an open transaction") {
  const TestDatabase database;
  Event::initialize();
  std::vector<Event> events = numbered(1000);
  {
    const pv::Transaction transaction;
    CHECK(statements([&] { Event::bulk_create(events); }).back() == copy);
    CHECK(Event::query().count() == 1000);
  }
  CHECK(Event::query().count() == 0);
}

TEST_CASE("a table whose columns have other types is written by INSERT, which casts") {
  const TestDatabase database;
  TestDatabase::execute(R"(CREATE TYPE role AS ENUM ('guest', 'member'))");
  const auto with = [](const std::string& columns) { TestDatabase::execute("CREATE TABLE bulk_copy_test_events (" + columns + ")"); };
  std::vector<Event> events = numbered(600);
  const auto is_inserted = [&] {
    const std::string sent = statements([&] { CHECK(Event::bulk_create(events) == 600); }).back();
    return sent.starts_with("INSERT INTO") && TestDatabase::ask("SELECT count(*) FROM bulk_copy_test_events WHERE age = id AND marks[1] = id") == "600";
  };
  SECTION("a wider integer") {
    with("id bigint, name text, age bigint, score float8, role role, marks int[]");
    CHECK(is_inserted());
  }
  SECTION("a number for a real") {
    with("id bigint, name text, age int, score numeric, role role, marks int[]");
    CHECK(is_inserted());
  }
  SECTION("a rule") {
    with("id bigint, name text, age int, score float8, role role, marks int[]");
    TestDatabase::execute("CREATE RULE nothing AS ON UPDATE TO bulk_copy_test_events DO INSTEAD NOTHING");
    CHECK(is_inserted());
  }
  SECTION("a view") {
    TestDatabase::execute("CREATE TABLE below (id bigint, name text, age int, score float8, role role, marks int[]);"
                          "CREATE VIEW bulk_copy_test_events AS SELECT * FROM below");
    CHECK(is_inserted());
  }
}

TEST_CASE("a table that does not exist") {
  const TestDatabase database;
  std::vector<Event> events = numbered(600);
  CHECK_THROWS_AS(Event::bulk_create(events), pv::NotInitialized);
}
