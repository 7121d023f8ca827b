// SPDX-License-Identifier: MIT
// The SQL of each lookup, of conditions and of their negations, with the values bound.
#include <promptview/model.hpp>
#include <promptview/postgres.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/types/enumeration.hpp>
#include <promptview_test/catch.hpp>

#include <limits>

namespace pv = promptview;
using promptview_test::message;

namespace {

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)

// `a` is never NULL, `b` and `text` may be.
struct Row : pv::Model<Row> {
  int a{};
  std::optional<int> b{};
  std::string name{};
  std::optional<std::string> text{};
  bool on{};
  Role role{};
  double real{};
  std::int16_t small{};
  std::vector<std::string> tags{};
};
PROMPTVIEW_MODEL(Row, postgres, "where_rows", FIELD(a), FIELD(b), FIELD(name), FIELD(text), FIELD(on), FIELD(role),
                 FIELD(real), FIELD(small), FIELD(tags))

// What stands behind FROM "where_rows", with the values.
std::string tail(const pv::QuerySet<Row>& query) {
  const std::string sql = query.to_sql(pv::SqlText::placeholders);
  const std::string head = R"(SELECT "a", "b", "name", "text", "on", "role", "real", "small", "tags" FROM "where_rows")";
  REQUIRE(sql.substr(0, head.size()) == head);
  return sql.substr(head.size());
}
std::string where(const pv::QuerySet<Row>& query) {
  const std::string sql = tail(query);
  return sql.empty() ? "" : sql.substr(std::string{" WHERE "}.size());
}
std::string where(pv::Q<Row> condition) { return where(Row::query().filter(std::move(condition))); }
pv::QuerySet<Row> rows() { return Row::query(); }

struct Case {
  pv::QuerySet<Row> query;
  std::string sql;
};

}  // namespace

TEST_CASE("no condition, no WHERE") { CHECK(tail(rows()) == ""); }

TEST_CASE("every lookup") {
  const Case cases[] = {
      {rows().filter("a", 1), "\"a\" = $1\n-- $1 = 1"},
      {rows().filter("a__exact", 1), "\"a\" = $1\n-- $1 = 1"},
      {rows().filter("a__ne", 1), "\"a\" IS DISTINCT FROM $1\n-- $1 = 1"},
      {rows().filter("a__gt", 1), "\"a\" > $1\n-- $1 = 1"},
      {rows().filter("a__gte", 1), "\"a\" >= $1\n-- $1 = 1"},
      {rows().filter("a__lt", 1), "\"a\" < $1\n-- $1 = 1"},
      {rows().filter("a__lte", 1), "\"a\" <= $1\n-- $1 = 1"},
      {rows().filter("a__range", {1, 2}), "\"a\" BETWEEN $1 AND $2\n-- $1 = 1, $2 = 2"},
      {rows().filter("a__range", std::pair{1, 2}), "\"a\" BETWEEN $1 AND $2\n-- $1 = 1, $2 = 2"},
      {rows().filter("a__in", {1, 2}), "\"a\" = ANY($1)\n-- $1 = '{\"1\",\"2\"}'::integer[]"},
      {rows().filter("b__isnull", true), "\"b\" IS NULL"},
      {rows().filter("b__isnull", false), "\"b\" IS NOT NULL"},
      {rows().filter("name__iexact", "x"), "UPPER(\"name\"::text) = UPPER($1)\n-- $1 = 'x'"},
      {rows().filter("name__contains", "x"), "\"name\"::text LIKE $1\n-- $1 = '%x%'"},
      {rows().filter("name__icontains", "x"), "UPPER(\"name\"::text) LIKE UPPER($1)\n-- $1 = '%x%'"},
      {rows().filter("name__startswith", "x"), "\"name\"::text LIKE $1\n-- $1 = 'x%'"},
      {rows().filter("name__istartswith", "x"), "UPPER(\"name\"::text) LIKE UPPER($1)\n-- $1 = 'x%'"},
      {rows().filter("name__endswith", "x"), "\"name\"::text LIKE $1\n-- $1 = '%x'"},
      {rows().filter("name__iendswith", "x"), "UPPER(\"name\"::text) LIKE UPPER($1)\n-- $1 = '%x'"},
      {rows().filter("name__regex", "^x%"), "\"name\"::text ~ $1\n-- $1 = '^x%'"},
      {rows().filter("name__iregex", "^x_"), "\"name\"::text ~* $1\n-- $1 = '^x_'"},
      // Other kinds of fields.
      {rows().filter("name", "it's"), "\"name\" = $1\n-- $1 = 'it''s'"},
      {rows().filter("name__in", {"a", "b\"\\"}), "\"name\" = ANY($1)\n-- $1 =  E'{\"a\",\"b\\\\\"\\\\\\\\\"}'::text[]"},
      {rows().filter("name__range", {"a", "b"}), "\"name\" BETWEEN $1 AND $2\n-- $1 = 'a', $2 = 'b'"},
      {rows().filter("on", true), "\"on\" = $1\n-- $1 = true"},
      {rows().filter("role", Role::guest), "\"role\" = $1\n-- $1 = 'guest'"},
      {rows().filter("role__in", {Role::guest, Role::member}), "\"role\" = ANY($1)\n-- $1 = '{\"guest\",\"member\"}'"},
      {rows().filter("role__startswith", "gu"), "\"role\"::text LIKE $1\n-- $1 = 'gu%'"},
      {rows().filter("real__lt", 1.5), "\"real\" < $1\n-- $1 = '1.5'::double precision"},
      {rows().filter("tags", std::vector<std::string>{"a"}), "\"tags\" = $1\n-- $1 = '{\"a\"}'::text[]"},
      {rows().filter("tags__gt", {"a", "b"}), "\"tags\" > $1\n-- $1 = '{\"a\",\"b\"}'::text[]"},
  };
  for (const Case& each : cases) CHECK(where(each.query) == each.sql);
}

TEST_CASE("a wildcard in a value of LIKE is escaped, and no other") {
  const std::string value = R"(100%_\'x)";
  const auto pattern = [](pv::QuerySet<Row> query) {
    const std::string sql = where(query);
    return sql.substr(sql.find("-- $1 = ") + 8);
  };
  CHECK(pattern(rows().filter("name__contains", value)) == R"( E'%100\\%\\_\\\\''x%')");
  CHECK(pattern(rows().filter("name__istartswith", value)) == R"( E'100\\%\\_\\\\''x%')");
  CHECK(pattern(rows().filter("text__endswith", value)) == R"( E'%100\\%\\_\\\\''x')");
  CHECK(pattern(rows().filter("name__iexact", value)) == R"( E'100%_\\''x')");
  CHECK(pattern(rows().filter("name__regex", value)) == R"( E'100%_\\''x')");
  CHECK(pattern(rows().filter("name__contains", "")) == "'%%'");
}

TEST_CASE("null is IS NULL for exact and IS NOT NULL for ne, as literal and in an optional") {
  const std::optional<int> no_number;
  const std::optional<std::string> no_text;
  const Case cases[] = {
      {rows().filter("b", nullptr), R"("b" IS NULL)"},
      {rows().filter("b", std::nullopt), R"("b" IS NULL)"},
      {rows().filter("b__exact", no_number), R"("b" IS NULL)"},
      {rows().filter("b__ne", nullptr), R"("b" IS NOT NULL)"},
      {rows().filter("b__ne", no_number), R"("b" IS NOT NULL)"},
      {rows().filter("text", no_text), R"("text" IS NULL)"},
      {rows().filter("text__isnull", true), R"("text" IS NULL)"},
      {rows().exclude("b", nullptr), R"(NOT ("b" IS NULL))"},
      {rows().exclude("b__ne", nullptr), R"(NOT ("b" IS NOT NULL))"},
      {rows().exclude("b__isnull", false), R"(NOT ("b" IS NOT NULL))"},
      {rows().filter("b", std::optional{5}), "\"b\" = $1\n-- $1 = 5"},
      {rows().filter("a", std::optional{5}), "\"a\" = $1\n-- $1 = 5"},
      {rows().filter("a", no_number), R"("a" IS NULL)"},
  };
  for (const Case& each : cases) CHECK(where(each.query) == each.sql);
}

TEST_CASE("null beside another lookup is an error that names the field and the lookup") {
  const std::optional<int> none;
  const auto refused = [](const std::string& where) {
    return promptview_test::message_contains("::Row." + where + ": null can only be compared by exact, ne and isnull");
  };
  CHECK_THROWS_MATCHES(rows().filter("b__gt", none), pv::InvalidValue, refused("b__gt"));
  CHECK_THROWS_MATCHES(rows().filter("text__contains", std::optional<std::string>{}), pv::InvalidValue, refused("text__contains"));
  CHECK_THROWS_MATCHES(rows().filter("b__range", std::pair{none, none}), pv::InvalidValue, refused("b__range"));
  CHECK_THROWS_MATCHES(rows().filter("b__isnull", std::optional<bool>{}), pv::InvalidValue, refused("b__isnull"));
}

TEST_CASE("a negation keeps the rows whose column is NULL, and adds nothing where none can be") {
  const Case cases[] = {
      {rows().exclude("a", 1), "NOT (\"a\" = $1)\n-- $1 = 1"},
      {rows().exclude("b", 1), "NOT (\"b\" = $1 AND \"b\" IS NOT NULL)\n-- $1 = 1"},
      {rows().exclude("b__ne", 1), "NOT (\"b\" IS DISTINCT FROM $1)\n-- $1 = 1"},
      {rows().exclude("b__gt", 1), "NOT (\"b\" > $1 AND \"b\" IS NOT NULL)\n-- $1 = 1"},
      {rows().exclude("b__in", {1, 2}), "NOT (\"b\" = ANY($1) AND \"b\" IS NOT NULL)\n-- $1 = '{\"1\",\"2\"}'::integer[]"},
      {rows().exclude("b__range", {1, 2}), "NOT (\"b\" BETWEEN $1 AND $2 AND \"b\" IS NOT NULL)\n-- $1 = 1, $2 = 2"},
      {rows().exclude("text__contains", "x"), "NOT (\"text\"::text LIKE $1 AND \"text\" IS NOT NULL)\n-- $1 = '%x%'"},
      {rows().exclude("text__iregex", "x"), "NOT (\"text\"::text ~* $1 AND \"text\" IS NOT NULL)\n-- $1 = 'x'"},
      {rows().exclude(Row::q("b", 1) && Row::q("a", 2)),
       "NOT (\"b\" = $1 AND \"b\" IS NOT NULL AND \"a\" = $2)\n-- $1 = 1, $2 = 2"},
      {rows().exclude(Row::q("b", 1) || Row::q("a", 2)),
       "NOT ((\"b\" = $1 AND \"b\" IS NOT NULL) OR \"a\" = $2)\n-- $1 = 1, $2 = 2"},
      {rows().exclude(!Row::q("b", 1)), "NOT (NOT (\"b\" = $1 AND \"b\" IS NOT NULL))\n-- $1 = 1"},
      {rows().filter(!(Row::q("b__lt", 1) || (Row::q("a", 2) && !Row::q("b", 3)))),
       "NOT ((\"b\" < $1 AND \"b\" IS NOT NULL) OR (\"a\" = $2 AND NOT (\"b\" = $3 AND \"b\" IS NOT NULL)))\n"
       "-- $1 = 1, $2 = 2, $3 = 3"},
  };
  for (const Case& each : cases) CHECK(where(each.query) == each.sql);
}

TEST_CASE("conditions are joined with as many parentheses as they need") {
  const auto a = [](int value) { return Row::q("a", value); };
  const std::pair<pv::Q<Row>, std::string> cases[] = {
      {a(1) && a(2), R"("a" = $1 AND "a" = $2)"},
      {a(1) && a(2) && a(3), R"("a" = $1 AND "a" = $2 AND "a" = $3)"},
      {a(1) || a(2) || a(3), R"("a" = $1 OR "a" = $2 OR "a" = $3)"},
      {(a(1) || a(2)) && a(3), R"(("a" = $1 OR "a" = $2) AND "a" = $3)"},
      {a(1) && (a(2) || a(3)), R"("a" = $1 AND ("a" = $2 OR "a" = $3))"},
      {(a(1) && a(2)) || a(3), R"(("a" = $1 AND "a" = $2) OR "a" = $3)"},
      {a(1) || (a(2) && (a(3) || a(4))), R"("a" = $1 OR ("a" = $2 AND ("a" = $3 OR "a" = $4)))"},
      {!a(1), R"(NOT ("a" = $1))"},
      {!(a(1) && a(2)), R"(NOT ("a" = $1 AND "a" = $2))"},
      {!a(1) && a(2), R"(NOT ("a" = $1) AND "a" = $2)"},
      {a(1) ^ a(2), R"((("a" = $1) <> ("a" = $2)))"},
      {(a(1) ^ a(2)) ^ a(3), R"((((("a" = $1) <> ("a" = $2))) <> ("a" = $3)))"},
      {(a(1) || a(2)) ^ (a(3) && a(4)), R"((("a" = $1 OR "a" = $2) <> ("a" = $3 AND "a" = $4)))"},
      {a(1) && (a(2) ^ a(3)), R"("a" = $1 AND (("a" = $2) <> ("a" = $3)))"},
      {Row::q("b", 1) ^ a(2), R"((("b" = $1 AND "b" IS NOT NULL) <> ("a" = $2)))"},
      {a(1) && pv::Q<Row>{}, R"("a" = $1)"},
  };
  for (const auto& [condition, sql] : cases) {
    const std::string made = where(condition);
    CHECK(made.substr(0, made.find("\n-- ")) == sql);
  }
}

TEST_CASE("filters and excludes narrow, one after the other") {
  CHECK(where(rows().filter("a", 1).filter(Row::q("a", 2) || Row::q("a", 3)).exclude("b", 4)) ==
        "\"a\" = $1 AND (\"a\" = $2 OR \"a\" = $3) AND NOT (\"b\" = $4 AND \"b\" IS NOT NULL)\n"
        "-- $1 = 1, $2 = 2, $3 = 3, $4 = 4");
  CHECK(tail(rows().filter(pv::Q<Row>{})) == "");
  CHECK(tail(rows().exclude("a__in", {})) == "");
  CHECK(where(rows().exclude(pv::Q<Row>{})) == "FALSE");
}

TEST_CASE("an empty list matches nothing") {
  const auto none = [] { return Row::q("a__in", {}); };
  CHECK(where(rows().filter("a__in", {})) == "FALSE");
  CHECK(where(rows().filter("a__in", std::vector<int>{})) == "FALSE");
  CHECK(where(rows().filter("b__in", std::vector<std::optional<int>>{std::nullopt})) == "FALSE");
  CHECK(where(none() || Row::q("b", 1)) == "FALSE OR \"b\" = $1\n-- $1 = 1");
  CHECK(where(none() && Row::q("b", 1)) == "FALSE");
  CHECK(where(!none() && Row::q("b", 1)) == "TRUE AND \"b\" = $1\n-- $1 = 1");
  CHECK(where(none() ^ Row::q("a", 1)) == "((FALSE) <> (\"a\" = $1))\n-- $1 = 1");
  CHECK(tail(rows().filter(!none() || Row::q("b", 1))) == "");
  CHECK(tail(rows().filter(none() ^ !none())) == "");
  CHECK(where(none() ^ none()) == "FALSE");
}

TEST_CASE("a null in a list equals nothing") {
  const std::vector<std::optional<int>> list{1, std::nullopt, 2};
  CHECK(where(rows().filter("b__in", list)) == "\"b\" = ANY($1)\n-- $1 = '{\"1\",\"2\"}'::integer[]");
  CHECK(where(rows().exclude("b__in", list)) ==
        "NOT (\"b\" = ANY($1) AND \"b\" IS NOT NULL)\n-- $1 = '{\"1\",\"2\"}'::integer[]");
}

TEST_CASE("a number beyond the field's width is widened, never cut") {
  constexpr std::int64_t big = std::numeric_limits<std::int64_t>::max();
  const Case cases[] = {
      {rows().filter("a__lt", 2147483647), "\"a\" < $1\n-- $1 = 2147483647"},
      {rows().filter("a__lt", 2147483648), "\"a\" < $1\n-- $1 = 2147483648"},
      {rows().filter("a__gt", std::numeric_limits<std::int64_t>::min()), "\"a\" > $1\n-- $1 = -9223372036854775808"},
      {rows().filter("small", 32768), "\"small\" = $1\n-- $1 = 32768"},
      {rows().filter("small__in", {1, 40000}), "\"small\" = ANY($1)\n-- $1 = '{\"1\",\"40000\"}'::bigint[]"},
      {rows().filter("small__in", {1, 2}), "\"small\" = ANY($1)\n-- $1 = '{\"1\",\"2\"}'::smallint[]"},
      {rows().filter("small__range", {-40000, 1}), "\"small\" BETWEEN $1 AND $2\n-- $1 = -40000, $2 = 1"},
      {rows().filter("a", 7U), "\"a\" = $1\n-- $1 = 7"},
      {rows().filter("a", std::uint8_t{7}), "\"a\" = $1\n-- $1 = 7"},
      {rows().filter("a__in", std::vector<std::uint64_t>{7, static_cast<std::uint64_t>(big)}),
       "\"a\" = ANY($1)\n-- $1 = '{\"7\",\"9223372036854775807\"}'::bigint[]"},
      {rows().filter("real", 3), "\"real\" = $1\n-- $1 = '3'::double precision"},
  };
  for (const Case& each : cases) CHECK(where(each.query) == each.sql);
  CHECK_THROWS_MATCHES(rows().filter("a", static_cast<std::uint64_t>(big) + 1), pv::InvalidValue,
                       message("an unsigned value above 9223372036854775807 fits no integer column"));
}

TEST_CASE("what only shows in the value is an error that says where") {
  const auto at = [](const std::string& text) { return promptview_test::message_contains("::Row." + text); };
  const std::string pair = ": give exactly two values, the lowest and the highest";
  CHECK_THROWS_MATCHES(rows().filter("a__range", {1}), pv::InvalidValue, at("a__range" + pair));
  CHECK_THROWS_MATCHES(rows().filter("a__range", {1, 2, 3}), pv::InvalidValue, at("a__range" + pair));
  CHECK_THROWS_MATCHES(rows().filter("a__range", {}), pv::InvalidValue, at("a__range" + pair));

  const std::string nul{"a\0b", 3};
  const std::string holds = ": leave out the NUL byte of the text at byte 1, counted from 0";
  CHECK_THROWS_MATCHES(rows().filter("name", nul), pv::InvalidValue, at("name__exact" + holds));
  CHECK_THROWS_MATCHES(rows().filter("name__contains", nul), pv::InvalidValue, at("name__contains" + holds));
  CHECK_THROWS_MATCHES(rows().filter("name__in", {nul}), pv::InvalidValue, at("name__in" + holds));
  CHECK_THROWS_MATCHES(rows().filter("tags", {nul}), pv::InvalidValue, at("tags__exact" + holds));
  const char* none = nullptr;
  CHECK_THROWS_MATCHES(rows().filter("name", none), pv::InvalidValue,
                       message("a null pointer is not a text: pass std::nullopt or a std::optional for NULL"));
}

namespace {

struct Typed : pv::Model<Typed> {
  std::string path{};
  std::vector<std::string> words{};
  pv::Auto<std::int64_t> id{};
};
PROMPTVIEW_MODEL(Typed, postgres, "where_typed", FIELD(path, type="ltree"), FIELD(words, type="citext[]"),
                 FIELD(id, type="numeric(10)", default_sql="1"))

std::string typed(const pv::QuerySet<Typed>& query) {
  const std::string sql = query.to_sql(pv::SqlText::placeholders);
  const std::string head = R"(SELECT "path"::text, "words"::text[], "id"::bigint FROM "where_typed" WHERE )";
  REQUIRE(sql.substr(0, head.size()) == head);
  return sql.substr(head.size());
}

}  // namespace

TEST_CASE("the text beside a column of a type that only the server knows takes the column's type") {
  const auto all = Typed::query();
  CHECK(typed(all.filter("path", "a.b")) == "\"path\" = $1\n-- $1 = 'a.b'");
  CHECK(typed(all.filter("path__gt", "a.b")) == "\"path\" > $1\n-- $1 = 'a.b'");
  CHECK(typed(all.filter("path__range", {"a", "b"})) == "\"path\" BETWEEN $1 AND $2\n-- $1 = 'a', $2 = 'b'");
  CHECK(typed(all.filter("path__in", {"a", "b\""})) == "\"path\" = ANY($1)\n-- $1 =  E'{\"a\",\"b\\\\\"\"}'");
  CHECK(typed(all.filter("path__startswith", "a")) == "\"path\"::text LIKE $1\n-- $1 = 'a%'");
  CHECK(typed(all.filter("words", {"a"})) == "\"words\" = $1\n-- $1 = '{\"a\"}'");
  CHECK(typed(all.filter("id", 1)) == "\"id\" = $1\n-- $1 = 1");

  const auto types_of = [](const pv::QuerySet<Typed>& query) {
    const pv::postgres::Statement statement = pv::postgres::SQLBuilder::select(query.select());
    std::string types;
    for (const pv::postgres::BoundValue& value : statement.values) types += value.untyped ? "untyped " : "typed ";
    return types;
  };
  CHECK(types_of(all.filter("path__range", {"a", "b"}).filter("id", 1)) == "untyped untyped typed ");
  CHECK(types_of(all.filter("path", "a").filter("path__iexact", "a").filter("words", {"a"})) == "untyped typed untyped ");
}
