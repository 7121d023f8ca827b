// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

namespace pv = promptview;
using promptview_test::TestDatabase;

namespace writing_join_model {

struct Product;
struct OrderLine;
struct Visit;
struct Order : pv::Model<Order> {
  pv::Auto<std::int64_t> id{};
  std::string customer{};
  pv::ManyToMany<Product, OrderLine> products{};
  pv::ManyToMany<Product, Visit> visited{};
};
struct Product : pv::Model<Product> {
  std::string code{};
  pv::ManyToMany<Order, OrderLine> orders{};
};
struct OrderLine : pv::Model<OrderLine> {
  pv::ForeignKey<Order> order{};
  pv::ForeignKey<Product, std::string> product{};
  int quantity = 1;
  void validate(pv::Problems& problems) const {
    if (quantity < 1) problems.add("quantity", "must be positive");
  }
};
// No pair is unique in it.
struct Visit : pv::Model<Visit> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Order> order{};
  pv::ForeignKey<Product, std::string> product{};
  std::string note = "none";
};

PROMPTVIEW_MODEL(Order, postgres, "wjm_orders", FIELD(id, primary_key), FIELD(customer), RELATION(products), RELATION(visited))
PROMPTVIEW_MODEL(Product, postgres, "wjm_products", FIELD(code, primary_key), RELATION(orders))
PROMPTVIEW_MODEL(OrderLine, postgres, "wjm_lines", RELATION(order), RELATION(product, column = "product_code"), FIELD(quantity),
                 TABLE(primary_key = "order, product"))
PROMPTVIEW_MODEL(Visit, postgres, "wjm_visits", FIELD(id, primary_key), RELATION(order), RELATION(product, column = "product_code"), FIELD(note))

struct Shop : TestDatabase {
  Shop() {
    Order::initialize();
    Product::initialize();
    OrderLine::initialize();
    Visit::initialize();
    for (const char* code : {"pen", "ink", "pad"}) products.push_back(Product::create({.code = code}));
    order = Order::create({.customer = "Ann"});
  }
  static std::string lines() {
    return ask("SELECT coalesce(string_agg(product_code || ' ' || quantity, ', ' ORDER BY product_code), '') FROM wjm_lines");
  }

  std::vector<Product> products{};
  Order order{};
};

}  // namespace writing_join_model
using namespace writing_join_model;

TEST_CASE_METHOD(Shop, "relations, writing join models: rows with fields of their own") {
  const OrderLine line = order.products.add(products[0], OrderLine{.quantity = 3});
  CHECK(line.order.key() == *order.id);
  CHECK(line.product.key() == "pen");
  CHECK(order.products.add("ink", {.quantity = 2}).quantity == 2);
  CHECK(lines() == "ink 2, pen 3");
  order.products.add(products[0], {.quantity = 5});  // its key is the pair
  CHECK(lines() == "ink 2, pen 5");
  CHECK_THROWS_AS(order.products.add(products[2], {.quantity = 0}), pv::ValidationFailed);
  CHECK_THROWS_AS(order.products.add(products, {.quantity = 1}), pv::InvalidValue);
  CHECK(lines() == "ink 2, pen 5");
  CHECK(order.products.query().order_by("code").first()->code == "ink");
  CHECK(products[0].orders.query().one().customer == "Ann");

  const Visit first = order.visited.add(products[0], {.note = "first"});
  const Visit second = order.visited.add(products[0], {.note = "second"});
  CHECK(*first.id != *second.id);
  CHECK(ask("SELECT count(*) FROM wjm_visits") == "2");
  CHECK(order.visited.remove(products[0]) == 2);
}

TEST_CASE_METHOD(Shop, "relations, writing join models: without fields, they begin with what their members begin with") {
  CHECK(order.products.add(products) == 3);
  CHECK(order.products.add(products) == 0);
  CHECK(lines() == "ink 1, pad 1, pen 1");
  order.products.add(products[0], {.quantity = 3});
  order.products.set({products[0], products[1]});
  CHECK(lines() == "ink 1, pen 3");  // the row that stays is left alone
  CHECK(order.products.remove("ink") == 1);
  order.products.set({"pad", "pen"});
  CHECK(lines() == "pad 1, pen 3");
  CHECK(order.products.clear() == 2);

  CHECK(order.visited.add({products[0], products[1]}) == 2);
  CHECK(order.visited.add({products[0], products[2]}) == 1);  // also where no constraint says so
  CHECK(ask("SELECT string_agg(DISTINCT note, ' ') FROM wjm_visits") == "none");
  CHECK(products[0].orders.add(order) == 1);
  CHECK(lines() == "pen 1");
  CHECK(order.products.create({.code = "new"}).code == "new");
  CHECK(lines() == "new 1, pen 1");
}
