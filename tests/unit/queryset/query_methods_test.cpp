// SPDX-License-Identifier: MIT
// The small methods of a QuerySet: what they make of a query.
#include <map>
#include <string>
#include <vector>

#include <promptview/in_bulk.hpp>
#include <promptview/model.hpp>
#include <promptview/postgres.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using namespace promptview_test;

namespace query_methods_test {

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<int> rank{};
};
PROMPTVIEW_MODEL(User, postgres, "method_users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(rank))

struct Keyless : pv::Model<Keyless> {
  int a{};
};
PROMPTVIEW_MODEL(Keyless, postgres, "method_keyless", FIELD(a))

}  // namespace query_methods_test

using namespace query_methods_test;

namespace {

std::string tail(const pv::QuerySet<User>& query) {
  const std::string sql = query.to_sql();
  return sql.substr(sql.find("\"method_users\"") + 14);
}
pv::QuerySet<User> users() { return User::query(); }

}  // namespace

TEST_CASE("reverse turns the order round, NULLs included") {
  CHECK(tail(users().order_by("name", "-age").reverse()) == R"( ORDER BY "name" DESC, "age")");
  CHECK(tail(users().reverse()) == R"( ORDER BY "id" DESC)");
  CHECK(tail(users().order_by(pv::nulls_last("-rank"), pv::nulls_first("rank")).reverse()) ==
        R"( ORDER BY "rank" NULLS FIRST, "rank" DESC NULLS LAST)");
  CHECK(tail(users().order_by("name", "-age").reverse().reverse()) == R"( ORDER BY "name", "age" DESC)");
  CHECK_THROWS_MATCHES(users().limit(5).reverse(), pv::InvalidValue,
                       message("query_methods_test::User: reverse() of a slice has no meaning; reverse the order instead"));
  CHECK_THROWS_MATCHES(Keyless::query().reverse(), pv::InvalidValue,
                       message("query_methods_test::Keyless: reverse() needs order_by, since its rows have no primary key"));
}

TEST_CASE("NULLs first or last, of literals and of run time") {
  CHECK(tail(users().order_by(pv::nulls_last("-rank"))) == R"( ORDER BY "rank" DESC NULLS LAST)");
  CHECK(tail(users().order_by(pv::nulls_first("rank"), "name")) == R"( ORDER BY "rank" NULLS FIRST, "name")");
  const std::string text = "-rank";
  CHECK(tail(users().order_by("name", pv::nulls_last(pv::runtime(text)))) == R"( ORDER BY "name", "rank" DESC NULLS LAST)");
  CHECK_THROWS_AS(users().order_by(pv::nulls_first(pv::runtime("rnk"))), pv::UnknownField);
}

TEST_CASE("all is the same query, none matches nothing whatever follows") {
  CHECK(tail(users().filter("age", 1).all()) == R"( WHERE "age" = 1)");
  for (const auto& none : {users().none(), users().none().filter("age", 1), users().filter("age", 1).none().order_by("-age").limit(3),
                           users().limit(3).none(), users().none().exclude("age", 2)}) {
    CHECK(none.select().matches_nothing());
    CHECK(none.execute().empty());  // no database is connected
    CHECK(none.count() == 0);
    CHECK_FALSE(none.exists());
    CHECK_FALSE(none.first().has_value());
  }
  CHECK(tail(users().none()) == " WHERE FALSE");
}

TEST_CASE("conditions that are only sometimes wanted") {
  CHECK(tail(users().filter_if(true, "age__gt", 5)) == R"( WHERE "age" > 5)");
  CHECK(tail(users().filter_if(false, "age__gt", 5)) == "");
  CHECK(tail(users().exclude_if(true, "age", 5)) == R"( WHERE NOT ("age" = 5))");
  CHECK(tail(users().exclude_if(false, "age", 5)) == "");
  CHECK(tail(users().filter_if(true, User::q("age", 1) || User::q("age", 2)).exclude_if(true, User::q("name", "x"))) ==
        R"( WHERE ("age" = 1 OR "age" = 2) AND NOT ("name" = 'x'))");
  CHECK(tail(users().filter_if(true, "age__in", {1, 2}).exclude_if(true, "age__range", {3, 5})) ==
        R"( WHERE "age" = ANY('{"1","2"}'::integer[]) AND NOT ("age" BETWEEN 3 AND 5))");
  CHECK(tail(users().filter_if(false, "age__in", {1, 2}).exclude_if(false, "age__range", {3, 5})) == "");
  CHECK(tail(users().filter_if(false, User::q("age", 1)).exclude_if(false, User::q("name", "x"))) == "");
}

TEST_CASE("slice is an offset and a limit") {
  CHECK(tail(users().order_by("id").slice(20, 30)) == R"( ORDER BY "id" LIMIT 10 OFFSET 20)");
  CHECK(tail(users().slice(0, 5)) == " LIMIT 5");
  CHECK(users().slice(5, 5).select().matches_nothing());
  CHECK_THROWS_MATCHES(users().slice(-1, 5), pv::InvalidValue, message("slice takes a number from 0, not -1"));
  CHECK_THROWS_MATCHES(users().slice(6, 5), pv::InvalidValue, message("the length of a slice takes a number from 0, not -1"));
}

TEST_CASE("what needs no row sends nothing, and what has no meaning is refused") {
  CHECK(users().in_bulk(std::vector<int>{}).empty());
  CHECK_FALSE(users().contains(User{.name = "not saved"}));
  CHECK_THROWS_MATCHES(users().limit(3).in_bulk({1}), pv::InvalidValue, message_contains("filter before limit and offset"));
  CHECK_THROWS_MATCHES(users().limit(3).contains(User{.id = 1}), pv::InvalidValue, message_contains("filter before limit and offset"));
  const auto behind = message("query_methods_test::User: ask for earliest() and latest() before limit and offset, not behind them");
  CHECK_THROWS_MATCHES(users().limit(3).earliest("age"), pv::InvalidValue, behind);
  CHECK_THROWS_MATCHES(users().offset(3).latest("age"), pv::InvalidValue, behind);
}
