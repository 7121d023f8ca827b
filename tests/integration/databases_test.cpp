// SPDX-License-Identifier: MIT
// Several databases beside the default one, and all models at once.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace databases_test {

enum class Level { low, high };
PROMPTVIEW_ENUM_AS(Level, "databases_test_level", low, high)

struct Item : pv::Model<Item> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  Level level{};

  friend bool operator==(const Item&, const Item&) = default;
};
PROMPTVIEW_MODEL(Item, postgres, "databases_test_items", FIELD(id, primary_key), FIELD(name, unique), FIELD(level))

struct Extra : pv::Model<Extra> {
  std::string key{};
  Level level{};
};
PROMPTVIEW_MODEL(Extra, postgres, "databases_test_extras", FIELD(key, primary_key), FIELD(level, index=btree))

}  // namespace databases_test

using namespace databases_test;

namespace {

// A second database, connected under a name while this lives.
class Second {
 public:
  explicit Second(const TestDatabase& first) {
    TestDatabase::execute("CREATE DATABASE second_" + first.name());
    pv::connect(pv::ConnectOptions{.url = server().url("second_" + first.name()), .name = "second"});
  }
  Second(const Second&) = delete;
  Second& operator=(const Second&) = delete;
  ~Second() { pv::disconnect("second"); }

  static std::string ask(const std::string& sql) {
    const auto connection = pv::postgres::acquire("second");
    return std::string{connection->run("SELECT (" + sql + ")::text").bytes(0, 0)};
  }
};

}  // namespace

TEST_CASE("each operation runs on the database that was named") {
  const TestDatabase first;
  const Second second{first};
  const pv::Database there = pv::on("second");
  Item::initialize();
  CHECK_THROWS_AS(there.query<Item>().count(), pv::NotInitialized);
  there.initialize<Item>();

  Item here = Item::create({.name = "here", .level = Level::high});
  Item away{.name = "away"};
  there.save(away);
  CHECK(away.id == 1);
  CHECK(Item::query().execute() == std::vector{here});
  CHECK(there.query<Item>().execute() == std::vector{away});
  CHECK(Item::query().on("second").filter("name", "away").one() == away);
  CHECK(Item::query().filter("name", "away").on("second").exists());
  CHECK_FALSE(Item::query().on("second").on("").filter("name", "away").exists());
  CHECK(there.get<Item>(1) == away);
  CHECK(Item::get(1) == here);

  away.level = Level::high;
  there.update(away);
  away.name = "far";
  there.save_fields(away, "name");
  CHECK(Second::ask("SELECT r::text FROM databases_test_items r") == "(1,far,high)");
  Item more{.id = 7, .name = "more"};
  there.insert(more);
  more.level = Level::high;
  there.upsert(more);
  const Item made = there.create(Item{.name = "made"});
  CHECK(there.query<Item>().order_by("id").execute() == std::vector<Item>{away, made, more});
  there.refresh(more);
  CHECK(there.remove(more));
  CHECK_FALSE(there.remove(more));
  CHECK(there.query<Item>().count() == 2);

  there.drop<Item>();
  CHECK_THROWS_AS(there.query<Item>().count(), pv::NotInitialized);
  CHECK(Item::query().execute() == std::vector{here});
}

TEST_CASE("a database that is not connected is an error that says how to connect it") {
  const TestDatabase first;
  CHECK_THROWS_MATCHES(
      Item::query().on("replica").count(), pv::NotInitialized,
      message("connect the database \"replica\" first: pv::connect({.url = ..., .name = \"replica\"})"));
  Item item{.name = "a"};
  CHECK_THROWS_AS(pv::on("replica").save(item), pv::NotInitialized);
  CHECK_THROWS_AS(pv::NamespaceManager::initialize_all("replica"), pv::NotInitialized);
  {
    const Second second{first};
    pv::on("second").initialize<Item>();
  }
  CHECK_THROWS_AS(pv::on("second").initialize<Item>(), pv::NotInitialized);
}

// All models means those of the other test files as well: one that needs an extension has to be managed=false.
TEST_CASE("initialize_all makes the tables of all models, drop_all drops them") {
  const TestDatabase first;
  const Second second{first};
  const std::string count = "SELECT count(*) FROM pg_tables WHERE tablename LIKE 'databases\\_test\\_%'";
  const std::string all = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";

  pv::NamespaceManager::initialize_all();
  pv::NamespaceManager::initialize_all();
  CHECK(TestDatabase::ask(count) == "2");
  CHECK(Second::ask(count) == "0");
  Item item = Item::create({.name = "a", .level = Level::high});
  CHECK(Item::query().execute() == std::vector{item});

  pv::NamespaceManager::initialize_all("second");
  CHECK(Second::ask(all) == TestDatabase::ask(all));

  pv::NamespaceManager::drop_all();
  CHECK(TestDatabase::ask(all) == "0");
  CHECK(Second::ask(count) == "2");
  pv::NamespaceManager::drop_all("second");
  CHECK(Second::ask(all) == "0");
  pv::NamespaceManager::drop_all();

  pv::NamespaceManager::initialize_all();
  CHECK(Item::query().count() == 0);
}

TEST_CASE("namespaces are found by the names of their models") {
  const TestDatabase first;
  pv::Namespace& items = pv::NamespaceManager::get_namespace("databases_test::Item");
  CHECK(items.model().table == "databases_test_items");
  CHECK(pv::NamespaceManager::find_namespace("databases_test::Extra")->model().name == "databases_test::Extra");
  CHECK(pv::NamespaceManager::find_namespace("databases_test::Missing") == nullptr);
  CHECK_THROWS_MATCHES(pv::NamespaceManager::get_namespace("databases_test::Missing"), pv::RegistrationError,
                       message_contains("no model is named databases_test::Missing; registered: ") &&
                           message_contains("databases_test::Item"));
  bool listed = false;
  for (const pv::Namespace* each : pv::NamespaceManager::namespaces()) listed = listed || each == &items;
  CHECK(listed);
}
