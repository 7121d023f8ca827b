// SPDX-License-Identifier: MIT
#include <chrono>
#include <optional>
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

struct Friend;
struct Likes;
struct Person : pv::Model<Person> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::ManyToMany<Person, Friend> friends{};
  pv::ManyToMany<Person, Likes> likes{};
};
using Time = std::chrono::sys_time<std::chrono::microseconds>;
struct Friend : pv::Model<Friend> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Person> person{};
  pv::ForeignKey<Person> other{};
  std::optional<Time> removed{};
};
struct Likes : pv::Model<Likes> {
  pv::ForeignKey<Person> person{};
  pv::ForeignKey<Person> other{};
  std::optional<Time> removed{};
};
PROMPTVIEW_MODEL(Person, postgres, "wjm_people", FIELD(id, primary_key), FIELD(name), RELATION(friends, source = "person", target = "other"),
                 RELATION(likes, source = "person", target = "other"))
PROMPTVIEW_MODEL(Friend, postgres, "wjm_friends", FIELD(id, primary_key), RELATION(person), RELATION(other), FIELD(removed), TABLE(soft_remove = "removed"))
PROMPTVIEW_MODEL(Likes, postgres, "wjm_likes", RELATION(person), RELATION(other), FIELD(removed), TABLE(primary_key = "person, other", soft_remove = "removed"))

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

TEST_CASE_METHOD(Shop, "relations, writing join models: save_graph connects objects that had rows before") {
  order.products.add("pen", {.quantity = 4});
  order = Order::query().include("products").one();
  order.products.append(pv::Shared{products[1]});
  order.products.append({.code = "new"});
  pv::save_graph(order);
  CHECK(lines() == "ink 1, new 1, pen 4");
  pv::save_graph(order);
  CHECK(lines() == "ink 1, new 1, pen 4");
}

TEST_CASE("relations, writing join models: rows that are removed softly are gone, and come back") {
  const TestDatabase database;
  Person::initialize();
  Friend::initialize();
  Likes::initialize();
  Person ann = Person::create({.name = "Ann"});
  const Person bob = Person::create({.name = "Bob"}), cid = Person::create({.name = "Cid"});
  CHECK(ann.friends.add({bob, cid}) == 2);
  CHECK(ann.friends.remove({bob}) == 1);
  CHECK(ann.friends.remove({bob}) == 0);
  CHECK(TestDatabase::ask("SELECT count(*) || ' ' || count(removed) FROM wjm_friends") == "2 1");
  CHECK(ann.friends.add({bob, cid}) == 1);
  CHECK(ann.friends.query().count() == 2);
  CHECK(TestDatabase::ask("SELECT count(*) || ' ' || count(removed) FROM wjm_friends") == "3 1");
  ann.friends.set({cid});
  CHECK(ann.friends.query().one().name == "Cid");
  CHECK(ann.friends.clear() == 1);
  CHECK(TestDatabase::ask("SELECT count(*) || ' ' || count(removed) FROM wjm_friends") == "3 3");

  CHECK(ann.likes.add({bob, cid}) == 2);
  CHECK(ann.likes.clear() == 2);
  CHECK(ann.likes.add(bob) == 1);  // its key is the pair: the same row again
  CHECK(ann.likes.query().one().name == "Bob");
  CHECK(TestDatabase::ask("SELECT count(*) || ' ' || count(removed) FROM wjm_likes") == "2 1");
}
