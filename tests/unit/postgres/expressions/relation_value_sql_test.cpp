// SPDX-License-Identifier: MIT
// The SQL of values and aggregates across relations, whole.
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/blog.hpp>
#include <promptview_test/catch.hpp>

#include <tuple>
#include <vector>

namespace pv = promptview;
using namespace promptview_test::blog;

namespace {

std::string sql(const auto& query) { return pv::postgres::SQLBuilder::select(query.select()).sql; }
const pv::QuerySet<Post> posts{};
const pv::QuerySet<Author> authors{};

using AuthorName = decltype(pv::path(&Post::author, &Author::name));
static_assert(std::same_as<AuthorName::value_type, std::string>);
static_assert(std::same_as<decltype(pv::path(&Post::reviewer, &Author::name))::value_type, std::optional<std::string>>);
static_assert(std::same_as<decltype(pv::path(&Post::author, &Author::company))::value_type, std::optional<std::int64_t>>);
static_assert(std::same_as<decltype(pv::path(&Author::profile, &Profile::motto))::value_type, std::optional<std::string>>);
static_assert(std::same_as<decltype(posts.values_list(&Post::author))::row_type, std::int64_t>);
static_assert(std::same_as<decltype(posts.values_list(&Post::reviewer))::row_type, std::optional<std::int64_t>>);
static_assert(std::same_as<decltype(pv::count(&Author::posts))::value_type, std::int64_t>);
static_assert(std::same_as<decltype(pv::sum(pv::path(&Author::posts, &Post::likes, &Like::weight)))::value_type, std::optional<std::int64_t>>);
static_assert(std::same_as<decltype(pv::array_agg(pv::path(&Author::posts, &Post::title)))::value_type, std::optional<std::vector<std::string>>>);

}  // namespace

TEST_CASE("values across relations to one are joined") {
  CHECK(sql(posts.values(&Post::title, pv::path(&Post::author, &Author::name)).order_by("author__name")) ==
        R"(SELECT "blog_posts"."title", "pv0_1"."name" FROM "blog_posts" INNER JOIN "blog_authors" AS "pv0_1" )"
        R"(ON "pv0_1"."id" = "blog_posts"."author_id" ORDER BY 2)");
  CHECK(sql(posts.values_list(&Post::author)) == R"(SELECT "author_id" FROM "blog_posts")");
  CHECK(sql(posts.values_list(pv::path(&Post::author, &Author::id))) == R"(SELECT "author_id" FROM "blog_posts")");
  CHECK(sql(posts.values_list(pv::upper(pv::path(&Post::reviewer, &Author::name)))) ==
        R"(SELECT upper("pv0_1"."name") FROM "blog_posts" LEFT JOIN "blog_authors" AS "pv0_1" ON "pv0_1"."id" = "blog_posts"."reviewer_id")");
  CHECK(sql(posts.values(pv::path(&Post::author, &Author::name)).annotate<"n">(pv::count())) ==
        R"(SELECT "pv0_1"."name", count(*) AS "n" FROM "blog_posts" INNER JOIN "blog_authors" AS "pv0_1" ON "pv0_1"."id" = "blog_posts"."author_id" GROUP BY 1)");
  CHECK(sql(posts.alias<"of">(pv::path(&Post::author, &Author::name)).filter("of", "x").values_list(&Post::title)) ==
        R"(SELECT "blog_posts"."title" FROM "blog_posts" INNER JOIN "blog_authors" AS "pv0_1" ON "pv0_1"."id" = "blog_posts"."author_id" )"
        R"(WHERE "pv0_1"."name" = $1)");
}

TEST_CASE("aggregates across relations to many are subqueries") {
  CHECK(sql(authors.values_list(pv::count(&Author::posts))) ==
        R"(SELECT (SELECT count(*) FROM "blog_posts" AS "pv1" WHERE "pv1"."author_id" = "blog_authors"."id") FROM "blog_authors")");
  CHECK(sql(posts.values_list(pv::count(&Post::tags))) ==
        R"(SELECT (SELECT count(*) FROM "blog_post_tags" AS "pv1_j" WHERE "pv1_j"."post_id" = "blog_posts"."id") FROM "blog_posts")");
  CHECK(sql(authors.values_list(pv::sum(pv::path(&Author::posts, &Post::likes, &Like::weight)))) ==
        R"(SELECT (SELECT sum("pv2"."weight") FROM "blog_posts" AS "pv1", "blog_likes" AS "pv2" )"
        R"(WHERE "pv1"."author_id" = "blog_authors"."id" AND "pv2"."post_id" = "pv1"."id") FROM "blog_authors")");
  CHECK(sql(authors.values_list(pv::count(pv::path(&Author::posts, &Post::tags)).distinct())) ==
        R"(SELECT (SELECT count(DISTINCT "pv2_j"."tag_id") FROM "blog_posts" AS "pv1", "blog_post_tags" AS "pv2_j" )"
        R"(WHERE "pv1"."author_id" = "blog_authors"."id" AND "pv2_j"."post_id" = "pv1"."id") FROM "blog_authors")");
  CHECK(sql(authors.alias<"n">(pv::count(&Author::posts).filter(Post::q("title", "x") && Post::q("reviewer__name", "y"))).filter("n__gt", 3)
                .values_list(&Author::name)) ==
        R"(SELECT "name" FROM "blog_authors" WHERE (SELECT count(*) FROM "blog_posts" AS "pv1" INNER JOIN "blog_authors" AS "pv1_1" )"
        R"(ON "pv1_1"."id" = "pv1"."reviewer_id" WHERE "pv1"."author_id" = "blog_authors"."id" AND "pv1"."title" = $1 AND "pv1_1"."name" = $2) > $3)");
  CHECK(sql(posts.values_list(pv::max(pv::path(&Post::author, &Author::posts, &Post::title)))) ==
        R"(SELECT (SELECT max("pv2"."title") FROM "blog_posts" AS "pv2" WHERE "pv2"."author_id" = "blog_posts"."author_id") FROM "blog_posts")");
}

TEST_CASE("orders by relations to many") {
  CHECK(sql(authors.order_by("posts__title", "-posts__likes__weight").values_list(&Author::name)) ==
        R"(SELECT "name" FROM "blog_authors" ORDER BY (SELECT min("pv1"."title") FROM "blog_posts" AS "pv1" WHERE "pv1"."author_id" = "blog_authors"."id"), )"
        R"((SELECT max("pv2"."weight") FROM "blog_posts" AS "pv1", "blog_likes" AS "pv2" WHERE "pv1"."author_id" = "blog_authors"."id" )"
        R"(AND "pv2"."post_id" = "pv1"."id") DESC)");
}

TEST_CASE("statements that join nothing ask for each value") {
  const pv::postgres::Statement update = pv::postgres::SQLBuilder::update(
      posts.filter("author__name", "x").select(), {pv::set(&Post::body, pv::path(&Post::reviewer, &Author::name)).assignment()});
  CHECK(update.sql ==
        R"(UPDATE "blog_posts" SET "body" = (SELECT "pv2"."name" FROM "blog_authors" AS "pv2" WHERE "pv2"."id" = "blog_posts"."reviewer_id") )"
        R"(WHERE EXISTS (SELECT 1 FROM "blog_authors" AS "pv1" WHERE "pv1"."id" = "blog_posts"."author_id" AND "pv1"."name" = $1))");
  CHECK(pv::postgres::SQLBuilder::remove(posts.filter("author__id", 3).select(), false).sql == R"(DELETE FROM "blog_posts" WHERE "author_id" = $1)");
  CHECK(pv::postgres::SQLBuilder::remove(posts.filter("reviewer__name__isnull", true).select(), false).sql ==
        R"(DELETE FROM "blog_posts" WHERE (SELECT "pv2"."name" FROM "blog_authors" AS "pv2" WHERE "pv2"."id" = "blog_posts"."reviewer_id") IS NULL)");
}
