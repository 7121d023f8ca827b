// SPDX-License-Identifier: MIT
// Orders of a shop: the rows that join orders and products are a model, which carries the quantity.
//
// expect: order 1 of Ann: 2 ink, 3 pens
// expect: order 2 of Ann: 1 pad
// expect: order 3 of Bob: 1 ink, 5 pads
// expect: Ann has ordered 2 times, 6 pieces; Bob 1 times, 6 pieces
// expect: customers who ordered ink: Ann, Bob
// expect: orders with more than 2 of one product: 1, 3
// expect: without the pens, order 1: 2 ink
// expect: an order of nobody: Order.customer
// expect: the product is in 2 orders: ForeignKeyViolation on product
#include <fmt/format.h>

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct Order;
struct OrderLine;

struct Customer : pv::Model<Customer> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Order> orders{};
};
PROMPTVIEW_MODEL(Customer, postgres, "example_customers", FIELD(id, primary_key), FIELD(name), RELATION(orders))

struct Product : pv::Model<Product> {
  std::string name{};
  pv::ManyToMany<Order, OrderLine> orders{};
};
PROMPTVIEW_MODEL(Product, postgres, "example_products", FIELD(name, primary_key), RELATION(orders))

struct Order : pv::Model<Order> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Customer> customer{};
  pv::ManyToMany<Product, OrderLine> products{};
  pv::HasMany<OrderLine> lines{};
};
PROMPTVIEW_MODEL(Order, postgres, "example_orders", FIELD(id, primary_key), RELATION(customer), RELATION(products), RELATION(lines))

struct OrderLine : pv::Model<OrderLine> {
  pv::ForeignKey<Order> order{};
  pv::ForeignKey<Product, std::string> product{};
  int quantity = 1;
};
PROMPTVIEW_MODEL(OrderLine, postgres, "example_order_lines", RELATION(order, on_delete=cascade),
                 RELATION(product, column="product_name", on_delete=restrict), FIELD(quantity), TABLE(primary_key="order, product"))

std::string contents(const Order& order) {
  std::string all;
  for (const OrderLine& line : order.lines)
    all += fmt::format("{}{} {}{}", all.empty() ? "" : ", ", line.quantity, line.product.key(), line.quantity > 1 && line.product.key() != "ink" ? "s" : "");
  return all;
}

int main() {
  pv::postgres::connect_or_embed();
  pv::NamespaceManager::drop_all();
  pv::NamespaceManager::initialize_all();

  std::vector<Product> products{{.name = "ink"}, {.name = "pad"}, {.name = "pen"}};
  Product::bulk_create(products);
  Customer ann = Customer::create({.name = "Ann"});
  Customer bob = Customer::create({.name = "Bob"});

  Order first = ann.orders.create({});
  first.products.add("ink", {.quantity = 2});  // the join row, with its own field
  first.products.add("pen", {.quantity = 3});
  Order second = ann.orders.create({});
  second.products.add(products[1]);
  Order third = bob.orders.create({});
  third.products.add("ink");
  third.products.add("pad", {.quantity = 5});

  const auto in_order = OrderLine::query().order_by("product");
  for (const Order& order : Order::query().order_by("id").include("customer").include("lines", in_order).execute())
    fmt::print("order {} of {}: {}\n", *order.id, order.customer->name, contents(order));

  // Two aggregates over two relations do not multiply each other.
  const auto pieces = pv::sum(pv::path(&Customer::orders, &Order::lines, &OrderLine::quantity));
  std::string sums;
  for (const auto& [customer, orders, sum] :
       Customer::query().order_by("name").annotate<"orders">(pv::count(&Customer::orders)).annotate<"pieces">(pieces).execute())
    sums += fmt::format("{}{} {}{} times, {} pieces", sums.empty() ? "" : "; ", customer.name, sums.empty() ? "has ordered " : "", orders, sum.value_or(0));
  fmt::print("{}\n", sums);

  std::string who;
  for (const Customer& each : Customer::query().filter("orders__products", "ink").order_by("name")) who += (who.empty() ? "" : ", ") + each.name;
  fmt::print("customers who ordered ink: {}\n", who);
  std::string large;
  for (const Order& each : Order::query().filter("lines__quantity__gt", 2).order_by("id")) large += (large.empty() ? "" : ", ") + std::to_string(*each.id);
  fmt::print("orders with more than 2 of one product: {}\n", large);

  first.products.remove("pen");
  pv::prefetch(first, "lines", in_order);
  fmt::print("without the pens, order 1: {}\n", contents(first));

  Order nobodys{};
  try {
    nobodys.save();
  } catch (const pv::InvalidValue& error) {
    fmt::print("an order of nobody: {}\n", std::string_view{error.what()}.substr(0, 14));
  }
  try {
    products[0].remove();
  } catch (const pv::ForeignKeyViolation& error) {
    fmt::print("the product is in 2 orders: ForeignKeyViolation on {}\n", error.field());
  }
}
