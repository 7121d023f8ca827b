// SPDX-License-Identifier: MIT
// upsert, get_or_create and update_or_create by a unique set of the model.
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace upsert_test {

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string email{};
  std::string name{};
  std::optional<int> badge{};
  pv::Auto<std::chrono::sys_time<std::chrono::microseconds>> created{};

  friend bool operator==(const User&, const User&) = default;
};
PROMPTVIEW_MODEL(User, postgres, "upsert_test_users", FIELD(id, primary_key), FIELD(email, unique), FIELD(name), FIELD(badge),
                 FIELD(created, auto_now_add), UNIQUE("name, badge"))

struct Slot : pv::Model<Slot> {
  pv::Auto<std::int64_t> id{};
  int room{};
  std::optional<int> hour{};
  bool cancelled{};
};
PROMPTVIEW_MODEL(Slot, postgres, "upsert_test_slots", FIELD(id, primary_key), FIELD(room), FIELD(hour), FIELD(cancelled),
                 INDEX("room, hour", unique, where="NOT cancelled"))

}  // namespace upsert_test

using namespace upsert_test;

// Others took all keys and all unique columns as one conflict target, which is the target of no index.
TEST_CASE("an upsert whose conflict target is all keys and all unique columns matches no index: ours takes exactly one unique set") {
  const TestDatabase database;
  User::initialize();
  User ann{.email = "ann@x", .name = "Ann", .badge = 1};
  ann.save();
  CHECK_THROWS_AS(TestDatabase::execute("INSERT INTO upsert_test_users (id, email, name) VALUES (1, 'ann@x', 'A') "
                                        "ON CONFLICT (id, email) DO UPDATE SET name = EXCLUDED.name"),
                  pv::DatabaseError);
  User by_email{.email = "ann@x", .name = "Anna"};
  by_email.upsert("email");
  CHECK(by_email.id == ann.id);
  CHECK(by_email.created == ann.created);
  User by_key{.id = ann.id, .email = "anna@x", .name = "Anna", .badge = 5};
  by_key.upsert("id");
  CHECK(User::query().execute() == std::vector{User{.id = ann.id, .email = "anna@x", .name = "Anna", .badge = 5, .created = ann.created}});
  User by_both{.email = "anna@y", .name = "Anna", .badge = 5};
  pv::upsert(by_both, "badge, name");
  CHECK(by_both.id == ann.id);
  CHECK(User::query().execute() == std::vector{by_both});
}

TEST_CASE("upsert inserts what is not there, in one round trip") {
  const TestDatabase database;
  User::initialize();
  User ann{.email = "ann@x", .name = "Ann"};
  const auto sent = pv::testing::count_queries([&] { ann.upsert("email"); });
  CHECK(sent.round_trips == 1);
  CHECK(ann.id == 1);
  CHECK(User::get(1) == ann);
}

TEST_CASE("a conflict on another unique set is an error") {
  const TestDatabase database;
  User::initialize();
  User::create({.email = "ann@x", .name = "Ann", .badge = 1});
  User bob{.email = "bob@x", .name = "Ann", .badge = 1};
  CHECK_THROWS_AS(bob.upsert("email"), pv::UniqueViolation);
  CHECK_THROWS_AS(User::get_or_create(bob, "email"), pv::UniqueViolation);
  CHECK(User::query().count() == 1);
}

TEST_CASE("a key of the object's own is never written over another row's") {
  const TestDatabase database;
  User::initialize();
  const User ann = User::create({.email = "ann@x", .name = "Ann"});
  User other{.id = 77, .email = "ann@x", .name = "Other"};
  other.upsert("email");
  CHECK(other.id == ann.id);
  CHECK(User::query().execute() == std::vector{other});
}

TEST_CASE("get_or_create") {
  const TestDatabase database;
  User::initialize();
  const auto [made, created] = User::get_or_create({.email = "ann@x", .name = "Ann", .badge = 3}, "email");
  CHECK(created);
  CHECK(User::get(made.id.value()) == made);
  const auto sent = pv::testing::count_queries([&, ann = made] {
    const auto [found, again] = User::get_or_create({.email = "ann@x", .name = "Somebody"}, "email");
    CHECK_FALSE(again);
    CHECK(found == ann);
  });
  CHECK(sent.round_trips == 2);
  CHECK(pv::get_or_create(User{.email = "x", .name = "Ann", .badge = 3}, "name, badge").object == made);
  CHECK(pv::on("").get_or_create(User{.email = "b@x"}, "email").created);
  CHECK(User::query().count() == 2);
}

TEST_CASE("update_or_create") {
  const TestDatabase database;
  User::initialize();
  const auto first = User::update_or_create({.email = "ann@x", .name = "Ann", .badge = 3}, "email");
  CHECK(first.created);
  const auto second = User::update_or_create({.email = "ann@x", .name = "Anna"}, "email");
  CHECK_FALSE(second.created);
  CHECK(second.object == User{.id = first.object.id, .email = "ann@x", .name = "Anna", .created = first.object.created});
  CHECK(User::query().execute() == std::vector{second.object});
}

TEST_CASE("a NULL in a unique set equals nothing: each object is a row of its own") {
  const TestDatabase database;
  User::initialize();
  CHECK(User::get_or_create({.email = "1", .name = "Ann"}, "name, badge").created);
  CHECK(User::get_or_create({.email = "2", .name = "Ann"}, "name, badge").created);
  CHECK(User::update_or_create({.email = "3", .name = "Ann"}, "name, badge").created);
  CHECK(User::query().count() == 3);
}

TEST_CASE("a partial unique index counts only where its condition holds") {
  const TestDatabase database;
  Slot::initialize();
  const auto first = Slot::get_or_create({.room = 1, .hour = 9}, "room, hour");
  CHECK(first.created);
  CHECK(Slot::get_or_create({.room = 1, .hour = 9}, "room, hour").object.id == first.object.id);
  CHECK(Slot::get_or_create({.room = 1, .hour = 9, .cancelled = true}, "room, hour").created);
  CHECK(Slot::update_or_create({.room = 1, .hour = 9}, "hour, room").object.id == first.object.id);
  CHECK(Slot::query().count() == 2);
}

TEST_CASE("they join an open transaction") {
  const TestDatabase database;
  User::initialize();
  {
    const pv::Transaction transaction;
    CHECK(User::get_or_create({.email = "a"}, "email").created);
    CHECK_FALSE(User::get_or_create({.email = "a"}, "email").created);
    CHECK(User::update_or_create({.email = "b", .name = "B"}, "email").created);
  }
  CHECK(User::query().count() == 0);
}
