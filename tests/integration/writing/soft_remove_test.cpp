// SPDX-License-Identifier: MIT
// Soft removal: rows that stay, but are left out.
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace soft_remove_test {

using Time = std::chrono::sys_time<std::chrono::microseconds>;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  std::optional<Time> removed_at{};

  friend bool operator==(const User&, const User&) = default;
};
PROMPTVIEW_MODEL(User, postgres, "soft_remove_test_users", FIELD(id, primary_key), FIELD(name, unique),
                 FIELD(removed_at, column="Removed"), TABLE(soft_remove="removed_at"))

struct Note : pv::Model<Note> {
  std::string name{};
  std::string text{};
  int version{};
  std::optional<Time> removed_at{};

  friend bool operator==(const Note&, const Note&) = default;
};
PROMPTVIEW_MODEL(Note, postgres, "soft_remove_test_notes", FIELD(name, primary_key), FIELD(text), FIELD(version, row_version),
                 FIELD(removed_at), TABLE(soft_remove="removed_at"))

struct Fixture {
  Fixture() {
    User::initialize();
    for (User* user : {&ann, &bob, &cem}) user->save();
    REQUIRE(bob.remove());
  }
  User ann{.name = "ann"};
  User bob{.name = "bob"};
  User cem{.name = "cem"};
};

}  // namespace soft_remove_test

using namespace soft_remove_test;

TEST_CASE("a removed row stays, and is left out of everything") {
  const TestDatabase database;
  Fixture rows;
  CHECK(TestDatabase::ask(R"(SELECT count(*) FROM soft_remove_test_users WHERE "Removed" <= now())") == "1");
  CHECK(User::get(rows.bob.id.value()) == std::nullopt);
  CHECK_THROWS_AS(rows.bob.refresh(), pv::NotFound);
  CHECK(User::query().order_by("id").execute() == std::vector{rows.ann, rows.cem});
  CHECK(User::query().count() == 2);
  CHECK_FALSE(User::query().filter("name", "bob").exists());
  CHECK(User::query().filter(User::q("name", "bob") || User::q("name", "cem")).count() == 1);
  CHECK(User::query().exclude("name", "ann").order_by("name").first() == rows.cem);
  CHECK(User::query().order_by("id").limit(2).offset(1).count() == 1);
  CHECK_FALSE(rows.bob.remove());
}

TEST_CASE("with_removed finds them") {
  const TestDatabase database;
  Fixture rows;
  CHECK(User::query().with_removed().count() == 3);
  const User bob = User::query().with_removed().filter("name", "bob").one();
  CHECK(bob.removed_at.has_value());
  CHECK(User::query().with_removed().filter("removed_at__isnull", false).execute() == std::vector{bob});
}

TEST_CASE("restore brings a row back, hard_remove deletes it") {
  const TestDatabase database;
  Fixture rows;
  User bob = User::query().with_removed().filter("name", "bob").one();
  CHECK(bob.restore());
  CHECK_FALSE(bob.removed_at.has_value());
  CHECK(User::get(bob.id.value()) == bob);
  CHECK_FALSE(bob.restore());
  CHECK(bob.remove());
  CHECK(bob.hard_remove());
  CHECK(User::query().with_removed().count() == 2);
  CHECK_FALSE(pv::restore(bob));
  CHECK_FALSE(pv::on("").hard_remove(bob));
  CHECK(pv::hard_remove(rows.ann));
}

TEST_CASE("an update never reaches a removed row, and never brings one back") {
  const TestDatabase database;
  Fixture rows;
  rows.bob.name = "bobby";
  CHECK_THROWS_AS(rows.bob.save(), pv::NotFound);
  std::vector<User> users{rows.ann, rows.bob};
  users[0].name = "anna";
  CHECK(User::bulk_update(users, "name") == 1);
  CHECK(TestDatabase::ask("SELECT string_agg(name, ' ' ORDER BY id) FROM soft_remove_test_users") == "anna bob cem");
  rows.cem.removed_at = Time{std::chrono::microseconds{1}};
  rows.cem.save();
  CHECK(User::get(rows.cem.id.value())->removed_at == std::nullopt);
}

TEST_CASE("an upsert brings a removed row back; get_or_create finds it as it is") {
  const TestDatabase database;
  Fixture rows;
  const auto [found, created] = User::get_or_create({.name = "bob"}, "name");
  CHECK_FALSE(created);
  CHECK(found.id == rows.bob.id);
  CHECK(found.removed_at.has_value());
  User again{.name = "bob"};
  again.upsert("name");
  CHECK(again.id == rows.bob.id);
  CHECK(User::get(rows.bob.id.value()) == again);
}

TEST_CASE("with row versions") {
  const TestDatabase database;
  Note::initialize();
  Note note{.name = "a", .text = "1"};
  note.save();
  const Note stale = note;
  note.text = "2";
  note.save();
  CHECK_THROWS_AS(stale.remove(), pv::StaleObject);
  CHECK(note.remove());
  CHECK(Note::get("a") == std::nullopt);
  CHECK_FALSE(note.remove());
  CHECK(note.restore());
  CHECK(note == Note{.name = "a", .text = "2", .version = 3});
  CHECK(Note::get("a") == note);
}

TEST_CASE("one round trip each") {
  const TestDatabase database;
  Fixture rows;
  CHECK(pv::testing::count_queries([&] { (void)rows.ann.remove(); }).round_trips == 1);
  CHECK(pv::testing::count_queries([&] { (void)rows.ann.restore(); }).round_trips == 1);
}
