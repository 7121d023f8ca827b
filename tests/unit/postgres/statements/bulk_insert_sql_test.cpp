// SPDX-License-Identifier: MIT
#include <string>

#include <promptview/model.hpp>
#include <promptview/postgres/statements/bulk_sql.hpp>
#include <promptview/postgres/store/copy_in.hpp>
#include <promptview/types/enumeration.hpp>
#include <promptview/types/time.hpp>
#include <promptview/types/uuid.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using promptview::postgres::BulkStatement;
using promptview::postgres::FieldSet;
namespace bulk_sql = promptview::postgres::bulk_sql;
namespace copy_sql = promptview::postgres::copy_sql;

namespace {

enum class Role { guest, member };
PROMPTVIEW_ENUM_AS(Role, "role", guest, member)

struct User {
  pv::Auto<std::int64_t> id{};
  std::string email{};
  std::string name{};
  std::vector<int> marks{};
  Role role{};
  std::string path{};
  pv::Auto<std::chrono::sys_time<std::chrono::microseconds>> changed{};
};
PROMPTVIEW_MODEL(User, postgres, "bulk_users", FIELD(id, primary_key), FIELD(email, unique, column="E-Mail"), FIELD(name), FIELD(marks),
                 FIELD(role), FIELD(path, type="ltree"), FIELD(changed, auto_now), INDEX("name", unique, where="name <> ''"))

struct Row {
  pv::Auto<pv::Uuid> id{};
  int a{};
};
PROMPTVIEW_MODEL(Row, postgres, "bulk_rows", FIELD(id, primary_key), FIELD(a, unique))

struct Pair {
  int a{};
  int b{};
};
PROMPTVIEW_MODEL(Pair, postgres, "pairs", FIELD(a, primary_key), FIELD(b, primary_key), TABLE(schema="my"))

struct Only {
  pv::Auto<std::int64_t> id{};
};
PROMPTVIEW_MODEL(Only, postgres, "only", FIELD(id, primary_key))

const pv::ModelInfo& users = pv::detail::model_of<User>();
const pv::ModelInfo& rows = pv::detail::model_of<Row>();
const pv::ModelInfo& pairs = pv::detail::model_of<Pair>();

pv::Conflict update_on(const pv::ModelInfo& model, const char* fields) {
  pv::Conflict conflict{.action = pv::OnConflict::update};
  REQUIRE(pv::detail::find_unique_set(model, fields, conflict.target) == pv::detail::UniqueProblem::none);
  return conflict;
}

}  // namespace

TEST_CASE("bulk INSERT: an array a column, and what cannot be in one as text that is cast") {
  const BulkStatement made = bulk_sql::insert(users, {}, 1);
  CHECK(made.sql ==
        R"(INSERT INTO "bulk_users" ("E-Mail", "name", "marks", "role", "path", "changed") )"
        R"(SELECT c1, c2, c3::integer[], c4::"role", c5::ltree, now() )"
        R"(FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS d(c1, c2, c3, c4, c5, n) )"
        R"(ORDER BY n RETURNING "id", "changed")");
  CHECK(made.bound == std::vector<std::uint16_t>{1, 2, 3, 4, 5});
  CHECK(made.returned == std::vector<std::uint16_t>{0, 6});
  CHECK_FALSE(made.numbered);
}

TEST_CASE("bulk INSERT: without order where nothing comes back") {
  CHECK(bulk_sql::insert(pairs, {}, 0).sql ==
        R"(INSERT INTO "my"."pairs" ("a", "b") SELECT c1, c2 FROM UNNEST($1::integer[], $2::integer[]) AS d(c1, c2))");
  CHECK(bulk_sql::insert(pairs, {.action = pv::OnConflict::ignore}, 0).sql ==
        R"(INSERT INTO "my"."pairs" ("a", "b") SELECT c1, c2 FROM UNNEST($1::integer[], $2::integer[]) AS d(c1, c2) ON CONFLICT DO NOTHING)");
}

TEST_CASE("bulk INSERT: nothing but keys that the database makes") {
  CHECK(bulk_sql::insert(pv::detail::model_of<Only>(), {}, 1).sql ==
        R"(INSERT INTO "only" SELECT FROM generate_series(1, $1::bigint) AS d(n) ORDER BY n RETURNING "id")");
}

TEST_CASE("bulk INSERT: leaving rows out makes the keys first") {
  const BulkStatement made = bulk_sql::insert(rows, {.action = pv::OnConflict::ignore}, 1);
  CHECK(made.sql ==
        R"(WITH source AS MATERIALIZED (SELECT n, gen_random_uuid() AS v0, c1 AS v1 FROM UNNEST($1::integer[]) WITH ORDINALITY AS d(c1, n)), )"
        R"(made AS (INSERT INTO "bulk_rows" ("id", "a") SELECT v0, v1 FROM source ORDER BY n ON CONFLICT DO NOTHING )"
        R"(RETURNING "id" AS r0, "id" AS k0) )"
        R"(SELECT DISTINCT ON (source.v0) made.r0, source.n FROM made JOIN source ON made.k0 = source.v0 ORDER BY source.v0, source.n)");
  CHECK(made.bound == std::vector<std::uint16_t>{1});
  CHECK(made.returned == std::vector<std::uint16_t>{0});
  CHECK(made.numbered);
  CHECK_THAT(bulk_sql::insert(users, {.action = pv::OnConflict::ignore}, 1).sql,
             promptview_test::contains(R"(nextval(pg_get_serial_sequence('"bulk_users"', 'id')) AS v0)"));
}

TEST_CASE("bulk INSERT: updating the rows that are there") {
  CHECK(bulk_sql::insert(rows, update_on(rows, "a"), 1).sql ==
        R"(INSERT INTO "bulk_rows" ("a") SELECT c1 FROM UNNEST($1::integer[]) WITH ORDINALITY AS d(c1, n) ORDER BY n )"
        R"(ON CONFLICT ("a") DO UPDATE SET "a" = EXCLUDED."a" RETURNING "id")");
  CHECK_THAT(bulk_sql::insert(users, update_on(users, "email"), 0).sql,
             promptview_test::ends_with(R"( ON CONFLICT ("E-Mail") DO UPDATE SET "name" = EXCLUDED."name", "marks" = EXCLUDED."marks", )"
                                        R"("role" = EXCLUDED."role", "path" = EXCLUDED."path", "changed" = EXCLUDED."changed" )"
                                        R"(RETURNING "id", "changed")"));
  pv::Conflict only_name = update_on(users, "email");
  only_name.update = {2};
  CHECK_THAT(bulk_sql::insert(users, only_name, 0).sql,
             promptview_test::contains(R"( DO UPDATE SET "name" = EXCLUDED."name", "changed" = EXCLUDED."changed" RETURNING )"));
  CHECK_THAT(bulk_sql::insert(users, update_on(users, "name"), 0).sql,
             promptview_test::contains(R"( ON CONFLICT ("name") WHERE name <> '' DO UPDATE SET )"));
}

TEST_CASE("unique sets are the key, unique fields, UNIQUE and unique indexes, in any order of their fields") {
  using enum pv::detail::UniqueProblem;
  const auto problem = [](const pv::ModelInfo& model, const char* text) {
    pv::UniqueTarget target;
    return pv::detail::find_unique_set(model, text, target);
  };
  CHECK(problem(pairs, "a, b") == none);
  CHECK(problem(pairs, " b ,a") == none);
  CHECK(problem(pairs, "a") == no_unique_set);
  CHECK(problem(pairs, "a, a") == no_unique_set);
  CHECK(problem(pairs, "a, b, c") == no_such_field);
  CHECK(problem(pairs, "") == no_such_field);
  CHECK(problem(users, "id") == none);
  CHECK(problem(users, "email") == none);
  CHECK(problem(users, "name") == none);
  CHECK(problem(users, "E-Mail") == no_such_field);
  CHECK(problem(users, "id, email") == no_unique_set);
  CHECK(problem(users, "role") == no_unique_set);
}

TEST_CASE("COPY") {
  CHECK(copy_sql::is_possible(pairs));
  CHECK_FALSE(copy_sql::is_possible(users));
  CHECK(copy_sql::statement(pairs) == R"(COPY "my"."pairs" ("a", "b") FROM STDIN (FORMAT binary))");
  CHECK(copy_sql::question(pairs) ==
        R"(SELECT (SELECT relkind IN ('r', 'p') AND NOT relhasrules AND NOT row_security_active(oid) FROM pg_class )"
        R"(WHERE oid = '"my"."pairs"'::regclass), t."a", t."b" FROM (SELECT) AS nothing LEFT JOIN "my"."pairs" AS t ON FALSE)");
}

TEST_CASE("a cast never has a length, by which it would cut") {
  const auto cast_of = [](const char* type) {
    pv::FieldInfo field = users.fields[1];
    field.options.type = type;
    return bulk_sql::cast_type(field);
  };
  CHECK(cast_of("ltree") == "ltree");
  CHECK(cast_of("varchar(3)") == "varchar");
  CHECK(cast_of("character varying(3)") == "character varying");
  CHECK(cast_of("char(3)") == "bpchar");
  CHECK(cast_of("character(3)[]") == "bpchar[]");
  CHECK(cast_of("bit(4)") == "varbit");
  CHECK(cast_of("bit varying(4)") == "bit varying");
  CHECK(cast_of("timestamp(3) with time zone") == "timestamp with time zone");
}
