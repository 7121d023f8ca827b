// SPDX-License-Identifier: MIT
// Every lookup and every transform, row by row of their tables, on a real PostgreSQL.
#include <set>
#include <string>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace lookup_rows_test {

using namespace std::chrono_literals;
using Stamp = std::chrono::sys_time<std::chrono::microseconds>;
using Local = std::chrono::local_time<std::chrono::microseconds>;

struct Row : pv::Model<Row> {
  int id{};
  std::optional<int> number{};
  std::optional<std::string> text{};
  std::optional<std::chrono::sys_days> day{};
  std::optional<Stamp> at{};
  std::optional<Local> local{};
  std::optional<pv::TimeOfDay> clock{};
  std::optional<std::vector<int>> list{};
  std::optional<pv::Json> data{};
  std::optional<pv::Range<int>> span{};
};
PROMPTVIEW_MODEL(Row, postgres, "lookup_rows_test_rows", FIELD(id, primary_key), FIELD(number), FIELD(text), FIELD(day),
                 FIELD(at), FIELD(local), FIELD(clock), FIELD(list), FIELD(data), FIELD(span))

}  // namespace lookup_rows_test

using namespace lookup_rows_test;

namespace {

using Ids = std::vector<int>;

constexpr std::chrono::sys_days day(int year, unsigned month, unsigned date) {
  return std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(date);
}

// Four rows; the fourth is all NULL.
void fill() {
  Row::initialize();
  Row one{.id = 1, .number = 1, .text = "The quick brown Fox", .day = day(2024, 12, 30), .at = Stamp{day(2024, 12, 31)} + 23h + 59min + 58s + 900ms};
  one.local = Local{std::chrono::local_days{std::chrono::year{2024} / 2 / 29}} + 6h;
  one.clock = pv::TimeOfDay{6h + 7min + 8s + 999ms};
  one.list = std::vector{1, 2, 3};
  one.data = pv::Json::parse(R"({"theme":"dark","size":10,"on":true,"none":null,"deep":{"list":[1,"two",{"x":5}]}})");
  one.span = pv::Range<int>::closed_open(1, 5);
  one.insert();
  Row two{.id = 2, .number = 2, .text = "100%_\\", .day = day(2025, 1, 5), .at = Stamp{day(2025, 1, 1)}};
  two.local = Local{std::chrono::local_days{std::chrono::year{2023} / 7 / 1}} + 18h + 30min;
  two.clock = pv::TimeOfDay{23h + 59min};
  two.list = std::vector<int>{};
  two.data = pv::Json::parse(R"({"theme":"Light","size":9,"on":false})");
  two.span = pv::Range<int>::at_least(5);
  two.insert();
  Row three{.id = 3, .number = 3, .text = "foxes are quick", .day = day(1969, 7, 20), .at = Stamp{day(1999, 5, 5)} + 1h};
  three.local = Local{std::chrono::local_days{std::chrono::year{1} / 1 / 1}};
  three.clock = pv::TimeOfDay{0h};
  three.list = std::vector{3, 4};
  three.data = pv::Json::parse(R"(["a", {"b": 7}])");
  three.span = pv::Range<int>::empty_range();
  three.insert();
  Row{.id = 4}.insert();
}

struct Case {
  pv::QuerySet<Row> query;
  Ids ids;
};

Ids ids_of(const pv::QuerySet<Row>& query) {
  Ids ids;
  for (const Row& row : query.order_by("id")) ids.push_back(row.id);
  return ids;
}

// The places in the tables of lookups and transforms that a condition uses.
struct Used {
  std::set<int> lookups{};
  std::set<int> transforms{};

  void add(const pv::Expression& expression) {
    if (expression.op == pv::Expression::Op::lookup) lookups.insert(expression.place);
    if (expression.op == pv::Expression::Op::transform) transforms.insert(expression.place);
    for (const pv::Expression& part : expression.parts) add(part);
  }
};

pv::QuerySet<Row> rows() { return Row::query(); }

}  // namespace

TEST_CASE("every lookup and transform finds the rows that it should") {
  const TestDatabase database;
  TestDatabase::execute("CREATE EXTENSION pg_trgm");
  fill();
  const auto span = pv::Range<int>::closed_open(2, 6);
  const Case cases[] = {
      {rows().filter("number", 1), {1}},
      {rows().filter("number", nullptr), {4}},
      {rows().filter("number__ne", 1), {2, 3, 4}},
      {rows().filter("number__gt", 1), {2, 3}},
      {rows().filter("number__gte", 2), {2, 3}},
      {rows().filter("number__lt", 2), {1}},
      {rows().filter("number__lte", 2), {1, 2}},
      {rows().filter("number__range", {2, 3}), {2, 3}},
      {rows().filter("number__in", {1, 3, 9}), {1, 3}},
      {rows().filter("number__isnull", true), {4}},
      {rows().filter("text__iexact", "FOXES are QUICK"), {3}},
      {rows().filter("text__contains", "quick"), {1, 3}},
      {rows().filter("text__contains", "0%_\\"), {2}},
      {rows().filter("text__icontains", "FOX"), {1, 3}},
      {rows().filter("text__startswith", "The"), {1}},
      {rows().filter("text__istartswith", "the"), {1}},
      {rows().filter("text__endswith", "Fox"), {1}},
      {rows().filter("text__iendswith", "QUICK"), {3}},
      {rows().filter("text__regex", "^[0-9]+"), {2}},
      {rows().filter("text__iregex", "fox(es)?"), {1, 3}},
      {rows().filter("text__search", "fox"), {1, 3}},  // stemmed
      {rows().filter("text__search_phrase", "quick brown"), {1}},
      {rows().filter("text__search_web", "fox -brown"), {3}},
      {rows().filter("text__search_raw", "brown | are & foxes"), {1, 3}},
      {rows().filter("text__trigram_similar", "foxes are quack"), {3}},
      {rows().filter("text__trigram_word_similar", "brown"), {1}},
      {rows().filter("text__length", 6), {2}},
      {rows().filter("text__lower", "the quick brown fox"), {1}},
      {rows().filter("text__upper__startswith", "FOXES"), {3}},
      // Dates: 2024-12-30 is the Monday of ISO week 1 of 2025.
      {rows().filter("day__year", 2024), {1}},
      {rows().filter("day__year__gte", 2024), {1, 2}},
      {rows().filter("day__year__lt", 2024), {3}},
      {rows().filter("at__year__lte", 2024), {1, 3}},
      {rows().filter("at__year__gt", 2024), {2}},
      {rows().filter("day__year__range", {1900, 2024}), {1, 3}},
      {rows().filter("day__year__in", {1969, 2025}), {2, 3}},
      {rows().exclude("day__year", 2024), {2, 3, 4}},
      {rows().filter("day__iso_year", 2025), {1, 2}},
      {rows().filter("day__iso_year__ne", 2025), {3, 4}},
      {rows().filter("day__quarter", 3), {3}},
      {rows().filter("day__month", 12), {1}},
      {rows().filter("day__week", 1), {1, 2}},
      {rows().filter("day__week_day", 1), {2, 3}},      // Sundays
      {rows().filter("day__iso_week_day", 1), {1}},     // Mondays
      {rows().filter("day__day__in", {5, 20}), {2, 3}},
      {rows().filter("at__date", day(2024, 12, 31)), {1}},
      {rows().filter("at__time__lt", pv::TimeOfDay{1h}), {2}},
      {rows().filter("at__hour", 23), {1}},
      {rows().filter("clock__minute", 59), {2}},
      {rows().filter("at__second", 58), {1}},
      {rows().filter("clock__second", 8), {1}},
      {rows().filter("local__month", 2), {1}},
      {rows().filter("local__year", 1), {3}},
      {rows().filter("local__hour__gte", 6), {1, 2}},
      {rows().filter("at__date__month", 12), {1}},
      // Arrays.
      {rows().filter("list__contains", {3}), {1, 3}},
      {rows().filter("list__contains", {}), {1, 2, 3}},
      {rows().filter("list__contained_by", {3, 4, 5}), {2, 3}},
      {rows().filter("list__overlap", {2, 4}), {1, 3}},
      {rows().filter("list__0", 1), {1}},
      {rows().filter("list__1__gte", 4), {3}},
      {rows().filter("list__0__isnull", true), {2, 4}},
      {rows().filter("list__0_2", {1, 2}), {1}},
      {rows().filter("list__len", 0), {2}},
      {rows().filter("list__len__lte", 3), {1, 2, 3}},
      {rows().exclude("list__len__gt", 2), {2, 3, 4}},
      {rows().filter("list__len__gt", 2), {1}},
      // JSON.
      {rows().filter("data__theme", "dark"), {1}},
      {rows().filter("data__theme__ne", "dark"), {2, 3, 4}},
      {rows().filter("data__size__gt", 9), {1}},  // numbers, not texts: '10' < '9'
      {rows().filter("data__size__gte", 9), {1, 2}},
      {rows().filter("data__size__lt", 10), {2}},
      {rows().filter("data__size__lte", 9), {2}},
      {rows().filter("data__on", true), {1}},
      {rows().filter("data__none", nullptr), {1}},
      {rows().filter("data__none__isnull", true), {2, 3, 4}},
      {rows().filter("data__theme__in", {"dark", "Light"}), {1, 2}},
      {rows().filter("data__theme__in", {}), {}},
      {rows().filter("data__deep__list__0", 1), {1}},
      {rows().filter("data__deep__list__2__x__gt", 4), {1}},
      {rows().filter("data__0", "a"), {3}},
      {rows().filter("data__1__b", 7), {3}},
      {rows().filter("data__theme__iexact", "LIGHT"), {2}},
      {rows().filter("data__theme__icontains", "IGH"), {2}},
      {rows().filter("data__theme__startswith", "d"), {1}},
      {rows().filter("data__deep__list__1__regex", "^tw"), {1}},
      {rows().filter("data", pv::Json::parse(R"({"on":false,"size":9,"theme":"Light"})")), {2}},
      {rows().filter("data__contains", pv::Json{{"theme", "dark"}}), {1}},
      {rows().filter("data__contained_by", pv::Json::parse(R"({"theme":"Light","size":9,"on":false,"more":1})")), {2}},
      {rows().filter("data__deep__contains", pv::Json::parse(R"({"list":[1]})")), {1}},
      {rows().filter("data__deep__list__contains", {1}), {1}},
      {rows().filter("data__deep__list__contained_by", pv::Json::parse(R"([1,"two",{"x":5},6])")), {1}},
      {rows().filter("data__has_key", "theme"), {1, 2}},
      {rows().filter("data__deep__has_key", "list"), {1}},
      {rows().filter("data__has_keys", {"theme", "deep"}), {1}},
      {rows().filter("data__has_any_keys", {"deep", "a"}), {1, 3}},
      {rows().exclude("data__size__gt", 9), {2, 3, 4}},
      // Ranges.
      {rows().filter("span__contains", 3), {1}},
      {rows().filter("span__contains", pv::Range<int>::closed(6, 7)), {2}},
      {rows().filter("span__contained_by", pv::Range<int>::closed(0, 9)), {1, 3}},
      {rows().filter("span__overlap", span), {1, 2}},
      {rows().filter("span__fully_lt", pv::Range<int>::at_least(5)), {1}},
      {rows().filter("span__fully_gt", pv::Range<int>::closed(0, 4)), {2}},
      {rows().filter("span__not_lt", span), {2}},
      {rows().filter("span__not_gt", span), {1}},
      {rows().filter("span__adjacent_to", pv::Range<int>::closed_open(-1, 1)), {1}},
      {rows().filter("span__startswith", 5), {2}},
      {rows().filter("span__endswith", nullptr), {2, 3, 4}},
      {rows().filter("span__isempty", true), {3}},
      {rows().filter("span__lower_inc", true), {1, 2}},
      {rows().filter("span__lower_inf", false), {1, 2, 3}},
      {rows().filter("span__upper_inc", true), {}},
      {rows().filter("span__upper_inf", true), {2}},
  };
  Used used;
  for (const Case& each : cases) {
    INFO(each.query.to_sql());
    CHECK(ids_of(each.query) == each.ids);
    CHECK(each.query.count() == static_cast<std::int64_t>(each.ids.size()));
    used.add(each.query.select().where);
  }
  // A row of a table that has no case here is a failure.
  CHECK(used.transforms.size() == pv::transform_count);
  for (std::size_t place = 0; place < pv::lookup_count; ++place) {
    INFO(pv::lookups[place].name << " of " << pv::lookups[place].classes);
    CHECK(used.lookups.contains(static_cast<int>(place)));
  }
}

TEST_CASE("a key of JSON is bound, whatever it holds") {
  const TestDatabase database;
  fill();
  CHECK(ids_of(rows().filter(pv::runtime("data__it's \"$1"), 1)).empty());
  CHECK(ids_of(rows().filter(pv::runtime("data__') OR true --"), 1)).empty());
  CHECK(ids_of(rows().filter(pv::runtime("data__theme"), "dark")) == Ids{1});
  CHECK(ids_of(rows().filter(pv::runtime("data__deep__list__2__x__lte"), 5)) == Ids{1});
}
