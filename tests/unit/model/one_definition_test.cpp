// SPDX-License-Identifier: MIT
// One header with models in two source files: one model, one registration, the same SQL.
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/shared_models.hpp>

namespace pv = promptview;
using namespace promptview_test::shared;
using promptview::postgres::SQLBuilder;

namespace {

// While static objects are made, too.
const std::string early_sql = SQLBuilder::select(User::query().filter("name", "x").select()).sql;
const pv::detail::Registration* const used_early = &pv::detail::register_model(pv::detail::model_of<User>());

}  // namespace

TEST_CASE("both files see the same static data") {
  const Seen here = see_from_one_place();
  const Seen there = seen_by_helper();
  CHECK(here.model == there.model);
  CHECK(here.fields == there.fields);
  CHECK(here.role == there.role);
  CHECK(here.codec == there.codec);
  CHECK(here.registration == there.registration);
}

TEST_CASE("the model is registered once") {
  int found = 0;
  for (const pv::detail::Registration* each : pv::detail::registry().models)
    if (each->model->name == "promptview_test::shared::User") ++found;
  CHECK(found == 1);
}

TEST_CASE("both files make the same SQL") {
  CHECK(SQLBuilder::select(query_of_helper(5)).sql ==
        R"(SELECT "id", "name", "role" FROM "shared_users" WHERE "id" = $1 AND "role" = $2)");
  CHECK(SQLBuilder::select(query_of_helper(5)).sql ==
        SQLBuilder::select(User::query().filter("id", 5).filter("role", Role::member).select()).sql);
  CHECK(query_of_helper(5).model == User::query().select().model);
}

TEST_CASE("a model can be used while static objects are made") {
  CHECK(early_sql == R"(SELECT "id", "name", "role" FROM "shared_users" WHERE "name" = $1)");
  CHECK(SQLBuilder::select(query_of_helper(0)).sql ==
        R"(SELECT "id", "name", "role" FROM "shared_users" WHERE "name"::text LIKE $1 ORDER BY "id" DESC)");
  CHECK(seen_by_helper().used == used_early);
}
