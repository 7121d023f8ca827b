// SPDX-License-Identifier: MIT
// A query beside `in`, with NULLs on either side, wherever the condition stands and whatever the shape of the query: the
// rows that a look at all of them in memory gives.
#include <promptview/promptview.hpp>
#include <promptview/testing/rolled_back_transaction.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pv = promptview;

namespace in_query_test {

struct Item : pv::Model<Item> {
  int id{};
  std::optional<int> a{};
  std::optional<int> b{};
};
PROMPTVIEW_MODEL(Item, postgres, "in_query_test_items", FIELD(id, primary_key), FIELD(a), FIELD(b))

using Ids = std::vector<int>;

// Every pair of NULL and 0 to 3.
std::vector<Item> make_items() {
  std::vector<Item> items;
  for (int a = -1; a < 4; ++a)
    for (int b = -1; b < 4; ++b) items.push_back({.id = static_cast<int>(items.size()), .a = a < 0 ? std::nullopt : std::optional{a}, .b = b < 0 ? std::nullopt : std::optional{b}});
  return items;
}

}  // namespace in_query_test

using namespace in_query_test;

TEST_CASE("a query beside in: each place, each shape, NULLs on both sides") {
  const promptview_test::TestDatabase database;
  Item::initialize();
  std::vector<Item> items = make_items();
  Item::bulk_create(items);
  const auto items_up_to = [](int last) { return Item::query().filter("id__lte", last).values_list(&Item::b); };
  const auto check = [&](const std::string& shape, const auto& query) {
    std::set<int> values;  // without the NULLs, which equal nothing
    for (const std::optional<int> value : query)
      if (value) values.insert(*value);
    const pv::Q<Item> in = Item::q("a__in", query), one = Item::q("b", 1);
    const auto is_in = [&](const Item& item) { return item.a && values.contains(*item.a); };
    const auto expect = [&](const std::string& place, const pv::QuerySet<Item>& found, const std::function<bool(bool, bool)>& holds) {
      Ids wanted;
      for (const Item& item : items)
        if (holds(is_in(item), item.b == 1)) wanted.push_back(item.id);
      INFO(shape << ", " << place << ": " << found.to_sql());
      CHECK(found.order_by("id").values_list(&Item::id).execute() == wanted);
      CHECK(found.count() == static_cast<std::int64_t>(wanted.size()));
      const pv::testing::RolledBackTransaction undone;
      CHECK(found.remove() == static_cast<std::int64_t>(wanted.size()));
    };
    const auto all = Item::query();
    expect("filter", all.filter(in), [](bool i, bool) { return i; });
    expect("exclude", all.exclude(in), [](bool i, bool) { return !i; });
    expect("filter, or", all.filter(in || one), [](bool i, bool o) { return i || o; });
    expect("exclude, or", all.exclude(in || one), [](bool i, bool o) { return !(i || o); });
    expect("exclude, and", all.exclude(in && one), [](bool i, bool o) { return !(i && o); });
    expect("twice excluded", all.exclude(!in), [](bool i, bool) { return i; });
    expect("excluded, or not", all.exclude(!in || one), [](bool i, bool o) { return i && !o; });
    expect("exactly one", all.filter(in ^ one), [](bool i, bool o) { return i != o; });
    expect("not exactly one", all.exclude(in ^ one), [](bool i, bool o) { return i == o; });
  };
  check("keys", Item::query().filter("id__lt", 3).values_list(&Item::id));  // which have an index
  check("all", Item::query().values_list(&Item::b));
  check("some", items_up_to(2));
  check("only NULLs", Item::query().filter("b__isnull", true).values_list(&Item::b));
  check("none", Item::query().filter("id__lt", 0).values_list(&Item::b));
  check("limit", items_up_to(9).order_by("id").limit(3));
  check("distinct", items_up_to(3).distinct());
  check("union", items_up_to(1).union_with(Item::query().filter("id", 3).values_list(&Item::b)));
  check("computed", Item::query().filter("id__lt", 9).values_list(Item::f(&Item::b) + 1));
  check("aggregate", Item::query().values_list(pv::max(&Item::b)));
  check("excluded itself", Item::query().exclude("b__in", items_up_to(2)).values_list(&Item::b));
}

TEST_CASE("a query beside in, of rows of a query as a table") {
  const promptview_test::TestDatabase database;
  Item::initialize();
  std::vector<Item> items = make_items();
  Item::bulk_create(items);
  const auto firsts = Item::query().filter("id__lte", 9).order_by("id").limit(3).values_list(&Item::b);  // NULL, 0, 1
  const auto ranked = Item::query().alias<"place">(pv::row_number().over(pv::window().order_by(&Item::id))).filter("place__gt", 20);
  CHECK(ranked.exclude("b__in", firsts).order_by("id").values_list(&Item::id).execute() == Ids{20, 23, 24});
  CHECK(ranked.filter(Item::q("b__in", firsts) || Item::q("b", 3)).order_by("id").values_list(&Item::id).execute() == Ids{21, 22, 24});
  CHECK(Item::query().order_by("-id").limit(5).as_cte<"five">().exclude("b__in", firsts).order_by("id").values_list(&Item::id).execute() == Ids{20, 23, 24});
}

TEST_CASE("a query beside in as a value: NULL stays NULL") {
  const promptview_test::TestDatabase database;
  Item::initialize();
  std::vector<Item> items{{.id = 1, .a = 1}, {.id = 2, .a = 2, .b = 1}, {.id = 3}};
  Item::bulk_create(items);
  const auto is_in = pv::case_when(Item::q("a__in", Item::query().values_list(&Item::b)), "in").otherwise("out");
  CHECK(Item::query().order_by("id").values_list(is_in).execute() == std::vector<std::string>{"in", "out", "out"});
}
