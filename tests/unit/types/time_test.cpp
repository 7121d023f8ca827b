// SPDX-License-Identifier: MIT
#include <promptview/types/time.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/value_recorder.hpp>

using namespace promptview_test;
using namespace std::chrono;
using promptview::InvalidValue;
using promptview::Kind;
using promptview::TimeOfDay;
using promptview::TypeMapping;

namespace {

template <class T>
constexpr Kind kind_of = TypeMapping<T>::type.kind;

static_assert(kind_of<sys_days> == Kind::date);
static_assert(kind_of<year_month_day> == Kind::date);
static_assert(kind_of<TimeOfDay> == Kind::time);
static_assert(kind_of<hh_mm_ss<microseconds>> == Kind::time);
static_assert(kind_of<system_clock::time_point> == Kind::timestamptz);
static_assert(kind_of<sys_time<microseconds>> == Kind::timestamptz);
static_assert(kind_of<sys_time<milliseconds>> == Kind::timestamptz);
static_assert(kind_of<sys_seconds> == Kind::timestamptz);
static_assert(kind_of<local_time<nanoseconds>> == Kind::timestamp);
static_assert(kind_of<local_time<microseconds>> == Kind::timestamp);
static_assert(kind_of<local_seconds> == Kind::timestamp);
static_assert(kind_of<nanoseconds> == Kind::interval);
static_assert(kind_of<seconds> == Kind::interval);
static_assert(kind_of<days> == Kind::interval);
static_assert(kind_of<duration<std::int32_t, std::ratio<1, 3>>> == Kind::interval);
static_assert(!promptview::Mapped<duration<double>>);
static_assert(!promptview::Mapped<sys_time<duration<unsigned>>>);

static_assert(TimeOfDay{} == TimeOfDay{0us});
static_assert(TimeOfDay{9h + 30min} < TimeOfDay{24h});
static_assert(TimeOfDay{1h + 2min + 3s + 4us}.hms().subseconds() == 4us);
static_assert(TimeOfDay{25h - 1h}.since_midnight() == 24h);

constexpr std::int32_t day_max = std::numeric_limits<std::int32_t>::max();
constexpr std::int32_t day_min = std::numeric_limits<std::int32_t>::min();
constexpr std::int64_t micro_max = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t micro_min = std::numeric_limits<std::int64_t>::min();

template <class T>
T read_date(std::int32_t value) {
  return read<T>([&](auto& row) { row.date(value); });
}
template <class T>
T read_microseconds(std::int64_t value) {
  return read<T>([&](auto& row) { row.microseconds(value); });
}
template <class T>
T read_interval(promptview::IntervalParts value) {
  return read<T>([&](auto& row) { row.interval(value); });
}

constexpr const char* too_fine =
    "use a unit as fine as microseconds: the value is not a whole number of the unit's ticks";
constexpr const char* too_wide =
    "use a type with a wider range: the value is beyond what microseconds or the C++ type can hold";

}  // namespace

TEST_CASE("dates travel as days since 1970") {
  const std::vector<std::pair<year_month_day, std::string>> known{
      {1970y / 1 / 1, "date 0"},           {1969y / 12 / 31, "date -1"},       {2000y / 2 / 29, "date 11016"},
      {1y / 1 / 1, "date -719162"},        {0y / 12 / 31, "date -719163"},     {-4712y / 1 / 1, "date -2440550"},
      {32767y / 12 / 31, "date 11248737"}, {-32767y / 1 / 1, "date -12687428"}};
  for (const auto& [date, text] : known) {
    CHECK(written(date) == text);
    CHECK(written(sys_days{date}) == text);
    CHECK((round_trip(date) == date));
    CHECK((round_trip(sys_days{date}) == sys_days{date}));
  }
}

TEST_CASE("the extremes of sys_days are infinite dates") {
  CHECK(written(sys_days::max()) == "date 2147483647");
  CHECK(written(sys_days::min()) == "date -2147483648");
  CHECK((read_date<sys_days>(day_max) == sys_days::max()));
  CHECK((read_date<sys_days>(day_min) == sys_days::min()));
}

TEST_CASE("a date beyond 32 bits of days is an error") {
  CHECK(written(sys_days{days{day_max - 1}}) == "date 2147483646");
  CHECK(written(sys_days{days{day_min + 1}}) == "date -2147483647");
  REQUIRE_THROWS_MATCHES(written(sys_days{days{day_max}}), InvalidValue,
                         message("use a nearer date: a database holds 32 bits of days around 1970"));
  REQUIRE_THROWS_AS(written(sys_days{days{day_min}}), InvalidValue);
  REQUIRE_THROWS_AS(written(sys_days::max() - days{1}), InvalidValue);
}

TEST_CASE("a year_month_day holds only days of the calendar") {
  const char* reason = "use std::chrono::sys_days for this field: year_month_day holds the years -32767 to 32767 only";
  REQUIRE_THROWS_MATCHES(read_date<year_month_day>(11248738), InvalidValue, message(reason));
  REQUIRE_THROWS_MATCHES(read_date<year_month_day>(-12687429), InvalidValue, message(reason));
  REQUIRE_THROWS_MATCHES(read_date<year_month_day>(day_max), InvalidValue, message(reason));
  REQUIRE_THROWS_MATCHES(read_date<year_month_day>(day_min), InvalidValue, message(reason));
  REQUIRE_THROWS_MATCHES(written(year_month_day{2023y / 2 / 29}), InvalidValue,
                         message("write a day of the calendar: this year_month_day is not ok()"));
}

TEST_CASE("the next day follows") {
  static_assert(TypeMapping<sys_days>::successor(sys_days{1969y / 12 / 31}) == sys_days{1970y / 1 / 1});
  static_assert(TypeMapping<sys_days>::successor(sys_days::max()) == sys_days::max());
  static_assert(TypeMapping<year_month_day>::successor(2024y / 2 / 28) == 2024y / 2 / 29);
  static_assert(TypeMapping<year_month_day>::successor(32767y / 12 / 31) == 32767y / 12 / 31);
  CHECK((TypeMapping<sys_days>::successor(sys_days::min()) == sys_days::min()));
}

TEST_CASE("times of day travel as microseconds since midnight") {
  CHECK(written(TimeOfDay{}) == "microseconds 0");
  CHECK(written(TimeOfDay{23h + 59min + 59s + 999999us}) == "microseconds 86399999999");
  CHECK(written(TimeOfDay{24h}) == "microseconds 86400000000");
  CHECK((round_trip(TimeOfDay{1us}) == TimeOfDay{1us}));
  CHECK(written(hh_mm_ss<microseconds>{24h}) == "microseconds 86400000000");
  CHECK(round_trip(hh_mm_ss<microseconds>{9h + 1us}).to_duration() == 9h + 1us);
}

TEST_CASE("a time outside of the day is an error") {
  const char* reason = "use a time of day from 00:00 to 24:00: databases hold no other";
  REQUIRE_THROWS_MATCHES(TimeOfDay{24h + 1us}, InvalidValue, message(reason));
  REQUIRE_THROWS_MATCHES(TimeOfDay{-1us}, InvalidValue, message(reason));
  REQUIRE_THROWS_MATCHES(written(hh_mm_ss<microseconds>{-1h}), InvalidValue, message(reason));
  REQUIRE_THROWS_MATCHES(read_microseconds<TimeOfDay>(86'400'000'001), InvalidValue,
                         message("the time of day is outside of 00:00 to 24:00"));
  REQUIRE_THROWS_AS(read_microseconds<TimeOfDay>(-1), InvalidValue);
  REQUIRE_THROWS_AS(read_microseconds<hh_mm_ss<microseconds>>(micro_max), InvalidValue);
}

TEST_CASE("moments travel as microseconds since 1970") {
  constexpr sys_days day = 1969y / 12 / 31;
  CHECK(written(sys_time<microseconds>{day + 1us}) == "microseconds -86399999999");
  CHECK(written(sys_time<milliseconds>{day + 1ms}) == "microseconds -86399999000");
  CHECK(written(sys_seconds{day + 1s}) == "microseconds -86399000000");
  CHECK(written(sys_time<nanoseconds>{day + 1us}) == "microseconds -86399999999");
  CHECK(written(local_seconds{local_days{2000y / 1 / 1}}) == "microseconds 946684800000000");
  CHECK(written(sys_seconds{sys_days{0y / 12 / 31}}) == "microseconds -62135683200000000");
  CHECK(written(sys_seconds{sys_days{-4712y / 1 / 1}}) == "microseconds -210863520000000000");

  for (const std::int64_t micros : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1'700'000'000'123'456}}) {
    CHECK(read_microseconds<sys_time<nanoseconds>>(micros).time_since_epoch() == microseconds{micros});
    CHECK(read_microseconds<sys_time<microseconds>>(micros).time_since_epoch() == microseconds{micros});
    CHECK(read_microseconds<local_time<microseconds>>(micros).time_since_epoch() == microseconds{micros});
  }
  CHECK(read_microseconds<sys_seconds>(-62135683200000000).time_since_epoch().count() == -62135683200);
}

TEST_CASE("nanoseconds are rounded down when they are written") {
  CHECK(written(sys_time<nanoseconds>{1999ns}) == "microseconds 1");
  CHECK(written(sys_time<nanoseconds>{-1ns}) == "microseconds -1");
  CHECK(written(sys_time<nanoseconds>{-1000ns}) == "microseconds -1");
  CHECK(written(sys_time<nanoseconds>{-1001ns}) == "microseconds -2");
  CHECK(written(sys_time<nanoseconds>::max() - 1ns) == "microseconds 9223372036854775");
  CHECK(written(sys_time<nanoseconds>::min() + 1ns) == "microseconds -9223372036854776");
}

TEST_CASE("a moment that is too fine for its C++ type is an error when it is read") {
  REQUIRE_THROWS_MATCHES(read_microseconds<sys_seconds>(1'500'000), InvalidValue, message(too_fine));
  REQUIRE_THROWS_MATCHES(read_microseconds<sys_seconds>(-1), InvalidValue, message(too_fine));
  REQUIRE_THROWS_MATCHES(read_microseconds<local_time<milliseconds>>(1'001), InvalidValue, message(too_fine));
  CHECK(read_microseconds<sys_seconds>(-2'000'000).time_since_epoch() == -2s);
  CHECK(read_microseconds<local_time<milliseconds>>(1'000).time_since_epoch() == 1ms);
}

TEST_CASE("the extremes of time points are infinite moments") {
  CHECK(written(system_clock::time_point::max()) == "microseconds 9223372036854775807");
  CHECK(written(system_clock::time_point::min()) == "microseconds -9223372036854775808");
  CHECK(written(sys_time<microseconds>::max()) == "microseconds 9223372036854775807");
  CHECK(written(local_seconds::max()) == "microseconds 9223372036854775807");
  CHECK(written(sys_time<duration<std::int32_t>>::max()) == "microseconds 9223372036854775807");
  CHECK((read_microseconds<sys_time<nanoseconds>>(micro_max) == sys_time<nanoseconds>::max()));
  CHECK((read_microseconds<sys_time<microseconds>>(micro_min) == sys_time<microseconds>::min()));
  CHECK((read_microseconds<local_seconds>(micro_max) == local_seconds::max()));
  CHECK((read_microseconds<local_seconds>(micro_min) == local_seconds::min()));
}

TEST_CASE("a moment out of range is an error") {
  const char* nearer = "use a nearer time: a database holds 64 bits of microseconds around 1970";
  REQUIRE_THROWS_MATCHES(written(sys_seconds{9'224'286'969'600s}), InvalidValue, message(nearer));  // 294276-12-31
  REQUIRE_THROWS_MATCHES(written(sys_seconds{-9'223'372'036'855s}), InvalidValue, message(nearer));
  REQUIRE_THROWS_MATCHES(written(sys_seconds::max() - 1s), InvalidValue, message(nearer));
  REQUIRE_THROWS_MATCHES(written(local_seconds::min() + 1s), InvalidValue, message(nearer));
  CHECK(written(sys_seconds{9'223'372'036'854s}) == "microseconds 9223372036854000000");
  CHECK(written(sys_time<microseconds>::max() - 1us) == "microseconds 9223372036854775806");

  REQUIRE_THROWS_MATCHES(read_microseconds<sys_time<nanoseconds>>(9'223'372'036'854'776), InvalidValue,
                         message(too_wide));
  REQUIRE_THROWS_MATCHES(read_microseconds<sys_time<nanoseconds>>(micro_min + 1), InvalidValue, message(too_wide));
  CHECK(read_microseconds<sys_time<nanoseconds>>(9'223'372'036'854'775).time_since_epoch() == 9'223'372'036'854'775us);

  using Narrow = sys_time<duration<std::int32_t>>;
  REQUIRE_THROWS_MATCHES(read_microseconds<Narrow>(std::int64_t{day_max} * 1'000'000), InvalidValue, message(too_wide));
  REQUIRE_THROWS_MATCHES(read_microseconds<Narrow>((std::int64_t{day_min} - 1) * 1'000'000), InvalidValue,
                         message(too_wide));
  CHECK(read_microseconds<Narrow>((std::int64_t{day_max} - 1) * 1'000'000).time_since_epoch().count() == day_max - 1);
}

TEST_CASE("durations travel as microseconds") {
  CHECK(written(36h) == "interval 0 months 0 days 129600000000 microseconds");
  CHECK(written(-1500ms) == "interval 0 months 0 days -1500000 microseconds");
  CHECK(written(days{2}) == "interval 0 months 0 days 172800000000 microseconds");
  CHECK(written(nanoseconds{-3000}) == "interval 0 months 0 days -3 microseconds");
  CHECK(written(duration<int, std::ratio<1, 3>>{6}) == "interval 0 months 0 days 2000000 microseconds");
  CHECK(written(microseconds::min()) == "interval 0 months 0 days -9223372036854775808 microseconds");
  CHECK(round_trip(microseconds::max()) == microseconds::max());
  CHECK(round_trip(duration<std::uint16_t>{65'535}).count() == 65'535);
  CHECK(round_trip(-1us) == -1us);
}

TEST_CASE("the days of an interval count 24 hours") {
  CHECK(read_interval<seconds>({.days = 1, .microseconds = 1'000'000}) == 86'401s);
  CHECK(read_interval<minutes>({.days = -1, .microseconds = 60'000'000}) == -1439min);
  CHECK(read_interval<days>({.days = 3, .microseconds = -86'400'000'000}) == days{2});
}

TEST_CASE("a duration that is not exact or out of range is an error") {
  REQUIRE_THROWS_MATCHES(written(1ns), InvalidValue, message(too_fine));
  REQUIRE_THROWS_MATCHES(written(duration<int, std::ratio<1, 3>>{1}), InvalidValue, message(too_fine));
  REQUIRE_THROWS_MATCHES(written(hours::max()), InvalidValue, message(too_wide));
  REQUIRE_THROWS_MATCHES(written(seconds::min()), InvalidValue, message(too_wide));
  REQUIRE_THROWS_MATCHES(written(duration<std::uint64_t, std::micro>::max()), InvalidValue, message(too_wide));

  REQUIRE_THROWS_MATCHES(read_interval<seconds>({.microseconds = 1}), InvalidValue, message(too_fine));
  REQUIRE_THROWS_MATCHES(read_interval<nanoseconds>({.microseconds = micro_max}), InvalidValue, message(too_wide));
  REQUIRE_THROWS_MATCHES(read_interval<microseconds>({.days = day_max}), InvalidValue, message(too_wide));
  REQUIRE_THROWS_MATCHES(read_interval<microseconds>({.days = 1, .microseconds = micro_max}), InvalidValue,
                         message(too_wide));
  REQUIRE_THROWS_MATCHES(read_interval<duration<std::int16_t>>({.days = 1}), InvalidValue, message(too_wide));
  REQUIRE_THROWS_MATCHES(read_interval<duration<std::uint32_t>>({.microseconds = -1'000'000}), InvalidValue,
                         message(too_wide));
}

TEST_CASE("months have no fixed length") {
  REQUIRE_THROWS_MATCHES(
      read_interval<microseconds>({.months = 1}), InvalidValue,
      message("store intervals of days and shorter units: this one has months or is infinite, so its length varies"));
}

TEST_CASE("times may be null and in arrays") {
  using Moments = std::vector<std::optional<sys_time<microseconds>>>;
  const Moments moments{sys_time<microseconds>{1us}, std::nullopt};
  CHECK(written(moments) == "array of 2; microseconds 1; null; end");
  CHECK((round_trip(moments) == moments));
}
