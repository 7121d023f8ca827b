// SPDX-License-Identifier: MIT
// What on_delete, on_update and deferrable do, and what a violated foreign key tells.
#include <cstdint>
#include <optional>
#include <string>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace relations_actions_test {

struct Author : pv::Model<Author> {
  std::int64_t id{};
  std::string name{};
};
PROMPTVIEW_MODEL(Author, postgres, "relations_actions_authors", FIELD(id, primary_key), FIELD(name))

struct Tag : pv::Model<Tag> {
  std::int64_t id{};
};
PROMPTVIEW_MODEL(Tag, postgres, "relations_actions_tags", FIELD(id, primary_key))

struct Post : pv::Model<Post> {
  std::int64_t id{};
  pv::OptionalForeignKey<Author> keeps{};
  pv::OptionalForeignKey<Author> restricts{};
  pv::OptionalForeignKey<Author> cascades{};
  pv::OptionalForeignKey<Author> nulls{};
  pv::OptionalForeignKey<Author> defaults{};
  pv::OptionalForeignKey<Author> late{};
  pv::ManyToMany<Tag> tags{};
  pv::ManyToMany<Tag> kept_tags{};
};
PROMPTVIEW_MODEL(Post, postgres, "relations_actions_posts", FIELD(id, primary_key), RELATION(keeps), RELATION(restricts, on_delete=restrict, on_update=restrict),
                 RELATION(cascades, on_delete=cascade, on_update=cascade), RELATION(nulls, on_delete=set_null, on_update=set_null),
                 RELATION(defaults, default_sql="1", on_delete=set_default, on_update=set_default), RELATION(late, deferrable), RELATION(tags),
                 RELATION(kept_tags, on_delete=restrict, on_update=cascade))

struct Order : pv::Model<Order> {
  std::int64_t tenant_id{};
  int number{};
};
PROMPTVIEW_MODEL(Order, postgres, "relations_actions_orders", FIELD(tenant_id), FIELD(number), TABLE(primary_key="tenant_id, number"))

// The columns have the names of those that they refer to.
struct Line : pv::Model<Line> {
  std::int64_t tenant_id{};
  int number{};
  int line{};
  pv::Reference<Order> order{};
};
PROMPTVIEW_MODEL(Line, postgres, "relations_actions_lines", FIELD(tenant_id), FIELD(number), FIELD(line), RELATION(order, fields="tenant_id, number"),
                 TABLE(primary_key="tenant_id, number, line", schema="relations actions"))

struct Node : pv::Model<Node> {
  std::int64_t id{};
  pv::OptionalForeignKey<Node> parent{};
};
PROMPTVIEW_MODEL(Node, postgres, "relations_actions_nodes", FIELD(id, primary_key), RELATION(parent, name="The \"tree\""))

struct Fixture {
  Fixture() {
    Author::initialize();
    Tag::initialize();
    Post::initialize();
    Order::initialize();
    Line::initialize();
    Node::initialize();
    for (std::int64_t id = 1; id <= 2; ++id) Author{.id = id}.save();
  }
  TestDatabase database{};
};

// `model field: first line`
template <class Work>
std::string refusal(Work&& work) {
  try {
    work();
  } catch (const pv::ForeignKeyViolation& error) {
    const std::string what = error.what();
    CHECK(error.is_on(error.field()));
    CHECK(what.find("(SQLSTATE 23503)") != std::string::npos);
    return error.model() + " " + error.field() + ": " + what.substr(0, what.find('\n'));
  }
  return "nothing";
}

const auto remove_author = [] { Author{.id = 2}.remove(); };
const auto renumber_author = [] { Author::query().filter("id", 2).update(pv::set(&Author::id, 3)); };
const std::string post = "relations_actions_test::Post";

}  // namespace relations_actions_test

using namespace relations_actions_test;

TEST_CASE("on_delete: each action does what it says") {
  const Fixture fixture;
  Post{.id = 1, .cascades = 2}.save();
  Post{.id = 2, .nulls = 2, .defaults = 2}.save();
  remove_author();
  CHECK_FALSE(Post::get(1).has_value());
  CHECK_FALSE(Post::get(2)->nulls.has_key());
  CHECK(Post::get(2)->defaults.key() == 1);
}

TEST_CASE("on_update: each action does what it says") {
  const Fixture fixture;
  Post{.id = 1, .cascades = 2, .nulls = 2, .defaults = 2}.save();
  renumber_author();
  const Post changed = Post::get(1).value();
  CHECK(changed.cascades.key() == 3);
  CHECK_FALSE(changed.nulls.has_key());
  CHECK(changed.defaults.key() == 1);
}

TEST_CASE("restrict and no action keep what is referred to, and the error names the relation") {
  const Fixture fixture;
  const std::string remedy = ": rows of " + post + " still refer to this relations_actions_test::Author: remove or change them first, or "
                             "declare on_delete=cascade or set_null";
  Post{.id = 1, .keeps = 2}.save();
  CHECK(refusal(remove_author) == post + " keeps: " + post + ".keeps" + remedy);
  CHECK(refusal(renumber_author) == post + " keeps: " + post + ".keeps" + remedy);
  Post{.id = 1, .restricts = 2}.save();
  CHECK(refusal(remove_author) == post + " restricts: " + post + ".restricts" + remedy);
  CHECK(refusal(renumber_author) == post + " restricts: " + post + ".restricts" + remedy);
  CHECK(Author::query().count() == 2);
}

TEST_CASE("a row that refers to nothing is refused, and the error names the relation") {
  const Fixture fixture;
  const std::string remedy = ": there is no relations_actions_test::Author with this key: save it first, or give a key that exists";
  CHECK(refusal([] { Post{.id = 1, .nulls = 9}.save(); }) == post + " nulls: " + post + ".nulls" + remedy);
  Post{.id = 1, .nulls = 1}.save();
  CHECK(refusal([] { Post::query().update(pv::set(&Post::cascades, 9)); }) == post + " cascades: " + post + ".cascades" + remedy);
  std::vector<Post> posts{{.id = 2}, {.id = 3, .keeps = 9}};
  CHECK(refusal([&] { Post::bulk_create(posts); }) == post + " keeps: " + post + ".keeps" + remedy);
  CHECK(Post::query().count() == 1);
}

TEST_CASE("a deferrable foreign key is checked at the end of the transaction") {
  const Fixture fixture;
  {
    pv::Transaction transaction;
    Post{.id = 1, .late = 5}.save();
    Author{.id = 5}.save();
    transaction.commit();
  }
  CHECK(Post::get(1)->late.key() == 5);
  const auto never_given = [] {
    pv::Transaction transaction;
    Post{.id = 2, .late = 6}.save();
    transaction.commit();
  };
  CHECK(refusal(never_given) ==
        post + " late: " + post + ".late: there is no relations_actions_test::Author with this key: save it first, or give a key that exists");
  const auto removed = [] {
    pv::Transaction transaction;
    Author{.id = 5}.remove();
    transaction.commit();
  };
  CHECK(refusal(removed).starts_with(post + " late: " + post + ".late: rows of " + post + " still refer to this"));
  CHECK(Post::query().count() == 1);
}

TEST_CASE("rows of a join table go with both sides, unless its relation says otherwise") {
  const Fixture fixture;
  Tag{.id = 7}.save();
  Post{.id = 1}.save();
  const auto tags = [] { return TestDatabase::ask("SELECT count(*) FROM relations_actions_posts_tags"); };
  TestDatabase::execute("INSERT INTO relations_actions_posts_tags VALUES (1, 7)");
  Tag{.id = 7}.remove();
  CHECK(tags() == "0");
  Tag{.id = 7}.save();
  TestDatabase::execute("INSERT INTO relations_actions_posts_tags VALUES (1, 7)");
  Post{.id = 1}.remove();
  CHECK(tags() == "0");

  Post{.id = 1}.save();
  TestDatabase::execute("INSERT INTO relations_actions_posts_kept_tags VALUES (1, 7)");
  const std::string begin = post + " kept_tags: " + post + ".kept_tags: rows of its join table still refer to this relations_actions_test::";
  CHECK(refusal([] { Tag{.id = 7}.remove(); }) == begin + "Tag: remove them first, or declare on_delete=cascade");
  CHECK(refusal([] { Post{.id = 1}.remove(); }) == begin + "Post: remove them first, or declare on_delete=cascade");
  Tag::query().update(pv::set(&Tag::id, 8));
  CHECK(TestDatabase::ask("SELECT tag_id FROM relations_actions_posts_kept_tags") == "8");
}

TEST_CASE("a composite foreign key, in another schema, is named by its relation") {
  const Fixture fixture;
  Order{.tenant_id = 1, .number = 2}.save();
  Line{.tenant_id = 1, .number = 2, .line = 1}.save();
  const std::string line = "relations_actions_test::Line";
  CHECK(refusal([] { Line{.tenant_id = 1, .number = 3, .line = 1}.save(); }) ==
        line + " order: " + line + ".order: there is no relations_actions_test::Order with this key: save it first, or give a key that exists");
  CHECK(refusal([] { Order{.tenant_id = 1, .number = 2}.remove(); }) ==
        line + " order: " + line + ".order: rows of " + line + " still refer to this relations_actions_test::Order: remove or change them first, or "
        "declare on_delete=cascade or set_null");
}

TEST_CASE("both sides of a tree are told apart") {
  const Fixture fixture;
  const std::string node = "relations_actions_test::Node";
  Node{.id = 1}.save();
  Node{.id = 2, .parent = 1}.save();
  CHECK(refusal([] { Node{.id = 3, .parent = 4}.save(); }) ==
        node + " parent: " + node + ".parent: there is no " + node + " with this key: save it first, or give a key that exists");
  CHECK(refusal([] { Node{.id = 1}.remove(); }) ==
        node + " parent: " + node + ".parent: rows of " + node + " still refer to this " + node + ": remove or change them first, or declare "
        "on_delete=cascade or set_null");
}
