// SPDX-License-Identifier: MIT
// What PROMPTVIEW_MODEL makes of structs of all shapes and names.
#include <promptview/model.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview_test/catch.hpp>

#include <strings.h>

namespace pv = promptview;
using promptview::postgres::SQLBuilder;
using pv::detail::model_of;

namespace {

template <class M>
std::string select() {
  return SQLBuilder::select(pv::query<M>().select()).sql;
}
template <class M>
constexpr std::string_view name_of() {
  return model_of<M>().name;
}

}  // namespace

// --- What is known of a model ---------------------------------------------------------------------------------------

namespace model_test {

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  std::optional<int> age{};
};
PROMPTVIEW_MODEL(User, postgres, "model_users",
                 FIELD(id, primary_key), FIELD(name, column="full_name", index=btree, max_length=50), FIELD(age, unique),
                 INDEX("name, age DESC", unique), UNIQUE("name"), CONSTRAINT("age > 0"), TABLE(schema="app", comment="people"))

constexpr const pv::ModelInfo& user = model_of<User>();
static_assert(pv::Registered<User>);
static_assert(user.name == "model_test::User");
static_assert(user.backend == "postgres");
static_assert(user.table == "model_users");
static_assert(user.schema() == "app");
static_assert(user.table_options.comment == "people");
static_assert(user.field_count == 3);
static_assert(user.key_count == 1 && user.key_field(0).name == "id");
static_assert(user.is_key(0) && !user.is_key(1));
static_assert(user.fields[0].is_auto && user.fields[0].type->kind == pv::Kind::int64 && !user.fields[0].type->nullable);
static_assert(user.fields[1].column() == "full_name" && user.fields[1].name == "name");
static_assert(user.fields[1].options.index == pv::IndexMethod::btree && user.fields[1].options.max_length == 50);
static_assert(user.fields[2].type->nullable && user.fields[2].options.unique && user.fields[2].column() == "age");
static_assert(user.place_of("age") == 2 && user.place_of("full_name") == pv::ModelInfo::no_field);
static_assert(user.has_field("name") && !user.has_field(""));
static_assert(user.item_count == 4);
static_assert(user.items[0].kind == pv::ItemKind::index && user.items[0].unique && user.items[0].text == "name, age DESC");
static_assert(user.items[1].kind == pv::ItemKind::unique && user.items[2].kind == pv::ItemKind::constraint);

// Designated initialisers keep working, and the base adds nothing.
static_assert(std::is_aggregate_v<User>);
static_assert(sizeof(pv::Model<User>) == 1);

struct NotRegistered {};
static_assert(!pv::Registered<NotRegistered>);
static_assert(!pv::Registered<int>);

}  // namespace model_test

TEST_CASE("a field's address and codec reach the member") {
  model_test::User user{.name = "John"};
  CHECK(user.name == "John");
  const pv::ModelInfo& info = model_of<model_test::User>();
  CHECK(info.fields[0].address(&user) == &user.id);
  CHECK(info.fields[1].address(&user) == &user.name);
  CHECK(info.fields[2].address(&user) == &user.age);
  CHECK_FALSE(info.fields[0].codec->has_value(&user.id));
  CHECK(info.fields[1].codec->has_value(&user.name));
  CHECK_FALSE(info.fields[2].codec->has_value(&user.age));
  user.id = 5;
  user.age = 6;
  CHECK(info.fields[0].codec->has_value(&user.id));
  CHECK(info.fields[2].codec->has_value(&user.age));
}

namespace model_test {

struct Part;
struct Whole : pv::Model<Whole> {
  pv::Auto<std::int64_t> id{};
  std::int64_t user_id{};
  pv::ForeignKey<Whole> above{};
  pv::OneToOne<Whole> twin{};
  pv::Reference<User> user{};
  pv::HasOne<Part> first{};
  pv::HasMany<Part> parts{};
  pv::ManyToMany<User> friends{};
};
struct Part : pv::Model<Part> {
  pv::Auto<std::int64_t> id{};
  pv::OneToOne<Whole> only{};
  pv::ForeignKey<Whole> whole{};
};
PROMPTVIEW_MODEL(Whole, postgres, "model_wholes", FIELD(id, primary_key), FIELD(user_id), RELATION(above), RELATION(twin),
                 RELATION(user, fields="user_id"), RELATION(first), RELATION(parts), RELATION(friends))
PROMPTVIEW_MODEL(Part, postgres, "model_parts", FIELD(id, primary_key), RELATION(only), RELATION(whole))

}  // namespace model_test

TEST_CASE("a relation's offset reaches what all types of relations are made of") {
  model_test::Whole whole;
  const pv::ModelInfo& info = model_of<model_test::Whole>();
  REQUIRE(info.relation_count == 6);
  CHECK(info.relations[0].member(&whole) == &whole.above);
  CHECK(info.relations[1].member(&whole) == &whole.twin);
  CHECK(info.relations[2].member(&whole) == &whole.user);
  CHECK(info.relations[3].member(&whole) == &whole.first);
  CHECK(info.relations[4].member(&whole) == &whole.parts);
  CHECK(info.relations[5].member(&whole) == &whole.friends);
}

// --- Names that mean something else elsewhere -----------------------------------------------------------------------

namespace odd_names {

// As fields: the operations of Model, the options and the words of the macro.
struct Members : pv::Model<Members> {
  int query{};
  int save{};
  int get{};
  int type{};
  int name{};
  int index{};
  int model{};
  int column{};
  int unique{};
  int primary_key{};
  int btree{};
  int q{};
  int create{};
  int table{};
  int item{};
  int M{};
};
PROMPTVIEW_MODEL(Members, postgres, "odd_members", FIELD(query), FIELD(save, unique), FIELD(get, index=btree),
                 FIELD(type, type="int8"), FIELD(name, column="name"), FIELD(index, index=hash), FIELD(model), FIELD(column, column="c"),
                 FIELD(unique, unique=false), FIELD(primary_key, primary_key), FIELD(btree, index=btree), FIELD(q), FIELD(create),
                 FIELD(table), FIELD(item), FIELD(M), INDEX("index, btree", unique, name="name"))

// As structs.
struct index : pv::Model<odd_names::index> {
  int a{};
};
PROMPTVIEW_MODEL(index, postgres, "odd_index", FIELD(a, index=btree), INDEX("a", method=hash))
struct unique : pv::Model<unique> {
  int a{};
};
PROMPTVIEW_MODEL(unique, postgres, "odd_unique", FIELD(a, unique))
struct type : pv::Model<type> {
  int a{};
};
PROMPTVIEW_MODEL(type, postgres, "odd_type", FIELD(a, type="int8"))
struct name : pv::Model<name> {
  int a{};
};
PROMPTVIEW_MODEL(name, postgres, "odd_name", FIELD(a), INDEX("a", name="x"))
struct Model : pv::Model<Model> {
  int a{};
};
PROMPTVIEW_MODEL(Model, postgres, "odd_model", FIELD(a))
struct FIELD : pv::Model<odd_names::FIELD> {
  int FIELD_{};
};
PROMPTVIEW_MODEL(FIELD, postgres, "odd_field", FIELD(FIELD_))

// Things in scope that are named like options.
inline int btree() { return 1; }
inline constexpr int hash = 7;
template <class T>
struct where {};
enum Methods { gin, gist };
struct Scoped : pv::Model<Scoped> {
  int a{};
  int b{};
};
PROMPTVIEW_MODEL(Scoped, postgres, "odd_scoped", FIELD(a, index=btree), FIELD(b, index=hash), INDEX("a", method=gin, where="a > 0"))

// A namespace that hides promptview's and std's names.
namespace promptview {
struct Trap {};
}  // namespace promptview
namespace std {
struct Trap {};
}  // namespace std
struct Trapped : ::promptview::Model<Trapped> {
  int a{};
};
PROMPTVIEW_MODEL(Trapped, postgres, "odd_trapped", FIELD(a, index=btree), INDEX("a"), UNIQUE("a"), CONSTRAINT("a > 0"), TABLE(schema="s"))

}  // namespace odd_names

TEST_CASE("fields and structs may have any name") {
  CHECK(select<odd_names::Members>() ==
        R"(SELECT "query", "save", "get", "type"::integer, "name", "index", "model", "c", "unique", "primary_key", "btree", "q", )"
        R"("create", "table", "item", "M" FROM "odd_members")");
  CHECK(SQLBuilder::create_indexes(model_of<odd_names::Members>()) ==
        std::vector<std::string>{R"(CREATE INDEX IF NOT EXISTS "odd_members_get_idx" ON "odd_members" USING btree ("get"))",
                                 R"(CREATE INDEX IF NOT EXISTS "odd_members_index_idx" ON "odd_members" USING hash ("index"))",
                                 R"(CREATE INDEX IF NOT EXISTS "odd_members_btree_idx" ON "odd_members" USING btree ("btree"))",
                                 R"(CREATE UNIQUE INDEX IF NOT EXISTS "name" ON "odd_members" USING btree ("index", "btree"))"});
  odd_names::Members hidden{.query = 1, .save = 2};  // the members hide Model's, so the free functions serve
  CHECK(pv::query<odd_names::Members>().filter("query", 1).filter("save__gt", hidden.save).select().where.parts.size() == 2);

  CHECK(select<odd_names::index>() == R"(SELECT "a" FROM "odd_index")");
  CHECK(select<odd_names::unique>() == R"(SELECT "a" FROM "odd_unique")");
  CHECK(select<odd_names::type>() == R"(SELECT "a"::integer FROM "odd_type")");
  CHECK(select<odd_names::name>() == R"(SELECT "a" FROM "odd_name")");
  CHECK(select<odd_names::Model>() == R"(SELECT "a" FROM "odd_model")");
  CHECK(select<odd_names::FIELD>() == R"(SELECT "FIELD_" FROM "odd_field")");
  CHECK(select<odd_names::Trapped>() == R"(SELECT "a" FROM "s"."odd_trapped")");
  CHECK(name_of<odd_names::index>() == "odd_names::index");
}

TEST_CASE("an option means the option, whatever else has its name") {
  CHECK(SQLBuilder::create_indexes(model_of<odd_names::Scoped>()) ==
        std::vector<std::string>{R"(CREATE INDEX IF NOT EXISTS "odd_scoped_a_idx" ON "odd_scoped" USING btree ("a"))",
                                 R"(CREATE INDEX IF NOT EXISTS "odd_scoped_b_idx" ON "odd_scoped" USING hash ("b"))",
                                 R"(CREATE INDEX IF NOT EXISTS "odd_scoped_a_idx1" ON "odd_scoped" USING gin ("a") WHERE a > 0)"});
}

// --- Namespaces -----------------------------------------------------------------------------------------------------

namespace blog {
struct User : pv::Model<User> {
  std::string name{};
};
PROMPTVIEW_MODEL(User, postgres, "nested_blog_users", FIELD(name))
namespace inner {
struct User : pv::Model<User> {
  int name{};
};
PROMPTVIEW_MODEL(User, postgres, "nested_inner_users", FIELD(name))
inline namespace v2 {
struct Tag : pv::Model<Tag> {
  int name{};
};
PROMPTVIEW_MODEL(Tag, postgres, "nested_tags", FIELD(name))
}  // namespace v2
}  // namespace inner
}  // namespace blog
namespace shop::users {
struct User : pv::Model<User> {
  double name{};
};
PROMPTVIEW_MODEL(User, postgres, "nested_shop_users", FIELD(name))
}  // namespace shop::users

struct GlobalModelOfTest : pv::Model<GlobalModelOfTest> {
  int a{};
};
PROMPTVIEW_MODEL(GlobalModelOfTest, postgres, "", FIELD(a))

namespace {
struct HTTPLog : pv::Model<HTTPLog> {
  int a{};
};
PROMPTVIEW_MODEL(HTTPLog, postgres, "", FIELD(a))
}  // namespace

TEST_CASE("the same name in several namespaces is several models") {
  CHECK(name_of<blog::User>() == "blog::User");
  CHECK(name_of<blog::inner::User>() == "blog::inner::User");
  CHECK(name_of<shop::users::User>() == "shop::users::User");
  CHECK(name_of<GlobalModelOfTest>() == "GlobalModelOfTest");
  CHECK(select<blog::User>() == R"(SELECT "name" FROM "nested_blog_users")");
  CHECK(select<blog::inner::User>() == R"(SELECT "name" FROM "nested_inner_users")");
  CHECK(select<shop::users::User>() == R"(SELECT "name" FROM "nested_shop_users")");
  CHECK(select<blog::inner::Tag>() == R"(SELECT "name" FROM "nested_tags")");
  CHECK(model_of<shop::users::User>().fields[0].type->kind == pv::Kind::float64);
  CHECK(select<GlobalModelOfTest>() == R"(SELECT "a" FROM "global_model_of_tests")");
  CHECK(select<HTTPLog>() == R"(SELECT "a" FROM "http_logs")");
}

// --- Fields of a base, and structs without pv::Model ----------------------------------------------------------------

namespace bases {

struct Identified {
  pv::Auto<std::int64_t> id{};
};
struct Timed : Identified {
  std::optional<std::int64_t> at{};
};
struct Event : pv::Model<Event>, Timed {
  std::string what{};
};
PROMPTVIEW_MODEL(Event, postgres, "base_events", FIELD(id, primary_key), FIELD(at), FIELD(what))

struct Alarm : Timed {
  int level{};
};
PROMPTVIEW_MODEL(Alarm, postgres, "base_alarms", FIELD(id, primary_key), FIELD(at), FIELD(level))

template <class T>
struct Named : pv::Model<T> {
  std::string name{};
};
struct City : Named<City> {
  int people{};
};
PROMPTVIEW_MODEL(City, postgres, "base_cities", FIELD(name, primary_key), FIELD(people))

// A class with private members that offers its fields, and with a constructor of its own.
class Account : public pv::Model<Account> {
 public:
  Account() = default;
  explicit Account(int start) : balance{start} {}
  int balance{};

 private:
  [[maybe_unused]] int secret_ = 0;
};
PROMPTVIEW_MODEL(Account, postgres, "base_accounts", FIELD(balance))

}  // namespace bases

TEST_CASE("fields may come from a base") {
  CHECK(select<bases::Event>() == R"(SELECT "id", "at", "what" FROM "base_events")");
  CHECK(select<bases::Alarm>() == R"(SELECT "id", "at", "level" FROM "base_alarms")");
  CHECK(select<bases::City>() == R"(SELECT "name", "people" FROM "base_cities")");
  CHECK(select<bases::Account>() == R"(SELECT "balance" FROM "base_accounts")");
  bases::Event event;
  CHECK(model_of<bases::Event>().fields[0].address(&event) == &event.id);
  CHECK(model_of<bases::Event>().fields[1].address(&event) == &event.at);
  CHECK(model_of<bases::Event>().fields[2].address(&event) == &event.what);
  bases::Alarm alarm;
  CHECK(model_of<bases::Alarm>().fields[1].address(&alarm) == &alarm.at);
  bases::City city;
  CHECK(model_of<bases::City>().fields[0].address(&city) == &city.name);
  CHECK(pv::detail::place_of_member<bases::Event>(&bases::Event::at) == 1);
  CHECK(pv::detail::place_of_member<bases::Event>(&bases::Event::what) == 2);
  CHECK(pv::detail::place_of_member<bases::City>(&bases::City::people) == 1);
  CHECK(bases::City::query().filter("name__contains", "x").select().model == &model_of<bases::City>());
}
