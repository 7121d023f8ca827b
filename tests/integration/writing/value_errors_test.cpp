// SPDX-License-Identifier: MIT
// Values that the database cannot hold are refused before they are sent, with model, field and, of many, the object.
#include <ranges>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace value_errors_test {

enum class Mood { good, bad };
PROMPTVIEW_TEXT_ENUM(Mood, good, bad)

struct Card : pv::Model<Card> {
  std::int64_t id{};
  std::string name{};
  std::optional<std::string> nick{};
  std::string code{};
  pv::Numeric price{};
  pv::Json notes{};
  std::vector<std::string> tags{};
  std::optional<std::chrono::sys_days> day{};
};
PROMPTVIEW_MODEL(Card, postgres, "value_errors_cards", FIELD(id, primary_key), FIELD(name, max_length=5), FIELD(nick, max_length=5),
                 FIELD(code, type="character varying(3)"), FIELD(price, type="numeric(5, 2)"), FIELD(notes), FIELD(tags), FIELD(day))

// As Card, with columns that COPY takes.
struct Plain : pv::Model<Plain> {
  std::int64_t id{};
  std::string name{};
  std::optional<std::chrono::sys_days> day{};
};
PROMPTVIEW_MODEL(Plain, postgres, "value_errors_plains", FIELD(id, primary_key), FIELD(name, max_length=5), FIELD(day))

const std::string nul{"a\0b", 3};

template <class Work>
std::pair<std::string, std::size_t> refused(const Work& work) {
  try {
    work();
  } catch (const pv::InvalidValue& error) {
    return {error.what(), error.place()};
  }
  return {"nothing", 0};
}

}  // namespace value_errors_test

using namespace value_errors_test;

TEST_CASE("a value that is too long or too large is refused with its model and field") {
  const TestDatabase database;
  Card::initialize();
  const auto save = [](Card card) { return refused([&] { card.save(); }).first; };
  const std::string card = "value_errors_test::Card.";
  CHECK(save({.name = "sixsix"}) == card + "name: shorten the text: it has 6 characters, and the column holds 5");
  CHECK(save({.name = "éééééé"}) == card + "name: shorten the text: it has 6 characters, and the column holds 5");
  CHECK(save({.nick = "sixsix"}) == card + "nick: shorten the text: it has 6 characters, and the column holds 5");
  CHECK(save({.code = "four"}) == card + "code: shorten the text: it has 4 characters, and the column holds 3");
  CHECK(save({.price = pv::Numeric{"1000"}}) == card + "price: write a smaller number: 1000 has more digits before the point than numeric(5, 2) holds");
  CHECK(save({.price = pv::Numeric{"-999.995"}}) == card + "price: write a smaller number: -999.995 has more digits before the point than numeric(5, 2) holds");
  CHECK(save({.notes = pv::Json{{"a", nul}}}) == card + "notes: a text in JSON cannot hold the character \\u0000");
  CHECK(save({.notes = pv::Json{{"a", "\xff"}}}).starts_with(card + "notes: make every text in the JSON document valid UTF-8"));
  CHECK(save({.tags = {"a", "\xff"}}) == card + "tags: make the text valid UTF-8, which it is not at byte 0, counted from 0");
  CHECK(save({.name = nul}) == card + "name: leave out the NUL byte of the text at byte 1, counted from 0");
  CHECK(save({.day = std::chrono::sys_days{std::chrono::days{-3'000'000}}}) == card + "day: write a date that PostgreSQL holds: from 4713 BC to 5874897");
  CHECK(Card::query().count() == 0);

  Card fits{.id = 1, .name = "ééééé", .nick = "fivef", .code = "abc", .price = pv::Numeric{"999.994"}, .notes = {{"a", "\\u0000 \\ \""}}, .tags = {"é€😀"}};
  fits.save();
  CHECK(Card::query().filter("notes__a", "\\u0000 \\ \"").count() == 1);
  CHECK(TestDatabase::ask("SELECT price FROM value_errors_cards") == "999.99");
}

TEST_CASE("so are updates by a query, and keys that are asked for") {
  const TestDatabase database;
  Card::initialize();
  const std::string card = "value_errors_test::Card.";
  CHECK(refused([] { (void)Card::query().update(pv::set(&Card::name, "sixsix")); }).first ==
        card + "name: shorten the text: it has 6 characters, and the column holds 5");
  CHECK(refused([] { (void)Card::query().update(pv::set(&Card::price, pv::Numeric{"1000"})); }).first ==
        card + "price: write a smaller number: 1000 has more digits before the point than numeric(5, 2) holds");
  CHECK(refused([] { (void)Card::query().filter("name", "\xff"); }).first ==
        card + "name__exact: make the text valid UTF-8, which it is not at byte 0, counted from 0");
  CHECK(Card::query().filter("name", "longer than the column").count() == 0);
}

TEST_CASE("of many objects the place is said, however they are written") {
  const TestDatabase database;
  Card::initialize();
  Plain::initialize();
  const std::size_t count = GENERATE(5, 700);  // by arrays and by COPY
  std::vector<Plain> plains(count);
  std::vector<Card> cards(count);
  for (std::size_t i = 0; i < count; ++i) plains[i].id = cards[i].id = static_cast<std::int64_t>(i);
  plains[3].name = cards[3].name = "sixsix";
  const std::string plain = "value_errors_test::Plain.name (object 3): shorten the text: it has 6 characters, and the column holds 5";
  const std::string card = "value_errors_test::Card.name (object 3): shorten the text: it has 6 characters, and the column holds 5";
  using Refusal = std::pair<std::string, std::size_t>;
  CHECK(refused([&] { Plain::bulk_create(plains); }) == Refusal{plain, 3});
  CHECK(refused([&] { Card::bulk_create(cards); }) == Refusal{card, 3});
  CHECK(refused([&] { Card::bulk_create(cards, {.update_on = "id"}); }) == Refusal{card, 3});
  CHECK(refused([&] { Plain::bulk_create(plains | std::views::transform([](const Plain& each) { return each; }), {.batch_size = 2}); }) == Refusal{plain, 3});
  CHECK(refused([&] { Plain::bulk_update(plains, "name"); }) == Refusal{plain, 3});
  CHECK(refused([&] { pv::save_all(plains); }) == Refusal{plain, 3});
  CHECK(refused([&] { pv::save_graph(plains); }).first.starts_with("value_errors_test::Plain.name"));
  plains[3].name = "fits";
  plains[4].day = std::chrono::sys_days{std::chrono::days{-3'000'000}};
  CHECK(refused([&] { Plain::bulk_create(plains); }) ==
        Refusal{"value_errors_test::Plain.day (object 4): write a date that PostgreSQL holds: from 4713 BC to 5874897", 4});
  CHECK(Plain::query().count() == 0);
  CHECK(Card::query().count() == 0);
}
