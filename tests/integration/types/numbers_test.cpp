// SPDX-License-Identifier: MIT
#include <limits>

#include <promptview/types/numeric.hpp>

#include "round_trip.hpp"

using namespace promptview_test;

namespace numbers_test {

PROMPTVIEW_TEST_HOLDER(Bool, "numbers_test_bools", bool)
PROMPTVIEW_TEST_HOLDER(Int16, "numbers_test_int16s", std::int16_t)
PROMPTVIEW_TEST_HOLDER(Int32, "numbers_test_int32s", std::int32_t)
PROMPTVIEW_TEST_HOLDER(Int64, "numbers_test_int64s", std::int64_t)
PROMPTVIEW_TEST_HOLDER(LongLong, "numbers_test_long_longs", long long)
PROMPTVIEW_TEST_HOLDER(Float, "numbers_test_floats", float)
PROMPTVIEW_TEST_HOLDER(Double, "numbers_test_doubles", double)
PROMPTVIEW_TEST_HOLDER(Decimal, "numbers_test_decimals", pv::Numeric)

}  // namespace numbers_test

using namespace numbers_test;

namespace {

template <class T>
using Limits = std::numeric_limits<T>;

std::vector<Sample<pv::Numeric>> decimals(const std::vector<std::string>& texts) {
  std::vector<Sample<pv::Numeric>> samples;
  for (const std::string& text : texts) samples.push_back({pv::Numeric{text}, text});
  return samples;
}

}  // namespace

TEST_CASE("bool travels unchanged") {
  const RoundTrip<Bool> trip;
  trip.check({{true, "true"}, {false, "false"}});
  trip.check_empty();
}

TEST_CASE("16-bit integers travel unchanged") {
  const RoundTrip<Int16> trip;
  trip.check({{0, "0"}, {1, "1"}, {-1, "-1"}, {INT16_MIN, "-32768"}, {INT16_MAX, "32767"}});
  trip.check_empty();
  CHECK_FALSE(Int16::query().filter("value", 65536).exists());
  CHECK(Int16::query().filter("value__lt", 65536).filter("id__lt", 6).count() == 5);
  CHECK(TestDatabase::ask("SELECT pg_typeof(value) || ' ' || pg_typeof(list) FROM numbers_test_int16s LIMIT 1") ==
        "smallint smallint[]");
}

TEST_CASE("32-bit integers travel unchanged") {
  const RoundTrip<Int32> trip;
  trip.check({{0, "0"}, {-1, "-1"}, {256, "256"}, {INT32_MIN, "-2147483648"}, {INT32_MAX, "2147483647"}});
  trip.check_empty();
}

TEST_CASE("64-bit integers travel unchanged") {
  const RoundTrip<Int64> trip;
  trip.check({{0, "0"}, {-1, "-1"}, {INT64_MIN, "-9223372036854775808"}, {INT64_MAX, "9223372036854775807"}});
  trip.check_empty();
}

TEST_CASE("the other integers of 64 bits travel unchanged") {
  const RoundTrip<LongLong> trip;
  trip.check({{Limits<long long>::min(), "-9223372036854775808"}, {Limits<long long>::max(), "9223372036854775807"}});
}

TEST_CASE("float travels bit by bit") {
  const RoundTrip<Float> trip;
  trip.check({{0.0F, "0"},
              {-0.0F, "-0"},
              {0.1F, "0.1"},
              {-1.5F, "-1.5"},
              {16777217.0F, "1.6777216e+07"},
              {Limits<float>::max(), "3.4028235e+38"},
              {Limits<float>::lowest(), "-3.4028235e+38"},
              {Limits<float>::min(), "1.1754944e-38"},
              {Limits<float>::denorm_min(), "1e-45"},
              {Limits<float>::infinity(), "Infinity"},
              {-Limits<float>::infinity(), "-Infinity"},
              {Limits<float>::quiet_NaN(), "NaN"}});
  trip.check_empty();
  CHECK(finds(Float::query().filter("value", 0.1), {5, 6}));
  CHECK(Float::query().filter("value", 16777216).count() == 2);
}

TEST_CASE("double travels bit by bit") {
  const RoundTrip<Double> trip;
  trip.check({{0.0, "0"},
              {-0.0, "-0"},
              {0.1, "0.1"},
              {0.30000000000000004, "0.30000000000000004"},
              {-1234.5, "-1234.5"},
              {9007199254740993.0, "9.007199254740992e+15"},
              {Limits<double>::max(), "1.7976931348623157e+308"},
              {Limits<double>::lowest(), "-1.7976931348623157e+308"},
              {Limits<double>::min(), "2.2250738585072014e-308"},
              {Limits<double>::denorm_min(), "5e-324"},
              {Limits<double>::epsilon(), "2.220446049250313e-16"},
              {Limits<double>::infinity(), "Infinity"},
              {-Limits<double>::infinity(), "-Infinity"},
              {Limits<double>::quiet_NaN(), "NaN"}});
  trip.check_empty();
  CHECK(finds(Double::query().filter("value", 0), {1, 2, 3, 4, 29}));
  CHECK(Double::query().filter("value__gt", Limits<double>::infinity()).count() == 2);
}

TEST_CASE("Numeric travels digit by digit, with its scale") {
  const RoundTrip<Decimal> trip;
  trip.check(decimals({"0",
                       "0.00",
                       "1",
                       "-1",
                       "12.50",
                       "-12.5",
                       "0.1",
                       "0.0001",
                       "0.00010000",
                       "9999",
                       "10000",
                       "10001",
                       "100000000",
                       "99999999.99999999",
                       "1000000000000000000000000000000.5",
                       "-0.000000000000000000000001",
                       "12345678901234567890123456789012345678901234567890",
                       "NaN",
                       "Infinity",
                       "-Infinity"}));
  trip.check_empty();
  CHECK(Decimal::query().filter("value", pv::Numeric{"12.5"}).count() == 2);
  CHECK(Decimal::query().filter("value", 10000).count() == 2);
  CHECK(Decimal::query().filter("value", INT64_MAX).count() == 0);
  CHECK(Decimal::query().filter("value__gt", pv::Numeric{"Infinity"}).count() == 2);
  CHECK(Decimal::query().filter("value__in", {pv::Numeric{1}, pv::Numeric{"-1.0"}}).count() == 4);
  CHECK(Decimal::query().filter("value__in", {1, 9999}).count() == 4);
}

TEST_CASE("Numeric holds the longest numbers that PostgreSQL has") {
  const RoundTrip<Decimal> trip;
  const std::string huge = "1" + std::string(131071, '7');
  const std::string tiny = "0." + std::string(16382, '0') + "1";
  trip.check(pv::Numeric{huge}, huge);
  trip.check(pv::Numeric{"-" + huge}, "-" + huge);
  trip.check(pv::Numeric{tiny}, tiny);
  trip.check(pv::Numeric{huge + "." + std::string(16383, '3')}, huge + "." + std::string(16383, '3'));
}
