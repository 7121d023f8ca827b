// SPDX-License-Identifier: MIT
// validate, before_save, after_save, before_remove and after_remove.
#include <cstdint>
#include <ranges>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace hooks_test {

std::vector<std::string> called;
std::vector<std::string> take_called() { return std::exchange(called, {}); }

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  std::string slug{};
  int age{};

  void validate(pv::Problems& problems) const {
    called.push_back("validate " + slug);
    if (age < 0) problems.add("age", "must not be negative");
    if (name.empty()) problems.add("name", "must not be empty");
    if (name == "x" && age == 1) problems.add("x is never 1");
  }
  void before_save() {
    called.push_back("before_save");
    if (name == "never") throw pv::InvalidValue{"never is not saved"};
    slug = "slug of " + name;
  }
  void after_save() { called.push_back("after_save " + std::to_string(id.value_or(0))); }
  void before_remove() const {
    called.push_back("before_remove");
    if (name == "root") throw pv::InvalidValue{"root stays"};
  }
  void after_remove() const { called.push_back("after_remove"); }
};
PROMPTVIEW_MODEL(User, postgres, "hooks_test_users", FIELD(id, primary_key), FIELD(name, unique), FIELD(slug), FIELD(age))

// Fields may have the names of hooks; final structs and hooks of a base work as well.
struct Checked {
  void after_save() { called.push_back("after_save of the base"); }
};
struct Odd final : pv::Model<Odd>, Checked {
  int validate{};
  int before_save{};
};
PROMPTVIEW_MODEL(Odd, postgres, "hooks_test_odd", FIELD(validate, primary_key), FIELD(before_save))

using Texts = std::vector<std::string>;

}  // namespace hooks_test

using namespace hooks_test;

TEST_CASE("each way of writing calls them in order") {
  const TestDatabase database;
  User::initialize();
  const Texts created{"before_save", "validate slug of ann", "after_save 1"};
  User ann{.name = "ann"};
  ann.save();
  CHECK(take_called() == created);
  CHECK(User::get(1)->slug == "slug of ann");
  ann.update();
  CHECK(take_called() == created);
  ann.upsert();
  CHECK(take_called() == created);
  ann.upsert("name");
  CHECK(take_called() == created);
  ann.save_fields("age");
  CHECK(take_called() == created);
  CHECK_FALSE(User::get_or_create({.name = "ann"}, "name").created);
  CHECK(take_called() == created);
  CHECK_FALSE(pv::update_or_create(User{.name = "ann"}, "name").created);
  CHECK(take_called() == created);
  CHECK(User::create({.name = "bob"}).id.has_value());
  CHECK(take_called().size() == 3);

  std::vector<User> users{{.id = 11, .name = "a"}, {.id = 12, .name = "b"}};
  User::bulk_create(users);
  const Texts both{"before_save", "validate slug of a", "before_save", "validate slug of b", "after_save 11", "after_save 12"};
  CHECK(take_called() == both);
  User::bulk_update(users, "slug");
  CHECK(take_called() == both);
}

TEST_CASE("all problems are thrown at once, and nothing is sent") {
  const TestDatabase database;
  User::initialize();
  User nobody{.age = -1};
  const auto sent = pv::testing::count_queries([&] {
    try {
      nobody.save();
      FAIL("no error");
    } catch (const pv::ValidationFailed& error) {
      CHECK(std::string{error.what()} == "hooks_test::User: correct age must not be negative; name must not be empty");
      CHECK(error.problems() == std::vector<pv::Problem>{{"age", "must not be negative"}, {"name", "must not be empty"}});
      CHECK(error.object() == 0);
    }
    std::vector<User> users{{.name = "a"}, {.name = "x", .age = 1}};
    try {
      User::bulk_create(users);
      FAIL("no error");
    } catch (const pv::ValidationFailed& error) {
      CHECK(std::string{error.what()} == "hooks_test::User (object 1): correct x is never 1");
      CHECK(error.object() == 1);
    }
  });
  CHECK(sent.statements == 0);
  take_called();
}

TEST_CASE("a failed write is not followed by after_save") {
  const TestDatabase database;
  User::initialize();
  User::create({.name = "ann"});
  take_called();
  CHECK_THROWS_AS(User::create({.name = "ann"}), pv::UniqueViolation);
  CHECK(take_called() == Texts{"before_save", "validate slug of ann"});
}

TEST_CASE("removing") {
  const TestDatabase database;
  User::initialize();
  User ann = User::create({.name = "ann"});
  User root = User::create({.name = "root"});
  take_called();
  CHECK(ann.remove());
  CHECK(take_called() == Texts{"before_remove", "after_remove"});
  CHECK_FALSE(ann.remove());
  CHECK(take_called() == Texts{"before_remove"});
  CHECK_THROWS_AS(root.hard_remove(), pv::InvalidValue);
  CHECK(User::query().count() == 1);
  take_called();
}

TEST_CASE("fields with the names of hooks are fields") {
  const TestDatabase database;
  Odd::initialize();
  Odd odd;
  odd.validate = 3;
  odd.before_save = 4;
  odd.save();
  CHECK(Odd::get(3)->before_save == 4);
  CHECK(take_called() == Texts{"after_save of the base"});
}

TEST_CASE("what a hook throws for one of many objects has its place") {
  const TestDatabase database;
  User::initialize();
  std::vector<User> users{{.name = "a"}, {.name = "b"}, {.name = "never"}};
  const auto place = [](const auto& write) {
    try {
      write();
    } catch (const pv::InvalidValue& refused) {
      return refused.place();
    }
    return pv::Error::no_place;
  };
  CHECK(place([&] { User::save_all(users); }) == 2);
  CHECK(place([&] { User::bulk_create(users); }) == 2);
  CHECK(place([&] { User::bulk_create(users | std::views::filter([](const User&) { return true; }), {.batch_size = 2}); }) == 2);
  CHECK(place([&] { users[2].save(); }) == pv::Error::no_place);
  CHECK(User::query().count() == 0);
  take_called();
}
