// SPDX-License-Identifier: MIT
#include <promptview/types/numeric.hpp>
#include <promptview_test/catch.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <type_traits>
#include <utility>

using namespace promptview_test;
using promptview::InvalidValue;
using promptview::Numeric;
using promptview::Rounding;

namespace {

template <class T>
concept Divides = requires(const T& a) { a / a; };
static_assert(!Divides<Numeric>, "a quotient needs a scale");
static_assert(std::is_same_v<decltype(Numeric{} + 1), Numeric>);

Numeric n(std::string_view text) { return Numeric{text}; }

std::string rounded(std::string_view text, int scale, Rounding rounding) { return n(text).rounded(scale, rounding).text(); }

std::string digits(std::mt19937& random, std::size_t count) {
  std::string text;
  while (text.size() < count) text += static_cast<char>('0' + random() % 10);
  return text;
}

}  // namespace

TEST_CASE("sums and differences are exact and have the greater scale") {
  CHECK((n("0.1") + n("0.2")).text() == "0.3");
  CHECK((n("12.50") + n("0.5")).text() == "13.00");
  CHECK((n("999.99") + n("0.01")).text() == "1000.00");
  CHECK((n("1") - n("0.0001")).text() == "0.9999");
  CHECK((n("1.5") - n("1.50")).text() == "0.00");
  CHECK((n("-1.5") + n("1.5")).text() == "0.0");
  CHECK((n("-2") - n("3.25")).text() == "-5.25");
  CHECK((n("2") - n("3.25")).text() == "-1.25");
  CHECK((n("-10") + n("3")).text() == "-7");
  CHECK((n("1") + n("99999999999999999999999999999999")).text() == "100000000000000000000000000000000");
  CHECK((n("12.50") + 1).text() == "13.50");
  CHECK((1 - n("0.25")).text() == "0.75");

  Numeric total{"10.00"};
  total += n("2.5");
  total -= 3;
  total *= n("0.2");
  CHECK(total.text() == "1.900");
  total += total;
  CHECK(total.text() == "3.800");
}

TEST_CASE("products are exact and have the sum of the scales") {
  CHECK((n("19.99") * 3).text() == "59.97");
  CHECK((n("1.50") * n("0.200")).text() == "0.30000");
  CHECK((n("-1.5") * n("2")).text() == "-3.0");
  CHECK((n("-1.5") * n("-2")).text() == "3.0");
  CHECK((n("-1.5") * 0).text() == "0.0");
  CHECK((n("123456789012345678901234567890") * n("987654321098765432109876543210")).text() ==
        "121932631137021795226185032733622923332237463801111263526900");
}

TEST_CASE("signs of numerics") {
  CHECK((-n("12.50")).text() == "-12.50");
  CHECK((-n("-12.50")).text() == "12.50");
  CHECK((-n("0.00")).text() == "0.00");
  CHECK((+n("-3")).text() == "-3");
  CHECK(n("-0.01").abs().text() == "0.01");
  CHECK(n("0.01").abs().text() == "0.01");
  CHECK(n("-0.01").sign() == -1);
  CHECK(n("0.00").sign() == 0);
  CHECK(n("0.01").sign() == 1);
  CHECK(n("0.00").is_zero());
  CHECK_FALSE(n("10").is_zero());
  CHECK(n("12.50").scale() == 2);
  CHECK(n("12").scale() == 0);
  CHECK(n("NaN").scale() == 0);
}

TEST_CASE("seven ways of rounding") {
  struct Case {
    const char* text;
    const char* half_up;
    const char* half_even;
    const char* half_down;
    const char* up;
    const char* down;
    const char* ceiling;
    const char* floor;
  };
  for (const Case& c : {Case{"2.5", "3", "2", "2", "3", "2", "3", "2"}, Case{"3.5", "4", "4", "3", "4", "3", "4", "3"},
                        Case{"-2.5", "-3", "-2", "-2", "-3", "-2", "-2", "-3"},
                        Case{"2.51", "3", "3", "3", "3", "2", "3", "2"}, Case{"2.49", "2", "2", "2", "3", "2", "3", "2"},
                        Case{"-2.01", "-2", "-2", "-2", "-3", "-2", "-2", "-3"},
                        Case{"0.5", "1", "0", "0", "1", "0", "1", "0"}, Case{"-0.4", "0", "0", "0", "-1", "0", "0", "-1"},
                        Case{"2.00", "2", "2", "2", "2", "2", "2", "2"}, Case{"9.9", "10", "10", "10", "10", "9", "10", "9"}}) {
    INFO(c.text);
    CHECK(rounded(c.text, 0, Rounding::half_up) == c.half_up);
    CHECK(rounded(c.text, 0, Rounding::half_even) == c.half_even);
    CHECK(rounded(c.text, 0, Rounding::half_down) == c.half_down);
    CHECK(rounded(c.text, 0, Rounding::up) == c.up);
    CHECK(rounded(c.text, 0, Rounding::down) == c.down);
    CHECK(rounded(c.text, 0, Rounding::ceiling) == c.ceiling);
    CHECK(rounded(c.text, 0, Rounding::floor) == c.floor);
  }
}

TEST_CASE("numerics are rounded to any scale") {
  CHECK(n("1.005").rounded(2).text() == "1.01");
  CHECK(n("1.5").rounded(3).text() == "1.500");
  CHECK(n("1.5").rounded().text() == "2");
  CHECK(n("1250").rounded(-2).text() == "1300");
  CHECK(n("1250.75").rounded(-1).text() == "1250");
  CHECK(n("4").rounded(-1).text() == "0");
  CHECK(n("7").rounded(-1).text() == "10");
  CHECK(n("7").rounded(-2, Rounding::up).text() == "100");
  CHECK(n("7").rounded(-1'000'000).text() == "0");
  CHECK(n("0.004").rounded(2).text() == "0.00");
  CHECK(n("NaN").rounded(2).text() == "NaN");
  CHECK(n("-inf").rounded(2).text() == "-Infinity");
  CHECK_THROWS_AS(n("1").rounded(16'384), InvalidValue);
  CHECK_THROWS_AS(n("7").rounded(-1'000'000, Rounding::up), InvalidValue);
}

TEST_CASE("a quotient has the scale and the rounding that are asked for") {
  CHECK(n("10").divided_by(3, 2).text() == "3.33");
  CHECK(n("20").divided_by(3, 2).text() == "6.67");
  CHECK(n("20").divided_by(3, 2, Rounding::down).text() == "6.66");
  CHECK(n("-20").divided_by(3, 2, Rounding::floor).text() == "-6.67");
  CHECK(n("1").divided_by(8, 2, Rounding::half_even).text() == "0.12");
  CHECK(n("1").divided_by(8, 2).text() == "0.13");
  CHECK(n("1").divided_by(8, 2, Rounding::half_down).text() == "0.12");
  CHECK(n("1").divided_by(3, 0, Rounding::up).text() == "1");
  CHECK(n("12.50").divided_by(n("2.5"), 4).text() == "5.0000");
  CHECK(n("0.00001").divided_by(n("1000"), 0).text() == "0");
  CHECK(n("1e30").divided_by(n("1e-30"), 0).text() == "1" + std::string(60, '0'));
  CHECK(n("12345.678901234567890").divided_by(1, 2).text() == "12345.68");
  CHECK(n("0").divided_by(n("-7"), 2).text() == "0.00");
}

TEST_CASE("a division by zero and results beyond the limits are errors") {
  REQUIRE_THROWS_MATCHES(n("1").divided_by(n("0.00"), 2), InvalidValue,
                         message("look at is_zero() of the divisor first: a number cannot be divided by zero"));
  CHECK_THROWS_AS(n("inf").divided_by(0, 2), InvalidValue);
  CHECK_THROWS_AS(n("1").divided_by(3, 16'384), InvalidValue);
  CHECK_THROWS_AS(n("1e131071") * 10, InvalidValue);
  CHECK_THROWS_AS(n("1e-10000") * n("1e-10000"), InvalidValue);
  CHECK_THROWS_AS(n("9e131071") + n("9e131071"), InvalidValue);
  Numeric kept{"9e131071"};
  const Numeric before = kept;
  CHECK_THROWS_AS(kept += kept, InvalidValue);
  CHECK(kept == before);
}

TEST_CASE("arithmetic with NaN and the infinities is PostgreSQL's") {
  const Numeric nan{"NaN"};
  const Numeric inf{"Infinity"};
  CHECK((nan + 1).is_nan());
  CHECK((1 - nan).is_nan());
  CHECK((nan * 0).is_nan());
  CHECK((inf + 1).text() == "Infinity");
  CHECK((1 - inf).text() == "-Infinity");
  CHECK((inf - inf).is_nan());
  CHECK((inf + inf).text() == "Infinity");
  CHECK((inf * -2).text() == "-Infinity");
  CHECK((inf * 0).is_nan());
  CHECK(inf.divided_by(-2, 2).text() == "-Infinity");
  CHECK(inf.divided_by(inf, 2).is_nan());
  CHECK(nan.divided_by(0, 2).is_nan());
  CHECK(n("1").divided_by(inf, 2).text() == "0.00");
  CHECK((-inf).text() == "-Infinity");
  CHECK((-nan).text() == "NaN");
  CHECK((-inf).abs().text() == "Infinity");
}

TEST_CASE("numerics and integers are converted exactly") {
  CHECK(Numeric::from_units(1250, 2).text() == "12.50");
  CHECK(Numeric::from_units(-5, 2).text() == "-0.05");
  CHECK(Numeric::from_units(7, 0).text() == "7");
  CHECK(Numeric::from_units(UINT64_MAX, 3).text() == "18446744073709551.615");
  CHECK(n("12.50").to_units(2) == 1250);
  CHECK(n("12.5").to_units(2) == 1250);
  CHECK(n("-0.05").to_units<int>(2) == -5);
  CHECK(n("12.500").to_units(1) == 125);
  CHECK_THROWS_AS(n("12.505").to_units(2), InvalidValue);
  CHECK_THROWS_AS(n("inf").to_units(2), InvalidValue);
  CHECK_THROWS_AS(n("1").to_units(300'000), InvalidValue);
  CHECK_THROWS_AS(Numeric::from_units(1, 16'384), InvalidValue);

  CHECK(n("18446744073709551615").to_integer<std::uint64_t>() == UINT64_MAX);
  CHECK(n("-128.00").to_integer<std::int8_t>() == -128);
  REQUIRE_THROWS_MATCHES(
      n("128").to_integer<std::int8_t>(), InvalidValue,
      message("keep the number as a Numeric: it is not a whole number of 8 bits: 128"));
  REQUIRE_THROWS_MATCHES(
      n("-1").to_integer<std::uint32_t>(), InvalidValue,
      message("keep the number as a Numeric: it is not a whole number of 32 bits that is not negative: -1"));
}

TEST_CASE("random small numbers compute as integers do") {
  std::mt19937 random{20261129};
  std::uniform_int_distribution<std::int64_t> any{-1'000'000'000, 1'000'000'000};
  for (int round = 0; round < 2'000; ++round) {
    const std::int64_t a = any(random) >> (round % 20);
    const std::int64_t b = any(random) >> (round % 29);
    INFO(a << " and " << b);
    REQUIRE((Numeric{a} + Numeric{b}).to_int64() == a + b);
    REQUIRE((Numeric{a} - Numeric{b}).to_int64() == a - b);
    REQUIRE((Numeric{a} * Numeric{b}).to_int64() == a * b);
    REQUIRE((Numeric::from_units(a, 3) * Numeric::from_units(b, 4)).to_units(7) == a * b);
    if (b != 0) REQUIRE(Numeric{a}.divided_by(b, 0, Rounding::down).to_int64() == a / b);
  }
}

TEST_CASE("random long numbers: quotient times divisor plus a remainder less than the divisor") {
  std::mt19937 random{7};
  for (int round = 0; round < 1'000; ++round) {
    std::string a_digits = "1" + digits(random, 1 + random() % 120);
    std::string b_digits = "1" + digits(random, random() % 90);
    // Groups of 0 and of 999999999 are where estimates of a quotient's digits go wrong.
    if (round % 3 == 0) a_digits += std::string(9, '0') + std::string(27, '9');
    if (round % 5 == 0) b_digits = std::string(9, round % 2 == 0 ? '9' : '5') + std::string(18, round % 4 == 0 ? '0' : '9') + b_digits;
    const Numeric a{a_digits};
    const Numeric b{b_digits};
    INFO(a_digits << " / " << b_digits);
    const Numeric quotient = a.divided_by(b, 0, Rounding::down);
    const Numeric rest = a - quotient * b;
    REQUIRE(rest >= 0);
    REQUIRE(rest < b);
    REQUIRE((a * b).divided_by(b, 0, Rounding::down) == a);
    REQUIRE((a * b - 1).divided_by(b, 0, Rounding::down) == a - 1);
  }
}

TEST_CASE("the README's bill") {
  const Numeric price{"19.99"};
  const Numeric total = price * 3 + Numeric{"0.50"};
  CHECK(total.text() == "60.47");
  const Numeric share = total.divided_by(7, 2, Rounding::half_even);
  CHECK(share.text() == "8.64");
  CHECK((total - share * 7).text() == "-0.01");
  CHECK(total.to_units(2) == 6047);
  CHECK(total.rounded(-1).text() == "60");
}
