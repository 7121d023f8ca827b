// SPDX-License-Identifier: MIT
// The SQL of a query beside `in`, by where the condition stands: a join where each row must meet it, an anti join where no
// row may, EXISTS beside OR.
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/blog.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using namespace promptview_test::blog;

namespace {

std::string condition(const auto& query) {
  const std::string sql = pv::postgres::SQLBuilder::select(query.select()).sql;
  return sql.substr(sql.find(" WHERE ") + 7);
}

const pv::QuerySet<Author> authors{};
const auto reviewers = Post::query().filter("title", "x").values_list(&Post::reviewer);
const std::string is_any = R"("id" = ANY(SELECT "reviewer_id" FROM "blog_posts" AS "pv1" WHERE "title" = $1))";
const std::string exists = R"(EXISTS (SELECT 1 FROM "blog_posts" AS "pv1" WHERE "title" = $1 AND "reviewer_id" = "blog_authors"."id"))";

}  // namespace

TEST_CASE("a query beside in, where each row must meet it: as it is") {
  CHECK(condition(authors.filter("id__in", reviewers)) == is_any);
  CHECK(condition(authors.exclude(!Author::q("id__in", reviewers))) == is_any);
}

TEST_CASE("a query beside in, excluded: NOT EXISTS, a part of its own") {
  CHECK(condition(authors.exclude("id__in", reviewers)) == "NOT (" + exists + ")");
  CHECK(condition(authors.exclude(Author::q("id__in", reviewers) || Author::q("age", 3))) == "NOT (" + exists + R"() AND NOT ("age" = $2))");
  CHECK(condition(authors.filter("age", 3).exclude(Author::q("posts__title", "x") || Author::q("id__in", reviewers))) ==
        R"("age" = $1 AND NOT (EXISTS (SELECT 1 FROM "blog_posts" AS "pv1" WHERE "pv1"."author_id" = "blog_authors"."id" AND "pv1"."title" = $2)) )"
        R"(AND NOT (EXISTS (SELECT 1 FROM "blog_posts" AS "pv1" WHERE "title" = $3 AND "reviewer_id" = "blog_authors"."id")))");
  CHECK(condition(authors.exclude(Author::q("age", 3) || Author::q("age", 4))) == R"(NOT ("age" = $1 OR "age" = $2))");
}

TEST_CASE("a query beside in, beside another condition: EXISTS") {
  CHECK(condition(authors.filter(Author::q("age", 3) || Author::q("id__in", Post::query().values_list(&Post::reviewer)))) ==
        R"("age" = $1 OR EXISTS (SELECT 1 FROM "blog_posts" AS "pv1" WHERE "reviewer_id" = "blog_authors"."id"))");
  CHECK(condition(authors.filter(Author::q("age", 3) ^ Author::q("id__in", Post::query().values_list(&Post::reviewer)))) ==
        R"((("age" = $1) <> (EXISTS (SELECT 1 FROM "blog_posts" AS "pv1" WHERE "reviewer_id" = "blog_authors"."id"))))");
}

TEST_CASE("a query beside in, without an index and beside another condition: its values are joined") {
  const auto from = [](const auto& query) {
    const std::string sql = pv::postgres::SQLBuilder::select(query.select()).sql;
    return sql.substr(sql.find(" FROM ") + 1);
  };
  const std::string joined = R"(FROM "blog_authors" LEFT JOIN (SELECT DISTINCT * FROM (SELECT "weight" FROM "blog_likes" AS "pv1") AS "pv_in") AS "pv0_a1"("value") )"
                             R"(ON "pv0_a1"."value" = "blog_authors"."age" WHERE )";
  const auto in = Author::q("age__in", Like::query().values_list(&Like::weight));
  CHECK(from(authors.filter(Author::q("name", "x") || in)) == joined + R"("blog_authors"."name" = $1 OR "pv0_a1"."value" IS NOT NULL)");
  CHECK(from(authors.exclude(Author::q("name", "x") && in)) == joined + R"(NOT ("blog_authors"."name" = $1 AND "pv0_a1"."value" IS NOT NULL))");
  CHECK(from(authors.filter(Author::q("name", "x") ^ in)) == joined + R"((("blog_authors"."name" = $1) <> ("pv0_a1"."value" IS NOT NULL)))");
  // Not where the server makes joins itself, and not where the query needs the row around it.
  CHECK(from(authors.filter(in)) == R"(FROM "blog_authors" WHERE "age" = ANY(SELECT "weight" FROM "blog_likes" AS "pv1"))");
  CHECK(from(authors.exclude(in)) == R"(FROM "blog_authors" WHERE NOT (EXISTS (SELECT 1 FROM "blog_likes" AS "pv1" WHERE "weight" = "blog_authors"."age")))");
  CHECK(from(authors.exclude(Author::q("name", "x") || in)) ==
        R"(FROM "blog_authors" WHERE NOT ("name" = $1) AND NOT (EXISTS (SELECT 1 FROM "blog_likes" AS "pv1" WHERE "weight" = "blog_authors"."age")))");
  const auto own = Author::q("age__in", Like::query().filter("post", pv::outer<Like>(&Author::id)).values_list(&Like::weight));
  CHECK(from(authors.filter(Author::q("name", "x") || own)) ==
        R"(FROM "blog_authors" WHERE "name" = $1 OR EXISTS (SELECT 1 FROM "blog_likes" AS "pv1" WHERE "post_id" = "blog_authors"."id" AND "weight" = "blog_authors"."age"))");
  CHECK(pv::postgres::SQLBuilder::remove(authors.filter(Author::q("name", "x") || in).select(), false).sql ==
        R"(DELETE FROM "blog_authors" WHERE "name" = $1 OR EXISTS (SELECT 1 FROM "blog_likes" AS "pv1" WHERE "weight" = "blog_authors"."age"))");
}

TEST_CASE("the rows of a query that is sliced or of groups stay what they are inside of EXISTS") {
  CHECK(condition(authors.exclude("id__in", reviewers.order_by("id").limit(3))) ==
        R"(NOT (EXISTS (SELECT 1 FROM (SELECT "reviewer_id" FROM "blog_posts" AS "pv1" WHERE "title" = $1 ORDER BY "id" LIMIT 3) AS "pv_in"("value") )"
        R"(WHERE "pv_in"."value" = "blog_authors"."id")))");
  CHECK(condition(Post::query().exclude("author__age__in", authors.values_list(pv::max(&Author::age)))) ==
        R"(NOT (EXISTS (SELECT 1 FROM (SELECT max("age") FROM "blog_authors" AS "pv2") AS "pv_in"("value") WHERE "pv_in"."value" = "pv0_1"."age")))");
}

TEST_CASE("text of the user's own and aggregates stay outside, where they mean what they say") {
  const auto older = authors.annotate<"next">(pv::sql<int>("age + 1")).exclude("next__in", authors.values_list(&Author::age));
  CHECK(condition(older) == R"(NOT (((age + 1) = ANY(SELECT "age" FROM "blog_authors" AS "pv1")) IS TRUE))");
  const auto counted = authors.values(&Author::name).annotate<"n">(pv::count()).exclude("n__in", authors.values_list(&Author::age));
  const std::string sql = pv::postgres::SQLBuilder::select(counted.select()).sql;
  CHECK(sql.substr(sql.find(" HAVING ")) == R"( HAVING NOT ((count(*) = ANY(SELECT "age" FROM "blog_authors" AS "pv1")) IS TRUE))");
}
