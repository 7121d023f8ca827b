// SPDX-License-Identifier: MIT
// Names with quotes and capitals, subqueries in subqueries, and fields of every sort in projections and groups.
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace hostile_expressions_test {

enum class Color { Red, Green };
PROMPTVIEW_ENUM(Color, Red, Green)

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(User, postgres, "Hostile \"Users", FIELD(id, primary_key), FIELD(name, column="select"), FIELD(age, column="A\"ge"))

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::int64_t author_id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Post, postgres, "Hostile \"Posts", FIELD(id, primary_key), FIELD(author_id), FIELD(name, column="select"),
                 FIELD(age, column="A\"ge"))

struct Thing : pv::Model<Thing> {
  int id{};
  Color color{};
  std::vector<Color> colors{};
  std::vector<std::string> texts{};
  pv::Json data{};
  pv::Range<int> span{};
  std::optional<pv::Uuid> key{};
};
PROMPTVIEW_MODEL(Thing, postgres, "hostile_expressions_test_things", FIELD(id, primary_key), FIELD(color), FIELD(colors), FIELD(texts),
                 FIELD(data), FIELD(span), FIELD(key))

struct Note : pv::Model<Note> {
  std::string text{};
  int number{};
};
PROMPTVIEW_MODEL(Note, postgres, "hostile_expressions_test_notes", FIELD(text), FIELD(number))

}  // namespace hostile_expressions_test

using namespace hostile_expressions_test;

namespace {

using Ids = std::vector<std::int64_t>;

// Ann (30): "a" of age 1, "Ann" of age 30; Bob (20): "b" of age 40; Cid (10): none.
void fill() {
  User::initialize();
  Post::initialize();
  const std::pair<const char*, int> users[] = {{"Ann", 30}, {"Bob", 20}, {"Cid", 10}};
  for (const auto& [name, age] : users) User{.name = name, .age = age}.insert();
  Post{.author_id = 1, .name = "a", .age = 1}.insert();
  Post{.author_id = 1, .name = "Ann", .age = 30}.insert();
  Post{.author_id = 2, .name = "b", .age = 40}.insert();
}

Ids ids(const auto& query) { return query.order_by("id").values_list(&User::id).execute(); }

}  // namespace

TEST_CASE("annotations with quotes, capitals and words of SQL") {
  const TestDatabase database;
  fill();
  const auto named = User::query().annotate<"a \"b">(pv::length(&User::name)).annotate<"ORDER">(User::f(&User::age) * 2);
  CHECK(ids(named.filter("ORDER__gt", 30).filter("a \"b", 3)) == Ids{1, 2});
  CHECK(std::get<2>(*named.order_by("ORDER", "a \"b").first()) == 20);
  const auto cut = named.order_by("-ORDER").limit(2);
  CHECK(cut.aggregate(pv::sum(cut.ref<"ORDER">())) == std::tuple{std::optional<std::int64_t>{100}});
  const auto ranked = User::query().annotate<"Ra\"nk">(pv::rank().over(pv::window().order_by(&User::age)));
  CHECK(ids(ranked.filter("Ra\"nk", 1)) == Ids{3});
  const auto grouped = User::query().values(User::f(&User::age) / 20).annotate<"\"">(pv::count());
  CHECK(grouped.filter("\"", 2).count() == 1);
}

TEST_CASE("a query inside of another sees the row around it, never its own columns of the same names") {
  const TestDatabase database;
  fill();
  const auto of_user = Post::query().filter("author_id", pv::outer<Post>(&User::id));
  CHECK(ids(User::query().filter(pv::exists(of_user))) == Ids{1, 2});
  CHECK(ids(User::query().exclude(pv::exists(of_user))) == Ids{3});
  CHECK(ids(User::query().filter(pv::exists(of_user.filter("name", pv::outer<Post>(&User::name))))) == Ids{1});
  // A computed value of the row around.
  CHECK(ids(User::query().filter(pv::exists(of_user.filter("age", pv::outer<Post>(User::f(&User::age) * 2))))) == Ids{2});
  CHECK(ids(User::query().filter(pv::exists(of_user.filter(pv::outer<Post>(User::q("age__lt", 25)) == true)))) == Ids{2});
  // An annotation of the query around.
  const auto doubled = User::query().annotate<"twice">(User::f(&User::age) * 2);
  CHECK(ids(doubled.filter(pv::exists(of_user.filter("age", pv::outer<Post>(doubled.ref<"twice">()))))) == Ids{2});
}

TEST_CASE("subqueries two levels deep") {
  const TestDatabase database;
  fill();
  const auto inner = User::query().filter("id", pv::outer<User>(pv::outer<Post>(&User::id))).filter("age__gt", pv::outer<User>(&Post::age));
  const auto middle = Post::query().filter("author_id", pv::outer<Post>(&User::id)).filter(pv::exists(inner));
  CHECK(ids(User::query().filter(pv::exists(middle))) == Ids{1});
  const auto oldest = pv::subquery(Post::query().filter("author_id", pv::outer<Post>(&User::id)).order_by("-age").limit(1).values_list(&Post::age));
  const auto rows = User::query().annotate<"oldest">(oldest).order_by("id").execute();
  CHECK(std::get<1>(rows[0]) == 30);
  CHECK(std::get<1>(rows[2]) == std::nullopt);
  CHECK(ids(User::query().annotate<"oldest">(oldest).exclude("oldest__gt", 30)) == Ids{1, 3});
  CHECK(User::query().values(pv::coalesce(oldest, 0), pv::count()).count() == 3);
  const auto total = pv::subquery(Post::query().filter("author_id", pv::outer<Post>(&User::id)).values_list(pv::sum(&Post::age)));
  CHECK(ids(User::query().filter(pv::coalesce(total, 0) > 30)) == Ids{1, 2});
  CHECK_THROWS_AS(pv::outer<Post>(total + User::f(&User::age)), pv::InvalidValue);
  CHECK(ids(User::query().filter("id__in", Post::query().filter("age__in", User::query().values_list(&User::age)).values_list(&Post::author_id))) == Ids{1});
}

TEST_CASE("fields of every sort as values, in groups and aggregates") {
  const TestDatabase database;
  Thing::initialize();
  const pv::Json data = pv::Json::parse(R"({"k":[1]})");
  const auto span = pv::Range<int>::closed_open(1, 3);
  const std::vector colors{Color::Green, Color::Red};
  const std::vector<std::string> texts{"x", "\"y\""};
  Thing{.id = 1, .color = Color::Green, .colors = colors, .texts = texts, .data = data, .span = span}.insert();
  Thing{.id = 2, .color = Color::Green, .colors = colors, .texts = texts, .data = data, .span = span}.insert();
  CHECK(Thing::query().values(&Thing::color, &Thing::colors, &Thing::texts, &Thing::data, &Thing::span, &Thing::key, pv::count()).one() ==
        std::tuple{Color::Green, colors, texts, data, span, std::optional<pv::Uuid>{}, std::int64_t{2}});
  CHECK(Thing::query().values(&Thing::color).distinct().count() == 1);
  CHECK(Thing::query().aggregate(pv::array_agg(&Thing::color), pv::max(&Thing::color), pv::max(&Thing::colors), pv::count(&Thing::key)) ==
        std::tuple{std::optional{std::vector{Color::Green, Color::Green}}, std::optional{Color::Green}, std::optional{colors}, std::int64_t{0}});
  CHECK(Thing::query().filter(Thing::f(&Thing::color) == Color::Green).count() == 2);
  CHECK(Thing::query().filter(pv::least(&Thing::color, Color::Red) == Color::Red).count() == 2);
  CHECK(Thing::query().annotate<"c">(pv::case_when(Thing::q("id", 1), Color::Red).otherwise(&Thing::color)).filter("c", Color::Red).count() == 1);
  const auto chosen = pv::case_when(Thing::q("id", 1), Color::Red).otherwise(Color::Green);
  CHECK(Thing::query().filter(chosen == Thing::f(&Thing::color)).values_list(&Thing::id).execute() == std::vector{2});
  CHECK(Thing::query().filter(pv::case_when(Thing::q("id", 1), Color::Green).or_null() == &Thing::color).count() == 1);
  const auto counted = Thing::query().annotate<"list">(Thing::f(&Thing::texts));
  CHECK(counted.filter("list__len", 2).count() == 2);
  CHECK(counted.filter("list__contains", {"x"}).count() == 2);
}

TEST_CASE("aggregates beside the rows of a model without a key") {
  const TestDatabase database;
  Note::initialize();
  for (int i = 0; i < 3; ++i) Note{.text = "t", .number = i / 2}.insert();
  const auto counted = Note::query().annotate<"n">(pv::count());
  CHECK(counted.count() == 2);
  CHECK(counted.values_list(&Note::text).execute() == std::vector<std::string>{"t", "t"});
  CHECK(counted.filter("n__gt", 1).values_list(&Note::number).one() == 0);
}
