// SPDX-License-Identifier: MIT
// Functions and operators on dates and times: values, C++ types, and NULL.
#include <chrono>
#include <optional>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/functions.hpp>

using namespace promptview_test;

namespace time_functions_test {

using namespace std::chrono_literals;
using Days = std::chrono::sys_days;
using Stamp = std::chrono::sys_time<std::chrono::microseconds>;
using Local = std::chrono::local_time<std::chrono::microseconds>;
using Micros = std::chrono::microseconds;

struct Row : pv::Model<Row> {
  pv::Auto<int> id{};
  Days day{};
  Stamp at{};
  Local local{};
  pv::TimeOfDay clock{};
  std::chrono::seconds span{};
  int number = 2;
  std::optional<Days> no_day{};
  std::optional<Stamp> no_stamp{};
  std::optional<Micros> no_span{};
};
PROMPTVIEW_MODEL(Row, postgres, "time_functions_test_rows", FIELD(id, primary_key), FIELD(day), FIELD(at), FIELD(local),
                 FIELD(clock), FIELD(span), FIELD(number), FIELD(no_day), FIELD(no_stamp), FIELD(no_span))

}  // namespace time_functions_test

using namespace time_functions_test;

namespace {

constexpr Days may_17 = std::chrono::year{2024} / 5 / 17;
constexpr Stamp stamp = Stamp{may_17} + 22h + 30min + 15s;
constexpr Local local_17 = Local{std::chrono::local_days{std::chrono::year{2024} / 5 / 17}};
const auto day = Row::f(&Row::day);
const auto at = Row::f(&Row::at);
const auto local = Row::f(&Row::local);
const auto clock_time = Row::f(&Row::clock);
const auto span = Row::f(&Row::span);

void fill(const TestDatabase& database) {
  TestDatabase::execute("ALTER DATABASE " + database.name() + " SET TimeZone = 'UTC'");
  pv::connect({.url = database.url()});  // for the sessions that begin from now on
  Row::initialize();
  Row row{.day = may_17, .at = stamp, .local = local_17 + 1h, .clock = pv::TimeOfDay{6h}, .span = 90min};
  row.save();
}

template <class X, class Expected>
void check(const X& value, const Expected& expected) {
  check_value(Row::query().values_list(value), expected);
}

void check_functions() {
  check(pv::now() - pv::now(), Micros{0});
  check(pv::now() > at, true);
  check(pv::trunc("month", &Row::at), Stamp{Days{std::chrono::year{2024} / 5 / 1}});
  check(pv::trunc("hour", at), Stamp{may_17} + 22h);
  check(pv::trunc("day", local), local_17);
  check(pv::trunc("year", &Row::no_stamp), std::optional<Stamp>{});
  check(pv::trunc("day", &Row::at, "Europe/Berlin"), Stamp{may_17} + 22h);  // the 18th there
  check(pv::trunc("day", &Row::no_stamp, "Europe/Berlin"), std::optional<Stamp>{});
  check(pv::at_time_zone(&Row::at, "Europe/Berlin"), local_17 + 24h + 30min + 15s);
  check(pv::at_time_zone(&Row::local, "Europe/Berlin"), Stamp{may_17} - 1h);
  check(pv::at_time_zone(&Row::no_stamp, "Europe/Berlin"), std::optional<Local>{});
  CHECK(Row::query().alias<"there">(pv::at_time_zone(&Row::at, "Europe/Berlin")).filter("there__hour", 0).filter("there__day", 18).count() == 1);
  CHECK(Row::query().alias<"there">(pv::at_time_zone(&Row::at, "America/New_York")).filter("there__date", may_17).count() == 1);
  CHECK_THROWS_AS(Row::query().values_list(pv::at_time_zone(at, "Nowhere/At_all")).execute(), pv::Error);
  check(pv::extract("year", &Row::day), 2024.0);
  check(pv::extract("doy", at), 138.0);
  check(pv::extract("hour", clock_time), 6.0);
  check(pv::extract("epoch", span), 5400.0);
  check(pv::extract("epoch", at - Stamp{may_17}), 81015.0);
  check(pv::extract("year", &Row::no_day), std::optional<double>{});
}

void check_operators() {
  check(day + 3, may_17 + std::chrono::days{3});
  check(3 + day, may_17 + std::chrono::days{3});
  check(day - Row::f(&Row::number), may_17 - std::chrono::days{2});
  check(day - Days{may_17 - std::chrono::days{30}}, std::int32_t{30});
  check(day + 36h, local_17 + 36h);
  check(day - span, local_17 - 90min);
  check(day - Row::f(&Row::no_day), std::optional<std::int32_t>{});
  check(day + Row::f(&Row::no_span), std::optional<Local>{});
  check(at + span, stamp + 90min);
  check(span + at, stamp + 90min);
  check(at - 24h, stamp - 24h);
  check(at - Stamp{may_17}, Micros{22h + 30min + 15s});
  check(at - Row::f(&Row::no_stamp), std::optional<Micros>{});
  check(local - span, local_17 - 30min);
  check(local - local_17, Micros{1h});
  check(clock_time + span, pv::TimeOfDay{7h + 30min});
  check(clock_time - pv::TimeOfDay{1h}, Micros{5h});
  check(span + span, 10800s);
  check(span - 1min, 5340s);
  check(span * 2, Micros{3h});
  check(0.5 * span, Micros{45min});
  check(span / Row::f(&Row::number), Micros{45min});
  check(-span, -5400s);
  check(at < pv::now() - 24h, true);
  check(day == may_17, true);
  check(pv::cast<Days>(at), may_17);
  check(pv::cast<Stamp>(day), Stamp{may_17});
}

}  // namespace

TEST_CASE("functions and operators on dates and times have SQL's values and types") {
  const TestDatabase database;
  fill(database);
  check_functions();
  check_operators();
  check_all_functions_used("now", "search_vector");
}

TEST_CASE("dates and datetimes are the different ones, cut to their unit, in order") {
  const TestDatabase database;
  fill(database);
  Row{.day = may_17 - std::chrono::days{40}, .at = stamp - 40 * 24h}.insert();
  Row{.day = may_17 - std::chrono::days{2}, .at = stamp - 48h}.insert();
  const Days may{std::chrono::year{2024} / 5 / 1};
  const Days april{std::chrono::year{2024} / 4 / 1};
  CHECK(Row::query().dates("month", &Row::day).execute() == std::vector{april, may});
  CHECK(Row::query().dates("month", &Row::at).execute() == std::vector{april, may});
  CHECK(Row::query().datetimes("month", &Row::at).execute() == std::vector<Stamp>{april, may});
  CHECK(Row::query().order_by("id").dates("year", &Row::no_day).execute() == std::vector<std::optional<Days>>{std::nullopt});
}

TEST_CASE("a month of an annotation is cut from it, filtered and ordered by it") {
  const TestDatabase database;
  fill(database);
  Row{.at = stamp - 40 * 24h}.insert();
  const auto months = Row::query().annotate<"m">(pv::trunc("month", &Row::at));
  CHECK(months.filter("m__month", 4).count() == 1);
  CHECK(months.filter("m__gte", Stamp{may_17}).count() == 0);
  CHECK(months.values(months.ref<"m">()).annotate<"n">(pv::count()).order_by("-m").execute().size() == 2);
  CHECK(Row::query().values(pv::trunc("month", &Row::at)).distinct().order_by(pv::desc(pv::trunc("month", &Row::at))).count() == 2);
  CHECK(months.filter("m__month", 4).to_sql().find("AT TIME ZONE 'UTC'") != std::string::npos);
}

TEST_CASE("the same month ordered by, in groups and in distinct rows") {
  const TestDatabase database;
  fill(database);
  Row{.at = stamp - 40 * 24h}.insert();
  const auto month = pv::trunc("month", &Row::at);
  const auto rows = Row::query().values(month, pv::count()).order_by(pv::asc(month)).execute();
  REQUIRE(rows.size() == 2);
  CHECK(std::get<0>(rows[0]) == Stamp{Days{std::chrono::year{2024} / 4 / 1}});
  CHECK(Row::query().values_list(month).distinct().order_by(pv::desc(month)).execute().size() == 2);
}
