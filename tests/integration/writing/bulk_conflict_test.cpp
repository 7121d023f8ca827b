// SPDX-License-Identifier: MIT
// bulk_create of rows that are there already: left out, or updated.
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace bulk_conflict_test {

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string email{};
  std::string name{};
  int age{};
  std::optional<int> badge{};

  friend bool operator==(const User&, const User&) = default;
};
PROMPTVIEW_MODEL(User, postgres, "bulk_conflict_test_users", FIELD(id, primary_key), FIELD(email, unique, column="E-Mail"),
                 FIELD(name), FIELD(age), FIELD(badge), INDEX("badge", unique, where="age > 10"))

// A key of the application, and one that the database makes by an expression.
struct Stock : pv::Model<Stock> {
  std::string place{};
  int shelf{};
  int amount{};
  pv::Auto<std::chrono::sys_time<std::chrono::microseconds>> changed{};
};
PROMPTVIEW_MODEL(Stock, postgres, "bulk_conflict_test_stock", FIELD(place, primary_key), FIELD(shelf, primary_key),
                 FIELD(amount), FIELD(changed, auto_now))

struct Tag : pv::Model<Tag> {
  pv::Auto<pv::Uuid> id{};
  std::string label{};
};
PROMPTVIEW_MODEL(Tag, postgres, "bulk_conflict_test_tags", FIELD(id, primary_key), FIELD(label, unique))

struct Keyless : pv::Model<Keyless> {
  int a{};
  pv::Auto<std::chrono::sys_time<std::chrono::microseconds>> made{};
};
PROMPTVIEW_MODEL(Keyless, postgres, "bulk_conflict_test_keyless", FIELD(a, unique), FIELD(made, auto_now_add))

}  // namespace bulk_conflict_test

using namespace bulk_conflict_test;

TEST_CASE("rows that are left out get no key, the others their own") {
  const TestDatabase database;
  User::initialize();
  User::create({.email = "3", .name = "old"});
  std::vector<User> users;
  for (const char* email : {"1", "2", "3", "4", "2", "5"}) users.push_back({.email = email, .name = std::string{"new "} + email});
  const auto sent = pv::testing::count_queries([&] { CHECK(User::bulk_create(users, {.on_conflict = pv::ignore}) == 4); });
  CHECK(sent.round_trips == 1);
  CHECK_FALSE(users[2].id.has_value());
  CHECK_FALSE(users[4].id.has_value());
  for (const std::size_t written : {0, 1, 3, 5}) {
    REQUIRE(users[written].id.has_value());
    CHECK(User::get(users[written].id.value()) == users[written]);
  }
  CHECK(User::query().filter("email", "3").one().name == "old");
}

TEST_CASE("100,000 rows of which every third is left out") {
  const TestDatabase database;
  User::initialize();
  std::vector<User> thirds;
  for (int i = 0; i < 100000; i += 3) thirds.push_back({.email = std::to_string(i), .name = "old", .age = i});
  User::bulk_create(thirds);
  std::vector<User> users;
  for (int i = 0; i < 100000; ++i) users.push_back({.email = std::to_string(i), .name = "new", .age = i});
  CHECK(User::bulk_create(users, {.on_conflict = pv::ignore, .batch_size = 30000}) == 66666);
  std::vector<User> written;
  for (std::size_t i = 0; i < users.size(); ++i) {
    REQUIRE(users[i].id.has_value() == (i % 3 != 0));
    if (i % 3 != 0) written.push_back(users[i]);
  }
  CHECK(User::query().filter("name", "new").order_by("age").execute() == written);
}

TEST_CASE("keys of other kinds when rows are left out") {
  const TestDatabase database;
  Stock::initialize();
  Tag::initialize();
  Keyless::initialize();

  Stock::create({.place = "a", .shelf = 1, .amount = 5});
  std::vector<Stock> stock{{.place = "a", .shelf = 1}, {.place = "a", .shelf = 2, .amount = 7}, {.place = "a", .shelf = 2, .amount = 8}};
  CHECK(Stock::bulk_create(stock, {.on_conflict = pv::ignore}) == 1);
  CHECK_FALSE(stock[0].changed.has_value());
  CHECK(stock[1].changed == Stock::get("a", 2)->changed);
  CHECK_FALSE(stock[2].changed.has_value());
  CHECK(Stock::get("a", 1)->amount == 5);
  CHECK(Stock::get("a", 2)->amount == 7);

  Tag::create({.label = "x"});
  std::vector<Tag> tags{{.label = "x"}, {.label = "y"}, {.label = "z"}};
  CHECK(Tag::bulk_create(tags, {.on_conflict = pv::ignore}) == 2);
  CHECK_FALSE(tags[0].id.has_value());
  CHECK(Tag::get(tags[1].id.value())->label == "y");
  CHECK(Tag::get(tags[2].id.value())->label == "z");

  std::vector<Keyless> keyless{{.a = 1}, {.a = 1}, {.a = 2}};
  CHECK(Keyless::bulk_create(keyless, {.on_conflict = pv::ignore}) == 2);
  CHECK(Keyless::query().count() == 2);
}

TEST_CASE("rows that are there are updated") {
  const TestDatabase database;
  User::initialize();
  const User ann = User::create({.email = "ann", .name = "Ann", .age = 1, .badge = 5});
  std::vector<User> users{{.email = "ann", .name = "Anna", .age = 2}, {.email = "bob", .name = "Bob", .age = 3}};

  SECTION("all fields but the key and the set") {
    CHECK(User::bulk_create(users, {.update_on = "email"}) == 2);
    CHECK(users[0].id == ann.id);
    CHECK(User::query().order_by("email").execute() == users);
  }
  SECTION("only some") {
    CHECK(User::bulk_create(users, {.update_on = "email", .update = {"age"}}) == 2);
    CHECK(User::get(ann.id.value()) == User{.id = ann.id, .email = "ann", .name = "Ann", .age = 2, .badge = 5});
    CHECK(User::get(users[1].id.value()) == users[1]);
  }
  SECTION("a key of the object's own is never written over another row's") {
    users[0].id = 77;
    CHECK(User::bulk_create(users, {.update_on = "email"}) == 2);
    CHECK(users[0].id == ann.id);
    CHECK(User::get(77) == std::nullopt);
  }
  SECTION("twice in one batch") {
    users[1].email = "ann";
    CHECK_THROWS_MATCHES(User::bulk_create(users, {.update_on = "email"}), pv::DatabaseError,
                         message_contains("two objects of one batch are the same row: give each once"));
    CHECK(User::query().execute() == std::vector{ann});
  }
  SECTION("by the primary key") {
    std::vector<User> known{{.id = ann.id, .email = "ann@x", .name = "A"}, {.id = 50, .email = "c", .name = "C"}};
    CHECK(User::bulk_create(known, {.update_on = "id"}) == 2);
    CHECK(User::query().order_by("id").execute() == known);
  }
}

TEST_CASE("a partial unique index is a conflict target") {
  const TestDatabase database;
  User::initialize();
  std::vector<User> users{{.email = "a", .name = "A", .age = 20, .badge = 1}, {.email = "b", .name = "B", .age = 5, .badge = 1}};
  CHECK(User::bulk_create(users) == 2);
  std::vector<User> again{{.email = "c", .name = "C", .age = 30, .badge = 1}};
  CHECK(User::bulk_create(again, {.update_on = "badge"}) == 1);
  CHECK(again[0].id == users[0].id);
  CHECK(User::query().order_by("id").execute() == std::vector{again[0], users[1]});
}

TEST_CASE("a composite key is a conflict target, and auto_now comes back") {
  const TestDatabase database;
  Stock::initialize();
  const Stock before = Stock::create({.place = "a", .shelf = 1, .amount = 5});
  std::vector<Stock> stock{{.place = "a", .shelf = 1, .amount = 6}, {.place = "b", .shelf = 1, .amount = 7}};
  CHECK(Stock::bulk_create(stock, {.update_on = "shelf, place"}) == 2);
  CHECK(Stock::get("a", 1)->amount == 6);
  CHECK(Stock::get("a", 1)->changed == stock[0].changed);
  CHECK(stock[0].changed.value() > before.changed.value());
  CHECK(Stock::query().count() == 2);
}

TEST_CASE("options that contradict each other are refused") {
  const TestDatabase database;
  std::vector<User> users(1);
  CHECK_THROWS_MATCHES(User::bulk_create(users, {.on_conflict = pv::ignore, .update_on = "email"}), pv::InvalidValue,
                       message("bulk_create: give either on_conflict = ignore or update_on, not both"));
  CHECK_THROWS_MATCHES(User::bulk_create(users, {.update = {"name"}}), pv::InvalidValue,
                       message("bulk_create: say by update_on which unique set a row to update is found by"));
}
