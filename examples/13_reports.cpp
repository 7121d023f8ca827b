// SPDX-License-Identifier: MIT
// Reports: aggregates, groups with conditions, shares of a total, ranks and running totals, all computed by the database.
//
// expect: 6 sales, 760 in all, 126.7 each
// expect: north 3 560
// expect: south 3 200
// expect: only north sold for more than 300
// expect: north: 1. Ann 300, 2. Ben 200, 3. Ann 60
// expect: south: 1. Cid 100, 2. Cid 60, 3. Dan 40
// expect: 2025-01 160 160
// expect: 2025-02 300 460
// expect: 2025-03 300 760
// expect: big 1, small 5

#include <fmt/format.h>

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct Sale : pv::Model<Sale> {
  pv::Auto<std::int64_t> id{};
  std::string region{};
  std::string seller{};
  std::chrono::sys_days day{};
  int price{};
};
PROMPTVIEW_MODEL(Sale, postgres, "example_sales",
                 FIELD(id, primary_key),
                 FIELD(region, index=btree),
                 FIELD(seller),
                 FIELD(day),
                 FIELD(price, check="price >= 0"))

static void whole() {
  const auto [sales, sum, mean] = Sale::query().aggregate(pv::count(), pv::sum(&Sale::price), pv::avg(&Sale::price));
  fmt::print("{} sales, {} in all, {:.1f} each\n", sales, sum.value_or(0), mean.value_or(0));
}

static void by_region() {
  const auto regions = Sale::query().values(&Sale::region).annotate<"n">(pv::count()).annotate<"sum">(pv::sum(&Sale::price));
  for (const auto& [region, n, sum] : regions.order_by("region"))
    fmt::print("{} {} {}\n", region, n, sum.value_or(0));
  for (const auto& [region, n, sum] : regions.filter("sum__gt", 300)) fmt::print("only {} sold for more than 300\n", region);
}

static void best_of_each_region() {
  const auto ranked = Sale::query()
                          .annotate<"place">(pv::row_number().over(pv::window().partition_by(&Sale::region).order_by(pv::desc(&Sale::price))))
                          .filter("place__lte", 3)
                          .order_by("region", "place");
  std::string region;
  for (const auto& [sale, place] : ranked) {
    if (sale.region != region) fmt::print("{}{}:", region.empty() ? "" : "\n", sale.region);
    region = sale.region;
    fmt::print("{} {}. {} {}", place == 1 ? "" : ",", place, sale.seller, sale.price);
  }
  fmt::print("\n");
}

static void running_total() {
  const auto month = pv::cast<std::string>(pv::extract("month", &Sale::day));
  const auto months = Sale::query().values(pv::concat("2025-0", month)).annotate<"sum">(pv::sum(&Sale::price));
  std::int64_t total = 0;
  for (const auto& [name, sum] : months.order_by(pv::asc(pv::concat("2025-0", month)))) {
    total += sum.value_or(0);
    fmt::print("{} {} {}\n", name, sum.value_or(0), total);
  }
}

static void kinds() {
  const auto [big, small] = Sale::query().aggregate(pv::count().filter(Sale::q("price__gte", 300)), pv::count().filter(Sale::q("price__lt", 300)));
  fmt::print("big {}, small {}\n", big, small);
}

int main() {
  pv::postgres::connect_or_embed();
  Sale::drop();
  Sale::initialize();
  const auto day = [](int month, int date) { return std::chrono::sys_days{std::chrono::year{2025} / month / date}; };
  std::vector<Sale> sales{{.region = "north", .seller = "Ann", .day = day(1, 5), .price = 60},
                          {.region = "south", .seller = "Cid", .day = day(1, 9), .price = 100},
                          {.region = "north", .seller = "Ben", .day = day(2, 1), .price = 200},
                          {.region = "south", .seller = "Cid", .day = day(2, 3), .price = 60},
                          {.region = "south", .seller = "Dan", .day = day(2, 8), .price = 40},
                          {.region = "north", .seller = "Ann", .day = day(3, 2), .price = 300}};
  Sale::bulk_create(sales);
  whole();
  by_region();
  best_of_each_region();
  running_total();
  kinds();
}
