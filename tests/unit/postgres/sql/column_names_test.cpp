// SPDX-License-Identifier: MIT
// The names of columns in a statement: an order, or a query around, means the column that the user meant.
#include <cstdint>
#include <string>

#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;

namespace column_names_test {

struct Author : pv::Model<Author> {
  std::int64_t id{};
  std::string name{};
};
struct Book : pv::Model<Book> {
  std::int64_t id{};
  std::string title{};
  pv::ForeignKey<Author> author{};
};
struct Odd : pv::Model<Odd> {
  std::int64_t id{};
  std::string second{};
  std::string word{};
};
PROMPTVIEW_MODEL(Author, postgres, "cn_authors", FIELD(id, primary_key), FIELD(name))
PROMPTVIEW_MODEL(Book, postgres, "cn_books", FIELD(id, primary_key), FIELD(title), RELATION(author))
PROMPTVIEW_MODEL(Odd, postgres, "cn_odd", FIELD(id, primary_key), FIELD(second, column="column 2"), FIELD(word, type="citext"))

std::string sql(const auto& query) { return pv::postgres::SQLBuilder::select(query.select()).sql; }

const pv::QuerySet<Book> books{};
const auto length = pv::length(&Book::title);
const std::string fields = R"(SELECT "id", "title", "author_id", char_length("title") AS )";
const std::string from = R"( FROM "cn_books" ORDER BY )";

}  // namespace column_names_test

using namespace column_names_test;

TEST_CASE("orders by names that only one column can have, and by others") {
  CHECK(sql(books.annotate<"n">(length).order_by("-n", "author")) == fields + R"("n")" + from + R"("n" DESC, "author_id")");
  const auto meets = books.annotate<"author_id">(length);
  CHECK(sql(meets.order_by("-author_id", "author", "id")) == fields + R"("author_id")" + from + R"(4 DESC, "cn_books"."author_id", "cn_books"."id")");
  CHECK(sql(meets.order_by("author__id")) == fields + R"("author_id")" + from + R"("cn_books"."author_id")");
  CHECK(sql(books.alias<"author_id">(length).order_by("author_id", "author")) ==
        R"(SELECT "id", "title", "author_id")" + from + R"(char_length("title"), "author_id")");
  CHECK(sql(books.values(pv::lower(&Book::title)).annotate<"n">(length).order_by("n", "title")) ==
        R"(SELECT lower("title"), char_length("title") AS "n")" + from + R"(2, "cn_books"."title")");
  CHECK(sql(books.values(&Book::title).annotate<"author_id">(length).order_by("author_id", "author", "title")) ==
        R"(SELECT "title", char_length("title") AS "author_id")" + from + R"("author_id", "cn_books"."author_id", "cn_books"."title")");
  CHECK(sql(meets.distinct_on("author").order_by("author")) ==
        R"(SELECT DISTINCT ON ("cn_books"."author_id") )" + fields.substr(7) + R"("author_id")" + from + R"("cn_books"."author_id")");
  CHECK(sql(Odd::query().order_by("word", "id")) == R"(SELECT "id", "column 2", "word"::text FROM "cn_odd" ORDER BY "cn_odd"."word", "id")");
  const auto both = meets.union_all(meets).order_by("author", "-author_id", "id");
  CHECK(sql(both).ends_with(R"( ORDER BY 3, 4 DESC, "id")"));
}

TEST_CASE("a query inside gives each of its columns a name of its own") {
  const auto meets = books.annotate<"author_id">(length);
  CHECK(sql(meets.as_cte<"x">().filter("author_id", 3).order_by("author_id", "author")) ==
        R"(WITH "x" AS ()" + fields + R"("pv_annotation1" FROM "cn_books") SELECT "id", "title", "author_id", "pv_annotation1" AS "author_id" FROM "x" )"
        R"(WHERE "pv_annotation1" = $1 ORDER BY 4, "x"."author_id")");
  CHECK(sql(books.annotate<"n">(length).as_cte<"x">().filter("n", 3)) ==
        R"(WITH "x" AS ()" + fields + R"("n" FROM "cn_books") SELECT "id", "title", "author_id", "n" FROM "x" WHERE "n" = $1)");
  CHECK(sql(Odd::query().values(&Odd::second, pv::lower(&Odd::second), &Odd::second).as_cte<"x">()) ==
        R"(WITH "x" AS (SELECT "column 2", lower("column 2") AS "column 2_", "column 2" AS "column 3" FROM "cn_odd") )"
        R"(SELECT "column 2", "column 2_", "column 3" FROM "x")");
}

TEST_CASE("a value of the query inside is read from it, and computed once") {
  const auto path = pv::path(&Book::author, &Author::name);
  const auto inside = books.values(&Book::title, path).distinct().as_cte<"x">();
  const std::string with = R"(WITH "x" AS (SELECT DISTINCT "cn_books"."title", "pv0_1"."name" AS "column 2" FROM "cn_books" )"
                           R"(INNER JOIN "cn_authors" AS "pv0_1" ON "pv0_1"."id" = "cn_books"."author_id") SELECT "title", "column 2" FROM "x")";
  CHECK(sql(inside.order_by("-author__name")) == with + " ORDER BY 2 DESC");
  CHECK(sql(inside.filter("author__name", "Ann").order_by(pv::asc(pv::lower(path)))) == with + R"( WHERE "column 2" = $1 ORDER BY lower("x"."column 2"))");
}
