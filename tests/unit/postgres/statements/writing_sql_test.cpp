// SPDX-License-Identifier: MIT
#include <string>

#include <promptview/model.hpp>
#include <promptview/postgres/statements/bulk_sql.hpp>
#include <promptview/postgres/statements/removal_sql.hpp>
#include <promptview/types/enumeration.hpp>
#include <promptview/types/time.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using promptview::postgres::FieldSet;
using promptview::postgres::SQLBuilder;
using promptview::postgres::WriteStatement;
namespace bulk_sql = promptview::postgres::bulk_sql;
namespace conflict_sql = promptview::postgres::conflict_sql;
namespace removal_sql = promptview::postgres::removal_sql;

namespace {

using Time = std::chrono::sys_time<std::chrono::microseconds>;
using Places = std::vector<std::uint16_t>;

enum class Role { guest, member };
PROMPTVIEW_ENUM_AS(Role, "role", guest, member)

struct Plain {
  pv::Auto<std::int64_t> id{};
  std::string email{};
  std::vector<int> marks{};
  pv::Auto<Time> changed{};
};
PROMPTVIEW_MODEL(Plain, postgres, "plain", FIELD(id, primary_key), FIELD(email, unique), FIELD(marks), FIELD(changed, auto_now))

// Everything at once.
struct Page : pv::Model<Page> {
  std::string site{};
  Role role{};
  std::string title{};
  int version{};
  std::optional<Time> removed_at{};
};
PROMPTVIEW_MODEL(Page, postgres, "pages", FIELD(site, primary_key), FIELD(role, primary_key), FIELD(title),
                 FIELD(version, row_version, column="Version"), FIELD(removed_at), INDEX("title", unique, where="title <> ''"),
                 TABLE(schema="web", soft_remove="removed_at"))

const pv::ModelInfo& plain = pv::detail::model_of<Plain>();
const pv::ModelInfo& pages = pv::detail::model_of<Page>();

pv::Conflict conflict_on(const pv::ModelInfo& model, const char* fields, pv::OnConflict action) {
  pv::Conflict conflict{.action = action};
  REQUIRE(pv::detail::find_unique_set(model, fields, conflict.target) == pv::detail::UniqueProblem::none);
  return conflict;
}

}  // namespace

TEST_CASE("bulk UPDATE") {
  const auto made = bulk_sql::update(plain, {1, 2});
  CHECK(made.sql ==
        R"(UPDATE "plain" AS t SET "email" = d.v1, "marks" = d.v2, "changed" = now() FROM )"
        R"((SELECT DISTINCT ON (k0) c1 AS k0, c2 AS v1, c3::integer[] AS v2, n )"
        R"(FROM UNNEST($1::bigint[], $2::text[], $3::text[]) WITH ORDINALITY AS d(c1, c2, c3, n) ORDER BY k0, n DESC) AS d )"
        R"(WHERE t."id" = d.k0 RETURNING t."changed", d.n)");
  CHECK(made.bound == Places{0, 1, 2});
  CHECK(made.returned == Places{3});
  CHECK(made.numbered);
}

TEST_CASE("bulk UPDATE with row versions and soft removal") {
  const auto made = bulk_sql::update(pages, {2});
  CHECK(made.sql ==
        R"(UPDATE "web"."pages" AS t SET "title" = d.v2, "Version" = t."Version" + 1 FROM )"
        R"((SELECT DISTINCT ON (k0, k1) c1 AS k0, c2::"role" AS k1, c3 AS v2, c4 AS v3, n )"
        R"(FROM UNNEST($1::text[], $2::text[], $3::text[], $4::integer[]) WITH ORDINALITY AS d(c1, c2, c3, c4, n) )"
        R"(ORDER BY k0, k1, n DESC) AS d WHERE t."site" = d.k0 AND t."role" = d.k1 AND t."Version" = d.v3 AND t."removed_at" IS NULL )"
        R"(RETURNING t."Version", d.n)");
  CHECK(made.bound == Places{0, 1, 2, 3});
}

TEST_CASE("UPDATE counts the version, and reaches no removed row") {
  const WriteStatement made = SQLBuilder::update(pages, 0);
  CHECK(made.sql == R"(UPDATE "web"."pages" SET "title" = $1, "Version" = "Version" + 1 WHERE "site" = $2 AND "role" = $3 )"
                    R"(AND "Version" = $4 AND "removed_at" IS NULL RETURNING "Version")");
  CHECK(made.bound == Places{2, 0, 1, 3});
  CHECK(SQLBuilder::update(pages, FieldSet{}.set().reset(2)).sql == made.sql);
}

TEST_CASE("an upsert by the key checks the version, one by another set does not") {
  CHECK(SQLBuilder::upsert(pages, 0).sql ==
        R"(INSERT INTO "web"."pages" ("site", "role", "title", "Version", "removed_at") VALUES ($1, $2, $3, $4, $5) )"
        R"(ON CONFLICT ("site", "role") DO UPDATE SET "title" = EXCLUDED."title", "Version" = "pages"."Version" + 1, )"
        R"("removed_at" = EXCLUDED."removed_at" WHERE "pages"."Version" = EXCLUDED."Version" RETURNING "Version")");
  const WriteStatement made = conflict_sql::insert(pages, conflict_on(pages, "title", pv::OnConflict::update), 0);
  CHECK(made.sql ==
        R"(INSERT INTO "web"."pages" ("site", "role", "title", "Version", "removed_at") VALUES ($1, $2, $3, $4, $5) )"
        R"(ON CONFLICT ("title") WHERE title <> '' DO UPDATE SET "Version" = "pages"."Version" + 1, )"
        R"("removed_at" = EXCLUDED."removed_at" RETURNING "site", "role", "Version", (xmax = 0) AS created)");
  CHECK(made.returned == Places{0, 1, 3});
}

TEST_CASE("get or create") {
  const pv::Conflict conflict = conflict_on(plain, "email", pv::OnConflict::ignore);
  CHECK(conflict_sql::insert(plain, conflict, FieldSet{9}).sql ==
        R"(INSERT INTO "plain" ("email", "marks", "changed") VALUES ($1, $2, now()) ON CONFLICT ("email") DO NOTHING )"
        R"(RETURNING "id", "email", "marks", "changed")");
  const WriteStatement found = conflict_sql::find(plain, conflict.target);
  CHECK(found.sql == R"(SELECT "id", "email", "marks", "changed" FROM "plain" WHERE "email" = $1)");
  CHECK(found.bound == Places{1});
  CHECK(conflict_sql::find(pages, conflict_on(pages, "title", pv::OnConflict::ignore).target).sql ==
        R"(SELECT "site", "role", "title", "Version", "removed_at" FROM "web"."pages" WHERE "title" = $1 AND (title <> ''))");
}

TEST_CASE("removal") {
  CHECK(removal_sql::remove(plain).sql == R"(DELETE FROM "plain" WHERE "id" = $1)");
  CHECK(removal_sql::remove(pages).sql ==
        R"(UPDATE "web"."pages" SET "removed_at" = now(), "Version" = "Version" + 1 WHERE "site" = $1 AND "role" = $2 AND "Version" = $3 )"
        R"(AND "removed_at" IS NULL)");
  CHECK(SQLBuilder::remove(pages).sql == R"(DELETE FROM "web"."pages" WHERE "site" = $1 AND "role" = $2 AND "Version" = $3)");
  CHECK(removal_sql::restore(pages).sql ==
        R"(UPDATE "web"."pages" SET "removed_at" = NULL, "Version" = "Version" + 1 WHERE "site" = $1 AND "role" = $2 )"
        R"(AND "removed_at" IS NOT NULL RETURNING "removed_at", "Version")");
  CHECK(removal_sql::has_row(pages).sql == R"(SELECT 1 FROM "web"."pages" WHERE "site" = $1 AND "role" = $2 AND "removed_at" IS NULL)");
}

TEST_CASE("queries leave removed rows out") {
  const pv::QuerySet<Page> all = Page::query();
  const std::string columns = R"(SELECT "site", "role", "title", "Version", "removed_at" FROM "web"."pages")";
  CHECK(SQLBuilder::select(all.select()).sql == columns + R"( WHERE "removed_at" IS NULL)");
  CHECK(SQLBuilder::select(all.with_removed().select()).sql == columns);
  const auto either = all.filter(Page::q("title", "a") || Page::q("title", "b"));
  CHECK(SQLBuilder::select(either.order_by("title").select()).sql ==
        columns + R"( WHERE ("title" = $1 OR "title" = $2) AND "removed_at" IS NULL ORDER BY "title")");
  CHECK(SQLBuilder::select(either.with_removed().select()).sql == columns + R"( WHERE "title" = $1 OR "title" = $2)");
  CHECK(SQLBuilder::count(all.select()).sql == R"(SELECT count(*) FROM "web"."pages" WHERE "removed_at" IS NULL)");
  CHECK(SQLBuilder::get(pages).sql == columns + R"( WHERE "site" = $1 AND "role" = $2 AND "removed_at" IS NULL)");
}
