// SPDX-License-Identifier: MIT
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/pipeline_ways.hpp>

using namespace promptview_test;

namespace save_all_test {

using Time = std::chrono::sys_time<std::chrono::microseconds>;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string email{};
  int age{};
  std::optional<std::string> bio{};
  pv::Auto<Time> created{};
  pv::Auto<Time> changed{};

  friend bool operator==(const User&, const User&) = default;
};
PROMPTVIEW_MODEL(User, postgres, "save_all_users", FIELD(id, primary_key), FIELD(email, unique), FIELD(age, check="age >= 0"), FIELD(bio),
                 FIELD(created, auto_now_add), FIELD(changed, auto_now))

struct Setting : pv::Model<Setting> {
  std::string name{};
  std::string value{};

  friend bool operator==(const Setting&, const Setting&) = default;
};
PROMPTVIEW_MODEL(Setting, postgres, "save_all_settings", FIELD(name, primary_key), FIELD(value))

std::vector<User> users(int count) {
  std::vector<User> made;
  for (int i = 0; i < count; ++i) made.push_back({.email = std::to_string(i) + "@x", .age = i, .bio = i % 3 == 0 ? std::optional<std::string>{} : "bio"});
  return made;
}
std::vector<User> all() { return User::query().order_by("id").execute(); }

// What save_all, or update_all, throws.
template <class Thrown, class Write>
Thrown thrown_by(const Write& write) {
  try {
    write();
  } catch (const Thrown& error) {
    return error;
  }
  throw std::runtime_error{"nothing was thrown"};
}

}  // namespace save_all_test

using namespace save_all_test;

TEST_CASE("save_all: inserts and updates, as save does, by each way of sending") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    CAPTURE(options.statement_cache, options.pipelining);
    const TestDatabase database{options};
    User::initialize();
    std::vector<User> many = users(7);
    User::save_all(many);
    for (std::size_t i = 0; i < many.size(); ++i) CHECK(*many[i].id == static_cast<std::int64_t>(i) + 1);
    CHECK(all() == many);

    // Old and new ones, in turns.
    std::vector<User> mixed;
    for (std::size_t i = 0; i < many.size(); ++i) {
      mixed.push_back(many[i]);
      mixed.back().age += 100;
      mixed.push_back({.email = "new " + std::to_string(i), .age = 1});
    }
    pv::save_all(mixed);
    CHECK(pv::query<User>().count() == 14);
    for (const User& user : mixed) CHECK(User::get(*user.id) == user);
    CHECK(User::get(1)->age == 100);
    CHECK(User::get(1)->created == many[0].created);

    std::vector<Setting> settings{{.name = "a", .value = "1"}, {.name = "b", .value = "2"}, {.name = "a", .value = "3"}};
    Setting::initialize();
    Setting::save_all(settings);
    CHECK(Setting::get("a")->value == "3");
    CHECK(Setting::query().count() == 2);
  }
}

TEST_CASE("save_all: one round trip for inserts and upserts, two where a row could be missing") {
  const TestDatabase database;
  User::initialize();
  Setting::initialize();
  std::vector<User> many = users(100);
  const auto inserts = pv::testing::count_queries([&] { User::save_all(many); });
  CHECK(inserts.round_trips == 1);
  CHECK(inserts.statements == 100);
  const auto updates = pv::testing::count_queries([&] { User::save_all(many); });
  CHECK(updates.round_trips == 2);
  CHECK(updates.statements == 102);
  const auto again = pv::testing::count_queries([&] { User::update_all(many); });
  CHECK(again.round_trips == 2);
  std::vector<Setting> settings{{.name = "a"}, {.name = "b"}};
  CHECK(pv::testing::count_queries([&] { Setting::save_all(settings); }).round_trips == 1);
  std::vector<User> one{many[0]};
  CHECK(pv::testing::count_queries([&] { User::save_all(one); }).round_trips == 1);
  one[0].age = -1;
  CHECK(thrown_by<pv::CheckViolation>([&] { User::update_all(one); }).place() == 0);
  std::vector<User> none;
  CHECK(pv::testing::count_queries([&] { User::save_all(none), User::update_all(none); }).round_trips == 0);
  {
    pv::Transaction transaction;
    std::vector<User> more{{.email = "a"}, {.email = "b"}};
    CHECK(pv::testing::count_queries([&] { User::save_all(more); }).round_trips == 1);
    CHECK(pv::testing::count_queries([&] { User::save_all(more); }).round_trips == 2);
    transaction.commit();
  }
  CHECK(User::query().count() == 102);
  CHECK(TestDatabase::ask("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT%save_all_users%'") == "1");
}

TEST_CASE("save_all: an error anywhere leaves nothing, changes no object, and says which one it was") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    CAPTURE(options.statement_cache, options.pipelining);
    const TestDatabase database{options};
    User::initialize();
    User there{.email = "there", .age = 5};
    there.save();
    for (const std::size_t place : {0U, 3U, 9U}) {
      std::vector<User> many = users(10);
      many[place].email = "there";
      const std::vector<User> before = many;
      const auto error = thrown_by<pv::UniqueViolation>([&] { User::save_all(many); });
      CHECK(error.place() == place);
      CHECK(error.field() == "email");
      CHECK(error.constraint() == "save_all_users_email_key");
      CHECK(std::string{error.what()}.find("which:     object " + std::to_string(place) + ", counted from 0") != std::string::npos);
      CHECK(many == before);
      CHECK(all() == std::vector<User>{there});

      // With an update among them.
      many.insert(many.begin(), there);
      many[0].age = 6;
      CHECK(thrown_by<pv::UniqueViolation>([&] { User::save_all(many); }).place() == place + 1);
      CHECK(all() == std::vector<User>{there});
      many[place + 1].email = "free";
      many[2].age = -1;
      CHECK(thrown_by<pv::CheckViolation>([&] { User::save_all(many); }).place() == 2);
      CHECK(all() == std::vector<User>{there});
      CHECK(pv::postgres::pool_of({})->idle() == 1);
    }
    // Two of the range are the same.
    std::vector<User> twins = users(4);
    twins[2].email = twins[1].email;
    CHECK(thrown_by<pv::UniqueViolation>([&] { User::save_all(twins); }).place() == 2);
    CHECK(all() == std::vector<User>{there});
  }
}

TEST_CASE("save_all in a transaction: an error undoes all of it and nothing else, and the transaction goes on") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    CAPTURE(options.statement_cache, options.pipelining);
    const TestDatabase database{options};
    User::initialize();
    pv::Transaction transaction;
    User first{.email = "first"};
    first.save();
    std::vector<User> many = users(5);
    many[3].email = "first";
    CHECK(thrown_by<pv::UniqueViolation>([&] { User::save_all(many); }).place() == 3);
    CHECK(User::query().count() == 1);
    many[3].email = "third";
    User::save_all(many);
    CHECK(User::query().count() == 6);
    many[1].age = -1;
    CHECK(thrown_by<pv::CheckViolation>([&] { User::update_all(many); }).place() == 1);
    many[1].age = 1;
    many[4].remove();
    many[0].age = 77;
    CHECK(thrown_by<pv::NotFound>([&] { User::update_all(many); }).place() == 4);
    CHECK(User::get(*many[0].id)->age == 0);
    transaction.commit();
    CHECK(User::query().count() == 5);
  }
}

TEST_CASE("update_all: all or none; a missing row is NotFound") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    CAPTURE(options.statement_cache, options.pipelining);
    const TestDatabase database{options};
    User::initialize();
    std::vector<User> many = users(6);
    CHECK(thrown_by<pv::NotFound>([&] { User::update_all(many); }).place() == 0);
    User::save_all(many);
    for (User& user : many) user.age *= 2;
    User::update_all(many);
    CHECK(all() == many);
    many[2].remove();
    std::vector<User> changed = many;
    for (User& user : changed) user.age = 1000;
    const std::vector<User> given = changed;
    const auto error = thrown_by<pv::NotFound>([&] { User::update_all(changed); });
    CHECK(error.place() == 2);
    CHECK(std::string{error.what()}.find("(object 2)") != std::string::npos);
    CHECK(changed == given);
    CHECK(User::query().filter("age", 1000).count() == 0);
    changed.push_back({.email = "without a key"});
    const auto sent = pv::testing::count_queries([&] { CHECK(thrown_by<pv::NotFound>([&] { User::update_all(changed); }).place() == 6); });
    CHECK(sent.statements == 0);
    CHECK(pv::postgres::pool_of({})->idle() == 1);
  }
}

TEST_CASE("save_all: a value that cannot be sent leaves nothing, wherever it stands") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    CAPTURE(options.statement_cache, options.pipelining);
    const TestDatabase database{options};
    User::initialize();
    for (const std::size_t place : {0U, 4U, 2999U}) {
      std::vector<User> many = users(3000);
      many[place].bio = std::string{"a\0b", 3};
      CHECK(thrown_by<pv::InvalidValue>([&] { User::save_all(many); }).place() == place);
      CHECK(User::query().count() == 0);
      {
        pv::Transaction transaction;
        User{.email = "kept"}.save();
        CHECK(thrown_by<pv::InvalidValue>([&] { User::save_all(many); }).place() == place);
        CHECK(User::query().count() == 1);
        transaction.rollback();
      }
      CHECK(pv::postgres::pool_of({})->idle() == 1);
    }
  }
}
