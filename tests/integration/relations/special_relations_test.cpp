// SPDX-License-Identifier: MIT
// Lookups across relations of several columns, to itself, by other keys than the primary one, softly removed and oddly named.
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <optional>
#include <string>
#include <vector>

namespace pv = promptview;

namespace special_relations_test {

using Time = std::chrono::sys_time<std::chrono::microseconds>;
struct Line;
struct Node;
struct Thing;
struct Owner;
struct Membership;

struct Order : pv::Model<Order> {
  std::int64_t tenant{};
  std::int64_t number{};
  std::string note{};
  pv::HasMany<Line> lines{};
};
struct Line : pv::Model<Line> {
  pv::Auto<std::int64_t> id{};
  std::int64_t tenant{};
  std::optional<std::int64_t> number{};
  pv::Reference<Order> order{};
};
struct Node : pv::Model<Node> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::OptionalForeignKey<Node> parent{};
  pv::HasMany<Node> children{};
  pv::ManyToMany<Node> friends{};
};
struct Owner : pv::Model<Owner> {
  pv::Auto<std::int64_t> id{};
  std::string slug{};
  std::string select{};
  std::optional<Time> removed{};
  pv::HasMany<Thing> things{};
  pv::ManyToMany<Thing, Membership> used{};
};
struct Thing : pv::Model<Thing> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::ForeignKey<Owner, std::string> owner{};
};
struct Membership : pv::Model<Membership> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Owner> member{};
  pv::ForeignKey<Thing> thing{};
  std::optional<Time> removed{};
};

PROMPTVIEW_MODEL(Order, postgres, "special_orders", FIELD(tenant, primary_key), FIELD(number, primary_key), FIELD(note), RELATION(lines))
PROMPTVIEW_MODEL(Line, postgres, "special_lines", FIELD(id, primary_key), FIELD(tenant), FIELD(number), RELATION(order, fields="tenant, number"))
PROMPTVIEW_MODEL(Node, postgres, "special_nodes", FIELD(id, primary_key), FIELD(name), RELATION(parent, related="children"), RELATION(children),
                 RELATION(friends, through="special_friends"))
PROMPTVIEW_MODEL(Owner, postgres, "special \"owners\"; --", FIELD(id, primary_key), FIELD(slug, unique), FIELD(select, column="sel\"ect"),
                 FIELD(removed), RELATION(things), RELATION(used), TABLE(soft_remove="removed"))
PROMPTVIEW_MODEL(Thing, postgres, "special things", FIELD(id, primary_key), FIELD(name), RELATION(owner, column="ow\"ner", references="slug"))
PROMPTVIEW_MODEL(Membership, postgres, "special_members", FIELD(id, primary_key), RELATION(member), RELATION(thing), FIELD(removed),
                 TABLE(soft_remove="removed"))

}  // namespace special_relations_test

using namespace special_relations_test;

namespace {

using Texts = std::vector<std::string>;
using Ids = std::vector<std::int64_t>;

Texts names(const pv::QuerySet<Node>& query) { return query.order_by("name").values_list(&Node::name).execute(); }
Texts names(const pv::QuerySet<Thing>& query) { return query.order_by("name").values_list(&Thing::name).execute(); }

}  // namespace

TEST_CASE("relations: keys of several columns, of which one can be NULL") {
  const promptview_test::TestDatabase database;
  Order::initialize();
  Line::initialize();
  database.execute("INSERT INTO special_orders VALUES (1, 1, 'a'), (1, 2, 'b'), (2, 1, 'c');"
                   "INSERT INTO special_lines (tenant, number) VALUES (1, 1), (1, 1), (1, NULL), (2, 1)");
  const auto ids = [](const pv::QuerySet<Line>& query) { return query.order_by("id").values_list(&Line::id).execute(); };
  CHECK(ids(Line::query().filter("order__note", "a")) == Ids{1, 2});
  CHECK(ids(Line::query().exclude("order__note", "a")) == Ids{3, 4});
  CHECK(ids(Line::query().filter("order__isnull", true)) == Ids{3});
  CHECK(ids(Line::query().filter("order__tenant", 1)) == Ids{1, 2});
  CHECK(ids(Line::query().filter("order__note__isnull", true)) == Ids{3});
  CHECK(ids(Line::query().order_by("-order__note", "id")) == Ids{1, 2, 3, 4});
  CHECK(Line::query().order_by(pv::nulls_first("-order__note"), "id").values_list(&Line::id).execute() == Ids{3, 4, 1, 2});
  CHECK(Order::query().filter("lines__id__in", {1, 2, 4}).count() == 2);
  CHECK(Order::query().filter("lines__isnull", true).one().note == "b");
  CHECK(Order::query().order_by("note").values_list(pv::count(&Order::lines)).execute() == Ids{2, 0, 1});
  CHECK(Order::query().filter("note", "a").values_list(pv::count(pv::path(&Order::lines, &Line::order, &Order::lines)).distinct()).one() == 2);
}

TEST_CASE("relations: an object that could not be added has the key of several columns that it had before") {
  const promptview_test::TestDatabase database;
  Order::initialize();
  Line::initialize();
  Order order = Order::create({.tenant = 1, .number = 2});
  Order::query().filter("number", 2).remove();
  Line line{.tenant = 5, .number = 6};
  CHECK_THROWS_AS(order.lines.add(line), pv::ForeignKeyViolation);
  CHECK(line.tenant == 5);
  CHECK(line.number == 6);
  CHECK_THROWS_AS(order.lines.add({line}), pv::ForeignKeyViolation);
  CHECK(line.tenant == 5);
  CHECK_FALSE(line.id.has_value());
}

TEST_CASE("relations: trees and circles") {
  const promptview_test::TestDatabase database;
  Node::initialize();
  database.execute("CREATE TABLE IF NOT EXISTS special_friends (from_node_id bigint, to_node_id bigint, PRIMARY KEY (from_node_id, to_node_id));"
                   "INSERT INTO special_nodes (name, parent_id) VALUES ('root', NULL), ('a', 1), ('b', 1), ('aa', 2), ('aaa', 4);"
                   "INSERT INTO special_friends VALUES (1, 2), (2, 3), (3, 3)");
  const auto nodes = Node::query();
  CHECK(names(nodes.filter("parent__name", "root")) == Texts{"a", "b"});
  CHECK(names(nodes.filter("parent__parent__parent__name", "root")) == Texts{"aaa"});
  CHECK(names(nodes.filter("parent__parent__isnull", true)) == Texts{"a", "b", "root"});
  CHECK(names(nodes.filter("parent__isnull", true)) == Texts{"root"});
  CHECK(names(nodes.filter("children__children__name", "aa")) == Texts{"root"});
  CHECK(names(nodes.filter("parent__children__name", "a")) == Texts{"a", "b"});
  CHECK(names(nodes.filter("children__isnull", true)) == Texts{"aaa", "b"});
  CHECK(names(nodes.filter("friends__name", "b")) == Texts{"a", "b"});
  CHECK(names(nodes.filter("friends__friends__name", "b")) == Texts{"a", "b", "root"});
  CHECK(nodes.filter("name", "root").values_list(pv::count(pv::path(&Node::children, &Node::children))).one() == 1);
}

TEST_CASE("relations: targets that were removed softly are not there, unless they are asked for") {
  const promptview_test::TestDatabase database;
  Owner::initialize();
  Thing::initialize();
  Membership::initialize();
  database.execute(R"(INSERT INTO "special ""owners""; --" (slug, "sel""ect", removed) VALUES ('here', 'x', NULL), ('gone', 'x', now());
    INSERT INTO "special things" (name, "ow""ner") VALUES ('a', 'here'), ('b', 'gone');
    INSERT INTO special_members (member_id, thing_id, removed) VALUES (1, 1, now()), (1, 2, NULL), (2, 1, NULL))");
  const auto things = Thing::query();
  CHECK(names(things.filter("owner__select", "x")) == Texts{"a"});
  CHECK(names(things.with_removed().filter("owner__select", "x")) == Texts{"a", "b"});
  CHECK(names(things.filter("owner__select__isnull", true)) == Texts{"b"});
  CHECK(names(things.filter("owner", "gone")) == Texts{"b"});
  CHECK(names(things.filter("owner__slug", "gone")) == Texts{"b"});
  CHECK(names(things.filter("owner__id", 1)) == Texts{"a"});
  CHECK(names(things.filter("owner__things__name", "b")).empty());
  CHECK(names(things.with_removed().filter("owner__things__name", "b")) == Texts{"b"});
  CHECK(things.order_by("id").values_list(pv::path(&Thing::owner, &Owner::select)).execute() == std::vector<std::optional<std::string>>{"x", std::nullopt});
  CHECK(Owner::query().filter("used__name", "a").count() == 0);
  CHECK(Owner::query().filter("used__name", "b").one().slug == "here");
  CHECK(Owner::query().with_removed().filter("used__name", "a").count() == 2);
  CHECK(Owner::query().values_list(pv::count(&Owner::used)).one() == 1);
  CHECK(things.filter("owner__select", "x").update(pv::set(&Thing::name, "c")) == 1);
  CHECK(Owner::query().filter("things__name", "c").remove() == 1);
  CHECK(Owner::query().count() == 0);
}
