// SPDX-License-Identifier: MIT
#include <promptview/types/numeric.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/value_recorder.hpp>

#include <cmath>
#include <compare>
#include <type_traits>
#include <unordered_set>

using namespace promptview_test;
using promptview::InvalidValue;
using promptview::Numeric;

namespace {

static_assert(promptview::Mapped<Numeric>);
static_assert(promptview::TypeMapping<Numeric>::type.kind == promptview::Kind::numeric);

static_assert(std::is_convertible_v<int, Numeric>);
static_assert(std::is_convertible_v<std::uint64_t, Numeric>);
static_assert(std::is_convertible_v<std::int8_t, Numeric>);
static_assert(!std::is_convertible_v<std::string_view, Numeric>);
static_assert(std::is_constructible_v<Numeric, const char*>);
static_assert(!std::is_constructible_v<Numeric, double>);
static_assert(!std::is_constructible_v<Numeric, float>);
static_assert(!std::is_constructible_v<Numeric, long double>);
static_assert(!std::is_constructible_v<Numeric, bool>);
static_assert(!std::is_constructible_v<Numeric, char>);
static_assert(!std::is_constructible_v<Numeric, char32_t>);
static_assert(!std::is_constructible_v<Numeric, std::nullptr_t>);

std::string canonical(std::string_view text) { return Numeric{text}.text(); }

std::size_t hash(const Numeric& number) { return std::hash<Numeric>{}(number); }

}  // namespace

TEST_CASE("a numeric keeps its digits and its scale") {
  CHECK(Numeric{}.text() == "0");
  CHECK(canonical("123.4500") == "123.4500");
  CHECK(canonical("-0.50") == "-0.50");
  CHECK(canonical("12345678901234567890123456789.000000000000000000000001") ==
        "12345678901234567890123456789.000000000000000000000001");
  CHECK(Numeric{"1.10"}.to_string() == "1.10");
}

TEST_CASE("a numeric is written the way PostgreSQL prints it") {
  CHECK(canonical("+5") == "5");
  CHECK(canonical("007") == "7");
  CHECK(canonical("-007.10") == "-7.10");
  CHECK(canonical(".5") == "0.5");
  CHECK(canonical("5.") == "5");
  CHECK(canonical("-.5") == "-0.5");
  CHECK(canonical("-0") == "0");
  CHECK(canonical("-0.00") == "0.00");
  CHECK(canonical("000") == "0");
  CHECK(canonical("  12.5\n") == "12.5");
}

TEST_CASE("an exponent moves the point") {
  CHECK(canonical("1.5e3") == "1500");
  CHECK(canonical("1.50E+1") == "15.0");
  CHECK(canonical("15e-1") == "1.5");
  CHECK(canonical("15e-4") == "0.0015");
  CHECK(canonical("-0.0015e2") == "-0.15");
  CHECK(canonical("0.00e1") == "0.0");
  CHECK(canonical("0e5") == "0");
  CHECK(canonical("0e-3") == "0.000");
  CHECK(canonical("0e999999999999999999999") == "0");
  CHECK(canonical("1e0") == "1");
}

TEST_CASE("NaN and the infinities are numerics") {
  CHECK(canonical("nan") == "NaN");
  CHECK(canonical(" NaN ") == "NaN");
  CHECK(canonical("inf") == "Infinity");
  CHECK(canonical("+INFINITY") == "Infinity");
  CHECK(canonical("-Inf") == "-Infinity");
  CHECK(Numeric{"NaN"}.is_nan());
  CHECK_FALSE(Numeric{"NaN"}.is_finite());
  CHECK_FALSE(Numeric{"-inf"}.is_finite());
  CHECK_FALSE(Numeric{"-inf"}.is_nan());
  CHECK(Numeric{"-9.0"}.is_finite());
}

TEST_CASE("what is no number is an error") {
  for (const std::string text : {"", " ", ".", "-", "+-1", "--1", "1.2.3", "1e", "1e+", "e5", "12a", "1 2", "-nan",
                                 "infinit", "0x10", "1,5", "١"})
    CHECK_THROWS_AS(Numeric{text}, InvalidValue);
  CHECK_THROWS_AS(Numeric{std::string_view("1\0", 2)}, InvalidValue);
  REQUIRE_THROWS_MATCHES(
      Numeric{"twelve"}, InvalidValue,
      message("write a number such as 12.50, -3 or 1.5e3, or NaN, Infinity, -Infinity; this is not one: "
              "\"twelve\""));
}

TEST_CASE("a numeric has the limits of PostgreSQL's") {
  const std::string whole(131'072, '9');
  const std::string fraction(16'383, '9');
  CHECK(canonical(whole + "." + fraction) == whole + "." + fraction);
  CHECK(canonical("1e131071").size() == 131'072);
  CHECK(canonical("1e-16383").size() == 16'385);
  CHECK(canonical(std::string(200'000, '0') + "1") == "1");

  const char* reason = "use a shorter number: it may have 131072 digits before and 16383 after the decimal point";
  CHECK_THROWS_MATCHES(Numeric{whole + "9"}, InvalidValue, message_contains(reason));
  CHECK_THROWS_MATCHES(Numeric{"0." + fraction + "9"}, InvalidValue, message_contains(reason));
  CHECK_THROWS_MATCHES(Numeric{"1e131072"}, InvalidValue, message_contains(reason));
  CHECK_THROWS_MATCHES(Numeric{"1e-16384"}, InvalidValue, message_contains(reason));
  CHECK_THROWS_MATCHES(Numeric{"1e999999999999999999999"}, InvalidValue, message_contains(reason));
  CHECK_THROWS_MATCHES(Numeric{"1e-999999999999999999999"}, InvalidValue, message_contains(reason));
}

TEST_CASE("integers are numerics") {
  CHECK(Numeric{42}.text() == "42");
  CHECK(Numeric{std::int8_t{-7}}.text() == "-7");
  CHECK(Numeric{std::numeric_limits<std::int64_t>::min()}.text() == "-9223372036854775808");
  CHECK(Numeric{std::numeric_limits<std::uint64_t>::max()}.text() == "18446744073709551615");
}

TEST_CASE("numerics compare by value") {
  CHECK(Numeric{"1.0"} == Numeric{"1.00"});
  CHECK(Numeric{"0"} == Numeric{"-0.000"});
  CHECK(Numeric{"1.5e3"} == Numeric{1500});
  CHECK(Numeric{"1.01"} != Numeric{"1.1"});

  const std::vector<std::string> ascending{"-Infinity", "-100", "-99.9", "-99.89",   "-1.01", "-1",
                                           "-0.5",      "0",    "0.05",  "0.5",      "0.51",  "9",
                                           "10",        "10.1", "100",   "Infinity", "NaN"};
  for (std::size_t i = 0; i < ascending.size(); ++i)
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      INFO(ascending[i] << " and " << ascending[j]);
      CHECK(((Numeric{ascending[i]} <=> Numeric{ascending[j]}) == (i <=> j)));
    }
}

TEST_CASE("equal numerics have equal hashes") {
  CHECK(hash(Numeric{"1.0"}) == hash(Numeric{"1"}));
  CHECK(hash(Numeric{"-1.5000"}) == hash(Numeric{"-1.5"}));
  CHECK(hash(Numeric{"0.000"}) == hash(Numeric{0}));
  CHECK(hash(Numeric{"100"}) != hash(Numeric{"1"}));
  CHECK(std::unordered_set<Numeric>{Numeric{"1.0"}, 1, Numeric{"NaN"}, Numeric{"NaN"}}.size() == 2);
}

TEST_CASE("a whole number of 64 bits can be taken out exactly") {
  CHECK(Numeric{"42.000"}.to_int64() == 42);
  CHECK(Numeric{"-9223372036854775808"}.to_int64() == std::numeric_limits<std::int64_t>::min());
  CHECK(Numeric{"9223372036854775807.0"}.to_int64() == std::numeric_limits<std::int64_t>::max());
  CHECK_THROWS_AS(Numeric{"9223372036854775808"}.to_int64(), InvalidValue);
  CHECK_THROWS_AS(Numeric{"-9223372036854775809"}.to_int64(), InvalidValue);
  CHECK_THROWS_AS(Numeric{"NaN"}.to_int64(), InvalidValue);
  CHECK_THROWS_AS(Numeric{"-Infinity"}.to_int64(), InvalidValue);
  REQUIRE_THROWS_MATCHES(Numeric{"0.5"}.to_int64(), InvalidValue,
                         message("keep the number as a Numeric: it is not a whole number of 64 bits: 0.5"));
}

TEST_CASE("the nearest double can be taken out") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(Numeric{"0.1"}.to_double() == 0.1);
  CHECK(Numeric{"-12.50"}.to_double() == -12.5);
  CHECK(Numeric{"1e308"}.to_double() == 1e308);
  CHECK(Numeric{"1e309"}.to_double() == infinity);
  CHECK(Numeric{"-1e309"}.to_double() == -infinity);
  CHECK(Numeric{"1e-400"}.to_double() == 0.0);
  CHECK(std::signbit(Numeric{"-1e-400"}.to_double()));
  CHECK(Numeric{"Infinity"}.to_double() == infinity);
  CHECK(Numeric{"-Infinity"}.to_double() == -infinity);
  CHECK(std::isnan(Numeric{"NaN"}.to_double()));
}

TEST_CASE("a numeric travels as its text") {
  CHECK(written(Numeric{"-1.50"}) == "text -1.50");
  for (const char* text : {"0", "123.4500", "-0.1", "NaN", "Infinity", "-Infinity"})
    CHECK(round_trip(Numeric{text}).text() == text);
  REQUIRE_THROWS_MATCHES(read<Numeric>([](auto& row) { row.text("x"); }), InvalidValue,
                         message("write a number such as 12.50, -3 or 1.5e3, or NaN, Infinity, -Infinity"));
}
