// SPDX-License-Identifier: MIT
#include <promptview/types/enumeration.hpp>

#include "round_trip.hpp"

using namespace promptview_test;

namespace enumeration_test {

enum class Color { red, green, blue };
PROMPTVIEW_ENUM(Color, red, green, blue)

// Labels that SQL, arrays and case folding could get wrong.
enum class Odd { NULL_, null, Select, select, True, größe, 日本語, a };
PROMPTVIEW_ENUM_AS(Odd, "Odd \"type\"; DROP TABLE x--", NULL_, null, Select, select, True, größe, 日本語, a)

enum class Mood : std::int8_t { sad = -5, ok = 0, happy = 100 };
PROMPTVIEW_TEXT_ENUM(Mood, sad, ok, happy)

struct Parcel {
  enum class State { sent, lost };
};
PROMPTVIEW_ENUM(Parcel::State, sent, lost)

PROMPTVIEW_TEST_HOLDER(Paint, "enumeration_test_paints", Color)
PROMPTVIEW_TEST_HOLDER(Oddity, "enumeration_test_oddities", Odd)
PROMPTVIEW_TEST_HOLDER(Person, "enumeration_test_persons", Mood)
PROMPTVIEW_TEST_HOLDER(Delivery, "enumeration_test_deliveries", Parcel::State)

}  // namespace enumeration_test

using namespace enumeration_test;

TEST_CASE("enumerations of the database travel unchanged") {
  const RoundTrip<Paint> trip;
  trip.check({{Color::red, "red"}, {Color::green, "green"}, {Color::blue, "blue"}});
  trip.check_empty();
  CHECK(TestDatabase::ask("SELECT pg_typeof(value) || ' ' || pg_typeof(list) FROM enumeration_test_paints LIMIT 1") ==
        "color color[]");
  CHECK(TestDatabase::ask("SELECT enum_range(NULL::color)") == "{red,green,blue}");
}

TEST_CASE("labels of all kinds, in a type with a hostile name") {
  const RoundTrip<Oddity> trip;
  trip.check({{Odd::NULL_, "NULL_"},
              {Odd::null, "null"},
              {Odd::Select, "Select"},
              {Odd::select, "select"},
              {Odd::True, "True"},
              {Odd::größe, "größe"},
              {Odd::日本語, "日本語"},
              {Odd::a, "a"}});
  trip.check_empty();
  CHECK(Oddity::query().filter("value__contains", "öß").count() == 2);
  Oddity::drop();
  Oddity::initialize();
  CHECK(Oddity::query().count() == 0);
}

TEST_CASE("enumerations as text travel unchanged") {
  const RoundTrip<Person> trip;
  trip.check({{Mood::sad, "sad"}, {Mood::ok, "ok"}, {Mood::happy, "happy"}});
  trip.check_empty();
  CHECK(TestDatabase::ask("SELECT pg_typeof(value) FROM enumeration_test_persons LIMIT 1") == "text");
  CHECK(Person::query().filter("value", "sad").count() == 2);
}

TEST_CASE("an enumeration inside of a class") {
  const RoundTrip<Delivery> trip;
  trip.check({{Parcel::State::sent, "sent"}, {Parcel::State::lost, "lost"}});
  CHECK(TestDatabase::ask("SELECT pg_typeof(value) FROM enumeration_test_deliveries LIMIT 1") == "parcel_state");
}

TEST_CASE("lookups on enumerations") {
  const RoundTrip<Paint> trip;
  for (const Color color : {Color::blue, Color::red, Color::green})
    Paint{.value = color, .list = {color, Color::red}}.save();
  CHECK(finds(Paint::query().filter("value__gt", Color::red), {1, 3}));
  CHECK(finds(Paint::query().filter("value__range", {Color::red, Color::green}), {2, 3}));
  CHECK(finds(Paint::query().filter("value__in", {Color::red, Color::blue}), {1, 2}));
  CHECK(finds(Paint::query().filter("value__ne", Color::red), {1, 3}));
  CHECK(finds(Paint::query().filter("value__contains", "re"), {2, 3}));
  CHECK(finds(Paint::query().filter("value__iexact", "BLUE"), {1}));
  CHECK(finds(Paint::query().filter("value__iregex", "^[GB]"), {1, 3}));
  CHECK(finds(Paint::query().filter("list", std::vector{Color::red, Color::red}), {2}));
  CHECK(finds(Paint::query().exclude("value__in", {Color::red}), {1, 3}));
  CHECK(Paint::query().order_by("-value").first()->value == Color::blue);
}

TEST_CASE("a label that the program does not know is an error that says so") {
  const RoundTrip<Paint> trip;
  Paint{.value = Color::red}.save();
  TestDatabase::execute("ALTER TYPE color ADD VALUE 'mauve'");
  TestDatabase::execute("UPDATE enumeration_test_paints SET value = 'mauve'");
  CHECK_THROWS_MATCHES(Paint::get(1), pv::InvalidValue,
                       message_contains("enumeration_test::Paint.value: add the label \"mauve\" to the enum") &&
                           message_contains("the known labels are red, green, blue"));
  TestDatabase::execute("UPDATE enumeration_test_paints SET value = 'red', list = '{mauve}'");
  CHECK_THROWS_AS(Paint::get(1), pv::InvalidValue);
  TestDatabase::execute("UPDATE enumeration_test_paints SET list = '{red}'");
  CHECK(Paint::get(1)->list == std::vector{Color::red});

  const RoundTrip<Person> people;
  CHECK_THROWS_AS(people.read("furious"), pv::InvalidValue);
}

TEST_CASE("a number that is no enumerator is refused") {
  const RoundTrip<Paint> trip;
  CHECK_THROWS_AS((Paint{.value = static_cast<Color>(7)}).save(), pv::InvalidValue);
  CHECK_THROWS_AS(Paint::query().filter("value", static_cast<Color>(7)), pv::InvalidValue);
  CHECK(Paint::query().count() == 0);
}
