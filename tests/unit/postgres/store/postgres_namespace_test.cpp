// SPDX-License-Identifier: MIT
// What a namespace does before it sends anything.
#include <promptview/model.hpp>
#include <promptview/postgres/store/postgres_namespace.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using promptview::postgres::PostgresNamespace;
using promptview_test::message;

namespace namespace_test {

struct Legacy : pv::Model<Legacy> {
  pv::Auto<std::int64_t> id{};
  int a{};
};
PROMPTVIEW_MODEL(Legacy, postgres, "legacy_rows", FIELD(id, primary_key), FIELD(a, index=btree), TABLE(schema="old", managed=false))

}  // namespace namespace_test

using namespace_test::Legacy;

TEST_CASE("a table that is not managed is neither made nor dropped: no database is asked") {
  CHECK_NOTHROW(Legacy::initialize());
  CHECK_NOTHROW(Legacy::drop());
  CHECK(Legacy::query().filter("a", 1).to_sql() == R"(SELECT "id", "a" FROM "old"."legacy_rows" WHERE "a" = 1)");
}

TEST_CASE("a column's name that PostgreSQL would cut is refused when the namespace is built") {
  const std::string longer(64, 'x');
  const pv::FieldInfo fields[] = {{.name = longer, .type = &pv::TypeMapping<int>::type}};
  const pv::ModelInfo wrong{.name = "X", .backend = "postgres", .table = "x", .fields = fields, .field_count = 1};
  CHECK_THROWS_MATCHES(PostgresNamespace{wrong}, pv::InvalidValue,
                       message("shorten the name \"" + longer + "\": PostgreSQL keeps only the first 63 bytes of it"));
}

TEST_CASE("to_sql shows the statement that execute would send, with its values in place or beside it") {
  CHECK(Legacy::query().to_sql() == R"(SELECT "id", "a" FROM "old"."legacy_rows")");
  CHECK(Legacy::query().to_sql(pv::SqlText::placeholders) == R"(SELECT "id", "a" FROM "old"."legacy_rows")");
  const auto query = Legacy::query().filter("id__in", {1, 2}).filter("a__gt", -3).order_by("-a").limit(5).offset(10);
  CHECK(query.to_sql() ==
        R"(SELECT "id", "a" FROM "old"."legacy_rows" WHERE "id" = ANY('{"1","2"}'::bigint[]) AND "a" > (-3) )"
        R"(ORDER BY "a" DESC LIMIT 5 OFFSET 10)");
  CHECK(query.to_sql(pv::SqlText::placeholders) ==
        "SELECT \"id\", \"a\" FROM \"old\".\"legacy_rows\" WHERE \"id\" = ANY($1) AND \"a\" > $2 "
        "ORDER BY \"a\" DESC LIMIT 5 OFFSET $3\n-- $1 = '{\"1\",\"2\"}'::bigint[], $2 = -3, $3 = 10");
}

TEST_CASE("a write that needs a key which the object has not got is refused before anything is sent") {
  Legacy row;
  const auto problem = message("namespace_test::Legacy: the object has no key yet; save() or insert() it first");
  CHECK_THROWS_MATCHES(row.update(), pv::NotFound, problem);
  CHECK_THROWS_MATCHES(row.save_fields("a"), pv::NotFound, problem);
}
