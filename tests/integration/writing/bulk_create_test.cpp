// SPDX-License-Identifier: MIT
// bulk_create: what comes back, into which object, and what an error leaves behind.
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace bulk_create_test {

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};

  friend bool operator==(const User&, const User&) = default;
};
PROMPTVIEW_MODEL(User, postgres, "bulk_create_test_users", FIELD(id, primary_key), FIELD(name, unique),
                 FIELD(age, check="age >= 0"))

struct Only : pv::Model<Only> {
  pv::Auto<std::int64_t> id{};
};
PROMPTVIEW_MODEL(Only, postgres, "bulk_create_test_only", FIELD(id, primary_key))

struct Stamped {
  pv::Auto<pv::Uuid> id{};
  int number{};
  pv::Auto<std::chrono::sys_time<std::chrono::microseconds>> made{};
  int twice{};
};
PROMPTVIEW_MODEL(Stamped, postgres, "bulk_create_test_stamped", FIELD(id, primary_key), FIELD(number),
                 FIELD(made, auto_now_add), FIELD(twice, generated="number * 2"))

std::vector<User> numbered(int count) {
  std::vector<User> users;
  for (int i = 0; i < count; ++i) users.push_back({.name = "user " + std::to_string(i), .age = i});
  return users;
}

}  // namespace bulk_create_test

using namespace bulk_create_test;

TEST_CASE("many objects are one statement, and their keys come back in order") {
  const TestDatabase database;
  User::initialize();
  std::vector<User> users = numbered(100);
  const auto sent = pv::testing::count_queries([&] { CHECK(User::bulk_create(users) == 100); });
  CHECK(sent.statements == 1);
  CHECK(sent.round_trips == 1);
  for (std::size_t i = 0; i < users.size(); ++i) REQUIRE(users[i].id == static_cast<std::int64_t>(i) + 1);
  CHECK(User::query().order_by("id").execute() == users);
}

TEST_CASE("100,000 keys come back in order") {
  const TestDatabase database;
  User::initialize();
  std::vector<User> users = numbered(100000);
  std::vector<std::size_t> done;
  CHECK(User::bulk_create(users, {.batch_size = 40000, .progress = [&](std::size_t now, std::size_t total) {
                                    done.push_back(now);
                                    CHECK(total == 100000);
                                  }}) == 100000);
  CHECK(done == std::vector<std::size_t>{40000, 80000, 100000});
  CHECK(User::query().order_by("id").execute() == users);
  CHECK(TestDatabase::ask("SELECT count(*) FROM bulk_create_test_users WHERE name = 'user ' || (id - 1) AND age = id - 1") == "100000");
}

TEST_CASE("nothing is sent for no objects") {
  const TestDatabase database;
  std::vector<User> none;
  bool called = false;
  const auto sent = pv::testing::count_queries(
      [&] { CHECK(User::bulk_create(none, {.progress = [&called](std::size_t, std::size_t) { called = true; }}) == 0); });
  CHECK(sent.statements == 0);
  CHECK_FALSE(called);
}

TEST_CASE("arrays, spans and free functions") {
  const TestDatabase database;
  pv::initialize<User>();
  pv::initialize<Stamped>();
  std::array<User, 2> two{User{.name = "a", .age = 1}, User{.name = "b", .age = 2}};
  CHECK(pv::bulk_create(two) == 2);
  User more[] = {User{.name = "c", .age = 3}, User{.name = "d", .age = 4}, User{.name = "e", .age = 5}};
  CHECK(pv::on("").bulk_create(std::span{more}.first(2)) == 2);
  CHECK(two[1].id == 2);
  CHECK(more[1].id == 4);
  CHECK_FALSE(more[2].id.has_value());
  CHECK(User::query().count() == 4);

  std::vector<Stamped> stamped{{.number = 1}, {.number = 2}};
  CHECK(pv::bulk_create(stamped) == 2);
  for (const Stamped& each : stamped) {
    const auto row = pv::get<Stamped>(each.id.value());
    REQUIRE(row.has_value());
    CHECK(row->number == each.number);
    CHECK(each.twice == each.number * 2);
    CHECK(row->made == each.made);
  }
}

TEST_CASE("objects with and without a key can be mixed") {
  const TestDatabase database;
  User::initialize();
  std::vector<User> users{{.name = "a"}, {.id = 100, .name = "b"}, {.name = "c"}, {.id = 50, .name = "d"}};
  CHECK(User::bulk_create(users) == 4);
  CHECK(users[0].id == 1);
  CHECK(users[1].id == 100);
  CHECK(users[2].id == 2);
  CHECK(users[3].id == 50);
  CHECK(User::query().order_by("name").execute() == users);
}

TEST_CASE("a model of which the database makes everything") {
  const TestDatabase database;
  Only::initialize();
  std::vector<Only> rows(3);
  CHECK(Only::bulk_create(rows) == 3);
  CHECK(rows[0].id == 1);
  CHECK(rows[2].id == 3);
  CHECK(Only::query().count() == 3);
}

TEST_CASE("an error leaves no row and no key behind") {
  const TestDatabase database;
  User::initialize();
  std::vector<User> users = numbered(10);
  users[7].age = -1;
  SECTION("in one statement") { CHECK_THROWS_AS(User::bulk_create(users), pv::CheckViolation); }
  SECTION("in the last of several") { CHECK_THROWS_AS(User::bulk_create(users, {.batch_size = 2}), pv::CheckViolation); }
  SECTION("in the callback") {
    const auto stop = [](std::size_t done, std::size_t) {
      if (done == 4) throw pv::InvalidValue{"enough"};
    };
    CHECK_THROWS_AS(User::bulk_create(users, {.batch_size = 2, .progress = stop}), pv::InvalidValue);
  }
  SECTION("in a value") {
    users[7].age = 1;
    users[7].name = std::string("a\0b", 3);
    CHECK_THROWS_MATCHES(User::bulk_create(users, {.batch_size = 2}), pv::InvalidValue, message_contains("User.name (object 7): "));
  }
  for (const User& user : users) CHECK_FALSE(user.id.has_value());
  CHECK(User::query().count() == 0);
}

TEST_CASE("an open transaction is joined") {
  const TestDatabase database;
  User::initialize();
  std::vector<User> users = numbered(10);
  {
    pv::Transaction transaction;
    User::create({.name = "first"});
    CHECK(User::bulk_create(users, {.batch_size = 3}) == 10);
    CHECK(User::query().count() == 11);
  }
  CHECK(User::query().count() == 0);
}

TEST_CASE("a batch of no objects is refused") {
  const TestDatabase database;
  std::vector<User> users = numbered(1);
  CHECK_THROWS_MATCHES(User::bulk_create(users, {.batch_size = 0}), pv::InvalidValue,
                       message("batch_size takes the number of objects in one statement, from 1"));
}
