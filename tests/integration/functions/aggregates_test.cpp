// SPDX-License-Identifier: MIT
// Aggregates: values, C++ types, what is empty of no rows; distinct, filter and order inside of them.
#include <chrono>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/functions.hpp>

using namespace promptview_test;

namespace aggregates_test {

using namespace std::chrono_literals;

enum class Level { low, middle, high };
PROMPTVIEW_ENUM(Level, low, middle, high)

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::int16_t small{};
  int number{};
  float real{};
  double twice{};
  pv::Numeric exact{};
  std::string text{};
  Level level{};
  bool flag{};
  std::chrono::sys_days day{};
  std::chrono::seconds span{};
  std::optional<int> maybe{};
  std::optional<std::string> note{};
};
PROMPTVIEW_MODEL(Row, postgres, "aggregates_test_rows", FIELD(id, primary_key), FIELD(small), FIELD(number), FIELD(real),
                 FIELD(twice), FIELD(exact), FIELD(text), FIELD(level), FIELD(flag), FIELD(day), FIELD(span), FIELD(maybe), FIELD(note))

}  // namespace aggregates_test

using namespace aggregates_test;

namespace {

constexpr std::chrono::sys_days first_of_may = std::chrono::year{2024} / 5 / 1;

void fill() {
  Row::initialize();
  const Level levels[] = {Level::middle, Level::high, Level::low, Level::high};
  const char* const texts[] = {"b", "a", "c", "a"};
  for (int i = 0; i < 4; ++i) {
    Row row{.small = static_cast<std::int16_t>(i + 1), .number = i + 1, .real = 0.5F, .twice = i * 1.0};
    row.exact = pv::Numeric{std::to_string(i) + ".25"};
    row.text = texts[i];
    row.level = levels[i];
    row.flag = i > 0;
    row.day = first_of_may + std::chrono::days{i};
    row.span = std::chrono::minutes{i};
    if (i % 2 == 1) row.maybe = i;
    if (i == 0) row.note = "first";
    row.save();
  }
}

// The value over all rows, and over none.
template <class X, class Expected, class Empty>
void check(const X& value, const Expected& expected, const Empty& of_none) {
  check_value(Row::query().values_list(value), expected);
  CHECK(Row::query().filter("number__gt", 99).values_list(value).one() == Expected{of_none});
  CHECK(std::get<0>(Row::query().aggregate(value)) == expected);
}
template <class X, class T>
void check(const X& value, const std::optional<T>& expected) {
  check(value, expected, std::nullopt);
}

void check_counts_and_sums() {
  check(pv::count(), std::int64_t{4}, 0);
  check(pv::count(&Row::maybe), std::int64_t{2}, 0);
  check(pv::count(&Row::text).distinct(), std::int64_t{3}, 0);
  check(pv::count().filter(Row::q("number__gt", 1)), std::int64_t{3}, 0);
  check(pv::count(&Row::text).distinct().filter(Row::f(&Row::number) > 1), std::int64_t{2}, 0);
  check(pv::sum(&Row::small), std::optional<std::int64_t>{10});
  check(pv::sum(&Row::number), std::optional<std::int64_t>{10});
  check(pv::sum(&Row::id), std::optional<pv::Numeric>{10});
  check(pv::sum(&Row::real), std::optional<float>{2.0F});
  check(pv::sum(&Row::twice), std::optional<double>{6.0});
  check(pv::sum(&Row::exact), std::optional<pv::Numeric>{pv::Numeric{"7.00"}});
  check(pv::sum(&Row::maybe), std::optional<std::int64_t>{4});
  check(pv::sum(&Row::span), std::optional<std::chrono::seconds>{6min});
  check(pv::sum(Row::f(&Row::number) * 2), std::optional<std::int64_t>{20});
  check(pv::sum(&Row::number).filter(Row::q("text", "a")) + 1, std::optional<std::int64_t>{7});
  check(pv::avg(&Row::number), std::optional<double>{2.5});
  check(pv::avg(&Row::real), std::optional<double>{0.5});
  check(pv::avg(&Row::exact), std::optional<pv::Numeric>{pv::Numeric{"1.75"}});
  check(pv::avg(&Row::maybe), std::optional<double>{2.0});
  check(pv::avg(&Row::span), std::optional<std::chrono::microseconds>{90s});
  check(pv::avg(&Row::number).distinct().filter(Row::q("number__lt", 3)), std::optional<double>{1.5});
  check(pv::coalesce(pv::sum(&Row::number), 0), std::int64_t{10}, 0);
}

void check_extremes_and_spread() {
  check(pv::min(&Row::number), std::optional<int>{1});
  check(pv::min(&Row::id), std::optional<std::int64_t>{1});
  check(pv::min(&Row::level), std::optional<Level>{Level::low});
  check(pv::min(&Row::note), std::optional<std::string>{"first"});
  check(pv::min(&Row::day), std::optional{first_of_may});
  check(pv::max(&Row::maybe), std::optional<int>{3});
  check(pv::max(&Row::level), std::optional<Level>{Level::high});
  check(pv::max(&Row::text), std::optional<std::string>{"c"});
  check(pv::max(&Row::span), std::optional<std::chrono::seconds>{3min});
  check(pv::max(pv::length(&Row::text)), std::optional<std::int32_t>{1});
  check(pv::max(&Row::day) - pv::min(&Row::day), std::optional<std::int32_t>{3});
  check(pv::round_to(pv::stddev(&Row::exact), 4), std::optional{pv::Numeric{"1.2910"}});
  check(pv::stddev(&Row::real), std::optional<double>{0.0});
  check(pv::variance(&Row::maybe), std::optional<double>{2.0});
  check(pv::stddev_population(&Row::maybe), std::optional<double>{1.0});
  check(pv::variance_population(&Row::number), std::optional<double>{1.25});
}

void check_collections() {
  using Texts = std::vector<std::string>;
  check(pv::array_agg(&Row::text).order_by(&Row::id), std::optional<Texts>{{"b", "a", "c", "a"}});
  check(pv::array_agg(&Row::text).distinct().order_by(pv::desc(&Row::text)), std::optional<Texts>{{"c", "b", "a"}});
  check(pv::array_agg(&Row::id).order_by(pv::desc(&Row::id)).filter(Row::q("number__lt", 3)), std::optional<std::vector<std::int64_t>>{{2, 1}});
  check(pv::array_agg(&Row::maybe).order_by(&Row::number), std::optional<std::vector<std::optional<int>>>{{std::nullopt, 1, std::nullopt, 3}});
  check(pv::array_agg(&Row::level).order_by(&Row::number),
        std::optional<std::vector<Level>>{{Level::middle, Level::high, Level::low, Level::high}});
  check(pv::string_agg(&Row::text, ", ").order_by(&Row::text), std::optional<std::string>{"a, a, b, c"});
  check(pv::string_agg(&Row::text, "'").distinct().order_by(&Row::text), std::optional<std::string>{"a'b'c"});
  check(pv::string_agg(&Row::note, ""), std::optional<std::string>{"first"});
  check(pv::string_agg(pv::cast<std::string>(&Row::number), "+").order_by(pv::asc(&Row::maybe).nulls_first(), &Row::id), std::optional<std::string>{"1+3+2+4"});
  check(pv::jsonb_agg(&Row::maybe).order_by(&Row::id), std::optional{pv::Json::parse("[null,1,null,3]")});
  check(pv::jsonb_agg(&Row::text).distinct(), std::optional{pv::Json::parse(R"(["a","b","c"])")});
  check(pv::bool_and(&Row::flag), std::optional<bool>{false});
  check(pv::bool_or(Row::f(&Row::number) > 3), std::optional<bool>{true});
  check(pv::bool_and(Row::q("number__gt", 0)), std::optional<bool>{true});
}

}  // namespace

TEST_CASE("aggregates have SQL's values and types") {
  const TestDatabase database;
  fill();
  check_counts_and_sums();
  check_extremes_and_spread();
  check_collections();
  check_all_functions_used("count_rows", "row_number");
}

TEST_CASE("several aggregates are one tuple from one round trip") {
  const TestDatabase database;
  fill();
  const auto all = Row::query().aggregate(pv::sum(&Row::number), pv::avg(&Row::number), pv::count());
  static_assert(std::is_same_v<decltype(all), const std::tuple<std::optional<std::int64_t>, std::optional<double>, std::int64_t>>);
  CHECK(all == std::tuple{std::optional<std::int64_t>{10}, std::optional<double>{2.5}, std::int64_t{4}});
  const auto none = Row::query().filter("id__in", {}).aggregate(pv::sum(&Row::number), pv::count());
  CHECK(none == std::tuple{std::optional<std::int64_t>{}, std::int64_t{0}});
}
