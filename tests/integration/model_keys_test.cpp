// SPDX-License-Identifier: MIT
// Primary keys of every shape.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview/types/time.hpp>
#include <promptview/types/uuid.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;
using promptview::testing::count_queries;

namespace model_keys_test {

// Two fields of the application.
struct Score : pv::Model<Score> {
  std::string player{};
  int round{};
  double points{};

  friend bool operator==(const Score&, const Score&) = default;
};
PROMPTVIEW_MODEL(Score, postgres, "model_keys_test_scores",
                 FIELD(player, primary_key),
                 FIELD(round, primary_key),
                 FIELD(points))

// One field of the application, one of the database; the key's order is not the order of the fields.
struct Message : pv::Model<Message> {
  pv::Auto<std::int64_t> number{};
  std::string room{};
  std::string text{};

  friend bool operator==(const Message&, const Message&) = default;
};
PROMPTVIEW_MODEL(Message, postgres, "model_keys_test_messages",
                 FIELD(number),
                 FIELD(room),
                 FIELD(text),
                 TABLE(primary_key="room, number"))

// Nothing but a key.
struct Follow : pv::Model<Follow> {
  int follower{};
  int followed{};

  friend bool operator==(const Follow&, const Follow&) = default;
};
PROMPTVIEW_MODEL(Follow, postgres, "model_keys_test_follows", FIELD(follower, primary_key), FIELD(followed, primary_key))

// No key at all.
struct Event : pv::Model<Event> {
  std::string kind{};
  std::optional<int> value{};

  friend bool operator==(const Event&, const Event&) = default;
};
PROMPTVIEW_MODEL(Event, postgres, "model_keys_test_events", FIELD(kind), FIELD(value))

struct Token : pv::Model<Token> {
  pv::Auto<pv::Uuid> id{};
  std::string owner{};

  friend bool operator==(const Token&, const Token&) = default;
};
PROMPTVIEW_MODEL(Token, postgres, "model_keys_test_tokens", FIELD(id, primary_key), FIELD(owner))

struct Small : pv::Model<Small> {
  pv::Auto<std::int16_t> id{};
  int number{};
};
PROMPTVIEW_MODEL(Small, postgres, "model_keys_test_smalls", FIELD(id, primary_key), FIELD(number))

struct Tick : pv::Model<Tick> {
  pv::Auto<std::chrono::sys_time<std::chrono::microseconds>> at{};
  int price{};
};
PROMPTVIEW_MODEL(Tick, postgres, "model_keys_test_ticks", FIELD(at, primary_key), FIELD(price))

// A key that the database makes by an expression of the user's.
struct Ticket : pv::Model<Ticket> {
  pv::Auto<std::string> code{};
  std::string subject{};

  friend bool operator==(const Ticket&, const Ticket&) = default;
};
PROMPTVIEW_MODEL(Ticket, postgres, "model_keys_test_tickets",
                 FIELD(code, primary_key, default_sql="'T-' || upper('ab')"),
                 FIELD(subject))

}  // namespace model_keys_test

using namespace model_keys_test;

TEST_CASE("a composite key of the application") {
  const TestDatabase database;
  Score::initialize();
  Score first{.player = "ann", .round = 1, .points = 1.5};
  Score second{.player = "ann", .round = 2, .points = 2.5};
  Score third{.player = "bob", .round = 1, .points = 3.5};
  for (Score* each : {&first, &second, &third}) each->save();

  CHECK(Score::get("ann", 2) == second);
  CHECK(Score::get("bob", 2) == std::nullopt);

  second.points = 9;
  CHECK(count_queries([&] { second.save(); }).round_trips == 1);
  CHECK(Score::query().order_by("player", "round").execute() == std::vector{first, second, third});

  third.points = 4;
  third.update();
  third.points = 5;
  third.save_fields("points");
  CHECK(Score::get("bob", 1) == third);

  Score missing{.player = "bob", .round = 9};
  CHECK_THROWS_AS(missing.update(), pv::NotFound);
  CHECK_FALSE(missing.remove());
  CHECK_THROWS_AS(missing.refresh(), pv::NotFound);
  CHECK_THROWS_AS(first.insert(), pv::UniqueViolation);

  CHECK(first.remove());
  TestDatabase::execute("UPDATE model_keys_test_scores SET points = points * 2");
  second.refresh();
  CHECK(second == Score{.player = "ann", .round = 2, .points = 18});
  CHECK(Score::query().first() == second);
  CHECK(Score::query().last() == Score{.player = "bob", .round = 1, .points = 10});
}

TEST_CASE("a composite key with a generated part") {
  const TestDatabase database;
  Message::initialize();
  Message hello{.room = "a", .text = "hello"};
  hello.save();
  Message bye{.room = "b", .text = "bye"};
  bye.save();
  CHECK(hello == Message{.number = 1, .room = "a", .text = "hello"});
  CHECK(bye == Message{.number = 2, .room = "b", .text = "bye"});
  CHECK(Message::get("a", 1) == hello);
  CHECK(Message::get("b", 1) == std::nullopt);

  hello.text = "hi";
  hello.save();
  CHECK(Message::get("a", 1) == hello);

  Message elsewhere{.number = 1, .room = "b", .text = "?"};
  CHECK_THROWS_AS(elsewhere.save(), pv::NotFound);
  elsewhere.upsert();
  elsewhere.text = "!";
  elsewhere.upsert();
  CHECK(Message::query().order_by("room", "number").execute() == std::vector{hello, elsewhere, bye});
  CHECK(hello.remove());
  CHECK(Message::get("a", 1) == std::nullopt);
}

TEST_CASE("a model that is nothing but its key") {
  const TestDatabase database;
  Follow::initialize();
  Follow follow{.follower = 1, .followed = 2};
  follow.save();
  follow.save();
  follow.update();
  follow.upsert();
  CHECK(Follow::query().execute() == std::vector{follow});
  CHECK(Follow::get(1, 2) == follow);
  CHECK_THROWS_AS(follow.insert(), pv::UniqueViolation);
  CHECK_THROWS_AS((Follow{.follower = 2, .followed = 1}).update(), pv::NotFound);
  CHECK(follow.remove());
  CHECK_THROWS_AS(follow.refresh(), pv::NotFound);
}

TEST_CASE("a model without a key: save inserts each time") {
  const TestDatabase database;
  Event::initialize();
  Event event{.kind = "click", .value = 1};
  event.save();
  event.save();
  event.insert();
  event.value.reset();
  event.save();
  CHECK(Event::query().count() == 4);
  CHECK(Event::query().filter("value", nullptr).execute() == std::vector{event});
  CHECK(Event::query().order_by("-value").last() == Event{.kind = "click", .value = 1});
  CHECK(Event::query().first().has_value());
  CHECK_THROWS_AS(Event::query().last(), pv::InvalidValue);
}

TEST_CASE("a generated UUID key") {
  const TestDatabase database;
  Token::initialize();
  Token made = Token::create({.owner = "ann"});
  REQUIRE(made.id.has_value());
  CHECK_FALSE(made.id->is_nil());
  CHECK(Token::get(made.id) == made);
  CHECK(Token::get(*made.id) == made);
  CHECK(Token::get(pv::Uuid{}) == std::nullopt);
  CHECK(TestDatabase::ask("SELECT id FROM model_keys_test_tokens") == made.id->to_string());

  const pv::Uuid chosen = pv::Uuid::parse("00000000-0000-4000-8000-00000000000a");
  Token given{.id = chosen, .owner = "bob"};
  CHECK_THROWS_AS(given.save(), pv::NotFound);
  given.insert();
  given.owner = "cid";
  given.save();
  CHECK(Token::query().filter("id", chosen).one() == given);
  CHECK(Token::query().filter("id__in", {chosen, *made.id}).count() == 2);
}

TEST_CASE("a generated smallint key") {
  const TestDatabase database;
  Small::initialize();
  CHECK(Small::create({.number = 5}).id == 1);
  CHECK(Small::get(1)->number == 5);
  CHECK(TestDatabase::ask("SELECT pg_typeof(id) FROM model_keys_test_smalls") == "smallint");
  TestDatabase::execute("ALTER TABLE model_keys_test_smalls ALTER id RESTART 32767");
  CHECK(Small::create({.number = 6}).id == 32767);
  CHECK_THROWS_AS(Small::create({.number = 7}), pv::DatabaseError);
  CHECK(Small::query().count() == 2);
}

TEST_CASE("a generated timestamp key") {
  const TestDatabase database;
  Tick::initialize();
  const Tick made = Tick::create({.price = 3});
  REQUIRE(made.at.has_value());
  CHECK(Tick::get(made.at)->price == 3);
  CHECK(Tick::query().filter("at", *made.at).count() == 1);
  CHECK(TestDatabase::ask("SELECT abs(extract(epoch FROM now() - at)) < 60 FROM model_keys_test_ticks") == "true");
}

TEST_CASE("a key generated by the user's SQL") {
  const TestDatabase database;
  Ticket::initialize();
  const Ticket made = Ticket::create({.subject = "help"});
  CHECK(made == Ticket{.code = "T-AB", .subject = "help"});
  CHECK(Ticket::get("T-AB") == made);
  Ticket own{.code = "OWN", .subject = "mine"};
  own.insert();
  CHECK(Ticket::query().order_by("code").execute() == std::vector{own, made});
}
