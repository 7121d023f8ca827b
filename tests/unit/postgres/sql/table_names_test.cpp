// SPDX-License-Identifier: MIT
// The names of rows in a statement: of tables, of common table expressions, of promptview's own. Others are chosen only where two
// would meet.
#include <cstdint>
#include <optional>
#include <string>

#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;

namespace table_names_test {

struct Book;
struct Author : pv::Model<Author> {
  std::int64_t id{};
  pv::HasMany<Book> books{};
};
struct Book : pv::Model<Book> {
  std::int64_t id{};
  pv::ForeignKey<Author> author{};
};
struct Shelf : pv::Model<Shelf> {
  std::int64_t id{};
  std::optional<std::int64_t> inside{};
};
struct Own : pv::Model<Own> {
  std::int64_t id{};
  int version{};
};
struct Other : pv::Model<Other> {
  std::int64_t id{};
};
struct Excluded : pv::Model<Excluded> {
  std::int64_t id{};
  int version{};
};
PROMPTVIEW_MODEL(Author, postgres, "tn_authors", FIELD(id, primary_key), RELATION(books))
PROMPTVIEW_MODEL(Book, postgres, "tn_books", FIELD(id, primary_key), RELATION(author))
PROMPTVIEW_MODEL(Shelf, postgres, "recursive", FIELD(id, primary_key), FIELD(inside))
PROMPTVIEW_MODEL(Own, postgres, "pv1", FIELD(id, primary_key), FIELD(version))
PROMPTVIEW_MODEL(Other, postgres, "tn_others", FIELD(id, primary_key), TABLE(schema="elsewhere"))
PROMPTVIEW_MODEL(Excluded, postgres, "excluded", FIELD(id, primary_key), FIELD(version, row_version))

std::string sql(const auto& query) { return pv::postgres::SQLBuilder::select(query.select()).sql; }

}  // namespace table_names_test

using namespace table_names_test;

TEST_CASE("the name of a common table expression is the user's, unless a table that the query reads has it") {
  const auto authors = Author::query();
  const std::string inside = R"( AS (SELECT "id" FROM "tn_authors") SELECT "id" FROM )";
  CHECK(sql(authors.as_cte<"tn_authors">()) == R"(WITH "tn_authors")" + inside + R"("tn_authors")");
  CHECK(sql(authors.as_cte<"tn_authors">().filter("books__id", 1)) ==
        R"(WITH "tn_authors")" + inside +
            R"("tn_authors" WHERE EXISTS (SELECT 1 FROM "tn_books" AS "pv1" WHERE "pv1"."author_id" = "tn_authors"."id" AND "pv1"."id" = $1))");
  CHECK(sql(authors.as_cte<"tn_books">().filter("books__id", 1)) ==
        R"(WITH "pv_cte1")" + inside +
            R"("pv_cte1" AS "tn_books" WHERE EXISTS (SELECT 1 FROM "tn_books" AS "pv1" WHERE "pv1"."author_id" = "tn_books"."id" AND "pv1"."id" = $1))");
  CHECK(sql(authors.as_cte<"pv1">().filter("books__id", 1)) ==
        R"(WITH "pv1")" + inside +
            R"("pv1" AS "pv0" WHERE EXISTS (SELECT 1 FROM "tn_books" AS "pv1" WHERE "pv1"."author_id" = "pv0"."id" AND "pv1"."id" = $1))");
  CHECK(sql(authors.as_cte<"tn_others">().filter(pv::exists(Other::query()))) ==
        R"(WITH "tn_others")" + inside + R"("tn_others" WHERE EXISTS (SELECT 1 FROM "elsewhere"."tn_others" AS "pv1"))");
  const auto books = Book::query().as_cte<"tn_authors">().join_related("author");
  CHECK(sql(books) == R"(WITH "pv_cte1" AS (SELECT "id", "author_id" FROM "tn_books") SELECT "tn_authors"."id", "tn_authors"."author_id", "pv0_1"."id" )"
                      R"(FROM "pv_cte1" AS "tn_authors" INNER JOIN "tn_authors" AS "pv0_1" ON "pv0_1"."id" = "tn_authors"."author_id")");
}

TEST_CASE("trees: the name of what is found so far is none of a table, and none of a query inside") {
  const std::string step = R"( UNION SELECT "pv_step"."id", "pv_step"."inside" FROM "recursive" AS "pv_step" JOIN "pv_cte1" ON "pv_step"."inside" = "pv_cte1"."id") )"
                           R"(SELECT "id", "inside" FROM "pv_cte1" AS "recursive")";
  CHECK(sql(Shelf::query().recursive(&Shelf::inside, &Shelf::id)) ==
        R"(WITH RECURSIVE "pv_cte1" AS (SELECT "id", "inside" FROM "recursive")" + step);
  CHECK(sql(Shelf::query().as_cte<"one">().recursive(&Shelf::inside, &Shelf::id)) ==
        R"(WITH RECURSIVE "pv_cte1" AS ((WITH "one" AS (SELECT "id", "inside" FROM "recursive") SELECT "id", "inside" FROM "one"))" + step);
}

TEST_CASE("a table that has a name of promptview's own is called otherwise") {
  using pv::postgres::SQLBuilder;
  const auto own = Own::query().filter(pv::exists(Own::query().filter("id", pv::outer<Own>(&Own::version))));
  const std::string where = R"( WHERE EXISTS (SELECT 1 FROM "pv1" AS "pv1" WHERE "id" = "pv0"."version"))";
  CHECK(sql(own) == R"(SELECT "id", "version" FROM "pv1" AS "pv0")" + where);
  CHECK(SQLBuilder::update(own.select(), {pv::set(&Own::version, 1).assignment()}).sql == R"(UPDATE "pv1" AS "pv0" SET "version" = $1)" + where);
  CHECK(SQLBuilder::remove(own.select(), false).sql == R"(DELETE FROM "pv1" AS "pv0")" + where);
  CHECK(SQLBuilder::upsert(pv::detail::model_of<Excluded>(), {}).sql ==
        R"(INSERT INTO "excluded" AS "pv0" ("id", "version") VALUES ($1, $2) ON CONFLICT ("id") DO UPDATE SET "version" = "pv0"."version" + 1 )"
        R"(WHERE "pv0"."version" = EXCLUDED."version" RETURNING "version")");
}
