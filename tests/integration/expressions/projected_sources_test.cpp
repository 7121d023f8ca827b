// SPDX-License-Identifier: MIT
// Values of queries whose rows come from a query inside: filters on windows, common table expressions, combined queries.
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace projected_sources_test {

struct Sale : pv::Model<Sale> {
  pv::Auto<int> id{};
  std::string city{};
  int price{};
};
PROMPTVIEW_MODEL(Sale, postgres, "projected_sources_test_sales", FIELD(id, primary_key), FIELD(city), FIELD(price))

}  // namespace projected_sources_test

using namespace projected_sources_test;

namespace {

void fill() {
  Sale::initialize();
  const std::pair<const char*, int> rows[] = {{"Bonn", 10}, {"Bonn", 20}, {"Ulm", 40}, {"Ulm", 15}, {"Ulm", 40}};
  for (const auto& [city, price] : rows) Sale{.city = city, .price = price}.insert();
}

using Ints = std::vector<int>;

}  // namespace

TEST_CASE("values are filtered by a window function that is one of them") {
  const TestDatabase database;
  fill();
  const auto best = pv::row_number().over(pv::window().partition_by(&Sale::city).order_by(pv::desc(&Sale::price), &Sale::id));
  const auto ranked = Sale::query().values(&Sale::city, pv::length(&Sale::city), Sale::f(&Sale::price) * 2).annotate<"place">(best);
  using Row = std::tuple<std::string, std::int32_t, int, std::int64_t>;
  CHECK(ranked.filter("place", 1).order_by("city").execute() == std::vector<Row>{{"Bonn", 4, 40, 1}, {"Ulm", 3, 80, 1}});
  CHECK(ranked.filter("place", 1).filter("city", "Ulm").count() == 1);
  CHECK_THROWS_MATCHES(ranked.filter("place", 1).filter("price__gt", 10).execute(), pv::InvalidValue,
                       message("projected_sources_test::Sale.price: the query inside has only the values that it was asked for: add this one to "
                               "values(), or filter by it before"));
  CHECK(ranked.filter("price__lt", 40).filter("place", 1).filter("city", "Ulm").count() == 1);
  const auto cities = Sale::query().values(&Sale::city, pv::sum(&Sale::price)).annotate<"place">(pv::rank().over(pv::window().order_by(pv::sum(&Sale::price))));
  CHECK(cities.filter("place", 2).one() == std::tuple{std::string{"Ulm"}, std::optional<std::int64_t>{95}, std::int64_t{2}});
}

TEST_CASE("values from a common table expression") {
  const TestDatabase database;
  fill();
  CHECK(Sale::query().values_list(pv::length(&Sale::city)).distinct().as_cte<"lengths">().count() == 2);
  CHECK(Sale::query().order_by("-price", "id").limit(2).values(&Sale::id, pv::value(7)).as_cte<"two">().execute() ==
        std::vector<std::tuple<int, int>>{{3, 7}, {5, 7}});
  const auto dear = Sale::query().order_by("-price", "id").limit(3).as_cte<"dear">();
  const auto counted = dear.annotate<"letters">(pv::length(&Sale::city));
  CHECK(counted.filter("letters", 3).count() == 2);
  CHECK(dear.values(&Sale::city).annotate<"n">(pv::count()).order_by("-n").first() == std::tuple{std::string{"Ulm"}, std::int64_t{2}});
  CHECK(dear.annotate<"n">(pv::count()).count() == 3);
}

TEST_CASE("computed values beside the rows of combined queries") {
  const TestDatabase database;
  fill();
  const auto both = Sale::query().filter("price", 10).union_with(Sale::query().filter("price", 15));
  Ints doubled;
  for (const auto& [sale, twice] : both.annotate<"twice">(Sale::f(&Sale::price) * 2).order_by("twice")) doubled.push_back(twice);
  CHECK(doubled == Ints{20, 30});
  const auto halves = Sale::query().values_list(Sale::f(&Sale::price) / 2);
  CHECK(halves.filter("price__lt", 16).union_all(halves.filter("price", 40)).as_cte<"h">().count() == 4);
  CHECK(both.aggregate(pv::sum(&Sale::price)) == std::tuple{std::optional<std::int64_t>{25}});
  CHECK(both.values_list(&Sale::price).order_by("price").execute() == Ints{10, 15});
}

TEST_CASE("a name for filters only makes no groups and no different rows of its own") {
  const TestDatabase database;
  fill();
  const auto named = Sale::query().alias<"cheap">(Sale::f(&Sale::price) < 15);
  const auto counted = named.values(&Sale::city).annotate<"n">(pv::count());
  CHECK(counted.count() == 2);
  CHECK(counted.aggregate(pv::max(counted.ref<"n">()), pv::count()) == std::tuple{std::optional<std::int64_t>{3}, std::int64_t{2}});
  CHECK(named.values(&Sale::city).distinct().aggregate(pv::count()) == std::tuple{std::int64_t{2}});
  CHECK(named.filter("cheap", false).values(&Sale::city).distinct().count() == 2);
}
