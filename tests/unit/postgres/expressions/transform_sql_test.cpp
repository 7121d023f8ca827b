// SPDX-License-Identifier: MIT
// The SQL of each transform and of the lookups on dates, arrays, JSON and ranges, with the values bound.
#include <promptview/json.hpp>
#include <promptview/postgres/format/parameters_text.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;

namespace {

using namespace std::chrono_literals;

struct Row : pv::Model<Row> {
  std::chrono::sys_days day{};
  std::chrono::sys_time<std::chrono::microseconds> at{};
  std::optional<std::chrono::local_time<std::chrono::microseconds>> local{};
  pv::TimeOfDay clock{};
  std::optional<std::string> text{};
  std::vector<std::string> tags{};
  std::vector<std::chrono::sys_time<std::chrono::microseconds>> times{};
  pv::Json data{};
  pv::Range<int> span{};
};
PROMPTVIEW_MODEL(Row, postgres, "transform_rows", FIELD(day), FIELD(at), FIELD(local), FIELD(clock), FIELD(text), FIELD(tags),
                 FIELD(times), FIELD(data), FIELD(span))

pv::QuerySet<Row> rows() { return Row::query(); }

// What stands behind WHERE, and the bound values.
std::string where(const pv::QuerySet<Row>& query) {
  const auto statement = pv::postgres::SQLBuilder::select(query.select());
  const std::string head =
      R"(SELECT "day", "at", "local", "clock", "text", "tags", "times", "data", "span" FROM "transform_rows" WHERE )";
  REQUIRE(statement.sql.starts_with(head));
  std::string text = statement.sql.substr(head.size());
  pv::postgres::Parameters parameters;
  for (const pv::postgres::BoundValue& bound : statement.values) {
    parameters.begin(*bound.value->type, bound.name, bound.untyped, bound.pattern);
    pv::write_value(parameters, *bound.value);
  }
  return parameters.size() == 0 ? text : text + " -- " + describe(parameters);
}

struct Case {
  pv::QuerySet<Row> query;
  std::string sql;
};

}  // namespace

TEST_CASE("years become bounds, so that an index serves") {
  const Case cases[] = {
      {rows().filter("day__year", 2024), R"("day" >= $1 AND "day" < $2 -- $1 = '2024-01-01'::date, $2 = '2025-01-01'::date)"},
      {rows().filter("day__year__gt", 2024), R"("day" >= $1 -- $1 = '2025-01-01'::date)"},
      {rows().filter("day__year__gte", 2024), R"("day" >= $1 -- $1 = '2024-01-01'::date)"},
      {rows().filter("day__year__lt", 2024), R"("day" < $1 -- $1 = '2024-01-01'::date)"},
      {rows().filter("day__year__lte", 2024), R"("day" < $1 -- $1 = '2025-01-01'::date)"},
      {rows().filter("day__year__range", {1999, 2001}), R"("day" >= $1 AND "day" < $2 -- $1 = '1999-01-01'::date, $2 = '2002-01-01'::date)"},
      {rows().filter("day__iso_year", 2024), R"("day" >= $1 AND "day" < $2 -- $1 = '2024-01-01'::date, $2 = '2024-12-30'::date)"},
      {rows().filter("day__iso_year__lt", 2021), R"("day" < $1 -- $1 = '2021-01-04'::date)"},
      {rows().filter("day__iso_year__lte", 2019), R"("day" < $1 -- $1 = '2019-12-30'::date)"},
      {rows().filter("day__year", 0), R"("day" >= $1 AND "day" < $2 -- $1 = '0001-01-01 BC'::date, $2 = '0001-01-01'::date)"},
      {rows().filter("at__year", 1969),
       R"("at" >= $1 AND "at" < $2 -- $1 = '1969-01-01 00:00:00+00'::timestamptz, $2 = '1970-01-01 00:00:00+00'::timestamptz)"},
      {rows().filter("local__year__gte", 2000), R"("local" >= $1 -- $1 = '2000-01-01 00:00:00'::timestamp)"},
      {rows().filter("at__date__year__lt", 2000), R"(("at" AT TIME ZONE 'UTC')::date < $1 -- $1 = '2000-01-01'::date)"},
      {rows().exclude("local__year", 2000),
       R"(NOT ("local" >= $1 AND "local" IS NOT NULL AND "local" < $2 AND "local" IS NOT NULL))"
       R"( -- $1 = '2000-01-01 00:00:00'::timestamp, $2 = '2001-01-01 00:00:00'::timestamp)"},
      {rows().filter("day__year__in", {1, 2}), R"(EXTRACT(YEAR FROM "day")::integer = ANY($1) -- $1 = '{"1","2"}'::integer[])"},
      {rows().filter("day__year__ne", 1), R"(EXTRACT(YEAR FROM "day")::integer IS DISTINCT FROM $1 -- $1 = 1)"},
      {rows().filter("local__year", nullptr), R"(EXTRACT(YEAR FROM "local")::integer IS NULL)"},
  };
  for (const Case& each : cases) CHECK(where(each.query) == each.sql);
  CHECK_THROWS_AS(rows().filter("day__year", 294276), pv::InvalidValue);
  CHECK_THROWS_AS(rows().filter("day__year__gt", std::int64_t{1} << 60), pv::InvalidValue);
}

TEST_CASE("the parts of dates and times, in UTC") {
  const Case cases[] = {
      {rows().filter("day__month", 2), R"(EXTRACT(MONTH FROM "day")::integer = $1 -- $1 = 2)"},
      {rows().filter("at__month", 2), R"(EXTRACT(MONTH FROM "at" AT TIME ZONE 'UTC')::integer = $1 -- $1 = 2)"},
      {rows().filter("local__day__gt", 2), R"(EXTRACT(DAY FROM "local")::integer > $1 -- $1 = 2)"},
      {rows().filter("day__week", 2), R"(EXTRACT(WEEK FROM "day")::integer = $1 -- $1 = 2)"},
      {rows().filter("day__quarter", 2), R"(EXTRACT(QUARTER FROM "day")::integer = $1 -- $1 = 2)"},
      {rows().filter("at__hour", 2), R"(EXTRACT(HOUR FROM "at" AT TIME ZONE 'UTC')::integer = $1 -- $1 = 2)"},
      {rows().filter("clock__minute", 2), R"(EXTRACT(MINUTE FROM "clock")::integer = $1 -- $1 = 2)"},
      {rows().filter("at__second", 2), R"(EXTRACT(SECOND FROM DATE_TRUNC('second', "at" AT TIME ZONE 'UTC'))::integer = $1 -- $1 = 2)"},
      {rows().filter("day__week_day", 1), R"((EXTRACT(DOW FROM "day") + 1)::integer = $1 -- $1 = 1)"},
      {rows().filter("day__iso_week_day", 1), R"(EXTRACT(ISODOW FROM "day")::integer = $1 -- $1 = 1)"},
      {rows().filter("at__date__gt", std::chrono::sys_days{}), R"(("at" AT TIME ZONE 'UTC')::date > $1 -- $1 = '1970-01-01'::date)"},
      {rows().filter("local__time__lt", pv::TimeOfDay{1h}), R"(("local")::time < $1 -- $1 = '01:00:00'::time)"},
      {rows().filter("at__time__hour__gte", 6), R"(EXTRACT(HOUR FROM ("at" AT TIME ZONE 'UTC')::time)::integer >= $1 -- $1 = 6)"},
      {rows().filter("times__0__month", 6), R"(EXTRACT(MONTH FROM "times"[$1] AT TIME ZONE 'UTC')::integer = $2 -- $1 = 1, $2 = 6)"},
      {rows().exclude("local__month", 6),
       R"(NOT (EXTRACT(MONTH FROM "local")::integer = $1 AND EXTRACT(MONTH FROM "local")::integer IS NOT NULL) -- $1 = 6)"},
  };
  for (const Case& each : cases) CHECK(where(each.query) == each.sql);
}

TEST_CASE("texts: length, case, search, similarity") {
  const Case cases[] = {
      {rows().filter("text__length__gt", 3), R"(char_length("text"::text) > $1 -- $1 = 3)"},
      {rows().filter("text__lower", "x"), R"(lower("text"::text) = $1 -- $1 = 'x')"},
      {rows().filter("text__upper__contains", "X"), R"(upper("text"::text)::text LIKE $1 -- $1 = '%X%')"},
      {rows().filter("text__search", "cat"), R"(to_tsvector("text"::text) @@ plainto_tsquery($1) -- $1 = 'cat')"},
      {rows().filter("text__search_phrase", "cat"), R"(to_tsvector("text"::text) @@ phraseto_tsquery($1) -- $1 = 'cat')"},
      {rows().filter("text__search_web", "cat"), R"(to_tsvector("text"::text) @@ websearch_to_tsquery($1) -- $1 = 'cat')"},
      {rows().filter("text__search_raw", "cat"), R"(to_tsvector("text"::text) @@ to_tsquery($1) -- $1 = 'cat')"},
      {rows().filter("text__trigram_similar", "cat"), R"("text"::text % $1 -- $1 = 'cat')"},
      {rows().filter("text__trigram_word_similar", "cat"), R"("text"::text %> $1 -- $1 = 'cat')"},
  };
  for (const Case& each : cases) CHECK(where(each.query) == each.sql);
}

TEST_CASE("arrays: whole, items, slices, length") {
  const Case cases[] = {
      {rows().filter("tags__contains", {"a", "b"}), R"("tags" @> $1 -- $1 = '{"a","b"}'::text[])"},
      {rows().filter("tags__contained_by", std::vector<std::string>{"a"}), R"("tags" <@ $1 -- $1 = '{"a"}'::text[])"},
      {rows().filter("tags__overlap", {"a"}), R"("tags" && $1 -- $1 = '{"a"}'::text[])"},
      {rows().filter("tags__overlap", {}), R"("tags" && $1 -- $1 = '{}'::text[])"},
      {rows().filter("tags__0", "a"), R"("tags"[$1] = $2 -- $1 = 1, $2 = 'a')"},
      {rows().filter("tags__10__icontains", "a"), R"(UPPER("tags"[$1]::text) LIKE UPPER($2) -- $1 = 11, $2 = '%a%')"},
      {rows().filter("tags__0_2", {"a", "b"}), R"("tags"[$1:$2] = $3 -- $1 = 1, $2 = 2, $3 = '{"a","b"}'::text[])"},
      {rows().filter("tags__1_3__contains", {"a"}), R"("tags"[$1:$2] @> $3 -- $1 = 2, $2 = 3, $3 = '{"a"}'::text[])"},
      {rows().filter("tags__len__gt", 2), R"(cardinality("tags") > $1 -- $1 = 2)"},
      {rows().filter("tags__0__in", {"a"}), R"("tags"[$1] = ANY($2) -- $1 = 1, $2 = '{"a"}'::text[])"},
      {rows().filter("tags__0__isnull", true), R"("tags"[$1] IS NULL -- $1 = 1)"},
      {rows().exclude("tags__0", "a"), R"(NOT ("tags"[$1] = $2 AND "tags"[$1] IS NOT NULL) -- $1 = 1, $2 = 'a')"},
  };
  for (const Case& each : cases) CHECK(where(each.query) == each.sql);
  CHECK_THROWS_AS(rows().filter("tags__4294967296", "a"), pv::InvalidValue);
}

TEST_CASE("JSON: keys and paths, documents, the null of JSON") {
  const Case cases[] = {
      {rows().filter("data__theme", "dark"), R"(("data" -> $1) = to_jsonb($2) -- $1 = 'theme', $2 = 'dark')"},
      {rows().filter("data__size__gt", 5), R"(("data" -> $1) > to_jsonb($2) -- $1 = 'size', $2 = 5)"},
      {rows().filter("data__a__b__c", true), R"(("data" #> $1) = to_jsonb($2) -- $1 = '{"a","b","c"}'::text[], $2 = true)"},
      {rows().filter("data__list__0", 1), R"(("data" #> $1) = to_jsonb($2) -- $1 = '{"list","0"}'::text[], $2 = 1)"},
      {rows().filter("data__0__lte", 1.5), R"(("data" #> $1) <= to_jsonb($2) -- $1 = '{"0"}'::text[], $2 = '1.5'::double precision)"},
      {rows().filter("data__theme__icontains", "d"), R"(UPPER(("data" ->> $1)::text) LIKE UPPER($2) -- $1 = 'theme', $2 = '%d%')"},
      {rows().filter("data__a__b__regex", "^d"), R"(("data" #>> $1)::text ~ $2 -- $1 = '{"a","b"}'::text[], $2 = '^d')"},
      {rows().filter("data__theme", nullptr), R"(("data" -> $1) = $2 -- $1 = 'theme', $2 = 'null'::jsonb)"},
      {rows().filter("data__theme__isnull", true), R"(("data" -> $1) IS NULL -- $1 = 'theme')"},
      {rows().filter("data__theme__ne", "x"), R"(("data" -> $1) IS DISTINCT FROM to_jsonb($2) -- $1 = 'theme', $2 = 'x')"},
      {rows().filter("data__theme__in", {"a", "b"}),
       R"(("data" -> $1) = ANY(SELECT to_jsonb(unnest($2))) -- $1 = 'theme', $2 = '{"a","b"}'::text[])"},
      {rows().filter("data__theme", pv::Json{{"a", 1}}), R"(("data" -> $1) = $2 -- $1 = 'theme', $2 = '{"a":1}'::jsonb)"},
      {rows().filter("data__contains", pv::Json{{"a", 1}}), R"("data" @> $1 -- $1 = '{"a":1}'::jsonb)"},
      {rows().filter("data__contained_by", pv::Json{{"a", 1}}), R"("data" <@ $1 -- $1 = '{"a":1}'::jsonb)"},
      {rows().filter("data__a__contains", {1, 2}), R"(("data" -> $1) @> to_jsonb($2) -- $1 = 'a', $2 = '{"1","2"}'::integer[])"},
      {rows().filter("data__has_key", "a"), R"("data" ? $1 -- $1 = 'a')"},
      {rows().filter("data__has_keys", {"a", "b"}), R"("data" ?& $1 -- $1 = '{"a","b"}'::text[])"},
      {rows().filter("data__x__has_any_keys", {"a"}), R"(("data" -> $1) ?| $2 -- $1 = 'x', $2 = '{"a"}'::text[])"},
      {rows().exclude("data__size__gt", 5), R"(NOT (("data" -> $1) > to_jsonb($2) AND ("data" -> $1) IS NOT NULL) -- $1 = 'size', $2 = 5)"},
  };
  for (const Case& each : cases) CHECK(where(each.query) == each.sql);
}

TEST_CASE("ranges: against ranges and values, their bounds") {
  const auto other = pv::Range<int>::closed_open(1, 5);
  const Case cases[] = {
      {rows().filter("span__contains", 3), R"("span" @> $1 -- $1 = 3)"},
      {rows().filter("span__contains", other), R"("span" @> $1 -- $1 = '[1,5)'::int4range)"},
      {rows().filter("span__contained_by", other), R"("span" <@ $1 -- $1 = '[1,5)'::int4range)"},
      {rows().filter("span__overlap", other), R"("span" && $1 -- $1 = '[1,5)'::int4range)"},
      {rows().filter("span__fully_lt", other), R"("span" << $1 -- $1 = '[1,5)'::int4range)"},
      {rows().filter("span__fully_gt", other), R"("span" >> $1 -- $1 = '[1,5)'::int4range)"},
      {rows().filter("span__not_lt", other), R"("span" &> $1 -- $1 = '[1,5)'::int4range)"},
      {rows().filter("span__not_gt", other), R"("span" &< $1 -- $1 = '[1,5)'::int4range)"},
      {rows().filter("span__adjacent_to", other), R"("span" -|- $1 -- $1 = '[1,5)'::int4range)"},
      {rows().filter("span__startswith", 1), R"(lower("span") = $1 -- $1 = 1)"},
      {rows().filter("span__endswith__in", {1, 2}), R"(upper("span") = ANY($1) -- $1 = '{"1","2"}'::integer[])"},
      {rows().filter("span__isempty", true), R"(isempty("span") = $1 -- $1 = true)"},
      {rows().filter("span__lower_inc", true), R"(lower_inc("span") = $1 -- $1 = true)"},
      {rows().filter("span__lower_inf", false), R"(lower_inf("span") = $1 -- $1 = false)"},
      {rows().filter("span__upper_inc", true), R"(upper_inc("span") = $1 -- $1 = true)"},
      {rows().filter("span__upper_inf", true), R"(upper_inf("span") = $1 -- $1 = true)"},
  };
  for (const Case& each : cases) CHECK(where(each.query) == each.sql);
}
