// SPDX-License-Identifier: MIT
#include <promptview/model.hpp>
#include <promptview/links/relation_link.hpp>
#include <promptview_test/catch.hpp>

#include <string>

namespace pv = promptview;
using promptview_test::message;
using pv::detail::link_of;
using pv::detail::model_of;

namespace link_test {

struct Post;
struct Tag;
struct Profile;
struct Unknown;

struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string email{};
  pv::HasMany<Post> posts{};
  pv::HasMany<Post> edited{};
  pv::HasOne<Profile> profile{};
};
PROMPTVIEW_MODEL(Author, postgres, "link_authors", FIELD(id, primary_key), FIELD(email, unique), RELATION(posts, related="author"), RELATION(edited),
                 RELATION(profile))

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Author> author{};
  pv::OptionalForeignKey<Author, std::string> editor{};
  pv::ManyToMany<Tag> tags{};
  pv::ManyToMany<Tag> hidden_tags{};
};
PROMPTVIEW_MODEL(Post, postgres, "link_posts", FIELD(id, primary_key), RELATION(author), RELATION(editor, references="email", related="edited"),
                 RELATION(tags, through="link_post_tags"), RELATION(hidden_tags))

struct Tag : pv::Model<Tag> {
  std::string slug{};
  pv::ManyToMany<Post> posts{};
};
PROMPTVIEW_MODEL(Tag, postgres, "link_tags", FIELD(slug, primary_key), RELATION(posts, related="tags"), TABLE(schema="lists"))

struct Profile : pv::Model<Profile> {
  pv::OneToOne<Author> author{};
};
PROMPTVIEW_MODEL(Profile, postgres, "link_profiles", RELATION(author, primary_key))

struct OrderLine;
struct Order : pv::Model<Order> {
  std::int64_t tenant_id{};
  int number{};
  pv::HasMany<OrderLine> lines{};
  pv::ManyToMany<Author> watchers{};
};
PROMPTVIEW_MODEL(Order, postgres, "link_orders", FIELD(tenant_id, column="tenant"), FIELD(number), RELATION(lines), RELATION(watchers),
                 TABLE(primary_key="tenant_id, number"))

struct OrderLine : pv::Model<OrderLine> {
  pv::Auto<std::int64_t> id{};
  std::int64_t tenant{};
  std::optional<int> order_number{};
  pv::Reference<Order> order{};
};
PROMPTVIEW_MODEL(OrderLine, postgres, "link_order_lines", FIELD(id, primary_key), FIELD(tenant), FIELD(order_number),
                 RELATION(order, fields="tenant, order_number"))

// A tree, loops with and without a join model.
struct Follow;
struct Person : pv::Model<Person> {
  pv::Auto<std::int64_t> id{};
  pv::OptionalForeignKey<Person> boss{};
  pv::HasMany<Person> staff{};
  pv::ManyToMany<Person> friends{};
  pv::ManyToMany<Person> friend_of{};
  pv::ManyToMany<Person, Follow> follows{};
  pv::ManyToMany<Person, Follow> followers{};
  pv::HasMany<Follow> following_rows{};
};
PROMPTVIEW_MODEL(Person, postgres, "link_people", FIELD(id, primary_key), RELATION(boss), RELATION(staff),
                 RELATION(friends, source="one_id", target="other_id"), RELATION(friend_of, related="friends"),
                 RELATION(follows, source="who", target="whom"), RELATION(followers, source="whom"), RELATION(following_rows, related="who"))

struct Follow : pv::Model<Follow> {
  pv::ForeignKey<Person> who{};
  pv::ForeignKey<Person> whom{};
};
PROMPTVIEW_MODEL(Follow, postgres, "link_follows", RELATION(who, column="who"), RELATION(whom, column="whom person"), TABLE(primary_key="who, whom"))

// A join model whose foreign keys have other sides of their own.
struct Course;
struct Enrolment;
struct Student : pv::Model<Student> {
  pv::Auto<std::int64_t> id{};
  pv::HasMany<Enrolment> enrolments{};
  pv::ManyToMany<Course, Enrolment> courses{};
};
PROMPTVIEW_MODEL(Student, postgres, "link_students", FIELD(id, primary_key), RELATION(enrolments), RELATION(courses))
struct Course : pv::Model<Course> {
  std::string code{};
  pv::ManyToMany<Student, Enrolment> students{};
};
PROMPTVIEW_MODEL(Course, postgres, "link_courses", FIELD(code, primary_key), RELATION(students))
struct Enrolment : pv::Model<Enrolment> {
  pv::ForeignKey<Student> student{};
  pv::ForeignKey<Course, std::string> course{};
};
PROMPTVIEW_MODEL(Enrolment, postgres, "link_enrolments", RELATION(student, related="enrolments"), RELATION(course, column="course"),
                 TABLE(primary_key="student, course", schema="school"))

template <class M>
const pv::RelationInfo& relation(std::string_view name) {
  const pv::ModelInfo& model = model_of<M>();
  const std::size_t place = model.relation_of(name);
  REQUIRE(place != pv::ModelInfo::no_field);
  return model.relations[place];
}

// `author = id`, with `?` where there can be none; or `schema.table: owner's columns = fields; target's columns = fields`.
template <class M>
std::string link(std::string_view name) {
  const pv::detail::RelationLink made = link_of(relation<M>(name));
  std::string text;
  for (const pv::detail::FieldPair& pair : made.pairs)
    text.append(text.empty() ? "" : ", ").append(made.owner->fields[pair.owner].name).append(" = ").append(made.target->fields[pair.target].name);
  if (made.can_be_missing) text += " ?";
  if (made.relation->kind != pv::RelationKind::many_to_many) return text;
  text = std::string{made.join.schema} + "." + made.join.table + ":";
  const auto add = [&text](const pv::detail::JoinSide& side, const pv::ModelInfo& model) {
    for (std::size_t i = 0; i < side.columns.size(); ++i)
      text.append(" ").append(side.columns[i]).append(" = ").append(model.fields[side.fields[i]].name);
    text += ";";
  };
  add(made.join.owner, *made.owner);
  add(made.join.target, *made.target);
  return text;
}

}  // namespace link_test

using namespace link_test;

TEST_CASE("the pairs of foreign keys, from both sides") {
  CHECK(link<Post>("author") == "author = id");
  CHECK(link<Post>("editor") == "editor = email ?");
  CHECK(link<Author>("posts") == "id = author ?");
  CHECK(link<Author>("edited") == "email = editor ?");
  CHECK(link<Profile>("author") == "author = id");
  CHECK(link<Author>("profile") == "id = author ?");
  CHECK(link<OrderLine>("order") == "tenant = tenant_id, order_number = number ?");
  CHECK(link<Order>("lines") == "tenant_id = tenant, number = order_number ?");
  CHECK(link<Person>("boss") == "boss = id ?");
  CHECK(link<Person>("staff") == "id = boss ?");
  CHECK(link<Person>("following_rows") == "id = who ?");
}

TEST_CASE("a join table without a model, from both sides") {
  CHECK(link<Post>("tags") == ".link_post_tags: post_id = id; tag_id = slug;");
  CHECK(link<Tag>("posts") == ".link_post_tags: tag_id = slug; post_id = id;");
  CHECK(link<Post>("hidden_tags") == ".link_posts_hidden_tags: post_id = id; tag_id = slug;");
  CHECK(link<Order>("watchers") == ".link_orders_watchers: order_tenant = tenant_id order_number = number; author_id = id;");
  CHECK(link<Person>("friends") == ".link_people_friends: one_id = id; other_id = id;");
  CHECK(link<Person>("friend_of") == ".link_people_friends: other_id = id; one_id = id;");
}

TEST_CASE("a join model, from both sides") {
  CHECK(link<Student>("courses") == "school.link_enrolments: student_id = id; course = code;");
  CHECK(link<Course>("students") == "school.link_enrolments: course = code; student_id = id;");
  CHECK(link<Person>("follows") == ".link_follows: who = id; whom person = id;");
  CHECK(link<Person>("followers") == ".link_follows: whom person = id; who = id;");
}

// --- What does not fit together. Each relation of these models is wrong. --------------------------------------------------------

namespace link_test {

struct Child;
struct Item;
namespace other {
struct Item;
}
struct Wrong : pv::Model<Wrong> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::ForeignKey<Unknown> unknown{};
  pv::HasMany<Unknown> unknowns{};
  pv::ManyToMany<Unknown> many_unknown{};
  pv::ManyToMany<Author, Unknown> through_unknown{};
  pv::ForeignKey<Author, int> narrow{};
  pv::ForeignKey<Author, std::string> text{};
  pv::ForeignKey<Author> no_such_field{};
  pv::ForeignKey<Order> composite{};
  pv::Reference<Author> too_many{};
  pv::Reference<Author> other_type{};
  pv::ForeignKey<Author> misnamed{};
  pv::HasMany<Child> children{};
  pv::HasMany<Child> misspelt{};
  pv::HasMany<Child> contradicted{};
  pv::HasOne<Child> only_child{};
  pv::ManyToMany<Author> no_other_side{};
  pv::ManyToMany<Author> one_column{};
  pv::ManyToMany<Author> two_columns{};
  pv::ManyToMany<Author, Follow> no_keys{};
  pv::ManyToMany<Person, Follow> through_twice{};
};
PROMPTVIEW_MODEL(Wrong, postgres, "link_wrongs", FIELD(id, primary_key), FIELD(name), RELATION(unknown), RELATION(unknowns), RELATION(many_unknown),
                 RELATION(through_unknown), RELATION(narrow), RELATION(text), RELATION(no_such_field, references="nam"), RELATION(composite),
                 RELATION(too_many, fields="id, name"), RELATION(other_type, fields="name"), RELATION(misnamed, related="nobody"),
                 RELATION(children), RELATION(misspelt, related="parents"), RELATION(contradicted, related="third"), RELATION(only_child),
                 RELATION(no_other_side, related="wrongs"), RELATION(one_column, source="x", target="x"),
                 RELATION(two_columns, source="x, y"), RELATION(no_keys), RELATION(through_twice, through="x"))

struct Child : pv::Model<Child> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Wrong> first{};
  pv::ForeignKey<Wrong> second{};
  pv::ForeignKey<Wrong> third{};
};
PROMPTVIEW_MODEL(Child, postgres, "link_children", FIELD(id, primary_key), RELATION(first), RELATION(second), RELATION(third, related="other"))

// Many to many of which nothing says whether they are two sides of one.
struct Group;
struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  pv::ManyToMany<Group> groups{};
  pv::ManyToMany<Group> paired{};
  pv::ManyToMany<User> friends{};
  pv::ManyToMany<User> blocked{};
  pv::ManyToMany<Group> apart{};
  pv::ManyToMany<Group> shared{};
  pv::ManyToMany<Group> torn{};
  pv::ManyToMany<Group> twice{};
};
PROMPTVIEW_MODEL(User, postgres, "link_users", FIELD(id, primary_key), RELATION(groups), RELATION(paired, related="paired_users"), RELATION(friends),
                 RELATION(blocked), RELATION(apart, through="link_apart"), RELATION(shared, through="link_shared"),
                 RELATION(torn, through="link_torn", related="torn_users"), RELATION(twice))
struct Group : pv::Model<Group> {
  pv::Auto<std::int64_t> id{};
  pv::ManyToMany<User> admins{};
  pv::ManyToMany<User> guests{};
  pv::ManyToMany<User> paired_users{};
  pv::ManyToMany<User> apart_too{};
  pv::ManyToMany<User> shared_users{};
  pv::ManyToMany<User> torn_users{};
  pv::ManyToMany<User> twice_one{};
  pv::ManyToMany<User> twice_two{};
};
PROMPTVIEW_MODEL(Group, postgres, "link_groups", FIELD(id, primary_key), RELATION(admins), RELATION(guests), RELATION(paired_users),
                 RELATION(apart_too, through="link_apart_too"), RELATION(shared_users, through="link_shared"), RELATION(torn_users, through="link_torn_2"),
                 RELATION(twice_one, related="twice"), RELATION(twice_two, related="twice"))

struct Item : pv::Model<Item> {
  pv::Auto<std::int64_t> id{};
  pv::ManyToMany<other::Item> items{};
};
PROMPTVIEW_MODEL(Item, postgres, "link_items", FIELD(id, primary_key), RELATION(items))
namespace other {
struct Item : pv::Model<Item> {
  pv::Auto<std::int64_t> id{};
};
PROMPTVIEW_MODEL(Item, postgres, "link_other_items", FIELD(id, primary_key))
}  // namespace other

template <class M>
std::string problem(std::string_view name) {
  try {
    (void)link_of(relation<M>(name));
  } catch (const pv::RegistrationError& error) {
    return error.what();
  }
  return "none";
}

}  // namespace link_test

TEST_CASE("a target, or a join model, that is not registered") {
  const std::string remedy = ": the model link_test::Unknown is not registered in this program: include the header with its PROMPTVIEW_MODEL";
  for (const char* name : {"unknown", "unknowns", "many_unknown", "through_unknown"})
    CHECK(problem<Wrong>(name) == std::string{"link_test::Wrong."} + name + remedy);
}

TEST_CASE("keys that are not those of the target") {
  CHECK(problem<Wrong>("narrow") == "link_test::Wrong.narrow: the key is of another type than link_test::Author.id: write pv::ForeignKey<T, Key> "
                                    "with that field's type");
  CHECK(problem<Wrong>("text") == "link_test::Wrong.text: the key is of another type than link_test::Author.id: write pv::ForeignKey<T, Key> with "
                                  "that field's type");
  CHECK(problem<Wrong>("no_such_field") == "link_test::Wrong.no_such_field: link_test::Author has no field \"nam\"");
  const std::string number = "has another number of fields: use a pv::Reference with fields=\"...\", or name the fields meant by references=\"...\"";
  CHECK(problem<Wrong>("composite") == "link_test::Wrong.composite: the key of link_test::Order " + number);
  CHECK(problem<Wrong>("too_many") == "link_test::Wrong.too_many: the key of link_test::Author " + number);
  CHECK(problem<Wrong>("other_type") == "link_test::Wrong.other_type: name is of another type than link_test::Author.id: give both fields one type");
}

TEST_CASE("the other side of a foreign key that is not there, or not clear") {
  CHECK(problem<Wrong>("misnamed") == "link_test::Wrong.misnamed: link_test::Author has no pv::HasMany or HasOne \"nobody\" to link_test::Wrong: add "
                                      "its RELATION, or remove related");
  CHECK(problem<Wrong>("children") == "link_test::Wrong.children: ambiguous: link_test::Child has several foreign keys to link_test::Wrong: first, "
                                      "second; write related=\"...\" with one of them");
  CHECK(problem<Wrong>("misspelt") == "link_test::Wrong.misspelt: link_test::Child has no such foreign key to link_test::Wrong; write "
                                      "related=\"...\" with one of first, second, third");
  CHECK(problem<Wrong>("contradicted") == "link_test::Wrong.contradicted: link_test::Child.third says that its other side is related=\"other\": "
                                          "correct one of both");
  CHECK(problem<Wrong>("only_child") == "link_test::Wrong.only_child: link_test::Child has no pv::OneToOne to link_test::Wrong: add it, or remove "
                                        "this relation");
}

TEST_CASE("join tables that are not clear") {
  CHECK(problem<Wrong>("no_other_side") == "link_test::Wrong.no_other_side: link_test::Author has no pv::ManyToMany \"wrongs\" to link_test::Wrong");
  CHECK(problem<Wrong>("one_column") == "link_test::Wrong.one_column: both sides of the join table have a column \"x\": name them by source=\"...\" "
                                        "and target=\"...\"");
  CHECK(problem<Wrong>("two_columns") == "link_test::Wrong.two_columns: name one column for each field of the key of link_test::Wrong");
  CHECK(problem<Wrong>("no_keys") == "link_test::Wrong.no_keys: link_test::Follow has no pv::ForeignKey to link_test::Wrong: add it, or remove this "
                                     "relation");
  CHECK(problem<Wrong>("through_twice") == "link_test::Wrong.through_twice: the join table is that of link_test::Follow: remove through=\"...\"");
  CHECK(problem<Item>("items") == "link_test::Item.items: both sides of the join table have a column \"item_id\": name them by source=\"...\" and "
                                  "target=\"...\"");
}

TEST_CASE("two many_to_many that could be the sides of one, or of two") {
  const std::string remedy = "; if it is the other side, write related=\"...\" at one of both; if not, give each its join table by through=\"...\"";
  CHECK(problem<User>("groups") == "link_test::User.groups: ambiguous: link_test::Group has admins, guests, apart_too to link_test::User" + remedy);
  CHECK(problem<Group>("admins") == "link_test::Group.admins: ambiguous: link_test::User has groups, apart to link_test::Group" + remedy);
  CHECK(problem<User>("friends") == "link_test::User.friends: ambiguous: link_test::User has blocked to link_test::User" + remedy);
  CHECK(problem<User>("torn") == "link_test::User.torn: its other side describes another join table or other columns: write through, source and "
                                 "target at one of both");
  CHECK(problem<User>("twice") == "link_test::User.twice: ambiguous: several relations of link_test::Group are its other side: twice_one, twice_two; "
                                  "keep one of them");
  CHECK(link<User>("paired") == ".link_groups_paired_users: user_id = id; group_id = id;");
  CHECK(link<Group>("paired_users") == ".link_groups_paired_users: group_id = id; user_id = id;");
  CHECK(link<Group>("shared_users") == ".link_shared: group_id = id; user_id = id;");
  CHECK(link<User>("shared") == ".link_shared: user_id = id; group_id = id;");
}
