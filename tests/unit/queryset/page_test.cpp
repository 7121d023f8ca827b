// SPDX-License-Identifier: MIT
// Pages: the SQL behind a cursor, the order that makes each row's place its own, and cursors that are none.
#include <string>
#include <vector>

#include <promptview/model.hpp>
#include <promptview/page.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using namespace promptview_test;

namespace page_unit_test {

struct Row : pv::Model<Row> {
  std::int64_t id{};
  std::string name{};
  int age{};
  std::optional<int> rank{};
  std::string email{};
  std::string city{};
  std::vector<int> list{};
  bool open{};
};
PROMPTVIEW_MODEL(Row, postgres, "page_rows", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(rank), FIELD(email, unique), FIELD(city),
                 FIELD(list), FIELD(open), UNIQUE("name, city"), UNIQUE("city, rank"))

struct Keyless : pv::Model<Keyless> {
  int a{};
};
PROMPTVIEW_MODEL(Keyless, postgres, "page_keyless", FIELD(a))

}  // namespace page_unit_test

using namespace page_unit_test;
using pv::detail::PagePlan;

namespace {

const Row row{.id = 7, .name = "Ann", .age = 30, .rank = 2, .email = "e", .city = "c"};
const Row unranked{.id = 8, .name = "Bo", .age = 30};
const std::string whole = R"((SELECT "id", "name", "age", "rank", "email", "city", "list", "open" FROM "page_rows")";

// What stands behind FROM "page_rows" of the page behind (or before) `at`.
std::string tail(const pv::QuerySet<Row>& query, const Row& at = row, bool backwards = false) {
  const std::string cursor = PagePlan{query.select(), "", 1, false}.cursor_at(&at);
  const PagePlan plan{query.select(), cursor, 10, backwards};
  const std::string sql = pv::postgres::SQLBuilder::select(plan.select()).sql;
  return sql.substr(sql.find(" WHERE "));
}
std::string first_order(const pv::QuerySet<Row>& query) {
  const PagePlan plan{query.select(), "", 10, false};
  const std::string sql = pv::postgres::SQLBuilder::select(plan.select()).sql;
  return sql.substr(sql.find(" ORDER BY "));
}
pv::QuerySet<Row> rows() { return Row::query(); }

}  // namespace

TEST_CASE("the order of pages has a place for each row") {
  CHECK(first_order(rows()) == R"( ORDER BY "id" LIMIT 11)");
  CHECK(first_order(rows().order_by("age")) == R"( ORDER BY "age", "id" LIMIT 11)");
  CHECK(first_order(rows().order_by("-age")) == R"( ORDER BY "age" DESC, "id" DESC LIMIT 11)");
  CHECK(first_order(rows().order_by("-id", "age")) == R"( ORDER BY "id" DESC, "age" LIMIT 11)");
  CHECK(first_order(rows().order_by("email")) == R"( ORDER BY "email" LIMIT 11)");
  CHECK(first_order(rows().order_by("city", "-name")) == R"( ORDER BY "city", "name" DESC LIMIT 11)");
  CHECK(first_order(rows().order_by("city", "rank")) == R"( ORDER BY "city", "rank", "id" LIMIT 11)");  // two NULLs are not unique
}

TEST_CASE("one direction and no NULLs: the row is compared at once") {
  CHECK(tail(rows()) == R"( WHERE "id" > $1 ORDER BY "id" LIMIT 11)");
  CHECK(tail(rows().order_by("age", "id")) == R"( WHERE ("age", "id") > ($1, $2) ORDER BY "age", "id" LIMIT 11)");
  CHECK(tail(rows().order_by("-age", "-name")) ==
        R"( WHERE ("age", "name", "id") < ($1, $2, $3) ORDER BY "age" DESC, "name" DESC, "id" DESC LIMIT 11)");
  CHECK(tail(rows().filter("age__gt", 18).filter("city", "x").order_by("age")) ==
        R"( WHERE "age" > $1 AND "city" = $2 AND ("age", "id") > ($3, $4) ORDER BY "age", "id" LIMIT 11)");
  CHECK(tail(rows().filter(Row::q("age", 1) || Row::q("age", 2)).order_by("-age")) ==
        R"( WHERE ("age" = $1 OR "age" = $2) AND ("age", "id") < ($3, $4) ORDER BY "age" DESC, "id" DESC LIMIT 11)");
}

TEST_CASE("two directions: a bound on the first field is where the index begins") {
  CHECK(tail(rows().order_by("-age", "id")) ==
        R"( WHERE "age" <= $1 AND ("age" < $2 OR ("age" = $3 AND "id" > $4)) ORDER BY "age" DESC, "id" LIMIT 11)");
  CHECK(tail(rows().order_by("age", "-id")) ==
        R"( WHERE "age" >= $1 AND ("age" > $2 OR ("age" = $3 AND "id" < $4)) ORDER BY "age", "id" DESC LIMIT 11)");
  CHECK(tail(rows().filter("city", "x").order_by("-age", "id")) ==
        R"( WHERE "city" = $1 AND "age" <= $2 AND ("age" < $3 OR ("age" = $4 AND "id" > $5)) ORDER BY "age" DESC, "id" LIMIT 11)");
  CHECK(tail(rows().filter(Row::q("age", 1) || Row::q("age", 2)).order_by("-age", "id")) ==
        R"( WHERE ("age" = $1 OR "age" = $2) AND "age" <= $3 AND ("age" < $4 OR ("age" = $5 AND "id" > $6)) ORDER BY "age" DESC, "id" LIMIT 11)");
}

TEST_CASE("two directions: the fields of one direction at the end are compared at once") {
  CHECK(tail(rows().order_by("-age", "name", "id")) ==
        R"( WHERE "age" <= $1 AND ("age" < $2 OR ("age" = $3 AND ("name", "id") > ($4, $5))) ORDER BY "age" DESC, "name", "id" LIMIT 11)");
  CHECK(tail(rows().order_by("-age", "name", "-id")) ==
        R"( WHERE "age" <= $1 AND ("age" < $2 OR ("age" = $3 AND "name" >= $4 AND ("name" > $5 OR ("name" = $6 AND "id" < $7)))) )"
        R"(ORDER BY "age" DESC, "name", "id" DESC LIMIT 11)");
}

TEST_CASE("two directions: a first field of few values makes ranges, since its bound leaves nothing out") {
  CHECK(tail(rows().order_by("-open", "id")) == R"( WHERE "open" = $1 AND "id" > $2 ORDER BY "open" DESC, "id" LIMIT 11) UNION ALL )" + whole +
        R"( WHERE "open" < $3 ORDER BY "open" DESC, "id" LIMIT 11) ORDER BY "open" DESC, "id" LIMIT 11)");
  CHECK(tail(rows().order_by("open", "id")) == R"( WHERE ("open", "id") > ($1, $2) ORDER BY "open", "id" LIMIT 11)");
}

TEST_CASE("NULLs first: the bound leaves them out, or is behind them") {
  CHECK(tail(rows().order_by("-rank")) ==
        R"( WHERE "rank" <= $1 AND ("rank" < $2 OR ("rank" = $3 AND "id" < $4)) ORDER BY "rank" DESC, "id" DESC LIMIT 11)");
  CHECK(tail(rows().order_by("-rank"), unranked) ==
        R"( WHERE "rank" IS NULL AND "id" < $1 ORDER BY "rank" DESC, "id" DESC LIMIT 11) UNION ALL )" + whole +
            R"( WHERE "rank" IS NOT NULL ORDER BY "rank" DESC, "id" DESC LIMIT 11) ORDER BY "rank" DESC, "id" DESC LIMIT 11)");
  CHECK(tail(rows().order_by(pv::nulls_first("rank")), unranked) ==
        R"( WHERE "rank" IS NULL AND "id" > $1 ORDER BY "rank" NULLS FIRST, "id" LIMIT 11) UNION ALL )" + whole +
            R"( WHERE "rank" IS NOT NULL ORDER BY "rank" NULLS FIRST, "id" LIMIT 11) ORDER BY "rank" NULLS FIRST, "id" LIMIT 11)");
}

TEST_CASE("NULLs last: the values and the NULLs behind them are two ranges") {
  CHECK(tail(rows().order_by("rank")) ==
        R"( WHERE "rank" >= $1 AND ("rank" > $2 OR ("rank" = $3 AND "id" > $4)) ORDER BY "rank", "id" LIMIT 11) UNION ALL )" + whole +
            R"( WHERE "rank" IS NULL ORDER BY "rank", "id" LIMIT 11) ORDER BY "rank", "id" LIMIT 11)");
  CHECK(tail(rows().order_by("rank"), unranked) == R"( WHERE "rank" IS NULL AND "id" > $1 ORDER BY "rank", "id" LIMIT 11)");
  CHECK(tail(rows().order_by(pv::nulls_last("-rank"))) ==
        R"( WHERE "rank" <= $1 AND ("rank" < $2 OR ("rank" = $3 AND "id" < $4)) ORDER BY "rank" DESC NULLS LAST, "id" DESC LIMIT 11) UNION ALL )" + whole +
            R"( WHERE "rank" IS NULL ORDER BY "rank" DESC NULLS LAST, "id" DESC LIMIT 11) ORDER BY "rank" DESC NULLS LAST, "id" DESC LIMIT 11)");
  CHECK(tail(rows().filter("city", "x").order_by("rank", "-age", "id"), unranked) ==
        R"( WHERE "city" = $1 AND "rank" IS NULL AND "age" <= $2 AND ("age" < $3 OR ("age" = $4 AND "id" > $5)) ORDER BY "rank", "age" DESC, "id" LIMIT 11)");
}

TEST_CASE("rows that UNION cannot have are those of one condition") {
  CHECK(tail(rows().select_for_update().order_by("rank")) ==
        R"( WHERE ("rank" >= $1 AND ("rank" > $2 OR ("rank" = $3 AND "id" > $4))) OR "rank" IS NULL ORDER BY "rank", "id" LIMIT 11 FOR UPDATE)");
  CHECK(tail(rows().limit(5).as_cte<"five">().order_by("rank")) ==
        R"( WHERE ("rank" >= $1 AND ("rank" > $2 OR ("rank" = $3 AND "id" > $4))) OR "rank" IS NULL ORDER BY "rank", "id" LIMIT 11)");
}

TEST_CASE("backwards the order is turned round") {
  CHECK(tail(rows().order_by("age"), row, true) == R"( WHERE ("age", "id") < ($1, $2) ORDER BY "age" DESC, "id" DESC LIMIT 11)");
  CHECK(tail(rows().order_by("-age", "id"), row, true) ==
        R"( WHERE "age" >= $1 AND ("age" > $2 OR ("age" = $3 AND "id" < $4)) ORDER BY "age", "id" DESC LIMIT 11)");
  CHECK(tail(rows().order_by(pv::nulls_last("-rank")), unranked, true) ==
        R"( WHERE "rank" IS NULL AND "id" > $1 ORDER BY "rank" NULLS FIRST, "id" LIMIT 11) UNION ALL )" + whole +
            R"( WHERE "rank" IS NOT NULL ORDER BY "rank" NULLS FIRST, "id" LIMIT 11) ORDER BY "rank" NULLS FIRST, "id" LIMIT 11)");
}

TEST_CASE("a cursor survives a URL, and is refused by every other query") {
  const auto query = rows().order_by("name", "-age");
  const std::string cursor = PagePlan{query.select(), "", 1, false}.cursor_at(&row);
  CHECK(cursor.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos);
  const auto refused = message("page_unit_test::Row: this is no cursor of this query: pass one that came from a page in the same order, or an empty text");
  for (const auto& other : {rows(), rows().order_by("name"), rows().order_by("-name", "-age"), rows().order_by("name", "age"),
                            rows().order_by("-age", "name"), rows().order_by("name", "-age", "city")})
    CHECK_THROWS_MATCHES((PagePlan{other.select(), cursor, 1, false}), pv::InvalidValue, refused);
  CHECK_NOTHROW(PagePlan{query.filter("age__gt", 5).select(), cursor, 1, false});  // the condition may change
  CHECK_NOTHROW(PagePlan{query.select(), cursor, 1, true});
  for (const std::string& forged : {std::string{"x"}, std::string{"!!!!"}, cursor + "A", cursor + "=", cursor.substr(1), "A" + cursor,
                                    cursor.substr(0, cursor.size() - 4), std::string{"AAAAAAAAAAAA"}, std::string("\0", 1)})
    CHECK_THROWS_MATCHES((PagePlan{query.select(), forged, 1, false}), pv::InvalidValue, refused);
}

TEST_CASE("pages that cannot be are refused") {
  const auto plan = [](const pv::QuerySet<Row>& query, std::int64_t size = 1) { return PagePlan{query.select(), "", size, false}; };
  CHECK_THROWS_MATCHES(plan(rows(), 0), pv::InvalidValue, message("page_unit_test::Row: a page has from 1 to 2147483647 rows, not 0"));
  CHECK_THROWS_MATCHES(plan(rows(), -1), pv::InvalidValue, message_contains("not -1"));
  CHECK_THROWS_MATCHES(plan(rows(), 2147483648), pv::InvalidValue, message_contains("not 2147483648"));
  CHECK_THROWS_MATCHES(plan(rows().limit(5)), pv::InvalidValue, message("page_unit_test::Row: page_after and page_before replace limit and offset; leave those out"));
  CHECK_THROWS_MATCHES(plan(rows().order_by("list")), pv::InvalidValue,
                       message("page_unit_test::Row.list: pages cannot be ordered by fields of the kind array"));
  const auto twice = message("page_unit_test::Row: use union_with() instead of union_all(), or distinct() behind as_cte<\"...\">(): a row that comes "
                             "twice would be missing where a page begins between the two");
  const auto both = rows().union_all(rows()).as_cte<"both">();
  CHECK_THROWS_MATCHES(plan(both), pv::InvalidValue, twice);
  CHECK_THROWS_MATCHES(plan(both.filter("age", 5).order_by("email")), pv::InvalidValue, twice);
  CHECK_THROWS_MATCHES(plan(both.limit(9).as_cte<"few">()), pv::InvalidValue, twice);
  CHECK_THROWS_MATCHES(plan(rows().union_with(rows()).union_all(rows()).as_cte<"x">()), pv::InvalidValue, twice);
  CHECK_NOTHROW(plan(both.distinct()));
  CHECK_NOTHROW(plan(both.distinct_on("id").as_cte<"each">()));
  CHECK_NOTHROW(plan(rows().union_all(rows()).union_with(rows()).as_cte<"x">()));
  CHECK_NOTHROW(plan(both.union_with(rows()).as_cte<"x">()));
  CHECK_NOTHROW(plan(both.except(rows()).as_cte<"x">()));
  CHECK_NOTHROW(plan(both.recursive(&Row::age, &Row::age)));  // UNION
  CHECK_THROWS_MATCHES((PagePlan{Keyless::query().order_by("a").select(), "", 1, false}), pv::InvalidValue,
                       message("page_unit_test::Keyless: order pages by fields that are unique together, since the model has no primary key"));
}
