// SPDX-License-Identifier: MIT
// The life of a row: create the table, save in all ways, get, remove, refresh, drop.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;
using promptview::testing::count_queries;

namespace model_test {

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::string> bio{};

  friend bool operator==(const User&, const User&) = default;
};
PROMPTVIEW_MODEL(User, postgres, "model_test_users",
                 FIELD(id, primary_key),
                 FIELD(name, index=btree),
                 FIELD(age),
                 FIELD(bio))

// The application gives the key.
struct Country : pv::Model<Country> {
  std::string code{};
  std::string name{};
  int visits{};

  friend bool operator==(const Country&, const Country&) = default;
};
PROMPTVIEW_MODEL(Country, postgres, "model_test_countries", FIELD(code, primary_key), FIELD(name), FIELD(visits))

// Not derived from pv::Model, and without `==`.
struct Plain {
  pv::Auto<int> id{};
  std::string text{};
  int number{};
};
PROMPTVIEW_MODEL(Plain, postgres, "model_test_plains", FIELD(id, primary_key), FIELD(text), FIELD(number))

struct Draft : pv::Model<Draft> {
  pv::Auto<std::int64_t> id{};
};
PROMPTVIEW_MODEL(Draft, postgres, "model_test_drafts", FIELD(id, primary_key))

// Abstract bases: they have no table.
struct Named {
  std::string name{};
};
struct Dated : Named {
  int year{};
};
struct Book : pv::Model<Book>, Dated {
  pv::Auto<std::int64_t> id{};
  int pages{};
};
struct Film : pv::Model<Film>, Dated {
  pv::Auto<std::int64_t> id{};
  int minutes{};
};
PROMPTVIEW_MODEL(Book, postgres, "model_test_books", FIELD(id, primary_key), FIELD(name), FIELD(year), FIELD(pages))
PROMPTVIEW_MODEL(Film, postgres, "model_test_films",
                 FIELD(id, primary_key),
                 FIELD(name, unique),
                 FIELD(year),
                 FIELD(minutes))

// An empty table name.
struct HTTPLogEntry : pv::Model<HTTPLogEntry> {
  pv::Auto<std::int64_t> id{};
};
PROMPTVIEW_MODEL(HTTPLogEntry, postgres, "", FIELD(id, primary_key))

}  // namespace model_test

using namespace model_test;

namespace {

bool table_exists(const std::string& name) {
  return TestDatabase::ask("to_regclass('" + name + "') IS NOT NULL") == "true";
}

}  // namespace

TEST_CASE("initialize makes the table and its indexes once, drop takes them away") {
  const TestDatabase database;
  CHECK_FALSE(table_exists("model_test_users"));

  User::initialize();
  CHECK(table_exists("model_test_users"));
  CHECK(TestDatabase::ask("SELECT string_agg(indexname, ', ' ORDER BY indexname) FROM pg_indexes WHERE tablename = "
                          "'model_test_users'") == "model_test_users_name_idx, model_test_users_pkey");

  User kept{.name = "kept"};
  kept.save();
  User::initialize();
  CHECK(User::query().execute() == std::vector{kept});

  User::drop();
  CHECK_FALSE(table_exists("model_test_users"));
  User::drop();

  User::initialize();
  CHECK(User::query().execute().empty());
}

TEST_CASE("initialize is two round trips, drop is one") {
  const TestDatabase database;
  CHECK(count_queries([] { User::initialize(); }).round_trips == 2);  // what is there is compared first
  CHECK(count_queries([] { User::initialize(); }).round_trips == 2);  // what is there is compared first
  CHECK(count_queries([] { User::drop(); }).round_trips == 1);
}

TEST_CASE("a table that was not initialized is an error that says so") {
  const TestDatabase database;
  User user{.name = "John"};
  CHECK_THROWS_AS(user.save(), pv::NotInitialized);
  CHECK_THROWS_MATCHES(User::get(1), pv::NotInitialized,
                       message_contains("model_test::User: the table does not exist; call initialize() once"));
  CHECK_THROWS_AS(User::query().count(), pv::NotInitialized);
  CHECK_FALSE(user.id.has_value());

  User::initialize();
  user.save();
  CHECK(User::get(user.id) == user);
}

TEST_CASE("an empty table name is the model's name in snake_case with an s") {
  const TestDatabase database;
  HTTPLogEntry::initialize();
  CHECK(table_exists("http_log_entrys"));
}

TEST_CASE("save inserts an object whose Auto key is empty, and updates it later") {
  const TestDatabase database;
  User::initialize();

  User john{.name = "John", .age = 30};
  CHECK(count_queries([&] { john.save(); }).round_trips == 1);
  CHECK(john == User{.id = 1, .name = "John", .age = 30, .bio = {}});

  User jane{.name = "Jane", .age = 40, .bio = ""};
  jane.save();
  CHECK(jane == User{.id = 2, .name = "Jane", .age = 40, .bio = ""});

  john.age = 31;
  john.bio = "older";
  CHECK(count_queries([&] { john.save(); }).round_trips == 1);
  CHECK(User::query().order_by("id").execute() == std::vector<User>{john, jane});
  CHECK(TestDatabase::ask("SELECT string_agg(u::text, ' ' ORDER BY id) FROM model_test_users u") ==
        R"((1,John,31,older) (2,Jane,40,""))");

  john.bio.reset();
  john.save();
  CHECK(TestDatabase::ask("SELECT bio FROM model_test_users WHERE id = 1") == "NULL");
}

TEST_CASE("save with an Auto key whose row is missing is NotFound, and makes no row") {
  const TestDatabase database;
  User::initialize();
  User ghost{.id = 5, .name = "ghost"};
  CHECK_THROWS_MATCHES(ghost.save(), pv::NotFound, message_contains("model_test::User: there is no row with this key"));
  CHECK(User::query().count() == 0);
  CHECK(ghost == User{.id = 5, .name = "ghost"});
}

TEST_CASE("save with a key of the application is one upsert") {
  const TestDatabase database;
  Country::initialize();
  Country chile{.code = "CL", .name = "Chile", .visits = 1};
  CHECK(count_queries([&] { chile.save(); }).round_trips == 1);
  CHECK(Country::get("CL") == chile);

  chile.visits = 2;
  CHECK(count_queries([&] { chile.save(); }).round_trips == 1);
  CHECK(Country::query().execute() == std::vector{chile});
}

TEST_CASE("insert never updates, update never inserts, upsert does either") {
  const TestDatabase database;
  Country::initialize();
  Country peru{.code = "PE", .name = "Peru"};

  CHECK_THROWS_AS(peru.update(), pv::NotFound);
  CHECK(Country::query().count() == 0);
  peru.insert();
  CHECK_THROWS_AS(peru.insert(), pv::UniqueViolation);
  peru.visits = 7;
  peru.update();
  CHECK(Country::query().execute() == std::vector{peru});

  Country cuba{.code = "CU", .name = "Cuba"};
  cuba.upsert();
  cuba.visits = 3;
  cuba.upsert();
  CHECK(Country::query().order_by("code").execute() == std::vector{cuba, peru});
}

TEST_CASE("insert, update and upsert with an Auto key") {
  const TestDatabase database;
  User::initialize();

  User given{.id = 100, .name = "given"};
  given.insert();
  User made{.name = "made"};
  made.insert();
  CHECK(User::query().order_by("id").execute() == std::vector<User>{made, given});

  User upserted{.id = 100, .name = "changed", .age = 1};
  upserted.upsert();
  User other{.id = 200, .name = "other"};
  other.upsert();
  CHECK(User::query().order_by("id").execute() == std::vector<User>{made, upserted, other});

  User keyless{.name = "keyless"};
  CHECK_THROWS_MATCHES(keyless.update(), pv::NotFound, message_contains("the object has no key yet"));
  CHECK_THROWS_AS(keyless.upsert(), pv::NotFound);
  CHECK_THROWS_AS(keyless.save_fields("name"), pv::NotFound);
  CHECK_THROWS_AS(keyless.refresh(), pv::NotFound);
  CHECK_FALSE(keyless.remove());
  CHECK(User::query().count() == 3);
}

TEST_CASE("an object with nothing but a generated key can be saved") {
  const TestDatabase database;
  Draft::initialize();
  Draft first;
  Draft second;
  first.save();
  second.save();
  CHECK(first.id == 1);
  CHECK(second.id == 2);
  second.save();
  CHECK(Draft::query().count() == 2);
  CHECK_THROWS_AS((Draft{.id = 9}).save(), pv::NotFound);
}

TEST_CASE("get answers an optional") {
  const TestDatabase database;
  User::initialize();
  User john{.name = "John", .age = 30, .bio = "x"};
  john.save();

  std::optional<User> found;
  CHECK(count_queries([&] { found = User::get(1); }).round_trips == 1);
  CHECK(found == john);
  CHECK(User::get(2) == std::nullopt);
  CHECK(User::get(std::int16_t{1}) == john);
  CHECK(User::get(1U) == john);
  CHECK(User::get(john.id) == john);
  CHECK(User::get(INT64_MIN) == std::nullopt);

  Country::initialize();
  CHECK(Country::get(std::string{"CL"}) == std::nullopt);
}

TEST_CASE("create inserts and returns the object with what the database made") {
  const TestDatabase database;
  User::initialize();
  const User made = User::create({.name = "John", .age = 30});
  CHECK(made == User{.id = 1, .name = "John", .age = 30});
  CHECK(User::get(1) == made);
}

TEST_CASE("save_fields writes only those fields") {
  const TestDatabase database;
  User::initialize();
  User john = User::create({.name = "John", .age = 30, .bio = "a"});
  TestDatabase::execute("UPDATE model_test_users SET age = 99, bio = 'b'");

  john.name = "Johnny";
  john.age = 1;
  CHECK(count_queries([&] { john.save_fields("name"); }).round_trips == 1);
  CHECK(User::get(1) == User{.id = 1, .name = "Johnny", .age = 99, .bio = "b"});
  CHECK(john == User{.id = 1, .name = "Johnny", .age = 1, .bio = "a"});

  john.bio.reset();
  john.save_fields("age", "bio");
  CHECK(User::get(1) == john);

  john.remove();
  CHECK_THROWS_AS(john.save_fields("age"), pv::NotFound);
}

TEST_CASE("remove says whether there was a row") {
  const TestDatabase database;
  User::initialize();
  User john = User::create({.name = "John"});
  User jane = User::create({.name = "Jane"});
  CHECK(john.remove());
  CHECK_FALSE(john.remove());
  CHECK(User::query().execute() == std::vector{jane});
}

TEST_CASE("refresh reads the row again") {
  const TestDatabase database;
  User::initialize();
  User john = User::create({.name = "John", .age = 30, .bio = "a"});
  TestDatabase::execute("UPDATE model_test_users SET name = 'Jack', bio = NULL");

  CHECK(count_queries([&] { john.refresh(); }).round_trips == 1);
  CHECK(john == User{.id = 1, .name = "Jack", .age = 30});

  TestDatabase::execute("DELETE FROM model_test_users");
  const User before = john;
  CHECK_THROWS_MATCHES(john.refresh(), pv::NotFound, message_contains("model_test::User: refresh() found no row"));
  CHECK(john == before);
}

TEST_CASE("a struct that does not derive from Model has the free functions") {
  const TestDatabase database;
  pv::initialize<Plain>();
  Plain plain{.text = "a", .number = 1};
  pv::save(plain);
  CHECK(plain.id == 1);

  plain.text = "b";
  pv::update(plain);
  plain.number = 2;
  pv::save_fields(plain, "number");
  CHECK(pv::get<Plain>(1)->text == "b");
  CHECK(pv::get<Plain>(1)->number == 2);
  CHECK_FALSE(pv::get<Plain>(2).has_value());

  Plain inserted = pv::create(Plain{.text = "c"});
  Plain second{.text = "d"};
  pv::insert(second);
  second.id = 9;
  pv::upsert(second);
  CHECK(pv::query<Plain>().order_by("id").last()->id == 9);
  CHECK(pv::query<Plain>().filter("text__in", {"c", "d"}).count() == 3);
  CHECK(pv::query<Plain>().filter(pv::q<Plain>("text", "c") || pv::q<Plain>("number", 2)).count() == 2);

  TestDatabase::execute("UPDATE model_test_plains SET text = 'z'");
  pv::refresh(inserted);
  CHECK(inserted.text == "z");
  CHECK(pv::remove(inserted));
  CHECK_FALSE(pv::remove(inserted));
  pv::drop<Plain>();
  CHECK_FALSE(table_exists("model_test_plains"));
}

TEST_CASE("fields come from base structs, too") {
  const TestDatabase database;
  Book::initialize();
  Film::initialize();
  Book book;
  book.name = "Dune";
  book.year = 1965;
  book.pages = 412;
  book.save();
  Film film;
  film.name = "Dune";
  film.year = 1984;
  film.minutes = 137;
  film.save();

  const std::optional<Book> found = Book::query().filter("name", "Dune").filter("year__lt", 1970).first();
  REQUIRE(found.has_value());
  CHECK(found->id == book.id);
  CHECK(found->name == "Dune");
  CHECK(found->year == 1965);
  CHECK(found->pages == 412);
  CHECK(Film::get(1)->minutes == 137);
  CHECK(TestDatabase::ask("SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) FROM "
                          "information_schema.columns WHERE table_name = 'model_test_films'") ==
        "id, name, year, minutes");
}

TEST_CASE("a value that cannot be written leaves the object and the connection as they were") {
  const TestDatabase database;
  Country::initialize();
  Country bad{.code = "XX", .name = std::string{"a\0b", 3}};
  CHECK_THROWS_MATCHES(bad.save(), pv::InvalidValue,
                       message_contains("name: leave out the NUL byte of the text at byte 1, counted from 0"));
  CHECK(Country::query().count() == 0);
  bad.name = "ab";
  bad.save();
  CHECK(Country::get("XX") == bad);
}
