// SPDX-License-Identifier: MIT
// A statement is made before a connection is borrowed, and rows are decoded when it has been given back: with one connection.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <promptview/postgres/pool/connection_pool.hpp>
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace order_of_work_test {

// The key of a unit, whose name is asked for when it is read.
struct UnitName {
  std::int64_t unit = 0;
  std::string name{};
  friend bool operator==(const UnitName&, const UnitName&) = default;
};

}  // namespace order_of_work_test

template <>
struct promptview::TypeMapping<order_of_work_test::UnitName> {
  static constexpr TypeInfo type{.kind = Kind::int64};
  static void write(ValueWriter& out, const order_of_work_test::UnitName& value) { out.integer(value.unit); }
  static void read(ValueReader& in, order_of_work_test::UnitName& value);
};

namespace order_of_work_test {

struct Unit : pv::Model<Unit> {
  std::int64_t id{};
  std::string name{};
};
struct Item;
struct Shelf : pv::Model<Shelf> {
  pv::Auto<std::int64_t> id{};
  UnitName unit{};
  pv::HasMany<Item> items{};
};
struct Item : pv::Model<Item> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  UnitName unit{};
  std::chrono::sys_days made{};
  pv::ForeignKey<Shelf> shelf{};
};
struct Word : pv::Model<Word> {
  std::string language{};
  int number{};
  UnitName unit{};
};
// The database chooses its unit.
struct Box : pv::Model<Box> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::Auto<UnitName> unit{};
};
PROMPTVIEW_MODEL(Unit, postgres, "order_of_work_units", FIELD(id, primary_key), FIELD(name))
PROMPTVIEW_MODEL(Shelf, postgres, "order_of_work_shelves", FIELD(id, primary_key), FIELD(unit), RELATION(items))
PROMPTVIEW_MODEL(Item, postgres, "order_of_work_items", FIELD(id, primary_key), FIELD(name), FIELD(unit), FIELD(made),
                 RELATION(shelf))
PROMPTVIEW_MODEL(Word, postgres, "order_of_work_words", FIELD(language, primary_key), FIELD(number, primary_key), FIELD(unit))
PROMPTVIEW_MODEL(Box, postgres, "order_of_work_boxes", FIELD(id, primary_key), FIELD(name, unique=true), FIELD(unit, default_sql="7"))

std::size_t most_in_use = 0;  // while units were read

// One connection, for which nobody waits long.
struct Stock : TestDatabase {
  explicit Stock(bool pipelining = true)
      : TestDatabase{{.pool_size = 1, .pool_timeout = std::chrono::milliseconds{50}, .pipelining = pipelining}} {
    Unit::initialize();
    Shelf::initialize();
    Item::initialize();
    Word::initialize();
    Box::initialize();
    Unit{.id = 7, .name = "metre"}.insert();
    shelf.save();
    Item{.name = "rope", .unit = {.unit = 7}, .shelf = shelf}.save();
    Item{.name = "wire", .unit = {.unit = 7}, .shelf = shelf}.save();
    Word{.language = "en", .number = 1, .unit = {.unit = 7}}.insert();
    Word{.language = "de", .number = 1, .unit = {.unit = 7}}.insert();
    most_in_use = 0;
  }
  Shelf shelf{.unit = {.unit = 7}};
};

}  // namespace order_of_work_test

void promptview::TypeMapping<order_of_work_test::UnitName>::read(ValueReader& in, order_of_work_test::UnitName& value) {
  using order_of_work_test::most_in_use;
  most_in_use = (std::max)(most_in_use, pv::postgres::pool_of("")->in_use());
  value.unit = in.integer();
  value.name = order_of_work_test::Unit::get(value.unit).value().name;
}

using namespace order_of_work_test;

namespace {

using Calls = std::vector<std::pair<const char*, std::function<void()>>>;

constexpr std::chrono::sys_days too_early{std::chrono::year{-5000} / 1 / 1};  // for PostgreSQL
const UnitName metre{.unit = 7, .name = "metre"};

}  // namespace

TEST_CASE("what cannot be made says so, and waits for no connection") {
  Stock stock;
  const std::string bad{"a\0b", 3};
  const Word word{.language = bad, .number = 1};
  std::vector<Item> items = Item::query().order_by("id").execute();
  items[1].name = bad;
  std::vector<Item> fresh{Item{.name = "good", .shelf = stock.shelf}, Item{.name = bad, .shelf = stock.shelf}};
  const auto unmade = Item::query().filter(pv::sql<bool>("\xff"));              // its text cannot be made
  const auto unsent = Item::query().filter("made", too_early);                 // its value cannot be encoded
  const Calls calls = {
      {"get", [&] { (void)Word::get(bad, 1); }},
      {"get_many", [&] { (void)Word::get_many({std::pair{std::string{"en"}, 1}, std::pair{bad, 1}}); }},
      {"execute", [&] { (void)unmade.execute(); }},
      {"execute", [&] { (void)unsent.execute(); }},
      {"first", [&] { (void)unsent.first(); }},
      {"count", [&] { (void)unmade.count(); }},
      {"count", [&] { (void)unsent.count(); }},
      {"exists", [&] { (void)unsent.exists(); }},
      {"aggregate", [&] { (void)unsent.aggregate(pv::count()); }},
      {"explain", [&] { (void)unsent.explain(); }},
      {"include", [&] { (void)unmade.include("shelf").execute(); }},
      {"include", [&] { (void)unsent.include("shelf").execute(); }},
      {"included query", [&] { (void)Shelf::query().include("items", unmade).execute(); }},
      {"included query", [&] { (void)Shelf::query().include("items", unsent).execute(); }},
      {"stream", [&] { for ([[maybe_unused]] const Item& each : unsent.stream(10)) {} }},
      {"update of a query", [&] { (void)unsent.update(pv::set(&Item::name, "x")); }},
      {"remove of a query", [&] { (void)unsent.remove(); }},
      {"pipeline", [&] { (void)pv::pipeline(Item::query(), unmade.count_query()); }},
      {"pipeline", [&] { (void)pv::pipeline(Item::query(), unsent.exists_query()); }},
      {"get in a pipeline", [&] { (void)pv::pipeline(Item::query(), Word::get_query(bad, 1)); }},
      {"raw", [&] { (void)pv::raw<Item>("SELECT * FROM order_of_work_items WHERE name = $1", bad); }},
      {"execute of SQL", [&] { (void)pv::execute("DELETE FROM order_of_work_items WHERE made = $1", too_early); }},
      {"save", [&] { Item{items[1]}.save(); }},
      {"insert", [&] { Item{.name = bad, .shelf = stock.shelf}.insert(); }},
      {"upsert", [&] { Word{word}.upsert(); }},
      {"remove", [&] { Word{word}.remove(); }},
      {"get_or_create", [&] { (void)Box::get_or_create({.name = bad}, "name"); }},
      {"update_or_create", [&] { (void)Box::update_or_create({.name = bad}, "name"); }},
      {"save_all", [&] { Item::save_all(fresh); }},
      {"update_all", [&] { Item::update_all(items); }},
      {"bulk_create", [&] { (void)Item::bulk_create(fresh); }},
      {"bulk_update", [&] { (void)Item::bulk_update(items, "name"); }},
  };
  const auto held = pv::postgres::acquire();
  for (const auto& [name, call] : calls) {
    CAPTURE(name);
    CHECK_THROWS_AS(call(), pv::InvalidValue);
  }
  CHECK_THROWS_AS(Item::query().count(), pv::PoolTimeout);  // what can be made waits
}

TEST_CASE("the place of what cannot be made is known before a connection is there") {
  Stock stock;
  std::vector<Item> items(3, Item{.name = "good", .shelf = stock.shelf});
  items[2].made = too_early;
  const auto unsent = Item::query().filter("made", too_early);
  const auto held = pv::postgres::acquire();
  const auto place_of = [](const auto& call) {
    try {
      call();
    } catch (const pv::InvalidValue& error) {
      return error.place();
    }
    return pv::Error::no_place;
  };
  CHECK(place_of([&] { Item::save_all(items); }) == 2);
  CHECK(place_of([&] { (void)pv::pipeline(Item::query(), unsent); }) == 1);
  CHECK(place_of([&] { (void)pv::pipeline(Item::query(), Item::query().include("shelf"), unsent.include("shelf")); }) == 2);
  CHECK(place_of([&] { (void)unsent.execute(); }) == pv::Error::no_place);
  CHECK(place_of([&] { (void)unsent.include("shelf").execute(); }) == pv::Error::no_place);
}

TEST_CASE("reading a value can ask a query, with one connection, which is back by then") {
  for (const bool pipelining : {true, false}) {
    CAPTURE(pipelining);
    Stock stock{pipelining};
    CHECK(Shelf::get(stock.shelf.id).value().unit == metre);
    CHECK(Item::query().order_by("id").execute().at(1).unit == metre);
    CHECK(Item::query().filter("name", "rope").one().unit == metre);
    CHECK(Word::get_many({std::pair{"en", 1}, std::pair{"de", 1}}).at(1).value().unit == metre);
    CHECK(Shelf::get_many({stock.shelf.id}).at(0).value().unit == metre);
    CHECK(Item::query().values(&Item::name, &Item::unit).execute().at(0) == std::tuple{std::string{"rope"}, metre});
    CHECK(Item::query().aggregate(pv::max(&Item::unit)) == std::tuple{std::optional{metre}});
    CHECK(pv::raw<UnitName>("SELECT unit FROM order_of_work_items").at(1) == metre);
    CHECK(pv::raw<Item>("SELECT * FROM order_of_work_items").at(0).unit == metre);

    const std::vector<Shelf> shelves = Shelf::query().include("items").execute();
    CHECK(shelves.at(0).unit == metre);
    CHECK(shelves.at(0).items[1].unit == metre);
    CHECK(Item::query().include("shelf").execute().at(0).shelf.get().unit == metre);
    CHECK(Item::query().join_related("shelf").execute().at(0).shelf.get().unit == metre);
    CHECK(Shelf::query().include("items", Item::query().order_by("?").limit(1)).execute().at(0).items[0].unit == metre);
    std::vector<Shelf> loaded{Shelf::get(stock.shelf.id).value()};
    pv::prefetch(loaded, "items__shelf");
    CHECK(loaded.at(0).items[0].shelf.get().unit == metre);

    const auto [items, shelf, word, count] =
        pv::pipeline(Item::query(), Shelf::get_query(stock.shelf.id), Word::get_query("en", 1), Item::query().count_query());
    CHECK(items.at(0).unit == metre);
    CHECK(shelf.value().unit == metre);
    CHECK(word.value().unit == metre);
    CHECK(count == 2);
    CHECK(most_in_use == 0);
  }
}

TEST_CASE("reading back what the database made can ask a query, with one connection, which is back by then") {
  for (const bool pipelining : {true, false}) {
    CAPTURE(pipelining);
    Stock stock{pipelining};
    Box box{.name = "a"};
    box.save();
    CHECK(box.unit.value() == metre);
    CHECK(Box::get_or_create({.name = "b"}, "name").object.unit.value() == metre);
    CHECK(Box::get_or_create({.name = "b"}, "name").object.unit.value() == metre);
    CHECK(Box::update_or_create({.name = "b"}, "name").object.unit.value() == metre);
    std::vector<Box> many{{.name = "c"}, {.name = "d"}};
    Box::save_all(many);
    CHECK(many.at(1).unit.value() == metre);
    std::vector<Box> bulk{{.name = "e"}, {.name = "f"}};
    Box::bulk_create(bulk);
    CHECK(bulk.at(1).unit.value() == metre);
    box.refresh();
    CHECK(box.unit.value() == metre);
    CHECK(most_in_use == 0);
  }
}

TEST_CASE("reading a value asks in the transaction around it") {
  Stock stock;
  pv::Transaction transaction;
  Unit{.id = 8, .name = "litre"}.insert();
  Item{.name = "milk", .unit = {.unit = 8}, .shelf = stock.shelf}.save();
  const UnitName litre{.unit = 8, .name = "litre"};
  CHECK(Item::query().filter("name", "milk").one().unit == litre);
  CHECK(Shelf::query().include("items", Item::query().filter("name", "milk")).execute().at(0).items[0].unit == litre);
  const auto [items] = pv::pipeline(Item::query().filter("name", "milk"));
  CHECK(items.at(0).unit == litre);
  transaction.rollback();
}
