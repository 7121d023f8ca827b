// SPDX-License-Identifier: MIT
// The SQL of projections, annotations, subqueries, sets, common table expressions and updates, whole.
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>

#include <tuple>

namespace pv = promptview;

namespace {

struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::int64_t> teacher{};
};
PROMPTVIEW_MODEL(Author, postgres, "shape_authors", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(teacher))

struct Book : pv::Model<Book> {
  pv::Auto<std::int64_t> id{};
  std::int64_t author{};
  std::string title{};
};
PROMPTVIEW_MODEL(Book, postgres, "shape_books", FIELD(id, primary_key), FIELD(author), FIELD(title))

struct Note : pv::Model<Note> {
  int a{};
  int b{};
  std::optional<pv::TimeOfDay> changed{};
  pv::Auto<std::chrono::sys_time<std::chrono::microseconds>> touched{};
};
PROMPTVIEW_MODEL(Note, postgres, "shape_notes", FIELD(a, primary_key), FIELD(b, primary_key), FIELD(changed), FIELD(touched, auto_now))

std::string sql(const auto& query) { return pv::postgres::SQLBuilder::select(query.select()).sql; }
std::string count_sql(const auto& query) { return pv::postgres::SQLBuilder::count(query.select()).sql; }

const std::string whole = R"(SELECT "id", "name", "age", "teacher")";
const pv::QuerySet<Author> authors{};

using Named = decltype(authors.annotate<"n">(pv::count(&Author::teacher)));
static_assert(std::same_as<Named::row_type, std::tuple<Author, std::int64_t>>);
using Listed = decltype(authors.values(&Author::name, &Author::teacher, &Author::id));
static_assert(std::same_as<Listed::row_type, std::tuple<std::string, std::optional<std::int64_t>, std::int64_t>>);
static_assert(std::same_as<decltype(authors.values_list(&Author::name))::row_type, std::string>);
static_assert(std::same_as<decltype(authors.alias<"n">(pv::count()))::row_type, Author>);

}  // namespace

TEST_CASE("annotations: of rows, of groups, hidden ones") {
  const auto counted = authors.annotate<"n">(pv::count(&Author::teacher));
  CHECK(sql(counted) == whole + R"(, count("teacher") AS "n" FROM "shape_authors" GROUP BY "id")");
  CHECK(sql(counted.filter("n__gt", 3).filter("age__lt", 5).order_by("-n")) ==
        whole + R"(, count("teacher") AS "n" FROM "shape_authors" WHERE "age" < $1 GROUP BY "id" HAVING count("teacher") > $2 ORDER BY "n" DESC)");
  CHECK(sql(authors.values(&Author::age).annotate<"n">(pv::count()).filter("n", 2).order_by("age")) ==
        R"(SELECT "age", count(*) AS "n" FROM "shape_authors" GROUP BY 1 HAVING count(*) = $1 ORDER BY "age")");
  CHECK(sql(authors.alias<"len">(pv::length(&Author::name)).filter("len__gt", 3)) ==
        whole + R"( FROM "shape_authors" WHERE char_length("name") > $1)");
  CHECK(sql(counted.values(&Author::name, counted.ref<"n">())) == R"(SELECT "name", count("teacher") FROM "shape_authors" GROUP BY "id")");
  CHECK(count_sql(counted.filter("n", 1)).starts_with(R"(SELECT count(*) FROM ()"));
}

TEST_CASE("projections, distinct rows, dates") {
  CHECK(sql(authors.values(&Author::name, &Author::age).distinct().order_by("name")) ==
        R"(SELECT DISTINCT "name", "age" FROM "shape_authors" ORDER BY "name")");
  CHECK(sql(authors.values_list(pv::upper(&Author::name)).limit(3)) == R"(SELECT upper("name") FROM "shape_authors" LIMIT 3)");
  CHECK(sql(authors.distinct_on("age").order_by("age", "-name")) ==
        R"(SELECT DISTINCT ON ("age") "id", "name", "age", "teacher" FROM "shape_authors" ORDER BY "age", "name" DESC)");
  const auto months = Note::query().dates("month", &Note::touched);
  static_assert(std::same_as<decltype(months)::row_type, std::chrono::sys_days>);
  CHECK(sql(months) == R"(SELECT DISTINCT date_trunc($1, "touched")::date FROM "shape_notes" ORDER BY 1)");
  CHECK(sql(Note::query().datetimes("hour", &Note::touched)) == R"(SELECT DISTINCT date_trunc($1, "touched") FROM "shape_notes" ORDER BY 1)");
}

TEST_CASE("queries inside of queries") {
  const auto books = Book::query().filter("author", pv::outer<Book>(&Author::id));
  CHECK(sql(authors.filter(pv::exists(books))) ==
        whole + R"( FROM "shape_authors" WHERE EXISTS (SELECT 1 FROM "shape_books" AS "pv1" WHERE "author" = "shape_authors"."id"))");
  CHECK(sql(authors.exclude(pv::exists(books.filter("title", "x")))) ==
        whole + R"( FROM "shape_authors" WHERE NOT (EXISTS (SELECT 1 FROM "shape_books" AS "pv1" WHERE "author" = "shape_authors"."id" AND "title" = $1)))");
  CHECK(sql(authors.annotate<"books">(pv::subquery(books.values_list(pv::count())))) ==
        whole + R"(, (SELECT count(*) FROM "shape_books" AS "pv1" WHERE "author" = "shape_authors"."id") AS "books" FROM "shape_authors")");
  CHECK(sql(Book::query().filter("author__in", authors.filter("age__gt", 30))) ==
        R"(SELECT "id", "author", "title" FROM "shape_books" WHERE "author" = ANY(SELECT "id" FROM "shape_authors" AS "pv1" WHERE "age" > $1))");
  CHECK(sql(Book::query().exclude("author__in", authors.values_list(&Author::teacher))) ==
        R"(SELECT "id", "author", "title" FROM "shape_books" WHERE NOT (EXISTS (SELECT 1 FROM "shape_authors" AS "pv1" WHERE "teacher" = "shape_books"."author")))");
  CHECK(sql(authors.filter(pv::exists(Author::query().filter("teacher", pv::outer<Author>(&Author::id))))) ==
        whole + R"( FROM "shape_authors" WHERE EXISTS (SELECT 1 FROM "shape_authors" AS "pv1" WHERE "teacher" = "shape_authors"."id"))");
  CHECK_THROWS_AS(sql(books), pv::InvalidValue);
  CHECK_THROWS_AS(sql(Book::query().filter(pv::exists(books))), pv::InvalidValue);
}

TEST_CASE("sets of rows, and rows of a query as a table") {
  const auto young = authors.filter("age__lt", 30);
  const auto old = authors.filter("age__gt", 50);
  const std::string one = "(" + whole + R"( FROM "shape_authors" WHERE "age" < $1))";
  const std::string two = "(" + whole + R"( FROM "shape_authors" WHERE "age" > $2))";
  CHECK(sql(young.union_with(old)) == one + " UNION " + two);
  CHECK(sql(young.union_all(old).order_by("-age").limit(2)) == one + " UNION ALL " + two + R"( ORDER BY "age" DESC LIMIT 2)");
  CHECK(sql(young.intersect(old)) == one + " INTERSECT " + two);
  CHECK(sql(young.except(old)) == one + " EXCEPT " + two);
  CHECK(count_sql(young.except(old)) == "SELECT count(*) FROM (" + one + " EXCEPT " + two + ") AS \"rows\"");
  CHECK_THROWS_AS(young.union_with(old).filter("age", 1), pv::InvalidValue);
  CHECK(sql(authors.order_by("age").limit(3).as_cte<"eldest">().filter("name", "x")) ==
        R"(WITH "eldest" AS ()" + whole + R"( FROM "shape_authors" ORDER BY "age" LIMIT 3) )" + whole +
            R"( FROM "eldest" WHERE "name" = $1 ORDER BY "age")");
  CHECK(sql(authors.filter("id", 1).recursive(&Author::teacher, &Author::id)) ==
        R"(WITH RECURSIVE "recursive" AS ()" + whole + R"( FROM "shape_authors" WHERE "id" = $1 UNION SELECT "pv_step"."id", "pv_step"."name", )"
        R"("pv_step"."age", "pv_step"."teacher" FROM "shape_authors" AS "pv_step" JOIN "recursive" ON "pv_step"."teacher" = "recursive"."id") )" +
            whole + R"( FROM "recursive")");
  CHECK_THROWS_AS(authors.limit(1).recursive(&Author::teacher, &Author::id), pv::InvalidValue);
}

TEST_CASE("updates and removals of many rows") {
  using pv::postgres::SQLBuilder;
  const auto update = [](const auto& query, auto... assigned) {
    return SQLBuilder::update(pv::detail::writable(query.select()), {assigned.assignment()...}).sql;
  };
  CHECK(update(authors.filter("age__gt", 30), pv::set(&Author::age, Author::f(&Author::age) + 1), pv::set(&Author::teacher, nullptr)) ==
        R"(UPDATE "shape_authors" SET "age" = ("age" + $1), "teacher" = $2 WHERE "age" > $3)");
  CHECK(update(authors.order_by("age").limit(2), pv::set(&Author::name, "x")) ==
        R"(UPDATE "shape_authors" SET "name" = $1 WHERE "id" = ANY(SELECT "id" FROM "shape_authors" AS "pv1" ORDER BY "age" LIMIT 2))");
  CHECK(update(Note::query().filter("a", 1), pv::set(&Note::changed, pv::cast<pv::TimeOfDay>(&Note::touched))) ==
        R"(UPDATE "shape_notes" SET "changed" = "touched"::time, "touched" = now() WHERE "a" = $1)");
  CHECK(SQLBuilder::remove(authors.filter("age", 3).select(), false).sql == R"(DELETE FROM "shape_authors" WHERE "age" = $1)");
  CHECK_THROWS_AS(update(Note::query().limit(1), pv::set(&Note::changed, nullptr)), pv::InvalidValue);
}
