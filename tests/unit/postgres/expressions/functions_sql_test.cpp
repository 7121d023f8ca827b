// SPDX-License-Identifier: MIT
// The whole SQL of expressions: functions, operators, aggregates, windows, groups.
#include <optional>
#include <string>

#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;

namespace functions_sql_test {

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<int> limit{};
};
PROMPTVIEW_MODEL(User, postgres, "function_users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(limit))

}  // namespace functions_sql_test

using namespace functions_sql_test;

namespace {

const auto age = User::f(&User::age);
const auto limit = User::f(&User::limit);

std::string sql(const auto& query) { return pv::postgres::SQLBuilder::select(query.select()).sql; }

// Of one value.
std::string value_sql(const auto& value) {
  const std::string made = sql(User::query().values_list(value));
  const std::string_view before = "SELECT ", behind = " FROM \"function_users\"";
  REQUIRE(made.size() > before.size() + behind.size());
  return made.substr(before.size(), made.size() - before.size() - behind.size());
}

// Of the condition of a WHERE.
std::string where(const auto& query) {
  const std::string made = sql(query);
  return made.substr(made.find(" WHERE ") + 7);
}

}  // namespace

TEST_CASE("operators have parentheses of their own") {
  CHECK(value_sql(age + 1) == "(\"age\" + $1)");
  CHECK(value_sql((age + 1) * (age - 2)) == "((\"age\" + $1) * (\"age\" - $2))");
  CHECK(value_sql(age - (age - 1)) == "(\"age\" - (\"age\" - $1))");
  CHECK(value_sql(-(-age)) == "(- (- \"age\"))");
  CHECK(value_sql(age % 3 / 2) == "((\"age\" % $1) / $2)");
}

TEST_CASE("functions, casts and choices") {
  CHECK(value_sql(pv::lower(pv::concat(&User::name, "!", age))) == "lower(concat(\"name\", $1, \"age\"))");
  CHECK(value_sql(pv::cast<std::string>(age + 1)) == "(\"age\" + $1)::text");
  CHECK(value_sql(pv::cast<std::optional<double>>(limit)) == "\"limit\"::double precision");
  CHECK(value_sql(pv::coalesce(&User::limit, 0)) == "coalesce(\"limit\", $1)");
  CHECK(value_sql(pv::case_when(age < 18, "minor").when(User::q("name", "x"), &User::name).otherwise("adult")) ==
        "CASE WHEN \"age\" < $1 THEN $2 WHEN \"name\" = $3 THEN \"name\" ELSE $4 END");
  CHECK(value_sql(pv::cast<int>(pv::case_when(age > 1, 1).or_null())) == "CASE WHEN \"age\" > $1 THEN $2 ELSE $3 END::integer");
  CHECK(value_sql(pv::sql<int>("length({0}) + {1} -- {x} {}", &User::name, 5)) == "(length(\"function_users\".\"name\") + $1 -- {x} {})");
  CHECK(value_sql(age > 3) == "(\"age\" > $1)");
}

TEST_CASE("conditions on computed values, and what is left of them") {
  CHECK(where(User::query().filter(age + 1 == limit)) == "(\"age\" + $1) = \"limit\"");
  CHECK(where(User::query().exclude(age > limit)) == "NOT (\"age\" > \"limit\" AND \"limit\" IS NOT NULL)");
  CHECK(where(User::query().exclude(age > 3)) == "NOT (\"age\" > $1)");
  CHECK(where(User::query().exclude(limit + 1 > 3)) == "NOT ((\"limit\" + $1) > $2 AND (\"limit\" + $1) IS NOT NULL)");
  CHECK(where(User::query().exclude(pv::coalesce(limit, 0) > 3)) == "NOT (coalesce(\"limit\", $1) > $2)");
  CHECK(where(User::query().filter("age__lt", pv::greatest(limit, 5))) == "\"age\" < greatest(\"limit\", $1)");
  CHECK(where(User::query().filter(limit != 3)) == "\"limit\" IS DISTINCT FROM $1");
  CHECK(where(User::query().filter(limit == nullptr)) == "\"limit\" IS NULL");
  CHECK(where(User::query().filter(5 == age)) == "\"age\" = $1");
}

TEST_CASE("aggregates with their clauses") {
  CHECK(value_sql(pv::count()) == "count(*)");
  CHECK(value_sql(pv::count(&User::age).distinct().filter(age > 3)) == "count(DISTINCT \"age\") FILTER (WHERE \"age\" > $1)");
  CHECK(value_sql(pv::avg(&User::age)) == "avg(\"age\")::double precision");
  CHECK(value_sql(pv::string_agg(&User::name, ", ").order_by(pv::desc(&User::age).nulls_last(), &User::id)) ==
        "string_agg(\"name\", $1 ORDER BY \"age\" DESC NULLS LAST, \"id\")");
  CHECK(value_sql(pv::array_agg(&User::age).distinct().order_by(&User::age)) == "array_agg(DISTINCT \"age\" ORDER BY \"age\")");
  CHECK(value_sql(pv::avg(&User::age).filter(age > 1).over(pv::window())) ==
        "avg(\"age\") FILTER (WHERE \"age\" > $1) OVER ()::double precision");
}

TEST_CASE("windows have their clauses in SQL's order") {
  CHECK(value_sql(pv::rank().over(pv::window().order_by(pv::desc(&User::age)).partition_by(&User::name))) ==
        "rank() OVER (PARTITION BY \"name\" ORDER BY \"age\" DESC)");
  CHECK(value_sql(pv::sum(&User::age).over(pv::window().order_by(&User::id).rows(pv::preceding(2), pv::current_row))) ==
        "sum(\"age\") OVER (ORDER BY \"id\" ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)");
  CHECK(value_sql(pv::lag(&User::age, 2).over(pv::window().order_by(&User::id).groups(pv::unbounded_preceding, pv::following(1)))) ==
        "lag(\"age\", $1) OVER (ORDER BY \"id\" GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING)");
}

TEST_CASE("groups, and conditions before and behind them") {
  const auto counted = User::query().values(&User::name).annotate<"n">(pv::count());
  CHECK(sql(counted) == "SELECT \"name\", count(*) AS \"n\" FROM \"function_users\" GROUP BY 1");
  CHECK(sql(counted.filter("age", 3).filter("n__gt", 2).order_by("-n")) ==
        "SELECT \"name\", count(*) AS \"n\" FROM \"function_users\" WHERE \"age\" = $1 GROUP BY 1 HAVING count(*) > $2 ORDER BY \"n\" DESC");
  CHECK(sql(counted.exclude("n", 1)) == "SELECT \"name\", count(*) AS \"n\" FROM \"function_users\" GROUP BY 1 HAVING NOT (count(*) = $1)");
  CHECK(sql(User::query().annotate<"n">(pv::count())) ==
        "SELECT \"id\", \"name\", \"age\", \"limit\", count(*) AS \"n\" FROM \"function_users\" GROUP BY \"id\"");
  const auto by = age / 10;
  CHECK(sql(User::query().values(by, pv::count()).order_by(pv::asc(by))) ==
        "SELECT (\"age\" / $1), count(*) FROM \"function_users\" GROUP BY 1 ORDER BY 1");
  CHECK(sql(User::query().values_list(by).distinct().order_by(pv::desc(by))) ==
        "SELECT DISTINCT (\"age\" / $1) FROM \"function_users\" ORDER BY 1 DESC");
}

TEST_CASE("an annotation that is used again is the same parameter") {
  const auto tens = User::query().annotate<"tens">(age / 10);
  CHECK(sql(tens.distinct_on("tens").order_by("tens").filter("tens__gt", 2)) ==
        "SELECT DISTINCT ON ((\"age\" / $1)) \"id\", \"name\", \"age\", \"limit\", (\"age\" / $1) AS \"tens\" FROM \"function_users\" "
        "WHERE (\"age\" / $1) > $2 ORDER BY \"tens\"");
  CHECK(pv::postgres::SQLBuilder::select(tens.filter("tens", 10).select()).values.size() == 2);
}

TEST_CASE("a filter by a window function's name is one around a subquery") {
  const auto ranked = User::query().annotate<"r">(pv::rank().over(pv::window().order_by(&User::age)));
  CHECK(sql(ranked.filter("age__gt", 1).filter("r", 1)) ==
        "SELECT \"id\", \"name\", \"age\", \"limit\", \"r\" FROM (SELECT \"id\", \"name\", \"age\", \"limit\", rank() OVER (ORDER BY \"age\") "
        "AS \"r\" FROM \"function_users\" WHERE \"age\" > $1) AS \"rows\" WHERE \"r\" = $2");
}
