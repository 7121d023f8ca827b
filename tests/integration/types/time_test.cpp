// SPDX-License-Identifier: MIT
#include <promptview/types/time.hpp>

#include "round_trip.hpp"

using namespace promptview_test;
using namespace std::chrono;
using pv::TimeOfDay;

namespace time_test {

using Moment = sys_time<microseconds>;
using Wall = local_time<microseconds>;

PROMPTVIEW_TEST_HOLDER(Day, "time_test_days", std::chrono::sys_days)
PROMPTVIEW_TEST_HOLDER(Civil, "time_test_civils", std::chrono::year_month_day)
PROMPTVIEW_TEST_HOLDER(Clock, "time_test_clocks", pv::TimeOfDay)
PROMPTVIEW_TEST_HOLDER(Hms, "time_test_hms", std::chrono::hh_mm_ss<std::chrono::microseconds>)
PROMPTVIEW_TEST_HOLDER(Zoned, "time_test_zoned", std::chrono::sys_time<std::chrono::microseconds>)
PROMPTVIEW_TEST_HOLDER(ZonedSeconds, "time_test_zoned_seconds", std::chrono::sys_seconds)
PROMPTVIEW_TEST_HOLDER(SystemClock, "time_test_system_clock", std::chrono::system_clock::time_point)
PROMPTVIEW_TEST_HOLDER(Local, "time_test_local", std::chrono::local_time<std::chrono::microseconds>)
PROMPTVIEW_TEST_HOLDER(Span, "time_test_spans", std::chrono::microseconds)
PROMPTVIEW_TEST_HOLDER(Hours, "time_test_hours", std::chrono::hours)
PROMPTVIEW_TEST_HOLDER(Days, "time_test_day_counts", std::chrono::days)

}  // namespace time_test

using namespace time_test;

namespace {

constexpr sys_days first_date{days{-2'440'588}};  // of PostgreSQL
constexpr sys_days last_date{days{2'145'042'905}};

}  // namespace

TEST_CASE("dates travel unchanged") {
  const RoundTrip<Day> trip;
  trip.check({{1970y / 1 / 1, "1970-01-01"},
              {2000y / 1 / 1, "2000-01-01"},
              {1999y / 12 / 31, "1999-12-31"},
              {2024y / 2 / 29, "2024-02-29"},
              {1969y / 7 / 20, "1969-07-20"},
              {1582y / 10 / 10, "1582-10-10"},
              {1y / 1 / 1, "0001-01-01"},
              {0y / 12 / 31, "0001-12-31 BC"},
              {year{-43} / 3 / 15, "0044-03-15 BC"},
              {first_date, "4714-11-24 BC"},
              {last_date, "5874897-12-31"},
              {sys_days::max(), "infinity"},
              {sys_days::min(), "-infinity"}});
  trip.check_empty();
  CHECK(Day::query().filter("value__lt", sys_days{1970y / 1 / 1}).filter("value__gt", sys_days{1y / 1 / 1}).count() ==
        4);
}

TEST_CASE("dates that PostgreSQL does not have are refused") {
  const RoundTrip<Day> trip;
  const auto refused = message("time_test::Day.value: write a date that PostgreSQL holds: from 4713 BC to 5874897");
  CHECK_THROWS_MATCHES((Day{.value = last_date + days{1}}).save(), pv::InvalidValue, refused);
  CHECK_THROWS_MATCHES((Day{.value = first_date - days{1}}).save(), pv::InvalidValue, refused);
  CHECK_THROWS_AS((Day{.value = sys_days{days{INT32_MAX}}}).save(), pv::InvalidValue);
  CHECK_THROWS_AS((Day{.value = sys_days{days{std::int64_t{INT32_MAX} * 2}}}).save(), pv::InvalidValue);
  CHECK_THROWS_AS((Day{.value = sys_days{days{INT32_MIN + 5}}}).save(), pv::Error);
  CHECK(Day::query().count() == 0);
}

TEST_CASE("year_month_day holds the dates of its years") {
  const RoundTrip<Civil> trip;
  trip.check(
      {{2024y / 2 / 29, "2024-02-29"}, {year{-43} / 3 / 15, "0044-03-15 BC"}, {year::max() / 12 / 31, "32767-12-31"}});
  CHECK_THROWS_AS((Civil{.value = 2023y / 2 / 29}).save(), pv::InvalidValue);
  CHECK_THROWS_MATCHES(trip.read("5000000-01-01"), pv::InvalidValue,
                       message_contains("time_test::Civil.value: use std::chrono::sys_days for this field"));
  CHECK_THROWS_AS(trip.read("infinity"), pv::InvalidValue);
}

TEST_CASE("times of day travel unchanged, up to 24:00") {
  const RoundTrip<Clock> trip;
  trip.check({{TimeOfDay{}, "00:00:00"},
              {TimeOfDay{1us}, "00:00:00.000001"},
              {TimeOfDay{9h + 30min}, "09:30:00"},
              {TimeOfDay{23h + 59min + 59s + 999999us}, "23:59:59.999999"},
              {TimeOfDay{24h}, "24:00:00"}});
  trip.check_empty();
  const RoundTrip<Hms> other;
  other.check({{hh_mm_ss<microseconds>{13h + 5min + 7s + 9us}, "13:05:07.000009"}});
}

TEST_CASE("moments travel unchanged, in microseconds") {
  const RoundTrip<Zoned> trip;
  trip.check({{Moment{}, "1970-01-01 00:00:00"},
              {Moment{1us}, "1970-01-01 00:00:00.000001"},
              {Moment{-1us}, "1969-12-31 23:59:59.999999"},
              {sys_days{2000y / 1 / 1}, "2000-01-01 00:00:00"},
              {sys_days{1999y / 12 / 31} + 23h + 59min + 59s + 999999us, "1999-12-31 23:59:59.999999"},
              {sys_days{2024y / 2 / 29} + 12h + 34min + 56s + 789012us, "2024-02-29 12:34:56.789012"},
              {sys_days{year{-43} / 3 / 15} + 11h, "0044-03-15 11:00:00 BC"},
              {sys_days{first_date}, "4714-11-24 00:00:00 BC"},
              {Moment::max() - 1us, "294247-01-10 04:00:54.775806"},
              {Moment::max(), "infinity"},
              {Moment::min(), "-infinity"}},
             in_utc);
  trip.check_empty();
}

TEST_CASE("a moment that the C++ type cannot hold is a clear error") {
  const RoundTrip<Zoned> trip;
  CHECK_THROWS_MATCHES(trip.read("294276-12-31 23:59:59.999999", in_utc), pv::InvalidValue,
                       message_contains("time_test::Zoned.value: the time is too late for the C++ type"));
  CHECK_THROWS_AS((Zoned{.value = Moment::min() + 1us}).save(), pv::Error);
  CHECK_THROWS_MATCHES((Zoned{.value = sys_days{first_date} - 1us}).save(), pv::InvalidValue,
                       message("time_test::Zoned.value: write a time that PostgreSQL holds: from 4713 BC"));
  CHECK(Zoned::query().count() == 1);
}

TEST_CASE("coarser and finer units") {
  {
    const RoundTrip<ZonedSeconds> trip;
    trip.check({{sys_days{1965y / 5 / 5} + 3s, "1965-05-05 00:00:03"}, {sys_seconds::max(), "infinity"}}, in_utc);
    CHECK_THROWS_MATCHES(trip.read("2020-01-01 00:00:00.5", in_utc), pv::InvalidValue,
                         message_contains("time_test::ZonedSeconds.value: use a unit as fine as microseconds"));
  }
  const RoundTrip<SystemClock> trip;
  trip.check(
      {{sys_days{2024y / 1 / 1} + 1us, "2024-01-01 00:00:00.000001"}, {system_clock::time_point::min(), "-infinity"}},
      in_utc);
  SystemClock fine{.value = sys_days{2024y / 1 / 1} + 1999ns};
  fine.save();
  CHECK(SystemClock::get(fine.id)->value == sys_days{2024y / 1 / 1} + 1us);
  SystemClock before{.value = sys_days{1969y / 1 / 1} - 1ns};
  before.save();
  CHECK(SystemClock::get(before.id)->value == sys_days{1969y / 1 / 1} - 1us);
  CHECK_THROWS_AS(trip.read("2500-01-01 00:00:00", in_utc), pv::InvalidValue);
}

TEST_CASE("timestamps without a zone travel unchanged") {
  const RoundTrip<Local> trip;
  trip.check({{Wall{}, "1970-01-01 00:00:00"},
              {Wall{-1us}, "1969-12-31 23:59:59.999999"},
              {local_days{2024y / 3 / 31} + 2h + 30min, "2024-03-31 02:30:00"},
              {local_days{year{-43} / 3 / 15} + 11h, "0044-03-15 11:00:00 BC"},
              {Wall::max() - 1us, "294247-01-10 04:00:54.775806"},
              {Wall::max(), "infinity"},
              {Wall::min(), "-infinity"}});
  trip.check_empty();
  CHECK_THROWS_AS(trip.read("294276-12-31 23:59:59.999999"), pv::InvalidValue);
}

TEST_CASE("durations travel unchanged") {
  const RoundTrip<Span> trip;
  trip.check({{0us, "00:00:00"},
              {1us, "00:00:00.000001"},
              {-1us, "-00:00:00.000001"},
              {-90min, "-01:30:00"},
              {100h + 1ms, "100:00:00.001"},
              {24h * 365 * 1000, "8760000:00:00"}});
  trip.check(microseconds::max(), "");
  trip.check(microseconds::min(), "");
  trip.check_empty();
  CHECK(TestDatabase::ask("SELECT max(value) FROM time_test_spans") == "2562047788:00:54.775807");
  CHECK(trip.read("2 days 01:00") == 49h);
  CHECK(trip.read("-1 day +01:00") == -23h);
  CHECK(trip.read("1 week") == 168h);
  CHECK_THROWS_MATCHES(trip.read("1 month"), pv::InvalidValue,
                       message_contains("time_test::Span.value: store intervals of days and shorter units"));
  CHECK_THROWS_AS(trip.read("178000000 years"), pv::InvalidValue);
  CHECK_THROWS_AS(trip.read("2147483647 days"), pv::InvalidValue);
}

TEST_CASE("durations of other units") {
  {
    const RoundTrip<Hours> trip;
    trip.check({{-5h, "-05:00:00"}, {48h, "48:00:00"}});
    CHECK(trip.read("3 days") == 72h);
    CHECK_THROWS_AS(trip.read("30 minutes"), pv::InvalidValue);
  }
  const RoundTrip<Days> trip;
  trip.check({{days{2}, "48:00:00"}, {days{-7}, "-168:00:00"}});
  CHECK(trip.read("2 days") == days{2});
}
