// SPDX-License-Identifier: MIT
// Whole graphs of objects are saved at once, and read and written as JSON.
//
// expect: Ann ordered: 3 ink, 1 pen
// expect: Ann ordered: 3 ink, 2 pad, 5 pen
// expect: Ann ordered: 2 pad, 5 pen
// expect: an order of nobody is refused: example::OrderLine.order: save the Order first, or both by pv::save_graph(order_line)
// expect: Bob has 2 orders with 3 lines, saved in 6 round trips
// expect: nothing of a graph that fails is kept: 3 orders
// expect: {"customer":2,"id":3,"products":[{"code":"ink","price":9},{"code":"pad","price":4}]}
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>

namespace pv = promptview;

namespace example {

struct Order;
struct OrderLine;
struct Customer : pv::Model<Customer> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Order> orders{};
};
struct Product : pv::Model<Product> {
  std::string code{};
  int price{};
};
struct Order : pv::Model<Order> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Customer> customer{};
  pv::ManyToMany<Product, OrderLine> products{};
};
struct OrderLine : pv::Model<OrderLine> {
  pv::ForeignKey<Order> order{};
  pv::ForeignKey<Product, std::string> product{};
  int quantity = 1;
};

PROMPTVIEW_MODEL(Customer, postgres, "example_customers", FIELD(id, primary_key), FIELD(name), RELATION(orders))
PROMPTVIEW_MODEL(Product, postgres, "example_products", FIELD(code, primary_key), FIELD(price, check="price > 0"))
PROMPTVIEW_MODEL(Order, postgres, "example_orders", FIELD(id, primary_key), RELATION(customer), RELATION(products))
PROMPTVIEW_MODEL(OrderLine, postgres, "example_order_lines", RELATION(order), RELATION(product, column="product_code"), FIELD(quantity),
                 TABLE(primary_key="order, product"))

void print_lines(const Customer& customer, const Order& order) {
  std::string text;
  for (const OrderLine& line : OrderLine::query().filter("order", *order.id).order_by("product"))
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", line.quantity, line.product.key());
  fmt::print("{} ordered: {}\n", customer.name, text);
}

}  // namespace example
using namespace example;

int main() {
  pv::postgres::connect_or_embed();
  OrderLine::drop();
  Order::drop();
  Product::drop();
  Customer::drop();
  Customer::initialize();
  Product::initialize();
  Order::initialize();
  OrderLine::initialize();
  for (const auto& [code, price] : {std::pair{"pen", 2}, std::pair{"ink", 9}, std::pair{"pad", 4}}) Product::create({.code = code, .price = price});

  Customer ann = Customer::create({.name = "Ann"});
  Order order = ann.orders.create({});
  (void)order.products.add("pen");                       // a row of the join model, as its members begin
  (void)order.products.add("ink", {.quantity = 3});      // or with fields of its own
  print_lines(ann, order);
  (void)order.products.add("pen", {.quantity = 5});      // the key of a line is the pair: the same row again
  (void)order.products.add("pad", {.quantity = 2});
  print_lines(ann, order);
  (void)order.products.remove("ink");
  print_lines(ann, order);

  try {
    OrderLine line{.order = Order{.customer = ann}, .product = "pen"};
    line.save();
  } catch (const pv::UnsavedRelation& error) {
    fmt::print("an order of nobody is refused: {}\n", error.what());
  }

  // A customer with orders with products, all of them held by each other and saved in the order of their keys.
  Customer bob{.name = "Bob"};
  const pv::Shared ink{*Product::get("ink")}, pad{*Product::get("pad")};
  const pv::Shared first = bob.orders.append({});
  first->products.append(ink);
  const pv::Shared second = bob.orders.append({});
  second->products.append(ink);
  second->products.append(pad);
  const auto trips = pv::testing::count_queries([&] { pv::save_graph(bob); }).round_trips;
  fmt::print("Bob has {} orders with {} lines, saved in {} round trips\n", bob.orders.query().count(),
             OrderLine::query().filter("order__gt", *order.id).count(), trips);

  try {
    Customer cid{.name = "Cid"};
    cid.orders.append({})->products.append({.code = "gift", .price = 0});
    pv::save_graph(cid);
  } catch (const pv::CheckViolation&) {
    fmt::print("nothing of a graph that fails is kept: {} orders\n", Order::query().count());
  }
  fmt::print("{}\n", pv::to_json(*second).dump());
}
