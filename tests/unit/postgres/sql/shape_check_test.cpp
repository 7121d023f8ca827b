// SPDX-License-Identifier: MIT
// What the server would refuse of distinct rows, groups and locks is refused before, with the remedy; DISTINCT is left out where it
// says nothing, and orders where only the number of rows matters.
#include <optional>
#include <string>

#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using namespace promptview_test;

namespace shape_check_test {

struct Like;
struct Post;
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  pv::HasMany<Post> posts{};
};
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Author> author{};
  int likes{};
};
struct Visit : pv::Model<Visit> {  // without a key
  std::string page{};
  int length{};
};
struct Path : pv::Model<Path> {
  int id{};
  std::string steps{};
};
PROMPTVIEW_MODEL(Author, postgres, "checked_authors", FIELD(id, primary_key), FIELD(name), FIELD(age), RELATION(posts))
PROMPTVIEW_MODEL(Post, postgres, "checked_posts", FIELD(id, primary_key), FIELD(likes), RELATION(author))
PROMPTVIEW_MODEL(Visit, postgres, "checked_visits", FIELD(page), FIELD(length))
PROMPTVIEW_MODEL(Path, postgres, "checked_paths", FIELD(id, primary_key), FIELD(steps, type="ltree"))

}  // namespace shape_check_test

using namespace shape_check_test;

namespace {

using pv::postgres::SQLBuilder;
std::string sql(const auto& query) { return SQLBuilder::select(query.select()).sql; }
std::string count_sql(const auto& query) { return SQLBuilder::count(query.select()).sql; }
std::string exists_sql(const auto& query) { return SQLBuilder::exists(query.select()).sql; }

const pv::QuerySet<Author> authors{};
const pv::QuerySet<Visit> visits{};
const std::string model = "shape_check_test::Author";

const auto ages = authors.values(&Author::age).annotate<"n">(pv::count());

}  // namespace

#define REFUSED(query, ...) CHECK_THROWS_MATCHES(sql(query), pv::InvalidValue, message(__VA_ARGS__))

TEST_CASE("DISTINCT is left out where no two rows can be equal") {
  const std::string whole = R"(SELECT "id", "name", "age" FROM "checked_authors")";
  CHECK(sql(authors.distinct()) == whole);
  CHECK(sql(authors.distinct().order_by("-posts__likes")) ==
        whole + R"( ORDER BY (SELECT max("pv1"."likes") FROM "checked_posts" AS "pv1" WHERE "pv1"."author_id" = "checked_authors"."id") DESC)");
  CHECK(sql(authors.distinct().order_by("?")) == whole + " ORDER BY random()");
  CHECK(sql(authors.distinct().select_for_update()) == whole + " FOR UPDATE");
  CHECK(sql(authors.values(&Author::id, &Author::age).distinct().order_by("name")) == R"(SELECT "id", "age" FROM "checked_authors" ORDER BY "name")");
  CHECK(sql(ages.distinct().order_by("-n")) == R"(SELECT "age", count(*) AS "n" FROM "checked_authors" GROUP BY 1 ORDER BY "n" DESC)");
  CHECK(count_sql(authors.distinct()) == R"(SELECT count(*) FROM "checked_authors")");

  CHECK(sql(authors.values_list(&Author::age).distinct()) == R"(SELECT DISTINCT "age" FROM "checked_authors")");
  CHECK(sql(authors.union_all(authors).as_cte<"all">().distinct()).ends_with(R"(SELECT DISTINCT "id", "name", "age" FROM "all")"));
  CHECK(sql(visits.distinct().order_by("length")) == R"(SELECT DISTINCT "page", "length" FROM "checked_visits" ORDER BY "length")");
}

TEST_CASE("distinct values are ordered by what they hold") {
  const std::string rest = ": order rows that are distinct by what they hold: add it to values(), order by something else, or leave out distinct()";
  REFUSED(authors.values_list(&Author::age).distinct().order_by("name"), model + ".name" + rest);
  REFUSED(authors.order_by("age", "id").values_list(&Author::age).distinct(), model + ".id" + rest);
  REFUSED(authors.values_list(&Author::age).distinct().order_by("?"), model + rest);
  REFUSED(authors.values_list(&Author::age).distinct().order_by("posts__likes"), model + rest);
  REFUSED(authors.values_list(&Author::age).distinct().order_by(pv::asc(pv::abs(&Author::age))), model + rest);
  REFUSED(visits.distinct().order_by(pv::asc(pv::lower(&Visit::page))), "shape_check_test::Visit" + rest);
  const auto doubled = authors.alias<"twice">(Author::f(&Author::age) * 2);
  CHECK(sql(doubled.values_list(Author::f(&Author::age) * 2).distinct().order_by("-twice")) ==
        R"(SELECT DISTINCT ("age" * $1) FROM "checked_authors" ORDER BY 1 DESC)");
  REFUSED(doubled.values_list(&Author::age).distinct().order_by("twice"), model + rest);
  // Of a type that only the database knows, what is read is compared.
  CHECK(sql(Path::query().values_list(&Path::steps).distinct().order_by("-steps")) ==
        R"(SELECT DISTINCT "steps"::text FROM "checked_paths" ORDER BY "steps" DESC)");
}

TEST_CASE("groups are filtered and ordered by what is one for each of them") {
  const std::string rest = ": the rows are groups: ";
  const std::string remedy = " what they are grouped by or by an aggregate: add it to values(), or take pv::min or pv::max of it";
  REFUSED(ages.order_by("name"), model + ".name" + rest + "order them by" + remedy);
  REFUSED(ages.order_by("n", "-id"), model + ".id" + rest + "order them by" + remedy);
  REFUSED(ages.order_by(pv::asc(pv::concat(&Author::age, &Author::name))), model + ".name" + rest + "order them by" + remedy);
  REFUSED(ages.order_by("posts__likes"), model + rest + "order them by" + remedy);
  REFUSED(ages.filter(ages.q("n", 2) || ages.q("name", "x")), model + ".name" + rest + "filter them, together with an aggregate, by" + remedy);
  REFUSED(authors.values(&Author::age, pv::count() + Author::f(&Author::id)), model + ".id" + rest + "an aggregate stands beside" + remedy);
  REFUSED(ages.distinct_on("name"), model + ".name" + rest + "distinct_on() takes" + remedy);
  const auto tens = Author::f(&Author::age) / 10;
  REFUSED(authors.values(tens, pv::count()).order_by(pv::asc(tens + 1)), model + ".age" + rest + "order them by" + remedy);
  const auto ranked = ages.annotate<"place">(pv::rank().over(pv::window().order_by(&Author::name)));
  REFUSED(ranked, model + ".name" + rest + "an aggregate stands beside" + remedy);

  const std::string groups = R"(SELECT "age", count(*) AS "n" FROM "checked_authors" GROUP BY 1)";
  CHECK(sql(ages.order_by(pv::desc(pv::max(&Author::name)), pv::asc(Author::f(&Author::age) + 1))) ==
        groups + R"( ORDER BY max("name") DESC, ("age" + $1))");
  CHECK(sql(ages.order_by("?")) == groups + " ORDER BY random()");
  CHECK(sql(authors.values(&Author::id, pv::count()).order_by("name")) == R"(SELECT "id", count(*) FROM "checked_authors" GROUP BY 1 ORDER BY "checked_authors"."name")");
  CHECK(sql(authors.annotate<"n">(pv::count()).order_by("name")).ends_with(R"( GROUP BY "id" ORDER BY "name")"));
  CHECK(sql(authors.order_by("name").values_list(pv::count())) == R"(SELECT count(*) FROM "checked_authors")");  // one row
}

TEST_CASE("groups by a type that only the database knows are those of its text, and of the column where that is asked for") {
  const auto paths = Path::query().values(&Path::steps, pv::count());
  const std::string groups = R"(SELECT "steps"::text, count(*) FROM "checked_paths")";
  CHECK(sql(paths.order_by("-steps")) == groups + R"( GROUP BY 1 ORDER BY 1 DESC)");
  CHECK(sql(paths.order_by(pv::asc(pv::max(&Path::steps)))) == groups + R"( GROUP BY 1 ORDER BY max("checked_paths"."steps"))");
  const auto level = pv::sql<int>("nlevel({0})", &Path::steps);
  CHECK(sql(paths.order_by(pv::desc(level))) == groups + R"( GROUP BY 1, "steps" ORDER BY (nlevel("checked_paths"."steps")) DESC)");
  CHECK(sql(Path::query().alias<"level">(level).values(&Path::steps, pv::count()).order_by("level")) ==
        groups + R"( GROUP BY 1, "steps" ORDER BY (nlevel("checked_paths"."steps")))");
  CHECK(sql(Path::query().values(&Path::steps, level, pv::count()).order_by(pv::desc(level))) ==
        R"(SELECT "steps"::text, (nlevel("checked_paths"."steps")), count(*) FROM "checked_paths" GROUP BY 1, 2 ORDER BY 2 DESC)");
  CHECK(sql(Path::query().values(&Path::steps, pv::count() + level)) ==
        R"(SELECT "steps"::text, (count(*) + (nlevel("checked_paths"."steps"))) FROM "checked_paths" GROUP BY 1, "steps")");
  CHECK(sql(Path::query().values(&Path::id, &Path::steps, pv::count()).order_by("steps")) ==
        R"(SELECT "id", "steps"::text, count(*) FROM "checked_paths" GROUP BY 1, 2 ORDER BY 2)");
  CHECK(sql(Path::query().values(&Path::steps).annotate<"n">(pv::count()).order_by("-steps")) ==
        R"(SELECT "steps"::text, count(*) AS "n" FROM "checked_paths" GROUP BY 1 ORDER BY "steps" DESC)");
  CHECK(sql(paths.distinct_on("steps")) == R"(SELECT DISTINCT ON (1) "steps"::text, count(*) FROM "checked_paths" GROUP BY 1 ORDER BY 1)");
}

TEST_CASE("distinct_on begins the order, and has one where none was given") {
  const auto first = authors.distinct_on("age");
  const std::string whole = R"(SELECT DISTINCT ON ("age") "id", "name", "age" FROM "checked_authors")";
  CHECK(sql(first) == whole + R"( ORDER BY "age", "id")");
  CHECK(sql(first.order_by("-age", "name")) == whole + R"( ORDER BY "age" DESC, "name")");
  CHECK(sql(authors.distinct_on("age", "name").order_by("-name", "age", "id")) ==
        R"(SELECT DISTINCT ON ("age", "name") "id", "name", "age" FROM "checked_authors" ORDER BY "name" DESC, "age", "id")");
  CHECK(sql(authors.distinct_on("age", "name").order_by("name")).ends_with(R"(ORDER BY "name")"));
  CHECK(sql(first.filter("age__gt", 3)) == R"(SELECT DISTINCT ON ("age") "id", "name", "age" FROM "checked_authors" WHERE "age" > $1 ORDER BY "age", "id")");
  const std::string begin = model + ": begin order_by() with what distinct_on() names; behind it, say which of the rows that agree in it is the first";
  REFUSED(first.order_by("name"), begin);
  REFUSED(authors.distinct_on("age", "name").order_by("age", "age", "id"), begin);
  CHECK_THROWS_MATCHES(first.filter("name", "x"), pv::InvalidValue,
                       message(model + ": filter before distinct_on(), or put as_cte<\"...\">() between: behind it, a filter by other fields than its own "
                                       "would choose other rows"));
  CHECK(sql(first.reverse()) == R"(SELECT "id", "name", "age" FROM ()" + whole + R"( ORDER BY "age", "id") AS "rows" ORDER BY "age" DESC, "id" DESC)");
  CHECK_THROWS_MATCHES(first.order_by("age", "-name").values_list(&Author::age).reverse(), pv::InvalidValue,
                       message_contains(model + ": add what distinct_on() and order_by() name to values()"));
}

TEST_CASE("orders are left out of counts and answers") {
  CHECK(count_sql(authors.values_list(&Author::age).distinct().order_by("name")) ==
        R"(SELECT count(*) FROM (SELECT DISTINCT "age" FROM "checked_authors") AS "rows")");
  CHECK(exists_sql(ages.order_by("name")) == R"(SELECT 1 FROM (SELECT "age", count(*) AS "n" FROM "checked_authors" GROUP BY 1) AS "rows")");
  CHECK(count_sql(authors.distinct_on("age").order_by("age", "-id").limit(3)) ==
        R"(SELECT count(*) FROM (SELECT DISTINCT ON ("age") "id", "name", "age" FROM "checked_authors" LIMIT 3) AS "rows")");
  CHECK(count_sql(authors.union_with(authors).order_by("id")) ==
        R"(SELECT count(*) FROM ((SELECT "id", "name", "age" FROM "checked_authors") UNION (SELECT "id", "name", "age" FROM "checked_authors")) AS "rows")");
  CHECK(sql(authors.filter(pv::exists(ages.order_by("n")))).find("ORDER BY") == std::string::npos);
}

TEST_CASE("what cannot be locked is not locked in vain, nor by an error of the server") {
  const std::string lock = model + ": lock rows of the model, filter(\"id__in\", this query): no row is locked of groups, window functions, distinct() "
                                   "and distinct_on()";
  REFUSED(authors.distinct_on("age").select_for_update(), lock);
  REFUSED(ages.select_for_update(), lock);
  REFUSED(authors.values_list(&Author::age).distinct().select_for_update(), lock);
  const auto placed = authors.annotate<"place">(pv::rank().over(pv::window().order_by(&Author::age)));
  REFUSED(placed.select_for_update(), lock);
  REFUSED(placed.filter("place", 1).select_for_update(), lock);
  const auto locked = authors.select_for_update();
  CHECK_THROWS_MATCHES(locked.union_with(authors), pv::InvalidValue, message_contains("locks no row"));
  CHECK_THROWS_MATCHES(authors.union_with(locked), pv::InvalidValue, message_contains("locks no row"));
  CHECK_THROWS_MATCHES(locked.aggregate(pv::count()), pv::InvalidValue, message_contains("aggregate() locks no row"));
  CHECK_THROWS_MATCHES(locked.contains(Author{.id = 1}), pv::InvalidValue, message_contains("contains() locks no row"));
}

TEST_CASE("a call that would choose other rows is refused, or is one on a subquery") {
  const auto slice = authors.order_by("name").limit(3);
  CHECK_THROWS_MATCHES(slice.order_by("age"), pv::InvalidValue, message_contains(model + ": order before limit and offset"));
  CHECK_THROWS_MATCHES(slice.distinct_on("age"), pv::InvalidValue, message(model + ": put as_cte<\"...\">() between a slice and distinct_on()"));
  CHECK_THROWS_MATCHES(slice.values_list(&Author::age).distinct(), pv::InvalidValue,
                       message(model + ": put as_cte<\"...\">() between a slice and distinct()"));
  CHECK_THROWS_MATCHES(authors.distinct_on("age").values_list(&Author::name).distinct(), pv::InvalidValue,
                       message(model + ": put as_cte<\"...\">() between distinct_on() and distinct()"));
  CHECK_THROWS_MATCHES(authors.values_list(&Author::age).distinct().distinct_on("age"), pv::InvalidValue,
                       message(model + ": put as_cte<\"...\">() between distinct() and distinct_on()"));
  CHECK_THROWS_MATCHES(authors.distinct().values_list(&Author::age), pv::InvalidValue,
                       message_contains(model + ": call distinct() behind values(), for values that differ"));
  CHECK_THROWS_MATCHES(authors.distinct_on("age").recursive(&Author::id, &Author::id), pv::InvalidValue,
                       message(model + ": put as_cte<\"...\">() between distinct_on() and recursive()"));
  CHECK_THROWS_MATCHES(ages.annotate<"long">(pv::length(&Author::name)), pv::InvalidValue,
                       message_contains(model + ": annotate before the aggregate what rows are grouped by too"));
  REFUSED(ages.annotate<"most">(pv::max(ages.ref<"n">())), model + ": put as_cte<\"...\">() between an aggregate and an aggregate of it");
  CHECK(authors.values_list(pv::count()).none().execute().empty());  // no database is connected
  CHECK(sql(authors.limit(2).order_by("name")).ends_with(R"( ORDER BY "name" LIMIT 2)"));  // its rows were any before
  CHECK(sql(slice.values_list(pv::count())) ==
        R"(SELECT count(*) FROM (SELECT "id", "name", "age" FROM "checked_authors" ORDER BY "name" LIMIT 3) AS "rows")");
  CHECK(sql(authors.values_list(&Author::age).distinct().annotate<"n">(pv::count())) ==
        R"(SELECT "age", count(*) AS "n" FROM (SELECT DISTINCT "age" FROM "checked_authors") AS "rows" GROUP BY 1)");
  CHECK(sql(ages.as_cte<"counted">().annotate<"most">(pv::max(&Author::age))) ==
        R"(WITH "counted" AS (SELECT "age", count(*) AS "n" FROM "checked_authors" GROUP BY 1) SELECT "age", "n", max("age") AS "most" FROM "counted" GROUP BY 1, 2)");
}
