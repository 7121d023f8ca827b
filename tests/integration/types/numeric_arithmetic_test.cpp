// SPDX-License-Identifier: MIT
// pv::Numeric computes what the server computes.
#include <promptview/types/numeric.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <random>
#include <string>
#include <vector>

using namespace promptview_test;

namespace {

std::string random_number(std::mt19937& random) {
  static const std::vector<std::string> special{"0", "0.00", "-0.5", "9.995", "99999999999999999999", "NaN", "Infinity", "-Infinity"};
  if (random() % 8 == 0) return special[random() % special.size()];
  std::string text = random() % 2 == 0 ? "-" : "";
  const auto add_digits = [&](std::size_t count) {
    while (count-- > 0) text += static_cast<char>('0' + random() % 10);
  };
  add_digits(1 + random() % 25);
  if (random() % 3 == 0) return text;
  text += '.';
  add_digits(1 + random() % 12);
  return text;
}

std::string quoted(const std::string& number) { return "'" + number + "'::numeric"; }

}  // namespace

TEST_CASE("sums, products, roundings and quotients are the server's") {
  const TestDatabase database;
  std::mt19937 random{42};
  for (int round = 0; round < 300; ++round) {
    const pv::Numeric a{random_number(random)};
    const pv::Numeric b{random_number(random)};
    const int scale = static_cast<int>(random() % 8) - 2;
    const std::string sql_a = quoted(a.text());
    const std::string sql_b = quoted(b.text());
    INFO(sql_a << ", " << sql_b << ", " << scale);
    const std::string places = std::to_string(scale);
    const std::string server = TestDatabase::ask("concat_ws(' ', " + sql_a + " + " + sql_b + ", " + sql_a + " - " + sql_b + ", " +
                                                 sql_a + " * " + sql_b + ", round(" + sql_a + ", " + places + "), trunc(" + sql_a +
                                                 ", " + places + "), abs(" + sql_a + "), -" + sql_a + ", sign(" + sql_b + "))");
    const std::string sign = b.is_nan() ? "NaN" : std::to_string(b.sign());
    REQUIRE((a + b).text() + " " + (a - b).text() + " " + (a * b).text() + " " + a.rounded(scale).text() + " " +
                a.rounded(scale, pv::Rounding::down).text() + " " + a.abs().text() + " " + (-a).text() + " " + sign ==
            server);
    if (b.is_zero()) continue;
    REQUIRE(a.divided_by(b, 0, pv::Rounding::down).text() == TestDatabase::ask("div(" + sql_a + ", " + sql_b + ")"));
  }
}
