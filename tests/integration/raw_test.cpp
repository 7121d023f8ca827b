// SPDX-License-Identifier: MIT
// Statements of the user's own: how their columns become objects, and how their values are bound.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace raw_test {

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::string> bio{};
  Role role{};
  std::string odd{};

  friend bool operator==(const User&, const User&) = default;
};
PROMPTVIEW_MODEL(User, postgres, "raw_test_users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(bio), FIELD(role),
                 FIELD(odd, column="Odd Name"))

struct Summary {
  std::int64_t count{};
  std::optional<double> average{};
  std::string name{};
};
PROMPTVIEW_STRUCT(Summary, FIELD(count, column="n"), FIELD(average), FIELD(name))

}  // namespace raw_test

using namespace raw_test;

namespace {

struct Users {
  Users() {
    User::initialize();
    User::create({.name = "Ann", .age = 20, .bio = "x", .role = Role::member, .odd = "o"});
    User::create({.name = "Bo", .age = 30});
    User::create({.name = "it's", .age = 40, .bio = "\\"});
  }
  TestDatabase database{};
};

}  // namespace

TEST_CASE_METHOD(Users, "rows of a model, by the names of the columns") {
  CHECK(pv::raw<User>("SELECT * FROM raw_test_users WHERE age > $1 ORDER BY age", 25) ==
        User::query().filter("age__gt", 25).order_by("age").execute());
  // in another order, with other columns between
  const auto users = pv::raw<User>(R"(SELECT 1 AS one, "Odd Name", role, 'y' AS two, bio, age, name, id, now() FROM raw_test_users ORDER BY id)");
  CHECK(users == User::query().order_by("id").execute());
  CHECK(pv::raw<User>("SELECT * FROM raw_test_users WHERE false").empty());
  CHECK(pv::raw<User>("DELETE FROM raw_test_users WHERE name = $1 RETURNING *", "Bo").at(0).age == 30);
  CHECK(User::query().count() == 2);
}

TEST_CASE_METHOD(Users, "columns that do not fit are named") {
  CHECK_THROWS_MATCHES(pv::raw<User>("SELECT id, name, age FROM raw_test_users"), pv::TypeMismatch,
                       message("raw: raw_test::User.bio: select the column \"bio\": the statement gives id, name, age"));
  CHECK_THROWS_MATCHES(pv::raw<User>(R"(SELECT *, 5 AS "Odd Name" FROM raw_test_users)"), pv::TypeMismatch,
                       message("raw: raw_test::User.odd: name one of them otherwise (AS ...): the statement gives 2 columns \"Odd Name\""));
  CHECK_THROWS_MATCHES(pv::raw<User>("SELECT *, 1 AS age FROM (SELECT id, name, 'old' AS age, bio, role, \"Odd Name\" FROM raw_test_users) AS u"),
                       pv::TypeMismatch, message_contains("raw_test::User.age: name one of them otherwise"));
  CHECK_THROWS_MATCHES(pv::raw<User>("SELECT id, name, 'old' AS age, bio, role, \"Odd Name\" FROM raw_test_users"), pv::TypeMismatch,
                       message("raw: raw_test::User.age: cast the column \"age\" in the SQL, or read it into another C++ type: it "
                               "is text, which cannot be read as integer"));
  CHECK_THROWS_MATCHES(pv::raw<User>("UPDATE raw_test_users SET age = 1"), pv::TypeMismatch,
                       message_contains("the statement gives no columns; for one that gives none use pv::execute"));
  CHECK_THROWS_MATCHES(pv::raw<int>("SELECT 1, 2"), pv::TypeMismatch,
                       message("raw: read as many columns as the statement gives: it gives 2, and the C++ type holds 1"));
  CHECK_THROWS_MATCHES((pv::raw<std::tuple<int, std::string>>("SELECT 1, ARRAY[2]::integer[]")), pv::TypeMismatch,
                       message("raw: raw.column 2: cast the column \"array\" in the SQL, or read it into another C++ type: it is "
                               "integer[], which cannot be read as text"));
  CHECK_THROWS_MATCHES(pv::raw<int>("SELECT point(1, 2)"), pv::TypeMismatch, message_contains("it is point, which cannot be read as integer"));
}

TEST_CASE_METHOD(Users, "tuples by place, and single values") {
  using Row = std::tuple<std::string, int, std::optional<std::string>>;
  CHECK(pv::raw<Row>("SELECT name, age, bio FROM raw_test_users ORDER BY id") ==
        std::vector<Row>{{"Ann", 20, "x"}, {"Bo", 30, std::nullopt}, {"it's", 40, "\\"}});
  CHECK(pv::raw<std::tuple<Role>>("SELECT role FROM raw_test_users ORDER BY id LIMIT 1") == std::vector{std::tuple{Role::member}});
  CHECK(pv::raw<std::int64_t>("SELECT count(*) FROM raw_test_users") == std::vector<std::int64_t>{3});
  CHECK(pv::raw<std::string>("SELECT name FROM raw_test_users WHERE age < $1 ORDER BY 1 DESC", 35) == std::vector<std::string>{"Bo", "Ann"});
  CHECK(pv::raw<bool>("SELECT age > 25 FROM raw_test_users ORDER BY id") == std::vector<bool>{false, true, true});
  CHECK(pv::raw<std::optional<int>>("SELECT NULL::integer") == std::vector<std::optional<int>>{std::nullopt});
  CHECK(pv::raw<pv::Numeric>("SELECT sum(age) / 7.0::numeric(3,1) * 7.0 FROM raw_test_users WHERE age = 20").at(0) > pv::Numeric{19});
  CHECK(pv::raw<std::vector<int>>("SELECT array_agg(age ORDER BY age) FROM raw_test_users").at(0) == std::vector{20, 30, 40});
  CHECK_THROWS_MATCHES(pv::raw<int>("SELECT NULL::integer"), pv::InvalidValue,
                       message_contains("raw.column 1: the database holds NULL"));
  CHECK_THROWS_MATCHES(pv::raw<std::int16_t>("SELECT 70000"), pv::InvalidValue, message_contains("out of the range of the C++ type"));
}

TEST_CASE_METHOD(Users, "structs by the names of their fields") {
  const auto all = pv::raw<Summary>("SELECT 'all' AS name, avg(age)::double precision AS average, count(*) AS n FROM raw_test_users");
  REQUIRE(all.size() == 1);
  CHECK(all[0].count == 3);
  CHECK(all[0].average == 30.0);
  CHECK(all[0].name == "all");
  CHECK_THROWS_MATCHES(pv::raw<Summary>("SELECT 1 AS count"), pv::TypeMismatch,
                       message_contains("Summary.n: select the column \"n\": the statement gives count"));
}

TEST_CASE_METHOD(Users, "values are bound, and a text takes the type of its place") {
  const std::string hostile = "it's'; DROP TABLE raw_test_users; --";
  CHECK(pv::raw<std::string>("SELECT $1::text", hostile).at(0) == hostile);
  CHECK(pv::raw<std::string>("SELECT name FROM raw_test_users WHERE name = $1", "it's").size() == 1);
  CHECK(pv::raw<std::string>("SELECT name FROM raw_test_users WHERE role = $1", "member").at(0) == "Ann");
  CHECK(pv::raw<std::string>("SELECT name FROM raw_test_users WHERE role = $1", Role::member).at(0) == "Ann");
  CHECK(pv::raw<std::string>("SELECT name FROM raw_test_users WHERE role = ANY($1)", std::vector<std::string>{"member"}).at(0) == "Ann");
  CHECK(pv::raw<std::string>("SELECT name FROM raw_test_users WHERE age = ANY($1) ORDER BY 1", std::vector{20, 30}).size() == 2);
  CHECK(pv::raw<bool>("SELECT $1::text IS NULL AND $2::integer IS NULL AND $3::date IS NULL", nullptr, std::optional<int>{}, std::nullopt).at(0));
  CHECK(pv::raw<std::int64_t>("SELECT $1 + 1::bigint", 41U).at(0) == 42);
  CHECK(pv::raw<bool>("SELECT $1 = 2.5::double precision", 2.5).at(0));
  CHECK(pv::raw<bool>("SELECT DATE '2026-01-02' = $1", "2026-01-02").at(0));
  CHECK(pv::raw<bool>("SELECT DATE '2026-01-02' = $1", std::chrono::sys_days{std::chrono::year{2026} / 1 / 2}).at(0));
  CHECK(pv::raw<pv::Uuid>("SELECT $1::uuid", "00000000-0000-4000-8000-000000000001").at(0) ==
        pv::Uuid::parse("00000000-0000-4000-8000-000000000001"));
  CHECK_THROWS_MATCHES(pv::raw<std::string>("SELECT $1::text", std::string("a\0b", 3)), pv::InvalidValue,
                       message("$1: leave out the NUL byte of the text at byte 1, counted from 0"));
  CHECK(User::query().count() == 3);
}

TEST_CASE_METHOD(Users, "execute answers how many rows changed") {
  CHECK(pv::execute("UPDATE raw_test_users SET age = age + $1 WHERE age > $2", 1, 20) == 2);
  CHECK(pv::execute("UPDATE raw_test_users SET bio = $1 WHERE name = $2", nullptr, "Ann") == 1);
  CHECK(pv::execute("DELETE FROM raw_test_users WHERE age > 1000") == 0);
  CHECK(pv::execute("CREATE TABLE raw_test_other (a integer)") == 0);
  CHECK(pv::execute("INSERT INTO raw_test_other SELECT generate_series(1, $1)", 5) == 5);
  CHECK_FALSE(User::query().filter("name", "Ann").one().bio.has_value());
  CHECK_THROWS_AS(pv::execute("INSERT INTO raw_test_users (id, name, age, role, \"Odd Name\") VALUES (1, '', 1, 'guest', '')"), pv::UniqueViolation);
}

TEST_CASE_METHOD(Users, "one round trip, in the thread's transaction, on any database") {
  CHECK(pv::testing::count_queries([] { (void)pv::raw<int>("SELECT $1::integer", 1); }).round_trips == 1);
  CHECK(pv::testing::count_queries([] { pv::execute("SELECT 1"); }).round_trips == 1);
  {
    const pv::Transaction transaction;
    CHECK(pv::execute("DELETE FROM raw_test_users") == 3);
    CHECK(pv::raw<std::int64_t>("SELECT count(*) FROM raw_test_users").at(0) == 0);
  }
  CHECK(pv::raw<std::int64_t>("SELECT count(*) FROM raw_test_users").at(0) == 3);
  pv::connect({.url = database.url(), .name = "other"});
  CHECK(pv::on("other").raw<User>("SELECT * FROM raw_test_users WHERE id = $1", 2).at(0).name == "Bo");
  CHECK(pv::on("other").execute("UPDATE raw_test_users SET age = 1") == 3);
  pv::disconnect("other");
  CHECK_THROWS_AS(pv::on("other").raw<int>("SELECT 1"), pv::NotInitialized);
}

TEST_CASE_METHOD(Users, "statements that the server or the wire refuses") {
  CHECK_THROWS_AS(pv::raw<int>("SELECT 1; SELECT 2"), pv::DatabaseError);
  CHECK_THROWS_AS(pv::raw<int>("SELEC 1"), pv::DatabaseError);
  CHECK_THROWS_AS(pv::raw<int>("SELECT $1::integer"), pv::DatabaseError);  // a value is missing
  CHECK_THROWS_AS(pv::raw<User>("SELECT * FROM raw_test_missing"), pv::NotInitialized);
  CHECK_THROWS_AS(pv::execute("COPY raw_test_users TO STDOUT"), pv::Error);
  CHECK(pv::execute("") == 0);
  CHECK(User::query().count() == 3);
}
