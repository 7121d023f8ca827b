// SPDX-License-Identifier: MIT
// Relations in recursive queries, pages, sources, expressions and threads of queries inside of each other.
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <string>
#include <tuple>
#include <vector>

namespace pv = promptview;

namespace relation_shapes_test {

struct Item;
struct Category : pv::Model<Category> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  bool hidden{};
  pv::OptionalForeignKey<Category> parent{};
  pv::HasMany<Category> children{};
  pv::HasMany<Item> items{};
};
struct Item : pv::Model<Item> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int price{};
  pv::ForeignKey<Category> category{};
};
PROMPTVIEW_MODEL(Category, postgres, "shapes_categories", FIELD(id, primary_key), FIELD(name), FIELD(hidden), RELATION(parent, related="children"),
                 RELATION(children), RELATION(items))
PROMPTVIEW_MODEL(Item, postgres, "shapes_items", FIELD(id, primary_key), FIELD(name), FIELD(price), RELATION(category))

}  // namespace relation_shapes_test

using namespace relation_shapes_test;

namespace {

using Texts = std::vector<std::string>;

// all > food > fruit, all > tools (hidden) > saws; apple and pear are fruit, a jigsaw a saw, bread food.
struct Shop : promptview_test::TestDatabase {
  Shop() {
    Category::initialize();
    Item::initialize();
    execute("INSERT INTO shapes_categories (name, hidden, parent_id) VALUES ('all', false, NULL), ('food', false, 1), ('fruit', false, 2), ('tools', true, 1), "
            "('saws', false, 4);"
            "INSERT INTO shapes_items (name, price, category_id) VALUES ('apple', 2, 3), ('pear', 3, 3), ('jigsaw', 50, 5), ('bread', 4, 2)");
  }
};

Texts names(const auto& query) { return query.values_list(&Item::name).execute(); }

}  // namespace

TEST_CASE("relations: a tree by a recursive query, with conditions across relations in each step") {
  const Shop shop;
  const auto root = Category::query().filter("name", "all");
  CHECK(root.recursive(&Category::parent, &Category::id).count() == 5);
  CHECK(root.recursive(&Category::parent, &Category::id, !Category::q("parent__hidden", true)).count() == 4);
  CHECK(root.recursive(&Category::parent, &Category::id).filter("items__isnull", false).order_by("name").values_list(&Category::name).execute() ==
        Texts{"food", "fruit", "saws"});
  CHECK(root.recursive(&Category::parent, &Category::id).filter("parent__name", "food").one().name == "fruit");
}

TEST_CASE("relations: pages and slices of queries that join") {
  const Shop shop;
  const auto shown = Item::query().filter("category__hidden", false).filter("category__parent__name__in", {"food", "all", "tools"}).order_by("-price");
  const auto first = shown.page_after("", 2);
  REQUIRE(first.rows.size() == 2);
  CHECK(first.rows[0].name == "jigsaw");
  const auto second = shown.page_after(first.next, 2);
  REQUIRE(second.rows.size() == 2);
  CHECK(second.rows[0].name == "pear");
  CHECK(second.rows[1].name == "apple");
  CHECK_THROWS_AS(Item::query().order_by("category__name").page_after("", 2), pv::InvalidValue);
  CHECK(names(Item::query().order_by("category__name", "name").slice(1, 3)) == Texts{"apple", "pear"});
  CHECK(Item::query().order_by("category__name", "name").limit(3).as_cte<"few">().filter("category__parent__name", "all").one().name == "bread");
  CHECK(Item::query().filter("category__name", "fruit").limit(1).count() == 1);
  std::size_t copied = 0;
  for (const Item& item : Item::query().filter("category__parent__isnull", false).order_by("category__name").copy_out()) copied += item.name.size();
  CHECK(copied == 6 + 4 + 5 + 5);
}

TEST_CASE("relations: expressions, choices and queries around") {
  const Shop shop;
  const auto items = Item::query();
  const auto of = pv::path(&Item::category, &Category::name);
  CHECK(names(items.filter(pv::length(of) > 4).order_by("name")) == Texts{"apple", "pear"});
  CHECK(items.filter("name", "bread").values_list(pv::concat(of, "/", &Item::name)).one() == "food/bread");
  CHECK(items.order_by("id").values_list(pv::case_when(Item::q("category__parent__name", "tools"), "tool").otherwise("other")).execute() ==
        Texts{"other", "other", "tool", "other"});
  CHECK(items.order_by("id").values_list(pv::case_when(Item::q("category__items__price__gt", 40), 1).otherwise(0)).execute() == std::vector<int>{0, 0, 1, 0});
  CHECK(items.values(of).annotate<"n">(pv::count()).annotate<"top">(pv::max(&Item::price)).filter("n__gt", 1).one() ==
        std::tuple{std::string{"fruit"}, std::int64_t{2}, std::optional{3}});
  CHECK(items.annotate<"place">(pv::rank().over(pv::window().partition_by(of).order_by(pv::desc(&Item::price)))).filter("place", 1).count() == 3);
  CHECK(Category::query().filter(pv::exists(items.filter("category__name", pv::outer<Item>(&Category::name)))).count() == 3);
  CHECK(Category::query().filter(pv::exists(items.filter("name", pv::outer<Item>(pv::path(&Category::parent, &Category::name))))).count() == 0);
  CHECK(Category::query().filter("items__price__gt", pv::length(&Category::name)).count() == 1);
  CHECK(Category::query().filter("items__name", pv::path(&Category::parent, &Category::name)).count() == 0);
  CHECK(Category::query().filter("items__in", items.filter("category__name", "fruit")).one().name == "fruit");
  CHECK(Category::query().filter("items__in", items.filter("category", pv::outer<Item>(&Category::id)).filter("price__gt", 3)).count() == 2);
  CHECK(Category::query().annotate<"total">(pv::sum(pv::path(&Category::items, &Item::price))).filter("total__gte", 5).order_by("-total").values_list(&Category::name).execute() ==
        Texts{"saws", "fruit"});
  CHECK(Category::query().alias<"n">(pv::count(&Category::items)).filter("children__isnull", true).order_by("-n").values_list(&Category::name).execute() == Texts{"fruit", "saws"});
}
