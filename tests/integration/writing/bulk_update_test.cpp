// SPDX-License-Identifier: MIT
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace bulk_update_test {

using Time = std::chrono::sys_time<std::chrono::microseconds>;
enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::vector<std::string> tags{};
  std::optional<Role> role{};

  friend bool operator==(const User&, const User&) = default;
};
PROMPTVIEW_MODEL(User, postgres, "bulk_update_test_users", FIELD(id, primary_key), FIELD(name), FIELD(age, check="age >= 0"), FIELD(tags),
                 FIELD(role))

struct Stock : pv::Model<Stock> {
  Role place{};
  int shelf{};
  int amount{};
  pv::Auto<Time> changed{};
};
PROMPTVIEW_MODEL(Stock, postgres, "bulk_update_test_stock", FIELD(place, primary_key), FIELD(shelf, primary_key), FIELD(amount),
                 FIELD(changed, auto_now))

std::vector<User> saved(int count) {
  User::initialize();
  std::vector<User> users;
  for (int i = 0; i < count; ++i) users.push_back({.name = "user " + std::to_string(i), .age = i});
  User::bulk_create(users);
  return users;
}
std::vector<User> all() { return User::query().order_by("id").execute(); }

}  // namespace bulk_update_test

using namespace bulk_update_test;

TEST_CASE("the named fields of many rows are updated by one statement") {
  const TestDatabase database;
  std::vector<User> users = saved(100);
  for (User& user : users) {
    user.name += "!";
    user.age += 1000;
    user.tags = {"a,b", "\"c\""};
    user.role = Role::member;
  }
  const auto sent = pv::testing::count_queries([&] { CHECK(User::bulk_update(users, "name", "tags", "role") == 100); });
  CHECK(sent.round_trips == 1);
  for (User& user : users) user.age -= 1000;
  CHECK(all() == users);
}

TEST_CASE("100,000 rows in batches") {
  const TestDatabase database;
  std::vector<User> users = saved(100000);
  for (User& user : users) user.age *= 2;
  CHECK(pv::bulk_update(users, "age") == 100000);
  CHECK(TestDatabase::ask("SELECT count(*) FROM bulk_update_test_users WHERE age = 2 * (id - 1)") == "100000");
}

TEST_CASE("missing rows are not counted, and of objects with the same key the last one counts") {
  const TestDatabase database;
  std::vector<User> users = saved(3);
  users[1].remove();
  std::vector<User> given{users[0], users[1], users[2], users[0], users[2]};
  for (std::size_t i = 0; i < given.size(); ++i) given[i].age = 10 + static_cast<int>(i);
  CHECK(User::bulk_update(given, "age") == 2);
  CHECK(all() == std::vector{given[3], given[4]});
}

TEST_CASE("an object without a key is refused, and an error leaves nothing behind") {
  const TestDatabase database;
  const std::vector<User> before = saved(20);
  std::vector<User> users = before;
  for (User& user : users) user.age += 1;
  SECTION("no key") {
    users[7].id.reset();
    CHECK_THROWS_MATCHES(User::bulk_update(users, "age"), pv::NotFound,
                         message("bulk_update_test::User: bulk_update: object 7 has no key yet; save() or insert() it first"));
  }
  SECTION("a check") {
    users[7].age = -1;
    CHECK_THROWS_AS(User::bulk_update(users, "age"), pv::CheckViolation);
  }
  CHECK(all() == before);
}

TEST_CASE("nothing is updated for no objects") {
  const TestDatabase database;
  std::vector<User> none;
  const auto sent = pv::testing::count_queries([&] { CHECK(User::bulk_update(none, "age") == 0); });
  CHECK(sent.statements == 0);
}

TEST_CASE("a composite key with an enum, and auto_now") {
  const TestDatabase database;
  Stock::initialize();
  std::vector<Stock> stock{{.place = Role::guest, .shelf = 1, .amount = 1}, {.place = Role::guest, .shelf = 2, .amount = 2}};
  Stock::bulk_create(stock);
  const Time before = stock[0].changed.value();
  stock[0].amount = 10;
  stock[1].amount = 20;
  CHECK(pv::on("").bulk_update(stock, "amount") == 2);
  CHECK(stock[0].changed.value() > before);
  CHECK(Stock::get(Role::guest, 1)->amount == 10);
  CHECK(Stock::get(Role::guest, 2)->amount == 20);
  CHECK(Stock::get(Role::guest, 2)->changed == stock[1].changed);
}
