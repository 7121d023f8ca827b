// SPDX-License-Identifier: MIT
// The SQL of conditions and orders on aggregates across relations, whole: each aggregate is computed once.
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/blog.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using namespace promptview_test::blog;

namespace gathered_sql_test {

// A foreign key that is checked at the end of a transaction, and tables that promptview does not create.
struct LateRow;
struct Late : pv::Model<Late> {
  pv::Auto<std::int64_t> id{};
  pv::HasMany<LateRow> rows{};
};
struct LateRow : pv::Model<LateRow> {
  pv::Auto<std::int64_t> id{};
  int n{};
  pv::ForeignKey<Late> late{};
};
struct ForeignRow;
struct Foreign : pv::Model<Foreign> {
  pv::Auto<std::int64_t> id{};
  pv::HasMany<ForeignRow> rows{};
};
struct ForeignRow : pv::Model<ForeignRow> {
  pv::Auto<std::int64_t> id{};
  int n{};
  pv::ForeignKey<Foreign> foreign{};
};
PROMPTVIEW_MODEL(Late, postgres, "late", FIELD(id, primary_key), RELATION(rows))
PROMPTVIEW_MODEL(LateRow, postgres, "late_rows", FIELD(id, primary_key), FIELD(n), RELATION(late, deferrable))
PROMPTVIEW_MODEL(Foreign, postgres, "foreign", FIELD(id, primary_key), RELATION(rows))
PROMPTVIEW_MODEL(ForeignRow, postgres, "foreign_rows", FIELD(id, primary_key), FIELD(n), RELATION(foreign), TABLE(managed=false))

}  // namespace gathered_sql_test

using gathered_sql_test::Foreign;
using gathered_sql_test::Late;

namespace {

// What stands behind the columns of the model.
std::string tail(const auto& query) {
  const std::string sql = pv::postgres::SQLBuilder::select(query.select()).sql;
  return sql.substr(sql.find(R"("company_id")") + 12);
}
std::string count_tail(const auto& query) {
  const std::string sql = pv::postgres::SQLBuilder::count(query.select()).sql;
  return sql.substr(sql.find(" FROM "));
}

const pv::QuerySet<Author> authors{};
const auto counted = authors.annotate<"n">(pv::count(&Author::posts));
const std::string grouped = R"( LEFT JOIN (SELECT count(*), "pv1"."author_id" FROM "blog_posts" AS "pv1" WHERE "pv1"."author_id" IS NOT NULL GROUP BY "pv1"."author_id") )"
                            R"(AS "pv0_a1"("value", "k1") ON "pv0_a1"."k1" = "blog_authors"."id")";
const std::string lateral = R"( CROSS JOIN LATERAL (SELECT count(*) FROM "blog_posts" AS "pv1" WHERE "pv1"."author_id" = "blog_authors"."id") AS "pv0_a1"("value"))";
const std::string n = R"(coalesce("pv0_a1"."value", 0))";
const std::string subquery = R"((SELECT count(*) FROM "blog_posts" AS "pv1" WHERE "pv1"."author_id" = "blog_authors"."id"))";

}  // namespace

TEST_CASE("an aggregate that is shown and asked for: one GROUP BY, where the query looks at all rows") {
  CHECK(pv::postgres::SQLBuilder::select(counted.filter("n__gt", 1).select()).sql ==
        R"(SELECT "blog_authors"."id", "blog_authors"."name", "blog_authors"."age", "blog_authors"."company_id", )" + n + R"( AS "n" FROM "blog_authors")" +
            grouped + " WHERE " + n + " > $1");
  CHECK(tail(counted.filter("n__gt", 1).order_by("-n", "name")) ==
        ", " + n + R"( AS "n" FROM "blog_authors")" + grouped + " WHERE " + n + R"( > $1 ORDER BY "n" DESC, "blog_authors"."name")");
  CHECK(count_tail(counted.filter("n__gt", 1)) == R"( FROM "blog_authors")" + grouped + " WHERE " + n + " > $1");
  CHECK(tail(authors.annotate<"best">(pv::max(pv::path(&Author::posts, &Post::likes, &Like::weight))).filter("best", 3)) ==
        R"(, "pv0_a1"."value" AS "best" FROM "blog_authors" LEFT JOIN (SELECT max("pv2"."weight"), "pv1"."author_id" FROM "blog_posts" AS "pv1", "blog_likes" AS "pv2" )"
        R"(WHERE "pv1"."author_id" IS NOT NULL AND "pv2"."post_id" = "pv1"."id" GROUP BY "pv1"."author_id") AS "pv0_a1"("value", "k1") )"
        R"(ON "pv0_a1"."k1" = "blog_authors"."id" WHERE "pv0_a1"."value" = $1)");
}

TEST_CASE("a LATERAL, where few rows are looked at") {
  CHECK(tail(counted.filter("n__gt", 1).filter("age", 3)) ==
        R"(, "pv0_a1"."value" AS "n" FROM "blog_authors")" + lateral + R"( WHERE "pv0_a1"."value" > $1 AND "blog_authors"."age" = $2)");
  CHECK(tail(counted.filter("n__gt", 1).order_by("id").limit(10)) ==
        R"(, "pv0_a1"."value" AS "n" FROM "blog_authors")" + lateral + R"( WHERE "pv0_a1"."value" > $1 ORDER BY "blog_authors"."id" LIMIT 10)");
  CHECK(tail(counted.filter("n__gt", 1).select_for_update()) == R"(, )" + n + R"( AS "n" FROM "blog_authors")" + grouped + " WHERE " + n + R"( > $1 FOR UPDATE OF "blog_authors")");
}

TEST_CASE("the first rows of an order by an aggregate: one GROUP BY") {
  CHECK(tail(counted.order_by("-n", "id").limit(10)) == ", " + n + R"( AS "n" FROM "blog_authors")" + grouped + R"( ORDER BY "n" DESC, "blog_authors"."id" LIMIT 10)");
  CHECK(tail(authors.order_by("-posts__title", "id").limit(10)) ==
        R"( FROM "blog_authors" LEFT JOIN (SELECT max("pv1"."title"), "pv1"."author_id" FROM "blog_posts" AS "pv1" WHERE "pv1"."author_id" IS NOT NULL )"
        R"(GROUP BY "pv1"."author_id") AS "pv0_a1"("value", "k1") ON "pv0_a1"."k1" = "blog_authors"."id" ORDER BY "pv0_a1"."value" DESC, "blog_authors"."id" LIMIT 10)");
  CHECK(pv::postgres::SQLBuilder::select(Post::query().order_by("tags__name").limit(3).values_list(&Post::title).select()).sql ==
        R"(SELECT "blog_posts"."title" FROM "blog_posts" LEFT JOIN (SELECT min("pv1"."name"), "pv1_j"."post_id" FROM "blog_post_tags" AS "pv1_j" )"
        R"(INNER JOIN "blog_tags" AS "pv1" ON "pv1"."id" = "pv1_j"."tag_id" WHERE "pv1_j"."post_id" IS NOT NULL GROUP BY "pv1_j"."post_id") )"
        R"(AS "pv0_a1"("value", "k1") ON "pv0_a1"."k1" = "blog_posts"."id" ORDER BY "pv0_a1"."value" LIMIT 3)");
}

TEST_CASE("rows that have others at the end of a relation to many are counted by the keys there") {
  const auto count = [](const auto& query) { return pv::postgres::SQLBuilder::count(query.select()).sql; };
  CHECK(count(authors.filter("posts__title", "x")) ==
        R"(SELECT count(DISTINCT "pv1"."author_id") FROM "blog_posts" AS "pv1" WHERE "pv1"."author_id" IS NOT NULL AND "pv1"."title" = $1)");
  CHECK(count(authors.filter("posts__isnull", false)) ==
        R"(SELECT count(DISTINCT "pv1"."author_id") FROM "blog_posts" AS "pv1" WHERE "pv1"."author_id" IS NOT NULL)");
  CHECK(count(authors.filter("posts__reviewer__age__gt", 3)) ==
        R"(SELECT count(DISTINCT "pv1"."author_id") FROM "blog_posts" AS "pv1" INNER JOIN "blog_authors" AS "pv1_1" ON "pv1_1"."id" = "pv1"."reviewer_id" )"
        R"(WHERE "pv1"."author_id" IS NOT NULL AND "pv1_1"."age" > $1)");
  CHECK(count(Post::query().filter("tags__id", 3)) ==
        R"(SELECT count(DISTINCT "pv1_j"."post_id") FROM "blog_post_tags" AS "pv1_j" WHERE "pv1_j"."post_id" IS NOT NULL AND "pv1_j"."tag_id" = $1)");
  CHECK(count(Post::query().filter("tags__name", "x")) ==
        R"(SELECT count(DISTINCT "pv1_j"."post_id") FROM "blog_post_tags" AS "pv1_j" INNER JOIN "blog_tags" AS "pv1" ON "pv1"."id" = "pv1_j"."tag_id" )"
        R"(WHERE "pv1_j"."post_id" IS NOT NULL AND "pv1"."name" = $1)");
}

TEST_CASE("rows are counted themselves where more is asked of them, and where a key may be that of no row") {
  const auto counts_rows = [](const auto& query) { return pv::postgres::SQLBuilder::count(query.select()).sql.starts_with("SELECT count(*) FROM"); };
  CHECK(counts_rows(authors.filter("posts__title", "x").filter("age", 3)));
  CHECK(counts_rows(authors.exclude("posts__title", "x")));
  CHECK(counts_rows(authors.filter(Author::q("posts__title", "x") || Author::q("age", 3))));
  CHECK(counts_rows(authors.filter("posts__title", "x").limit(3)));
  CHECK(counts_rows(authors.filter("posts__title", Author::f(&Author::name))));
  CHECK(counts_rows(authors.filter("posts__in", Post::query())));
  CHECK(counts_rows(Post::query().filter("author__name", "x")));
  CHECK(counts_rows(Late::query().filter("rows__n", 3)));
  CHECK(counts_rows(Foreign::query().filter("rows__n", 3)));
}

TEST_CASE("what is computed once for each row is a subquery") {
  CHECK(tail(counted) == ", " + subquery + R"( AS "n" FROM "blog_authors")");
  CHECK(tail(counted.order_by("-n")) == ", " + subquery + R"( AS "n" FROM "blog_authors" ORDER BY "n" DESC)");
  CHECK(tail(counted.filter("age", 3).order_by("-n").limit(10)) == ", " + subquery + R"( AS "n" FROM "blog_authors" WHERE "age" = $1 ORDER BY "n" DESC LIMIT 10)");
  CHECK(tail(counted.order_by("name").limit(10)) == ", " + subquery + R"( AS "n" FROM "blog_authors" ORDER BY "name" LIMIT 10)");
  const std::string exists = pv::postgres::SQLBuilder::exists(pv::detail::limited(counted.filter("n__gt", 1).select(), 1)).sql;
  CHECK(exists == R"(SELECT 1 FROM "blog_authors" WHERE )" + subquery + " > $1 LIMIT 1");
  CHECK(pv::postgres::SQLBuilder::remove(authors.alias<"n">(pv::count(&Author::posts)).filter("n__gt", 1).select(), false).sql ==
        R"(DELETE FROM "blog_authors" WHERE )" + subquery + " > $1");
}

TEST_CASE("a subquery of an aggregate that is shown and asked for is computed once too") {
  const auto own = Post::query().filter("author", pv::outer<Post>(&Author::id));
  const std::string rows = R"(FROM "blog_posts" AS "pv1" WHERE "author_id" = "blog_authors"."id")";
  CHECK(tail(authors.annotate<"n">(pv::subquery(own.values_list(pv::count()))).filter("n__gt", 1)) ==
        R"(, "pv0_a1"."value" AS "n" FROM "blog_authors" CROSS JOIN LATERAL (SELECT count(*) )" + rows + R"() AS "pv0_a1"("value") WHERE "pv0_a1"."value" > $1)");
  // One that may have no row, or several, is no join: it would drop rows of the query, or repeat them.
  CHECK(tail(authors.annotate<"first">(pv::subquery(own.order_by("id").limit(1).values_list(&Post::id))).filter("first__gt", 1)) ==
        R"(, (SELECT "id" )" + rows + R"( ORDER BY "id" LIMIT 1) AS "first" FROM "blog_authors" WHERE (SELECT "id" )" + rows + R"( ORDER BY "id" LIMIT 1) > $1)");
}

TEST_CASE("an aggregate that needs the row around it, or may need it, is a LATERAL") {
  const auto own = authors.annotate<"n">(pv::count(&Author::posts).filter(Post::q("likes__weight__gt", pv::outer<Post>(&Author::age)))).filter("n__gt", 1);
  CHECK(tail(own).find(" CROSS JOIN LATERAL (") != std::string::npos);
  const auto text = authors.annotate<"n">(pv::count(&Author::posts).filter(pv::Q<Post>{pv::sql<bool>("{0} <> ''", &Post::title)})).filter("n__gt", 1);
  CHECK(tail(text).find(" CROSS JOIN LATERAL (") != std::string::npos);
}
