// SPDX-License-Identifier: MIT
// Operators and functions on numbers: values, C++ types, and NULL.
#include <cmath>
#include <optional>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/functions.hpp>

using namespace promptview_test;

namespace number_functions_test {

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::int16_t small{};
  int whole{};
  std::int64_t wide{};
  float real{};
  double twice{};
  pv::Numeric exact{};
  std::optional<int> none{};
  std::optional<pv::Numeric> no_decimal{};
};
PROMPTVIEW_MODEL(Row, postgres, "number_functions_test_rows", FIELD(id, primary_key), FIELD(small), FIELD(whole), FIELD(wide),
                 FIELD(real), FIELD(twice), FIELD(exact), FIELD(none), FIELD(no_decimal))

}  // namespace number_functions_test

using namespace number_functions_test;

namespace {

using pv::Numeric;
const auto small = Row::f(&Row::small);
const auto whole = Row::f(&Row::whole);
const auto wide = Row::f(&Row::wide);
const auto real = Row::f(&Row::real);
const auto twice = Row::f(&Row::twice);
const auto exact = Row::f(&Row::exact);
const auto none = Row::f(&Row::none);

void fill() {
  Row::initialize();
  Row row{.small = 3, .whole = -7, .wide = 10'000'000'000, .real = 0.5F, .twice = 2.25, .exact = Numeric{"12.345"}};
  row.save();
}

template <class X, class Expected>
void check(const X& value, const Expected& expected) {
  check_value(Row::query().values_list(value), expected);
}

using MaybeInt = std::optional<int>;

void check_operators() {
  check(small + small, std::int16_t{6});
  check(small + 1, 4);
  check(1 + small, 4);
  check(whole + wide, std::int64_t{9'999'999'993});
  check(whole + std::int64_t{1}, std::int64_t{-6});
  check(whole + real, -6.5);
  check(real + real, 1.0F);
  check(real + 0.5, 1.0);
  check(twice + whole, -4.75);
  check(exact + 1, Numeric{"13.345"});
  check(whole + exact, Numeric{"5.345"});
  check(exact + Numeric{"0.005"}, Numeric{"12.350"});
  check(exact + twice, 14.595);
  check(whole + Row::f(&Row::id), std::int64_t{-6});
  check(none + 1, MaybeInt{});
  check(whole + none, MaybeInt{});
  check(none + 1.5, std::optional<double>{});
  check(whole + MaybeInt{2}, MaybeInt{-5});
  check(whole + MaybeInt{}, MaybeInt{});
  check(whole - 3, -10);
  check(3 - whole, 10);
  check(whole - (whole - 1), 1);
  check(whole * 2, -14);
  check(whole * exact, Numeric{"-86.415"});
  check((whole + 1) * 2, -12);
  check(whole / 2, -3);        // as in SQL and C++
  check(whole / 2.0, -3.5);
  check(exact / 5, Numeric{"2.469"});
  check(whole % 4, -3);
  check(wide % 7, std::int64_t{4});
  check(exact % 5, Numeric{"2.345"});
  check(-whole, 7);
  check(-(-whole), -7);
  check(whole - -whole, -14);
  check(-none, MaybeInt{});
  check(-exact, Numeric{"-12.345"});
  check(-(whole + 1) * 2, 12);
}

void check_functions() {
  check(pv::power(&Row::whole, 2), 49.0);
  check(pv::power(exact, 2), Numeric{"152.399025"});
  check(pv::power(small, exact - Numeric{"10.345"}), Numeric{9});
  check(pv::power(exact, twice) > 200, true);
  check(pv::power(2, small), 8.0);
  check(pv::power(none, 2), std::optional<double>{});
  check(pv::power(whole, none), std::optional<double>{});
  check(pv::abs(&Row::whole), 7);
  check(pv::abs(small), std::int16_t{3});
  check(pv::abs(-exact), Numeric{"12.345"});
  check(pv::abs(none), MaybeInt{});
  check(pv::abs(-5), 5);
  check(pv::sign(&Row::whole), -1.0);
  check(pv::sign(exact), Numeric{1});
  check(pv::sign(none), std::optional<double>{});
  check(pv::ceil(twice), 3.0);
  check(pv::ceil(exact), Numeric{13});
  check(pv::ceil(real), 1.0);
  check(pv::ceil(Row::f(&Row::no_decimal)), std::optional<Numeric>{});
  check(pv::floor(&Row::twice), 2.0);
  check(pv::floor(-exact), Numeric{-13});
  check(pv::floor(none), std::optional<double>{});
  check(pv::round(twice), 2.0);
  check(pv::round(exact), Numeric{12});
  check(pv::round(whole), -7.0);
  check(pv::round(none), std::optional<double>{});
  check(pv::round_to(exact, 2), Numeric{"12.35"});
  check(pv::round_to(&Row::exact, small - 4), Numeric{10});
  check(pv::round_to(exact, none), std::optional<Numeric>{});
  check(pv::round_to(Row::f(&Row::no_decimal), 2), std::optional<Numeric>{});
  check(pv::sqrt(twice), 1.5);
  check(pv::sqrt(9), 3.0);
  check(pv::sqrt(pv::value(Numeric{4})), Numeric{2});
  check(pv::sqrt(none), std::optional<double>{});
  check(pv::exp(twice - 2.25), 1.0);
  check(pv::exp(none), std::optional<double>{});
  check(pv::ln(pv::exp(small)), 3.0);
  check(pv::ln(none), std::optional<double>{});
  check(pv::random() >= 0.0, true);
  check(pv::random() < 1.0, true);
}

}  // namespace

TEST_CASE("operators and functions on numbers have SQL's values and types") {
  const TestDatabase database;
  fill();
  check_operators();
  check_functions();
  check_all_functions_used("add", "greatest");
}

TEST_CASE("a division by zero is an error of the server, with its words") {
  const TestDatabase database;
  fill();
  CHECK_THROWS_AS(Row::query().values_list(whole / 0).execute(), pv::Error);
}
