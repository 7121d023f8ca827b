// SPDX-License-Identifier: MIT
// The chain and the façade, on a store that writes down what it is asked: no database, no backend.
#include <promptview/model.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/fake_store.hpp>

using namespace promptview_test;

namespace {

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(User, fake, "query_set_users", FIELD(id, primary_key), FIELD(name), FIELD(age))

// Does not derive from pv::Model.
struct Tag {
  std::string text{};
  int weight{};
};
PROMPTVIEW_MODEL(Tag, fake, "query_set_tags", FIELD(text, primary_key), FIELD(weight))

using Calls = std::vector<std::string>;

// Rows to answer, and nothing asked yet.
class Store {
 public:
  explicit Store(std::vector<User> users = {}) {
    FakeNamespace::set_rows(std::move(users));
    take_asked();
  }
};

std::vector<User> three() {
  return {
      {.id = 1, .name = "John", .age = 30}, {.id = 2, .name = "Jane", .age = 40}, {.id = 3, .name = "Joe", .age = 50}};
}

static_assert(std::is_nothrow_move_constructible_v<pv::QuerySet<User>>);
static_assert(std::is_empty_v<pv::Model<User>>);
static_assert(std::is_aggregate_v<User>);
static_assert(std::same_as<decltype(User::query().filter("age", 1)), pv::QuerySet<User>>);
static_assert(std::same_as<decltype(pv::QuerySet<User>{}.limit(1)), pv::QuerySet<User>>);  // never a reference

}  // namespace

TEST_CASE("a chain is a new value: what it was made from stays as it was") {
  const Store store;
  const auto all = User::query();
  const auto adults = all.filter("age__gt", 18);
  const auto page = adults.order_by("name").limit(10).offset(20);
  const auto others = adults.exclude("name", "John").order_by("-age");
  CHECK(all.to_sql() == "query");
  CHECK(adults.to_sql() == "query where");
  CHECK(page.to_sql() == "query where limit=10 offset=20 order=name");
  CHECK(others.to_sql() == "query where order=-age");
  CHECK(all.select().where.is_empty());
  CHECK(adults.select().where.op == pv::Expression::Op::lookup);
  CHECK(others.select().where.parts.size() == 2);
  CHECK(take_asked().empty());  // making a query asks nothing
}

TEST_CASE("execute answers the rows, in one call") {
  const Store store{three()};
  CHECK(User::query().execute() == three());
  CHECK(take_asked() == Calls{"User query"});
  CHECK(User::query().on("replica").execute().size() == 3);
  CHECK(take_asked() == Calls{"User on replica query"});
}

TEST_CASE("range-for runs the query once, also over a temporary") {
  const Store store{three()};
  std::string names;
  for (const User& user : User::query().filter("age__gt", 18)) names += user.name + " ";
  CHECK(names == "John Jane Joe ");
  CHECK(take_asked() == Calls{"User query where"});
  const Store empty;
  for (const User& user : User::query()) FAIL(user.name);
}

TEST_CASE("first and last take one row, by key where no order was given") {
  const Store store{three()};
  CHECK(User::query().first()->name == "John");
  CHECK(User::query().order_by("-age", "name").first()->name == "John");
  CHECK(User::query().last()->name == "John");
  CHECK(User::query().order_by("-age", "name").last()->name == "John");
  CHECK(User::query().limit(5).offset(1).first().has_value());
  CHECK(take_asked() == Calls{"User query limit=1 order=id", "User query limit=1 order=-age order=name",
                              "User query limit=1 order=-id", "User query limit=1 order=age order=-name",
                              "User query limit=1 offset=1 order=id"});
  CHECK_THROWS_MATCHES(User::query().limit(5).last(), pv::InvalidValue,
                       message_contains("::User: last() of a slice has no meaning; reverse the order instead"));
  const Store empty;
  CHECK_FALSE(User::query().first().has_value());
  CHECK_FALSE(User::query().last().has_value());
}

TEST_CASE("one is exactly one") {
  {
    const Store store{{{.id = 1, .name = "John"}}};
    CHECK(User::query().one().name == "John");
    CHECK(take_asked() == Calls{"User query limit=2"});
  }
  {
    const Store store{three()};
    CHECK_THROWS_MATCHES(User::query().one(), pv::MultipleFound,
                         message_contains("::User: one() matched more than one row; filter further or use first()"));
    CHECK(User::query().limit(1).one().name == "John");
    CHECK(take_asked() == Calls{"User query limit=2", "User query limit=1"});
  }
  const Store empty;
  CHECK_THROWS_MATCHES(User::query().one(), pv::NotFound,
                       message_contains("::User: one() matched no row; use first() where there may be none"));
}

TEST_CASE("count and exists") {
  const Store store{three()};
  CHECK(User::query().count() == 3);
  CHECK(User::query().filter("age__gt", 1).limit(2).count() == 3);
  CHECK(User::query().exists());
  CHECK(User::query().limit(5).exists());
  CHECK(take_asked() == Calls{"User count", "User count where limit=2", "User exists limit=1", "User exists limit=1"});
}

TEST_CASE("what matches nothing asks nothing") {
  const Store store{three()};
  const auto none = User::query().filter("age__in", {});
  CHECK(none.execute().empty());
  CHECK_FALSE(none.first().has_value());
  CHECK(none.count() == 0);
  CHECK_FALSE(none.exists());
  CHECK_THROWS_AS(none.one(), pv::NotFound);
  CHECK(User::query().limit(0).execute().empty());
  CHECK(User::query().limit(0).count() == 0);
  CHECK(User::query().filter(User::q("age__in", {}) && User::q("age", 1)).count() == 0);
  CHECK(User::query().exclude(!User::q("age__in", {})).count() == 0);
  CHECK(take_asked().empty());
  CHECK(User::query().exclude("age__in", {}).count() == 3);
  CHECK(take_asked() == Calls{"User count where"});
}

TEST_CASE("a slice is not narrowed further, and takes no negative numbers") {
  const auto narrowed = message_contains("::User: filter before limit and offset, not behind them");
  CHECK_THROWS_MATCHES(User::query().limit(5).filter("age", 1), pv::InvalidValue, narrowed);
  CHECK_THROWS_MATCHES(User::query().offset(5).exclude("age", 1), pv::InvalidValue, narrowed);
  CHECK_THROWS_MATCHES(User::query().limit(-1), pv::InvalidValue, message("limit takes a number from 0, not -1"));
  CHECK_THROWS_MATCHES(User::query().offset(-5), pv::InvalidValue, message("offset takes a number from 0, not -5"));
}

TEST_CASE("the writes of a model reach the store with their mode") {
  const Store store;
  User user{.name = "John", .age = 30};
  user.save();
  user.insert();
  user.update();
  user.upsert();
  user.save_fields("age", "name");
  user.remove();
  const std::string values = ": null, text John, integer 30";
  CHECK(take_asked() == Calls{"User save" + values, "User insert" + values, "User update" + values,
                              "User upsert" + values, "User update age name" + values, "User remove"});
  CHECK(User::create({.name = "Jane"}).name == "Jane");
  CHECK(take_asked() == Calls{"User insert: null, text Jane, integer 0"});
  CHECK_FALSE(user.remove());
}

TEST_CASE("get and refresh go by the key") {
  {
    const Store store{three()};
    CHECK(User::get(1)->name == "John");
    User user{.id = 7};
    user.refresh();
    CHECK(user.age == 30);
    CHECK(take_asked() == Calls{"User get integer 1", "User get integer 7"});
  }
  const Store empty;
  CHECK_FALSE(User::get(std::int64_t{5}).has_value());
  User user{.id = 7};
  CHECK_THROWS_MATCHES(user.refresh(), pv::NotFound,
                       message_contains("::User: refresh() found no row with this key; it was removed"));
}

TEST_CASE("a struct that does not derive from Model goes through free functions") {
  const Store store;
  FakeNamespace::set_rows<Tag>({{.text = "a", .weight = 1}});
  pv::initialize<Tag>();
  Tag tag{.text = "b", .weight = 2};
  pv::save(tag);
  pv::insert(tag);
  pv::update(tag);
  pv::upsert(tag);
  pv::save_fields(tag, "weight");
  CHECK(pv::remove(tag));
  pv::refresh(tag);
  CHECK(tag.text == "a");
  CHECK(pv::get<Tag>("a")->weight == 1);
  CHECK(pv::get<Tag>(std::string{"a"})->weight == 1);
  CHECK(pv::query<Tag>()
            .filter("weight__gt", 0)
            .filter(pv::q<Tag>("text", "a") || pv::q<Tag>("weight__in", {1, 2}))
            .count() == 1);
  CHECK(pv::create(Tag{.text = "c"}).text == "c");
  pv::drop<Tag>();
  const std::string values = ": text b, integer 2";
  CHECK(take_asked() == Calls{"Tag create", "Tag save" + values, "Tag insert" + values,
                              "Tag update" + values, "Tag upsert" + values, "Tag update weight" + values, "Tag remove",
                              "Tag get text b", "Tag get text a", "Tag get text a", "Tag count where",
                              "Tag insert: text c, integer 0", "Tag drop"});
}

TEST_CASE("a named database is passed on") {
  const Store store{three()};
  const pv::Database replica = pv::on("replica");
  User user{.id = 1};
  replica.initialize<User>();
  replica.save(user);
  replica.refresh(user);
  CHECK(replica.get<User>(2).has_value());
  CHECK(replica.query<User>().exists());
  CHECK(take_asked() == Calls{"User on replica create", "User on replica save: integer 1, text , integer 0",
                              "User on replica get integer 1", "User on replica get integer 2",
                              "User on replica exists limit=1"});
}
