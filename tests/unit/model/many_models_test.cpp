// SPDX-License-Identifier: MIT
// As many fields as a model may have, and a hundred models in one file.
#include <promptview/model.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview_test/catch.hpp>

#include <set>

namespace pv = promptview;
using promptview::postgres::SQLBuilder;
using pv::detail::model_of;

// clang-format off
#define EIGHT(X, p) X(p##0) X(p##1) X(p##2) X(p##3) X(p##4) X(p##5) X(p##6) X(p##7)
#define SIXTY_FOUR(X, p) EIGHT(X, p##0) EIGHT(X, p##1) EIGHT(X, p##2) EIGHT(X, p##3) \
                         EIGHT(X, p##4) EIGHT(X, p##5) EIGHT(X, p##6) EIGHT(X, p##7)
#define EIGHT_FIELDS(p) FIELD(p##0), FIELD(p##1), FIELD(p##2), FIELD(p##3), FIELD(p##4), FIELD(p##5), FIELD(p##6), FIELD(p##7)
#define SIXTY_FOUR_FIELDS(p) EIGHT_FIELDS(p##0), EIGHT_FIELDS(p##1), EIGHT_FIELDS(p##2), EIGHT_FIELDS(p##3), \
                             EIGHT_FIELDS(p##4), EIGHT_FIELDS(p##5), EIGHT_FIELDS(p##6), EIGHT_FIELDS(p##7)
#define TEN(X, p) X(p##0) X(p##1) X(p##2) X(p##3) X(p##4) X(p##5) X(p##6) X(p##7) X(p##8) X(p##9)
#define HUNDRED(X, p) TEN(X, p##0) TEN(X, p##1) TEN(X, p##2) TEN(X, p##3) TEN(X, p##4) \
                      TEN(X, p##5) TEN(X, p##6) TEN(X, p##7) TEN(X, p##8) TEN(X, p##9)
// clang-format on

namespace many {

#define MEMBER(name) int name{};
struct Wide : pv::Model<Wide> {
  SIXTY_FOUR(MEMBER, a)
  SIXTY_FOUR(MEMBER, b)
};
PROMPTVIEW_MODEL(Wide, postgres, "many_wide", SIXTY_FOUR_FIELDS(a), SIXTY_FOUR_FIELDS(b), UNIQUE("a00, b77"),
                 INDEX("a01"), INDEX("a02"), INDEX("a03"), INDEX("b00", method=hash), CONSTRAINT("a00 > 0"), TABLE(schema="many"))

#define MODEL(Type)                                                                                      \
  struct Type : pv::Model<Type> {                                                                        \
    pv::Auto<std::int64_t> id{};                                                                         \
    std::string name{};                                                                                  \
    std::optional<int> age{};                                                                            \
  };                                                                                                     \
  PROMPTVIEW_MODEL(Type, postgres, "many_" #Type, FIELD(id, primary_key), FIELD(name, index=btree), FIELD(age))
HUNDRED(MODEL, Model)

}  // namespace many

static_assert(model_of<many::Wide>().field_count == 128);
static_assert(model_of<many::Wide>().item_count == 7);
static_assert(model_of<many::Wide>().fields[127].name == "b77");
static_assert(model_of<many::Wide>().place_of("b77") == 127);

TEST_CASE("a model has 128 fields, each of which can be queried") {
  many::Wide wide;
  wide.b77 = 5;
  CHECK(model_of<many::Wide>().fields[127].address(&wide) == &wide.b77);

  const auto query = many::Wide::query().filter("b77", 5).filter("a00__in", {1, 2}).order_by("-b70");
  const std::string sql = SQLBuilder::select(query.select()).sql;
  CHECK(sql.starts_with(R"(SELECT "a00", "a01", "a02", )"));
  CHECK(sql.ends_with(R"("b75", "b76", "b77" FROM "many"."many_wide" WHERE "b77" = $1 AND "a00" = ANY($2) ORDER BY "b70" DESC)"));

  const auto insert = SQLBuilder::insert(model_of<many::Wide>(), {});
  CHECK(insert.bound.size() == 128);
  CHECK(insert.sql.ends_with("$126, $127, $128)"));
  CHECK(SQLBuilder::update(model_of<many::Wide>(), pv::postgres::FieldSet{}.set().reset(127)).sql ==
        R"(UPDATE "many"."many_wide" SET "b77" = $1)");
}

namespace {

// Three statements of one model.
template <class M>
void add_statements(const pv::QuerySet<M>& query, std::set<std::string>& to) {
  to.insert(SQLBuilder::select(query.select()).sql);
  to.insert(SQLBuilder::count(query.select()).sql);
  to.insert(SQLBuilder::insert(model_of<M>(), pv::postgres::FieldSet{1}).sql);
}

}  // namespace

TEST_CASE("a hundred models in one file are a hundred tables") {
  std::set<std::string> statements;
#define QUERY(Type) add_statements(many::Type::query().exclude("name__contains", "x"), statements);
  HUNDRED(QUERY, Model)
  CHECK(statements.size() == 300);
  CHECK(statements.count(R"(SELECT "id", "name", "age" FROM "many_Model42" WHERE NOT ("name"::text LIKE $1))") == 1);
  CHECK(statements.count(R"(SELECT count(*) FROM "many_Model99" WHERE NOT ("name"::text LIKE $1))") == 1);
  CHECK(statements.count(R"(INSERT INTO "many_Model00" ("name", "age") VALUES ($1, $2) RETURNING "id")") == 1);
}
