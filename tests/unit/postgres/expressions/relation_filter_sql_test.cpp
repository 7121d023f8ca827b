// SPDX-License-Identifier: MIT
// The SQL of filters across relations, whole.
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/blog.hpp>
#include <promptview_test/catch.hpp>

#include <vector>

namespace pv = promptview;
using namespace promptview_test::blog;

namespace {

// What stands behind SELECT and its columns.
std::string tail(const auto& query) {
  const std::string sql = pv::postgres::SQLBuilder::select(query.select()).sql;
  return sql.substr(sql.find(" FROM ") + 1);
}
const pv::QuerySet<Post> posts{};
const pv::QuerySet<Author> authors{};
const std::string author_joined = R"(FROM "blog_posts" INNER JOIN "blog_authors" AS "pv0_1" ON "pv0_1"."id" = "blog_posts"."author_id")";

}  // namespace

TEST_CASE("filters across a relation to one: a join, made once") {
  CHECK(pv::postgres::SQLBuilder::select(posts.filter("author__name__icontains", "ann").select()).sql ==
        R"(SELECT "blog_posts"."id", "blog_posts"."title", "blog_posts"."body", "blog_posts"."author_id", "blog_posts"."reviewer_id" )" +
            author_joined + R"( WHERE UPPER("pv0_1"."name"::text) LIKE UPPER($1))");
  CHECK(tail(posts.filter("author__name", "a").filter("author__age__gt", 3).order_by("author__name")) ==
        author_joined + R"( WHERE "pv0_1"."name" = $1 AND "pv0_1"."age" > $2 ORDER BY "pv0_1"."name")");
  CHECK(tail(posts.filter("author__company__name", "x")) ==
        author_joined + R"( INNER JOIN "blog_companies" AS "pv0_2" ON "pv0_2"."id" = "pv0_1"."company_id" WHERE "pv0_2"."name" = $1)");
  CHECK(tail(posts.filter("author__profile__motto", "x")) ==
        R"(FROM "blog_posts" INNER JOIN "blog_profiles" AS "pv0_1" ON "pv0_1"."author_id" = "blog_posts"."author_id" WHERE "pv0_1"."motto" = $1)");
}

TEST_CASE("filters by the key of a relation to one need no join") {
  const std::string keys = R"(FROM "blog_posts" WHERE "author_id" = $1)";
  CHECK(tail(posts.filter("author", 5)) == keys);
  CHECK(tail(posts.filter("author__id", 5)) == keys);
  CHECK(tail(posts.filter(pv::runtime("author__id"), 5)) == keys);
  CHECK(tail(posts.filter("author__in", {1, 2})) == R"(FROM "blog_posts" WHERE "author_id" = ANY($1))");
  CHECK(tail(posts.filter("reviewer__isnull", true)) == R"(FROM "blog_posts" WHERE "reviewer_id" IS NULL)");
  CHECK(tail(posts.exclude("reviewer__id", 5)) == R"(FROM "blog_posts" WHERE NOT ("reviewer_id" = $1 AND "reviewer_id" IS NOT NULL))");
  CHECK(tail(posts.exclude("author__id", 5)) == R"(FROM "blog_posts" WHERE NOT ("author_id" = $1))");
  CHECK(tail(Like::query().filter("post__author", 5)) ==
        R"(FROM "blog_likes" INNER JOIN "blog_posts" AS "pv0_1" ON "pv0_1"."id" = "blog_likes"."post_id" WHERE "pv0_1"."author_id" = $1)");
}

TEST_CASE("a join keeps rows without a target where the condition can hold for them") {
  const std::string left = R"(FROM "blog_posts" LEFT JOIN "blog_authors" AS "pv0_1" ON "pv0_1"."id" = "blog_posts"."reviewer_id" WHERE )";
  const std::string inner = R"(FROM "blog_posts" INNER JOIN "blog_authors" AS "pv0_1" ON "pv0_1"."id" = "blog_posts"."reviewer_id" WHERE )";
  CHECK(tail(posts.filter("reviewer__name", "a")) == inner + R"("pv0_1"."name" = $1)");
  CHECK(tail(posts.filter("reviewer__name__ne", "a")) == left + R"("pv0_1"."name" IS DISTINCT FROM $1)");
  CHECK(tail(posts.filter("reviewer__name__isnull", true)) == left + R"("pv0_1"."name" IS NULL)");
  CHECK(tail(posts.exclude("reviewer__name", "a")) == left + R"(NOT ("pv0_1"."name" = $1 AND "pv0_1"."name" IS NOT NULL))");
  CHECK(tail(posts.filter(Post::q("reviewer__name", "a") || Post::q("title", "b"))) == left + R"("pv0_1"."name" = $1 OR "blog_posts"."title" = $2)");
  CHECK(tail(posts.filter(Post::q("reviewer__name", "a") || Post::q("reviewer__name", "b"))) == inner + R"("pv0_1"."name" = $1 OR "pv0_1"."name" = $2)");
}

TEST_CASE("filters across relations to many: EXISTS, which multiplies nothing") {
  CHECK(tail(authors.filter("posts__title", "x")) ==
        R"(FROM "blog_authors" WHERE EXISTS (SELECT 1 FROM "blog_posts" AS "pv1" WHERE "pv1"."author_id" = "blog_authors"."id" AND "pv1"."title" = $1))");
  CHECK(tail(posts.filter("tags__name__in", std::vector<std::string>{"a"})) ==
        R"(FROM "blog_posts" WHERE EXISTS (SELECT 1 FROM "blog_post_tags" AS "pv1_j" INNER JOIN "blog_tags" AS "pv1" ON "pv1"."id" = "pv1_j"."tag_id" )"
        R"(WHERE "pv1_j"."post_id" = "blog_posts"."id" AND "pv1"."name" = ANY($1)))");
  const std::string by_key = R"(FROM "blog_posts" WHERE EXISTS (SELECT 1 FROM "blog_post_tags" AS "pv1_j" )"
                             R"(WHERE "pv1_j"."post_id" = "blog_posts"."id" AND "pv1_j"."tag_id" = $1))";
  CHECK(tail(posts.filter("tags", 5)) == by_key);
  CHECK(tail(posts.filter("tags__id", 5)) == by_key);
  CHECK(tail(posts.filter("tags__isnull", true)) ==
        R"(FROM "blog_posts" WHERE NOT (EXISTS (SELECT 1 FROM "blog_post_tags" AS "pv1_j" WHERE "pv1_j"."post_id" = "blog_posts"."id")))");
  CHECK(tail(authors.filter("profile__isnull", false)) ==
        R"(FROM "blog_authors" WHERE EXISTS (SELECT 1 FROM "blog_profiles" AS "pv1" WHERE "pv1"."author_id" = "blog_authors"."id"))");
  CHECK(tail(authors.exclude("posts__title", "x")) ==
        R"(FROM "blog_authors" WHERE NOT (EXISTS (SELECT 1 FROM "blog_posts" AS "pv1" WHERE "pv1"."author_id" = "blog_authors"."id" AND "pv1"."title" = $1)))");
}

TEST_CASE("what one filter says of a relation to many is about one row") {
  const std::string exists = R"(EXISTS (SELECT 1 FROM "blog_posts" AS "pv1" WHERE "pv1"."author_id" = "blog_authors"."id" AND )";
  CHECK(tail(authors.filter(Author::q("posts__title", "x") && Author::q("posts__body", "y"))) ==
        R"(FROM "blog_authors" WHERE )" + exists + R"("pv1"."title" = $1 AND "pv1"."body" = $2))");
  CHECK(tail(authors.filter("posts__title", "x").filter("posts__body", "y")) ==
        R"(FROM "blog_authors" WHERE )" + exists + R"("pv1"."title" = $1) AND )" + exists + R"("pv1"."body" = $2))");
  CHECK(tail(authors.filter(Author::q("posts__title", "x") || Author::q("posts__body", "y"))) ==
        R"(FROM "blog_authors" WHERE )" + exists + R"(("pv1"."title" = $1 OR "pv1"."body" = $2)))");
  CHECK(tail(authors.exclude(Author::q("posts__title", "x") && Author::q("posts__body", "y"))) ==
        R"(FROM "blog_authors" WHERE NOT ()" + exists + R"("pv1"."title" = $1 AND "pv1"."body" = $2)))");
  CHECK(tail(authors.filter(Author::q("posts__likes__weight", 1) && Author::q("posts__likes__id", 2) && Author::q("age", 3))) ==
        R"(FROM "blog_authors" WHERE )" + exists +
            R"(EXISTS (SELECT 1 FROM "blog_likes" AS "pv2" WHERE "pv2"."post_id" = "pv1"."id" AND "pv2"."weight" = $1 AND "pv2"."id" = $2)) AND "age" = $3)");
}

TEST_CASE("paths that go on behind relations to many and back") {
  CHECK(tail(posts.filter("author__posts__title", "x")) ==
        R"(FROM "blog_posts" WHERE EXISTS (SELECT 1 FROM "blog_posts" AS "pv2" WHERE "pv2"."author_id" = "blog_posts"."author_id" AND "pv2"."title" = $1))");
  CHECK(tail(authors.filter("posts__reviewer__name", "x")) ==
        R"(FROM "blog_authors" WHERE EXISTS (SELECT 1 FROM "blog_posts" AS "pv1" INNER JOIN "blog_authors" AS "pv1_1" )"
        R"(ON "pv1_1"."id" = "pv1"."reviewer_id" WHERE "pv1"."author_id" = "blog_authors"."id" AND "pv1_1"."name" = $1))");
  CHECK(tail(Tag::query().filter("posts__tags__posts__tags__posts__tags__posts__tags__name", "x")).find("\"pv8\".\"name\" = $1") != std::string::npos);
  CHECK_THROWS_AS(Tag::query().filter(pv::runtime("posts__tags__posts__tags__posts__tags__posts__tags__posts__title"), "x"), pv::UnknownField);
}

TEST_CASE("values of the row itself beside a path") {
  CHECK(tail(posts.filter("author__name", Post::f(&Post::title))) == author_joined + R"( WHERE "pv0_1"."name" = "blog_posts"."title")");
  CHECK(tail(posts.filter("tags__name", Post::f(&Post::title))) ==
        R"(FROM "blog_posts" WHERE EXISTS (SELECT 1 FROM "blog_post_tags" AS "pv1_j" INNER JOIN "blog_tags" AS "pv1" ON "pv1"."id" = "pv1_j"."tag_id" )"
        R"(WHERE "pv1_j"."post_id" = "blog_posts"."id" AND "pv1"."name" = "blog_posts"."title"))");
  CHECK(tail(posts.filter("tags__id__in", Tag::query().filter("name", "x"))) ==
        R"(FROM "blog_posts" WHERE EXISTS (SELECT 1 FROM "blog_post_tags" AS "pv1_j" WHERE "pv1_j"."post_id" = "blog_posts"."id" )"
        R"(AND "pv1_j"."tag_id" = ANY(SELECT "id" FROM "blog_tags" AS "pv2" WHERE "name" = $1)))");
}
