// SPDX-License-Identifier: MIT
#include <cstdint>
#include <string>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>

using namespace promptview_test;
namespace pv = promptview;

namespace include_sql_test {

struct Post;
struct Tag;
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Post> posts{};
};
struct Tag : pv::Model<Tag> {
  pv::Auto<std::int64_t> id{};
  std::string label{};
  pv::ManyToMany<Post> posts{};
};
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::ForeignKey<Author> author{};
  pv::ManyToMany<Tag> tags{};
};
PROMPTVIEW_MODEL(Author, postgres, "authors", FIELD(id, primary_key), FIELD(name), RELATION(posts))
PROMPTVIEW_MODEL(Tag, postgres, "tags", FIELD(id, primary_key), FIELD(label), RELATION(posts, related="tags"))
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), FIELD(title), RELATION(author), RELATION(tags, through="post_tags"))

}  // namespace include_sql_test

using namespace include_sql_test;

TEST_CASE("include: the SQL of each relation says the query again, as keys") {
  CHECK(Author::query().filter("name", "Ann").include("posts__tags").to_sql(pv::SqlText::placeholders) ==
        R"(SELECT "id", "name" FROM "authors" WHERE "name" = $1
-- $1 = 'Ann';
SELECT "pv_rows"."id", "pv_rows"."title", "pv_rows"."author_id", "pv_keys"."k1")"
        R"( FROM (SELECT ("id") FROM "authors" WHERE "name" = $1) AS "pv_keys"("k1"))"
        R"( CROSS JOIN LATERAL (SELECT "id", "title", "author_id" FROM "posts" AS "pv1" WHERE ("author_id" = "pv_keys"."k1")) AS "pv_rows")"
        R"( ORDER BY "pv_rows"."id"
-- $1 = 'Ann';
SELECT "pv_rows"."id", "pv_rows"."label", "pv_keys"."k1")"
        R"( FROM (SELECT "pv_rows"."id" FROM (SELECT ("id") FROM "authors" WHERE "name" = $1) AS "pv_keys"("k1"))"
        R"( CROSS JOIN LATERAL (SELECT "id", "title", "author_id" FROM "posts" AS "pv1" WHERE ("author_id" = "pv_keys"."k1")) AS "pv_rows") AS "pv_keys"("k1"))"
        R"( CROSS JOIN LATERAL (SELECT "pv_link"."tag_id" FROM "post_tags" AS "pv_link" WHERE "pv_link"."post_id" = "pv_keys"."k1") AS "pv_join"("t1"))"
        R"( CROSS JOIN LATERAL (SELECT "id", "label" FROM "tags" AS "pv1" WHERE ("id" = "pv_join"."t1")) AS "pv_rows")"
        R"( ORDER BY "pv_rows"."id"
-- $1 = 'Ann')");
}

TEST_CASE("include: SQL of limits, for each object and of the query") {
  CHECK(Author::query().order_by("name").limit(2).include("posts", Post::query().filter("title__startswith", "A").order_by("-title").limit(3)).to_sql() ==
        R"(SELECT "id", "name" FROM "authors" ORDER BY "name", "id" LIMIT 2;
SELECT "pv_rows"."id", "pv_rows"."title", "pv_rows"."author_id", "pv_rows"."pv_key1")"
        R"( FROM (SELECT "pv_rows".*, "pv_keys"."k1" AS "pv_key1", row_number() OVER (PARTITION BY "pv_keys"."k1" ORDER BY "pv_rows"."title" DESC, "pv_rows"."id") AS "pv_place")"
        R"( FROM (SELECT ("id") FROM "authors" ORDER BY "name", "id" LIMIT 2) AS "pv_keys"("k1"))"
        R"( CROSS JOIN LATERAL (SELECT "id", "title", "author_id" FROM "posts" AS "pv1" WHERE "title"::text LIKE 'A%' AND ("author_id" = "pv_keys"."k1")) AS "pv_rows")"
        R"() AS "pv_rows" WHERE "pv_rows"."pv_place" <= 3 ORDER BY "pv_rows"."title" DESC, "pv_rows"."id")");
  CHECK_THAT(Author::query().include("posts", Post::query().offset(4)).to_sql(), ends_with(R"(WHERE "pv_rows"."pv_place" > 4 ORDER BY "pv_rows"."id")"));
  CHECK_THAT(Author::query().include("posts", Post::query().offset(4).limit(2)).to_sql(pv::SqlText::placeholders),
             contains(R"(WHERE "pv_rows"."pv_place" > $1 AND "pv_rows"."pv_place" <= $1 + 2 ORDER BY)"));
}

TEST_CASE("include: SQL of what many share asks for each key once, and orders nothing") {
  CHECK(Post::query().include("author").to_sql() ==
        R"(SELECT "id", "title", "author_id" FROM "posts";
SELECT "pv_rows"."id", "pv_rows"."name", "pv_keys"."k1" FROM (SELECT DISTINCT ("author_id") FROM "posts") AS "pv_keys"("k1"))"
        R"( CROSS JOIN LATERAL (SELECT "id", "name" FROM "authors" AS "pv1" WHERE ("id" = "pv_keys"."k1")) AS "pv_rows")");
  CHECK_THAT(Post::query().limit(5).include("author").to_sql(),
             contains(R"(FROM (SELECT DISTINCT ("author_id") FROM (SELECT "id", "title", "author_id" FROM "posts" ORDER BY "id" LIMIT 5) AS "rows") AS "pv_keys")"));
}

TEST_CASE("include: an order by what is no column is computed with the rows") {
  CHECK_THAT(Author::query().include("posts", Post::query().order_by(pv::desc(pv::length(&Post::title)), "?")).to_sql(),
             contains(R"(length("title") AS "pv_order1", (random()) AS "pv_order2" FROM "posts" AS "pv1" WHERE ("author_id" = "pv_keys"."k1")) AS "pv_rows")"
                      R"( ORDER BY "pv_rows"."pv_order1" DESC, "pv_rows"."pv_order2", "pv_rows"."id")"));
}

TEST_CASE("include: a query that cannot be said again stands alone; the rest is read behind it") {
  CHECK(Author::query().order_by("?").limit(1).include("posts").to_sql() == R"(SELECT "id", "name" FROM "authors" ORDER BY random() LIMIT 1)");
  CHECK(Author::query().select_for_update().include("posts").to_sql() == R"(SELECT "id", "name" FROM "authors" FOR UPDATE)");
  CHECK(Author::query().limit(2).as_cte<"two">().include("posts").to_sql() ==
        R"(WITH "two" AS (SELECT "id", "name" FROM "authors" LIMIT 2) SELECT "id", "name" FROM "two")");
  CHECK_THAT(Author::query().filter("id__in", Post::query().limit(3).values_list(&Post::id)).include("posts").to_sql(), !contains("pv_keys"));
  CHECK_THAT(Author::query().filter("id__in", Post::query().values_list(&Post::id)).include("posts").to_sql(), contains("pv_keys"));
  CHECK(Author::query().filter(pv::sql<bool>("{0} <> ''", &Author::name)).include("posts").to_sql() ==
        R"(SELECT "id", "name" FROM "authors" WHERE ("authors"."name" <> ''))");
}

TEST_CASE("include: counts, values and writes know nothing of it") {
  CHECK(Author::query().include("posts").values_list(&Author::name).to_sql() == R"(SELECT "name" FROM "authors")");
  CHECK(Author::query().include("posts").count_query().select.where.is_empty());
}

TEST_CASE("join_related: SQL") {
  CHECK(Post::query().filter("title", "x").join_related("author").to_sql() ==
        R"(SELECT "posts"."id", "posts"."title", "posts"."author_id", "pv0_1"."id", "pv0_1"."name" FROM "posts")"
        R"( INNER JOIN "authors" AS "pv0_1" ON "pv0_1"."id" = "posts"."author_id" WHERE "posts"."title" = 'x')");
  CHECK(Post::query().join_related("author").order_by("author__name").to_sql() ==
        R"(SELECT "posts"."id", "posts"."title", "posts"."author_id", "pv0_1"."id", "pv0_1"."name" FROM "posts")"
        R"( INNER JOIN "authors" AS "pv0_1" ON "pv0_1"."id" = "posts"."author_id" ORDER BY "pv0_1"."name")");
  CHECK(Post::query().join_related("author").values_list(&Post::title).to_sql() == R"(SELECT "title" FROM "posts")");
}

TEST_CASE("include: conditions and orders of what is included lead across relations") {
  CHECK_THAT(Author::query().include("posts", Post::query().filter("tags__label", "x").order_by("author__name")).to_sql(), contains("EXISTS ("));
}
