// SPDX-License-Identifier: MIT
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace include_kinds_test {

using Time = std::chrono::sys_time<std::chrono::microseconds>;

struct Label;
struct Note;
struct Draft : pv::Model<Draft> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::ManyToMany<Label> labels{};
};
struct Label : pv::Model<Label> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  std::optional<Time> removed_at{};
  pv::ManyToMany<Draft> drafts{};
  pv::HasMany<Note> notes{};
};
struct Note : pv::Model<Note> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Label> label{};
};
PROMPTVIEW_MODEL(Draft, postgres, "include_drafts", FIELD(id, primary_key), FIELD(title), RELATION(labels, through="include_draft_labels"))
PROMPTVIEW_MODEL(Label, postgres, "include_labels", FIELD(id, primary_key), FIELD(name), FIELD(removed_at), RELATION(drafts, related="labels"),
                 RELATION(notes), TABLE(soft_remove="removed_at"))
PROMPTVIEW_MODEL(Note, postgres, "include_notes", FIELD(id, primary_key), RELATION(label))

// A join model with fields of its own, and rows that come twice.
struct Line;
struct Product : pv::Model<Product> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
struct Basket : pv::Model<Basket> {
  pv::Auto<std::int64_t> id{};
  pv::HasMany<Line> lines{};
  pv::ManyToMany<Product, Line> products{};
};
struct Line : pv::Model<Line> {
  pv::Auto<std::int64_t> id{};
  int quantity{};
  pv::ForeignKey<Basket> basket{};
  pv::ForeignKey<Product> product{};
};
PROMPTVIEW_MODEL(Product, postgres, "include_products", FIELD(id, primary_key), FIELD(name))
PROMPTVIEW_MODEL(Basket, postgres, "include_baskets", FIELD(id, primary_key), RELATION(lines), RELATION(products))
PROMPTVIEW_MODEL(Line, postgres, "include_lines", FIELD(id, primary_key), FIELD(quantity), RELATION(basket), RELATION(product))

// A tree, and a key of two columns.
struct Node : pv::Model<Node> {
  pv::Auto<std::int64_t> id{};
  pv::OptionalForeignKey<Node> parent{};
  pv::HasMany<Node> children{};
};
PROMPTVIEW_MODEL(Node, postgres, "include_nodes", FIELD(id, primary_key), RELATION(parent, related="children"), RELATION(children))

struct Part;
struct Order : pv::Model<Order> {
  std::string tenant{};
  int number{};
  std::string about{};
  pv::HasMany<Part> parts{};
};
struct Part : pv::Model<Part> {
  pv::Auto<std::int64_t> id{};
  std::optional<std::string> tenant{};
  int number{};
  pv::Reference<Order> order{};
};
PROMPTVIEW_MODEL(Order, postgres, "include_orders", FIELD(tenant, primary_key), FIELD(number, primary_key), FIELD(about), RELATION(parts))
PROMPTVIEW_MODEL(Part, postgres, "include_parts", FIELD(id, primary_key), FIELD(tenant), FIELD(number), RELATION(order, fields="tenant, number"))

struct Passport;
struct Person : pv::Model<Person> {
  pv::Uuid id{};
  std::string name{};
  pv::HasOne<Passport> passport{};
};
struct Passport : pv::Model<Passport> {
  pv::Auto<std::int64_t> id{};
  pv::OneToOne<Person, pv::Uuid> person{};
};
PROMPTVIEW_MODEL(Person, postgres, "include_persons", FIELD(id, primary_key), FIELD(name), RELATION(passport))
PROMPTVIEW_MODEL(Passport, postgres, "include_passports", FIELD(id, primary_key), RELATION(person))

inline std::vector<pv::ConnectOptions> ways() { return {{}, {.pipelining = false}}; }
template <class Rows>
std::string ids(const Rows& rows) {
  std::string text;
  for (const auto& row : rows) text += std::to_string(*row.id) + " ";
  return text;
}

inline void make_join_table() {
  TestDatabase::execute("CREATE TABLE IF NOT EXISTS include_draft_labels (draft_id bigint, label_id bigint, PRIMARY KEY (draft_id, label_id))");
}

}  // namespace include_kinds_test

using namespace include_kinds_test;

TEST_CASE("include: many to many, then one to many; the same row is one object; removed rows are left out") {
  for (const pv::ConnectOptions& options : ways()) {
    CAPTURE(options.pipelining);
    const TestDatabase database{options};
    Draft::initialize();
    Label::initialize();
    Note::initialize();
    make_join_table();
    std::vector<Draft> drafts{{.title = "a"}, {.title = "b"}, {.title = "c"}};
    Draft::save_all(drafts);
    std::vector<Label> labels{{.name = "x"}, {.name = "y"}, {.name = "z"}, {.name = "gone"}};
    Label::save_all(labels);
    labels[3].remove();
    for (int i = 0; i < 6; ++i) Note{.label = *labels[static_cast<std::size_t>(i % 2)].id}.save();
    TestDatabase::execute("INSERT INTO include_draft_labels VALUES (1, 1), (1, 2), (1, 4), (2, 2), (2, 3)");

    const auto found = Draft::query().order_by("id").include("labels__notes").execute();
    CHECK(ids(found[0].labels) == "1 2 ");
    CHECK(ids(found[1].labels) == "2 3 ");
    CHECK(found[2].labels.empty());
    CHECK(&found[0].labels[1] == &found[1].labels[0]);
    CHECK(ids(found[0].labels[0].notes) == "1 3 5 ");
    CHECK(ids(found[1].labels[0].notes) == "2 4 6 ");
    CHECK(found[1].labels[1].notes.empty());

    const auto all = Draft::query().order_by("id").include("labels", Label::query().with_removed().order_by("-name").limit(2)).execute();
    CHECK(ids(all[0].labels) == "2 1 ");
    CHECK(ids(all[1].labels) == "3 2 ");
    const auto second = Draft::query().order_by("id").include("labels", Label::query().order_by("-name").limit(1).offset(1)).include("labels__notes").execute();
    CHECK(ids(second[0].labels) == "1 ");
    CHECK(ids(second[1].labels) == "2 ");
    CHECK(ids(second[1].labels[0].notes) == "2 4 6 ");
    const auto distinct = Draft::query().order_by("id").include("labels", Label::query().distinct_on("removed_at").order_by("removed_at", "-id")).execute();
    CHECK(ids(distinct[0].labels) == "2 ");
    CHECK(ids(distinct[1].labels) == "3 ");
    const auto united = Draft::query().order_by("id").include("labels", Label::query().filter("name", "y").union_with(Label::query().filter("name", "z")).order_by("-id").limit(1)).execute();
    CHECK(ids(united[0].labels) == "2 ");
    CHECK(ids(united[1].labels) == "3 ");
    CHECK(Draft::query().order_by("id").include("labels", Label::query().order_by("?")).execute()[0].labels.size() == 2);

    // From the other side, in circles: each path has objects of its own.
    const auto circles = Label::query().order_by("id").include("drafts__labels__drafts").execute();
    CHECK(ids(circles[1].drafts) == "1 2 ");
    CHECK(ids(circles[1].drafts[1].labels) == "2 3 ");
    CHECK(ids(circles[1].drafts[1].labels[0].drafts) == "1 2 ");
    CHECK_FALSE(circles[1].drafts[1].labels[0].drafts[0].labels.is_loaded());
    CHECK(&circles[1].drafts[0] != &circles[1].drafts[1].labels[0].drafts[0]);
  }
}

TEST_CASE("include: a join model, whose rows can name the same pair twice") {
  for (const pv::ConnectOptions& options : ways()) {
    const TestDatabase database{options};
    Product::initialize();
    Basket::initialize();
    Line::initialize();
    std::vector<Product> products{{.name = "p"}, {.name = "q"}, {.name = "r"}};
    Product::save_all(products);
    std::vector<Basket> baskets(2);
    Basket::save_all(baskets);
    std::vector<Line> lines{{.quantity = 1, .basket = 1, .product = 2}, {.quantity = 2, .basket = 1, .product = 2}, {.quantity = 3, .basket = 1, .product = 1},
                            {.quantity = 4, .basket = 2, .product = 3}};
    Line::save_all(lines);
    const auto found = Basket::query().order_by("id").include("products").include("lines__product").execute();
    CHECK(ids(found[0].products) == "1 2 ");
    CHECK(ids(found[1].products) == "3 ");
    CHECK(ids(found[0].lines) == "1 2 3 ");
    CHECK(found[0].lines[1].quantity == 2);
    CHECK(&*found[0].lines[0].product == &*found[0].lines[1].product);
    const auto limited = Basket::query().order_by("id").include("products", Product::query().order_by("-id").limit(2)).execute();
    CHECK(ids(limited[0].products) == "2 1 ");
    CHECK(ids(limited[1].products) == "3 ");
  }
}

TEST_CASE("include: trees, some levels deep") {
  for (const pv::ConnectOptions& options : ways()) {
    const TestDatabase database{options};
    Node::initialize();
    Node{}.save();
    for (std::int64_t i = 2; i <= 31; ++i) Node{.parent = i / 2}.save();  // a binary tree of five levels
    const auto roots = Node::query().filter("parent__isnull", true).include("children__children__children").execute();
    REQUIRE(roots.size() == 1);
    CHECK(ids(roots[0].children) == "2 3 ");
    CHECK(ids(roots[0].children[1].children) == "6 7 ");
    CHECK(ids(roots[0].children[1].children[1].children) == "14 15 ");
    CHECK_THROWS_AS(roots[0].children[1].children[1].children[0].children.size(), pv::RelationNotLoaded);
    const auto leaf = Node::query().filter("id", 31).include("parent__parent__parent__parent").one();
    CHECK(*leaf.parent->parent->parent->parent->id == 1);
    CHECK_FALSE(leaf.parent->parent->parent->parent->parent.is_loaded());
    const auto mixed = Node::query().filter("id__in", {4, 5}).order_by("id").include("parent__children").execute();
    CHECK(ids(mixed[0].parent->children) == "4 5 ");
    CHECK(&*mixed[0].parent == &*mixed[1].parent);
  }
}

TEST_CASE("include: keys of two columns, with a NULL in one") {
  for (const pv::ConnectOptions& options : ways()) {
    const TestDatabase database{options};
    Order::initialize();
    Part::initialize();
    std::vector<Order> orders{{.tenant = "a", .number = 1, .about = "a1"}, {.tenant = "a", .number = 2, .about = "a2"}, {.tenant = "b", .number = 1, .about = "b1"}};
    Order::save_all(orders);
    std::vector<Part> parts{{.tenant = "a", .number = 1}, {.tenant = "b", .number = 1}, {.tenant = std::nullopt, .number = 1}, {.tenant = "a", .number = 1}};
    Part::save_all(parts);
    const auto found = Order::query().order_by("tenant", "number").include("parts__order").execute();
    CHECK(ids(found[0].parts) == "1 4 ");
    CHECK(found[1].parts.empty());
    CHECK(ids(found[2].parts) == "2 ");
    CHECK(found[2].parts[0].order->about == "b1");
    const auto back = Part::query().order_by("id").include("order").execute();
    CHECK(back[0].order->about == "a1");
    CHECK_FALSE(back[2].order.has_value());
    CHECK(&*back[3].order == &*back[0].order);
    const auto limited = Order::query().order_by("tenant", "number").include("parts", Part::query().order_by("-id").limit(1)).execute();
    CHECK(ids(limited[0].parts) == "4 ");
  }
}

TEST_CASE("include: one to one, from both sides, by uuids") {
  for (const pv::ConnectOptions& options : ways()) {
    const TestDatabase database{options};
    Person::initialize();
    Passport::initialize();
    std::vector<Person> persons{{.id = pv::Uuid::parse("00000000-0000-4000-8000-000000000001"), .name = "Ann"},
                                {.id = pv::Uuid::parse("00000000-0000-4000-8000-000000000002"), .name = "Bob"}};
    Person::save_all(persons);
    Passport{.person = persons[1].id}.save();
    const auto found = Person::query().order_by("name").include("passport__person").execute();
    CHECK_FALSE(found[0].passport.has_value());
    CHECK(found[1].passport->person->name == "Bob");
    CHECK(Passport::query().include("person").one().person->name == "Bob");
    CHECK_THROWS_AS(Person::query().execute()[0].passport.has_value(), pv::RelationNotLoaded);
  }
}

TEST_CASE("prefetch and load() for objects at hand") {
  for (const pv::ConnectOptions& options : ways()) {
    const TestDatabase database{options};
    Node::initialize();
    Node root;
    root.save();
    std::vector<Node> children{{.parent = *root.id}, {.parent = *root.id}, {.parent = std::nullopt}};
    Node::save_all(children);

    root.children.load();
    CHECK(ids(root.children) == "2 3 ");
    const auto sent = pv::testing::count_queries([&] { children[0].parent.load(); });
    CHECK(sent.round_trips == (options.pipelining ? 1U : 2U));  // without pipelines, a new statement is prepared first
    CHECK(children[0].parent->id == root.id);
    children[2].parent.load();
    CHECK_THROWS_AS(children[2].parent.get(), pv::NotFound);

    pv::prefetch(children, "parent__children");
    CHECK(ids(children[1].parent->children) == "2 3 ");
    CHECK(&*children[0].parent == &*children[1].parent);
    pv::prefetch(root, "children", Node::query().order_by("-id").limit(1));
    CHECK(ids(root.children) == "3 ");
    std::array<Node, 2> two{Node{.parent = *root.id}, Node{.parent = 99}};
    pv::prefetch(std::span{two}, "parent");
    CHECK(two[0].parent->id == root.id);
    CHECK_THROWS_AS(two[1].parent.get(), pv::NotFound);
    pv::prefetch(two, pv::runtime("parent"));
    CHECK_THROWS_WITH(pv::prefetch(two, pv::runtime("parents")), contains("did you mean \"parent\"?"));
    std::vector<Node> none;
    CHECK(pv::testing::count_queries([&] { pv::prefetch(none, "parent"); }).statements == 0);

    root.refresh();
    CHECK_THROWS_AS(root.children.size(), pv::RelationNotLoaded);
    Node unsaved;
    CHECK_THROWS_AS(unsaved.children.load(), pv::NotInitialized);
    CHECK_THROWS_AS(pv::prefetch(unsaved, "children"), pv::NotInitialized);
    Node child;
    child.parent = Node{};  // an object without a key yet stays
    pv::prefetch(child, "parent");
    CHECK_FALSE(child.parent->id);
  }
}
