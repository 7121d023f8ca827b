// SPDX-License-Identifier: MIT
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/pipeline_ways.hpp>

using namespace promptview_test;

namespace get_many_test {

using Time = std::chrono::sys_time<std::chrono::microseconds>;
enum class Color { red, green };
PROMPTVIEW_ENUM(Color, red, green)

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  std::optional<Time> removed_at{};

  friend bool operator==(const User&, const User&) = default;
};
PROMPTVIEW_MODEL(User, postgres, "get_many_users", FIELD(id, primary_key), FIELD(name), FIELD(removed_at), TABLE(soft_remove="removed_at"))

struct Word : pv::Model<Word> {
  std::string language{};
  int number{};
  std::string text{};

  friend bool operator==(const Word&, const Word&) = default;
};
PROMPTVIEW_MODEL(Word, postgres, "get_many_words", FIELD(language, primary_key), FIELD(number, primary_key), FIELD(text))

struct Paint : pv::Model<Paint> {
  Color color{};
  pv::Json about{};
};
PROMPTVIEW_MODEL(Paint, postgres, "get_many_paints", FIELD(color, primary_key), FIELD(about))

struct Name : pv::Model<Name> {
  std::string name{};
};
PROMPTVIEW_MODEL(Name, postgres, "get_many_names", FIELD(name, primary_key, type="character(4)"))

struct Thing : pv::Model<Thing> {
  pv::Uuid id{};
  int number{};
};
PROMPTVIEW_MODEL(Thing, postgres, "get_many_things", FIELD(id, primary_key), FIELD(number))

}  // namespace get_many_test

using namespace get_many_test;

TEST_CASE("get_many: rows in the order of the keys, empty where there is none, as get finds them") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    CAPTURE(options.statement_cache, options.pipelining);
    const TestDatabase database{options};
    User::initialize();
    std::vector<User> users{{.name = "a"}, {.name = "b"}, {.name = "c"}, {.name = "d"}};
    User::save_all(users);
    users[3].remove();
    const std::vector<std::int64_t> keys{3, 1, 77, 3, 4, -1};
    std::vector<std::optional<User>> found;
    const auto sent = pv::testing::count_queries([&] { found = User::get_many(keys); });
    CHECK(sent.statements == 1);
    REQUIRE(found.size() == keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) CHECK(found[i] == User::get(keys[i]));
    CHECK(found[0]->name == "c");
    CHECK(found[3] == found[0]);
    CHECK_FALSE(found[4]);
    CHECK(User::get_many({2, 1})[0]->name == "b");
    CHECK(User::get_many({users[1].id, pv::Auto<std::int64_t>{}}) == std::vector<std::optional<User>>{users[1], std::nullopt});
    CHECK(pv::get_many<User>(std::vector<short>{1})[0] == users[0]);
    CHECK(pv::on("").get_many<User>(std::vector<unsigned>{1U})[0] == users[0]);
    CHECK(pv::testing::count_queries([] { CHECK(User::get_many(std::vector<int>{}).empty()); }).statements == 0);
  }
}

TEST_CASE("get_many of a composite key: a pipeline of gets") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    const TestDatabase database{options};
    Word::initialize();
    std::vector<Word> words{{.language = "de", .number = 1, .text = "eins"}, {.language = "en", .number = 1, .text = "one"}, {.language = "en", .number = 2, .text = "two"}};
    Word::save_all(words);
    const auto found = Word::get_many(std::vector<std::tuple<std::string, int>>{{"en", 2}, {"de", 2}, {"de", 1}, {"en", 2}});
    REQUIRE(found.size() == 4);
    CHECK(found[0] == words[2]);
    CHECK_FALSE(found[1]);
    CHECK(found[2] == words[0]);
    CHECK(found[3] == words[2]);
    CHECK(Word::get_many({std::pair{"en", 1}})[0] == words[1]);
  }
  const TestDatabase database;
  Word::initialize();
  const auto sent = pv::testing::count_queries([] { (void)Word::get_many({std::pair{"en", 1}, std::pair{"de", 1}}); });
  CHECK(sent.round_trips == 1);
  CHECK(sent.statements == 2);
}

TEST_CASE("get_many by keys of other types: enums, uuids, texts that the database pads") {
  const TestDatabase database;
  Paint::initialize();
  Paint{.color = Color::green, .about = {{"a", 1}}}.save();
  const auto paints = Paint::get_many({Color::red, Color::green});
  CHECK_FALSE(paints[0]);
  CHECK(paints[1]->about == pv::Json{{"a", 1}});

  Name::initialize();
  Name{.name = "ab"}.save();
  const auto names = Name::get_many({"ab", "ab  ", "b"});
  CHECK(names[0]);
  CHECK(names[0]->name == Name::get("ab")->name);
  CHECK(names[1]);
  CHECK_FALSE(names[2]);

  Thing::initialize();
  const pv::Uuid id = pv::Uuid::parse("00000000-0000-4000-8000-000000000007");
  Thing{.id = id, .number = 7}.save();
  CHECK(Thing::get_many({id})[0]->number == 7);
  CHECK(Thing::get_many(std::array{id, pv::Uuid{}})[0]->number == 7);
}

TEST_CASE("get_many of 100,000 keys") {
  const TestDatabase database;
  User::initialize();
  pv::execute("INSERT INTO get_many_users (name) SELECT i::text FROM generate_series(1, $1) AS i", 100'000);
  std::vector<std::int64_t> keys;
  for (int i = 0; i < 100'000; ++i) keys.push_back((i * 7919) % 100'000 + 1);
  const auto found = User::get_many(keys);
  bool right = true;
  for (std::size_t i = 0; i < keys.size(); ++i) right = right && *found[i]->id == keys[i];
  CHECK(right);
}
