// SPDX-License-Identifier: MIT
// Window functions: values, C++ types, frames, and filters by what they give.
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/functions.hpp>

using namespace promptview_test;

namespace window_functions_test {

struct Sale : pv::Model<Sale> {
  pv::Auto<int> id{};
  std::string city{};
  int price{};
  std::optional<int> rebate{};
};
PROMPTVIEW_MODEL(Sale, postgres, "window_functions_test_sales", FIELD(id, primary_key), FIELD(city), FIELD(price), FIELD(rebate))

}  // namespace window_functions_test

using namespace window_functions_test;

namespace {

using MaybeInt = std::optional<int>;

// By id: Bonn 10, Bonn 20, Bonn 20, Kiel 40, Kiel 15.
void fill() {
  Sale::initialize();
  const std::tuple<const char*, int, MaybeInt> rows[] = {
      {"Bonn", 10, {}}, {"Bonn", 20, 2}, {"Bonn", 20, 3}, {"Kiel", 40, {}}, {"Kiel", 15, 1}};
  for (const auto& [city, price, rebate] : rows) {
    Sale sale{.city = city, .price = price, .rebate = rebate};
    sale.save();
  }
}

// The values of all rows, by id.
template <class X, class Expected>
void check(const X& value, const std::vector<Expected>& expected) {
  const auto query = Sale::query().values_list(value).order_by("id");
  static_assert(std::is_same_v<typename decltype(query)::row_type, Expected>);
  for (const pv::Expression& column : query.select().columns) collect_functions(column);
  INFO(query.to_sql());
  CHECK(query.execute() == expected);
}

using Numbers = std::vector<std::int64_t>;
using Doubles = std::vector<double>;
using Maybes = std::vector<MaybeInt>;
using Sums = std::vector<std::optional<std::int64_t>>;
const auto by_price = pv::window().order_by(&Sale::price);
const auto by_id = pv::window().order_by(&Sale::id);
const auto of_city = pv::window().partition_by(&Sale::city);

void check_ranks() {
  check(pv::row_number().over(by_id), Numbers{1, 2, 3, 4, 5});
  check(pv::row_number().over(of_city.order_by(pv::desc(&Sale::id))), Numbers{3, 2, 1, 2, 1});
  check(pv::rank().over(by_price), Numbers{1, 3, 3, 5, 2});
  check(pv::dense_rank().over(pv::window().order_by(pv::desc(&Sale::price))), Numbers{4, 2, 2, 1, 3});
  check(pv::percent_rank().over(by_price), Doubles{0.0, 0.5, 0.5, 1.0, 0.25});
  check(pv::cume_dist().over(by_price), Doubles{0.2, 0.8, 0.8, 1.0, 0.4});
  check(pv::ntile(2).over(by_id), std::vector<std::int32_t>{1, 1, 1, 2, 2});
  check(pv::rank().over(pv::window().order_by(pv::asc(&Sale::rebate).nulls_first())), Numbers{1, 4, 5, 1, 3});
}

void check_neighbours() {
  check(pv::lag(&Sale::price).over(by_id), Maybes{{}, 10, 20, 20, 40});
  check(pv::lag(&Sale::price, 2).over(by_id), Maybes{{}, {}, 10, 20, 20});
  check(pv::lead(&Sale::rebate).over(by_id), Maybes{2, 3, {}, 1, {}});
  check(pv::lead(Sale::f(&Sale::price) * 2).over(of_city.order_by(&Sale::id)), Maybes{40, 40, {}, 30, {}});
  check(pv::first_value(&Sale::price).over(of_city.order_by(&Sale::id)), Maybes{10, 10, 10, 40, 40});
  check(pv::last_value(&Sale::price).over(of_city.order_by(&Sale::id)), Maybes{10, 20, 20, 40, 15});
  check(pv::last_value(&Sale::price).over(of_city), Maybes{20, 20, 20, 15, 15});
  check(pv::nth_value(&Sale::price, 2).over(of_city.order_by(&Sale::id)), Maybes{{}, 20, 20, {}, 15});
  check(Sale::f(&Sale::price) - pv::lag(&Sale::price).over(by_id), Maybes{{}, 10, 0, 20, -25});
}

void check_frames() {
  const auto sum = pv::sum(&Sale::price);
  check(sum.over(pv::window()), Sums{105, 105, 105, 105, 105});
  check(sum.over(of_city), Sums{50, 50, 50, 55, 55});
  check(sum.over(by_id), Sums{10, 30, 50, 90, 105});
  check(sum.over(by_price), Sums{10, 65, 65, 105, 25});  // equal rows come together
  check(sum.over(by_id.rows(pv::preceding(1), pv::following(1))), Sums{30, 50, 80, 75, 55});
  check(sum.over(by_id.rows(pv::current_row, pv::unbounded_following)), Sums{105, 95, 75, 55, 15});
  check(sum.over(by_price.groups(pv::preceding(1), pv::current_row)), Sums{10, 55, 55, 80, 25});
  check(sum.over(by_price.range(pv::preceding(5), pv::current_row)), Sums{10, 55, 55, 40, 25});
  check(pv::count().over(of_city), Numbers{3, 3, 3, 2, 2});
  check(pv::count(&Sale::rebate).filter(Sale::q("price__gt", 15)).over(by_id), Numbers{0, 1, 2, 2, 2});
  check(pv::avg(&Sale::price).over(of_city.order_by(&Sale::id).rows(pv::unbounded_preceding, pv::current_row)),
        std::vector<std::optional<double>>{10.0, 15.0, 50 / 3.0, 40.0, 27.5});
}

std::vector<int> ids(const auto& query) {
  std::vector<int> found;
  for (const auto& [sale, value] : query.order_by("id")) found.push_back(sale.id.value());
  return found;
}

}  // namespace

TEST_CASE("window functions have SQL's values and types") {
  const TestDatabase database;
  fill();
  check_ranks();
  check_neighbours();
  check_frames();
  check_all_functions_used("row_number");
}

TEST_CASE("rows are filtered and ordered by a window function's name") {
  const TestDatabase database;
  fill();
  const auto ranked = Sale::query().annotate<"place">(pv::row_number().over(of_city.order_by(pv::desc(&Sale::price), &Sale::id)));
  CHECK(ids(ranked.filter("place", 1)) == std::vector{2, 4});
  CHECK(ids(ranked.exclude("place", 1)) == std::vector{1, 3, 5});
  CHECK(ids(ranked.filter("place__lte", 2).filter("price__gt", 15)) == std::vector{2, 3, 4});
  CHECK(ids(ranked.filter("price__lt", 40).filter("place", 1)) == std::vector{2, 5});  // of the rows below 40
  CHECK(ids(ranked.filter(ranked.q("place", 1) || ranked.q("price", 10))) == std::vector{1, 2, 4});
  CHECK(ranked.filter("place", 1).count() == 2);
  CHECK(ranked.filter("place", 9).exists() == false);
  CHECK(std::get<0>(*ranked.order_by("place", "-price").first()).price == 40);
  CHECK(ranked.filter("place", 1).aggregate(pv::sum(&Sale::price)) == std::tuple{std::optional<std::int64_t>{60}});
  CHECK(ranked.filter(ranked.ref<"place">() == 1).count() == 2);
}

TEST_CASE("a window function's filter behind an alias, values and another one") {
  const TestDatabase database;
  fill();
  const auto ranked = Sale::query().alias<"place">(pv::row_number().over(of_city.order_by(&Sale::id)));
  CHECK(ranked.filter("place", 2).values_list(&Sale::price).order_by("id").execute() == std::vector{20, 15});
  const auto twice = ranked.filter("place__gt", 1).annotate<"again">(pv::row_number().over(by_id));
  CHECK(ids(twice.filter("again", 1)) == std::vector{2});
  CHECK(ranked.annotate<"more">(ranked.ref<"place">() * 10).filter("place", 2).order_by("more", "id").count() == 2);
}

TEST_CASE("windows over groups see one row a group") {
  const TestDatabase database;
  fill();
  const auto cities = Sale::query().values(&Sale::city).annotate<"total">(pv::sum(&Sale::price));
  const auto ranked = cities.annotate<"place">(pv::rank().over(pv::window().order_by(pv::desc(cities.ref<"total">()))));
  const auto rows = ranked.order_by("place").execute();
  REQUIRE(rows.size() == 2);
  CHECK(rows[0] == std::tuple{std::string{"Kiel"}, std::optional<std::int64_t>{55}, std::int64_t{1}});
  CHECK(cities.annotate<"n">(pv::row_number().over(pv::window().order_by(&Sale::city))).order_by("n").execute().size() == 2);
}

TEST_CASE("a window function in a filter needs a name") {
  const TestDatabase database;
  fill();
  CHECK_THROWS_AS(Sale::query().filter(pv::row_number().over(by_id) == 1), pv::InvalidValue);
}
