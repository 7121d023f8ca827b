// SPDX-License-Identifier: MIT
// Loading relations, without a store: which owners belong together, and which rows become which objects.
#include <vector>

#include <promptview/model.hpp>
#include <promptview/relations.hpp>
#include <promptview/relations/owner_groups.hpp>
#include <promptview/relations/target_objects.hpp>
#include <promptview/types/range.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using namespace promptview::detail;
using promptview_test::message;

namespace loaded_objects_test {

struct Badge;
struct Player : pv::Model<Player> {
  pv::Auto<std::int64_t> id{};
  pv::HasOne<Badge> badge{};
};
struct Badge : pv::Model<Badge> {
  pv::Auto<std::int64_t> id{};
  pv::OneToOne<Player> player{};
};
struct Card : pv::Model<Card> {
  pv::Auto<std::int64_t> id{};
  pv::OptionalForeignKey<Player> player{};
};
PROMPTVIEW_MODEL(Player, postgres, "loaded_players", FIELD(id, primary_key), RELATION(badge))
PROMPTVIEW_MODEL(Badge, postgres, "loaded_badges", FIELD(id, primary_key), RELATION(player))
PROMPTVIEW_MODEL(Card, postgres, "loaded_cards", FIELD(id, primary_key), RELATION(player))

// A key is a range.
struct Season : pv::Model<Season> {
  pv::Range<int> weeks{};
};
struct Match : pv::Model<Match> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Season, pv::Range<int>> season{};
};
PROMPTVIEW_MODEL(Season, postgres, "loaded_seasons", FIELD(weeks, primary_key))
PROMPTVIEW_MODEL(Match, postgres, "loaded_matches", FIELD(id, primary_key), RELATION(season))

}  // namespace loaded_objects_test

using loaded_objects_test::Card;
using loaded_objects_test::Match;
using loaded_objects_test::Player;

TEST_CASE("owners with the same key are one group, whose key is asked for once") {
  std::vector<Card> cards(5);
  for (std::size_t i = 0; i < cards.size(); ++i) bind_relations(model_of<Card>(), &cards[i]);
  cards[0].player = 5;
  cards[1].player = 7;
  cards[2].player = 5;
  cards[4].player = Player{};  // without a key: it stays
  const auto query = Card::query().include("player");
  const std::vector<IncludeNode> nodes = nodes_of(query.select().includes, {});
  const OwnerGroups groups = groups_of_owners(nodes.front(), {&cards[0], &cards[1], &cards[2], &cards[3], &cards[4]});
  CHECK(groups.owners == std::vector<void*>{&cards[0], &cards[1], &cards[2], &cards[3]});
  CHECK(groups.groups == std::vector<std::uint32_t>{0, 1, 0, RelationFiller::no_group});
  CHECK(groups.count == 2);
  REQUIRE(groups.keys.size() == 1);
  REQUIRE(groups.keys[0].items.size() == 2);
  CHECK(groups.keys[0].items[0].integer == 5);
  CHECK(groups.keys[0].items[1].integer == 7);
}

TEST_CASE("keys that differ in their bounds alone are two") {
  std::vector<Match> matches(4);
  for (Match& each : matches) bind_relations(model_of<Match>(), &each);
  matches[0].season = pv::Range<int>::closed_open(1, 5);
  matches[1].season = pv::Range<int>::closed_open(1, 6);
  matches[2].season = pv::Range<int>::at_least(1);
  matches[3].season = pv::Range<int>::closed_open(1, 5);
  const auto query = Match::query().include("season");
  const std::vector<IncludeNode> nodes = nodes_of(query.select().includes, {});
  const OwnerGroups groups = groups_of_owners(nodes.front(), {&matches[0], &matches[1], &matches[2], &matches[3]});
  CHECK(groups.groups == std::vector<std::uint32_t>{0, 1, 2, 0});
}

TEST_CASE("an owner that was not saved has nothing to load") {
  Player player;
  bind_relations(model_of<Player>(), &player);
  const auto query = Player::query().include("badge");
  const std::vector<IncludeNode> nodes = nodes_of(query.select().includes, {});
  CHECK_THROWS_MATCHES(groups_of_owners(nodes.front(), {&player}), pv::NotInitialized,
                       message("loaded_objects_test::Player.badge: save() the object first: it has no key yet"));
}

TEST_CASE("a row that comes again for a relation that shares rows is the same object") {
  std::vector<Card> cards(2);
  for (Card& each : cards) bind_relations(model_of<Card>(), &each);
  const auto query = Card::query().include("player");
  const std::vector<IncludeNode> nodes = nodes_of(query.select().includes, {});
  RelationFiller filler{nodes.front(), 2};
  TargetObjects targets{nodes.front(), filler};
  REQUIRE(targets.shares_rows());
  void* const player = targets.add(0, 0);
  REQUIRE(player != nullptr);
  CHECK(targets.add(1, 0) == nullptr);
  filler.fill({&cards[0], &cards[1]}, {0, 1});
  CHECK(&*cards[0].player == player);
  CHECK(&*cards[1].player == player);
}

TEST_CASE("of several rows for a relation to one the first is taken, and the others are not read") {
  Player player;
  bind_relations(model_of<Player>(), &player);
  const auto query = Player::query().include("badge");
  const std::vector<IncludeNode> nodes = nodes_of(query.select().includes, {});
  RelationFiller filler{nodes.front(), 1};
  TargetObjects targets{nodes.front(), filler};
  CHECK_FALSE(targets.shares_rows());
  void* const badge = targets.add(0, KeyNumbers::none);
  REQUIRE(badge != nullptr);
  CHECK(targets.add(0, KeyNumbers::none) == nullptr);
  filler.fill({&player}, {0});
  CHECK(&*player.badge == badge);
}
