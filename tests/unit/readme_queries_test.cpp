// SPDX-License-Identifier: MIT
// The manual's table of calls is what the code makes of them.
#include <string>

#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/readme.hpp>

namespace pv = promptview;

namespace {

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::int64_t> boss{};
};
PROMPTVIEW_MODEL(User, postgres, "readme_users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(boss))

const pv::QuerySet<User> others{};

// A star for the columns of the model, and the table by its short name, so that the rows of the manual stay narrow.
std::string shortened(std::string sql) {
  const auto replace = [&sql](const std::string& from, const std::string& to) {
    for (std::size_t at = sql.find(from); at != std::string::npos; at = sql.find(from, at + to.size())) sql.replace(at, from.size(), to);
  };
  replace(R"("id", "name", "age", "boss")", "*");
  replace("readme_users", "users");
  replace("|", "\\|");
  return sql;
}

using pv::postgres::SQLBuilder;
std::string sql(const auto& query) { return SQLBuilder::select(query.select()).sql; }

}  // namespace

#define ROW(...)                                                                                                        \
  CHECK_THAT(table, promptview_test::contains("\n| `" + shortened(#__VA_ARGS__) + "` | `" + shortened(sql(User::query().__VA_ARGS__)) + "` |\n")); \
  ++rows
#define ROW_OF(call, statement)                                                                                         \
  CHECK_THAT(table, promptview_test::contains("\n| `" call "` | `" + shortened(statement) + "` |\n"));                    \
  ++rows

TEST_CASE("the manual's queries are what the code makes of them") {
  const std::string table = promptview_test::manual_section("queryset", "Queries and their SQL");
  std::size_t rows = 0;
  ROW(filter("age__gt", 25));
  ROW(exclude("boss", 1));
  ROW(filter(User::q("age", 1) || !User::q("name", "x")));
  ROW(order_by("-age", "name"));
  ROW(order_by(pv::nulls_first("-boss")));
  ROW(order_by("?"));
  ROW(limit(10).offset(20));
  ROW(slice(20, 30));
  ROW(distinct());
  ROW(distinct_on("age").order_by("age"));
  ROW(reverse());
  ROW(values(&User::name, &User::age));
  ROW(values_list(pv::upper(&User::name)).distinct());
  ROW(values(&User::age).annotate<"n">(pv::count()));
  ROW(values(&User::age).annotate<"n">(pv::count()).filter("n__gt", 2));
  ROW(annotate<"size">(pv::length(&User::name)));
  ROW(alias<"size">(pv::length(&User::name)).filter("size__gt", 3));
  ROW(annotate<"place">(pv::rank().over(pv::window().order_by(&User::age))));
  ROW(union_with(others));
  ROW(union_all(others));
  ROW(intersect(others));
  ROW(except(others));
  ROW(filter("boss__in", others.filter("age", 1)));
  ROW(exclude("boss__in", others.filter("age", 1)));
  ROW(filter(pv::exists(others.filter("boss", pv::outer<User>(&User::id)))));
  ROW(annotate<"pupils">(pv::subquery(others.filter("boss", pv::outer<User>(&User::id)).values_list(pv::count()))));
  ROW(annotate<"kind">(pv::case_when(User::q("age__lt", 18), "minor").otherwise("adult")));
  ROW(limit(3).as_cte<"few">());
  ROW(recursive(&User::boss, &User::id));
  ROW(select_for_update({.skip_locked = true}));
  ROW_OF("count()", SQLBuilder::count(others.select()).sql);
  ROW_OF("limit(5).count()", SQLBuilder::count(others.limit(5).select()).sql);
  ROW_OF("exists()", SQLBuilder::exists(others.limit(1).select()).sql);
  ROW_OF("first()", sql(others.order_by("id").limit(1)));
  ROW_OF("update(pv::set(&User::age, User::f(&User::age) + 1))",
         SQLBuilder::update(others.select(), {pv::set(&User::age, User::f(&User::age) + 1).assignment()}).sql);
  ROW_OF("remove()", SQLBuilder::remove(others.select(), false).sql);
  std::size_t written = 0;
  for (std::size_t at = table.find("\n| `"); at != std::string::npos; at = table.find("\n| `", at + 1)) ++written;
  CHECK(rows == written);
}
