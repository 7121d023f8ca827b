// SPDX-License-Identifier: MIT
#include <promptview/promptview.hpp>
#include <promptview/testing.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <string>
#include <vector>

using namespace promptview_test;
using pv::testing::Factory;

namespace factory_test {

struct Team : pv::Model<Team> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
PROMPTVIEW_MODEL(Team, postgres, "factory_test_teams", FIELD(id, primary_key), FIELD(name, unique))

struct Player : pv::Model<Player> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::int64_t team{};
};
PROMPTVIEW_MODEL(Player, postgres, "factory_test_players", FIELD(id, primary_key), FIELD(name, unique), FIELD(age), FIELD(team))

}  // namespace factory_test

using factory_test::Player;
using factory_test::Team;

namespace {

void fill_in(Player& player, int n) {
  player.name = "player" + std::to_string(n);
  player.age = 20 + n;
}

}  // namespace

TEST_CASE("factory: build makes objects that differ, and saves none") {
  const TestDatabase database;
  Player::initialize();
  Factory<Player> players{fill_in};
  const Player first = players.build();
  CHECK(first.name == "player1");
  CHECK(first.age == 21);
  CHECK_FALSE(first.id);
  const Player second = players.build([](Player& player) { player.age += 50; });
  CHECK(second.name == "player2");
  CHECK(second.age == 72);
  CHECK(Player::query().count() == 0);
}

TEST_CASE("factory: create inserts, in one round trip") {
  const TestDatabase database;
  Player::initialize();
  Factory<Player> players{fill_in};
  CHECK(pv::testing::count_queries([&] { players.create(); }).round_trips == 1);
  const Player old = players.create([](Player& player) { player.age = 80; });
  CHECK(Player::get(*old.id)->name == "player2");
  CHECK(Player::get(*old.id)->age == 80);
  CHECK_THROWS_AS(players.create([](Player& player) { player.name = "player1"; }), pv::UniqueViolation);
}

TEST_CASE("factory: create_many") {
  const TestDatabase database;
  Player::initialize();
  Factory<Player> players{fill_in};
  const std::vector<Player> ten = players.create_many(10, [](Player& player) { player.team = 7; });
  REQUIRE(ten.size() == 10);
  CHECK(ten.front().name == "player1");
  CHECK(ten.back().name == "player10");
  CHECK(Player::query().filter("team", 7).count() == 10);
  CHECK(players.create_many(0).empty());
  CHECK_THROWS_MATCHES(players.create_many(-1), pv::InvalidValue, message("create_many takes a number from 0, not -1"));
  CHECK(players.build().name == "player11");
}

TEST_CASE("factory: recipes can use other factories") {
  const TestDatabase database;
  Team::initialize();
  Player::initialize();
  Factory<Team> teams{[](Team& team, int n) { team.name = "team" + std::to_string(n); }};
  Factory<Player> players{[&](Player& player, int n) {
    fill_in(player, n);
    player.team = *teams.create().id;
  }};
  const Player second = players.create_many(2).back();
  CHECK(Team::get(second.team)->name == "team2");
}

TEST_CASE("factory: on a named database") {
  const TestDatabase around;
  const pv::testing::TemporaryDatabase other{{.server = {.url = server().url(), .name = "other"}, .initialize = false}};
  pv::on("other").initialize<Player>();
  Factory<Player> players{fill_in, "other"};
  players.create_many(2);
  CHECK(pv::on("other").query<Player>().count() == 2);
}

TEST_CASE("factory: needs a recipe") {
  CHECK_THROWS_MATCHES(Factory<Player>{nullptr}, pv::InvalidValue,
                       message("give the factory a function that fills in an object: the recipe is empty"));
}
