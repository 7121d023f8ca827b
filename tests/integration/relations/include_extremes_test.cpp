// SPDX-License-Identifier: MIT
// Many rows, names that are hard to quote, keys whose equality only the database knows, and what changes in between.
#include <cstdint>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace include_extremes_test {

struct Leaf;
struct Trunk : pv::Model<Trunk> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Leaf> leaves{};
};
struct Leaf : pv::Model<Leaf> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
  pv::ForeignKey<Trunk> trunk{};
};
PROMPTVIEW_MODEL(Trunk, postgres, "include_trunks", FIELD(id, primary_key), FIELD(name), RELATION(leaves))
PROMPTVIEW_MODEL(Leaf, postgres, "include_leaves", FIELD(id, primary_key), FIELD(text), RELATION(trunk))

// Columns and tables that are called like the statements' own parts, or cannot stand in SQL without quotes.
struct Odd;
struct Even : pv::Model<Even> {
  pv::Auto<std::int64_t> id{};
  std::string value{};
  pv::HasMany<Odd> odds{};
  pv::ManyToMany<Odd> friends{};
};
struct Odd : pv::Model<Odd> {
  pv::Auto<std::int64_t> id{};
  std::string value{};
  pv::ForeignKey<Even> even{};
  pv::ManyToMany<Even> evens{};
};
PROMPTVIEW_MODEL(Even, postgres, "pv_keys", FIELD(id, primary_key, column="k1"), FIELD(value, column="a\"b {0} $1"), RELATION(odds),
                 RELATION(friends, through="pv_join\"; --", source="even {0} id", target="odd {1} id"))
PROMPTVIEW_MODEL(Odd, postgres, "pv_rows", FIELD(id, primary_key, column="select"), FIELD(value, column="größe"),
                 RELATION(even, column="pv_keys {0}", index=none), RELATION(evens, related="friends"))

// Keys that are equal in several spellings, and that are numbers with decimals.
struct Word;
struct Language : pv::Model<Language> {
  std::string code{};
  pv::Numeric version{};
  pv::HasMany<Word> words{};
};
struct Word : pv::Model<Word> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Language, std::string> language{};
};
PROMPTVIEW_MODEL(Language, postgres, "include_languages", FIELD(code, primary_key, type="character(4)"), FIELD(version), RELATION(words))
PROMPTVIEW_MODEL(Word, postgres, "include_words", FIELD(id, primary_key), RELATION(language, type="character(4)"))

inline std::vector<pv::ConnectOptions> ways() { return {{}, {.pipelining = false}}; }

}  // namespace include_extremes_test

using namespace include_extremes_test;

TEST_CASE("include: 10,000 rows of one object, and one object of 10,000 rows") {
  for (const pv::ConnectOptions& options : ways()) {
    const TestDatabase database{options};
    Trunk::initialize();
    Leaf::initialize();
    Trunk{.name = "t"}.save();
    Trunk{.name = "bare"}.save();
    pv::execute("INSERT INTO include_leaves (text, trunk_id) SELECT 'leaf ' || i, $1 FROM generate_series(1, 10000) AS i", std::int64_t{1});
    const auto trunks = Trunk::query().order_by("id").include("leaves", Leaf::query().order_by("-id")).execute();
    REQUIRE(trunks[0].leaves.size() == 10'000);
    CHECK(trunks[0].leaves[0].text == "leaf 10000");
    CHECK(trunks[0].leaves[9'999].id == 1);
    CHECK(trunks[1].leaves.empty());
    std::vector<Leaf> leaves;
    const auto sent = pv::testing::count_queries([&] { leaves = Leaf::query().include("trunk").execute(); });
    CHECK(sent.statements == 2);
    bool same = true;
    for (const Leaf& leaf : leaves) same = same && &*leaf.trunk == &*leaves[0].trunk;
    CHECK(same);
    CHECK(Trunk::query().order_by("id").include("leaves", Leaf::query().order_by("-id").limit(2).offset(9'999)).first()->leaves.size() == 1);
  }
}

TEST_CASE("include: hostile names") {
  for (const pv::ConnectOptions& options : ways()) {
    const TestDatabase database{options};
    Even::initialize();
    Odd::initialize();
    TestDatabase::execute("CREATE TABLE IF NOT EXISTS \"pv_join\"\"; --\" (\"even {0} id\" bigint, \"odd {1} id\" bigint, "
                          "PRIMARY KEY (\"even {0} id\", \"odd {1} id\"))");
    Even{.value = "x"}.save();
    std::vector<Odd> odds{{.value = "1", .even = 1}, {.value = "2", .even = 1}, {.value = "3", .even = 1}};
    Odd::save_all(odds);
    TestDatabase::execute("INSERT INTO \"pv_join\"\"; --\" VALUES (1, 2), (1, 3)");
    const auto all = Even::query().filter("value", "x").include("odds__evens__friends").include("friends__even").one();
    CHECK(all.odds.size() == 3);
    CHECK(all.odds[0].evens.empty());
    CHECK(all.odds[1].evens[0].friends[1].value == "3");
    CHECK(all.friends[0].even->value == "x");
    const auto limited = Even::query().include("friends", Odd::query().order_by("-value").limit(1)).include("odds", Odd::query().order_by("-value").limit(2)).one();
    CHECK(limited.friends.size() == 1);
    CHECK(limited.friends[0].value == "3");
    CHECK(limited.odds[1].value == "2");
    const auto first = Even::query().include("friends", Odd::query().distinct_on("even").order_by("even", "-value")).one();
    REQUIRE(first.friends.size() == 1);
    CHECK(first.friends[0].value == "3");
  }
}

TEST_CASE("include: keys of a type that only the database knows") {
  for (const pv::ConnectOptions& options : ways()) {
    const TestDatabase database{options};
    Language::initialize();
    Word::initialize();
    Language{.code = "de", .version = pv::Numeric{"1.0"}}.save();
    Language{.code = "en", .version = pv::Numeric{"2.00"}}.save();
    for (const char* code : {"de", "de", "en"}) Word{.language = std::string{code}}.save();
    const auto found = Language::query().order_by("code").include("words__language").execute();
    REQUIRE(found.size() == 2);
    CHECK(found[0].words.size() == 2);
    CHECK(found[1].words.size() == 1);
    CHECK(found[1].words[0].language->code == found[1].code);
    CHECK(&*found[0].words[0].language == &*found[0].words[1].language);
  }
}

TEST_CASE("include inside of a transaction sees what it wrote, and fails as a query does") {
  const TestDatabase database;
  Trunk::initialize();
  Leaf::initialize();
  {
    pv::Transaction transaction;
    Trunk trunk{.name = "t"};
    trunk.save();
    Leaf{.text = "x", .trunk = *trunk.id}.save();
    CHECK(Trunk::query().include("leaves").one().leaves.size() == 1);
    trunk.leaves.load();
    CHECK(trunk.leaves.size() == 1);
  }
  CHECK(Trunk::query().include("leaves").execute().empty());
  Trunk{.name = "t"}.save();
  TestDatabase::execute("DROP TABLE include_leaves");
  CHECK_THROWS_WITH(Trunk::query().include("leaves").execute(), contains("include_leaves"));
  CHECK_THROWS_AS(Trunk::query().include("leaves", Leaf::query().on("elsewhere")).execute(), pv::InvalidValue);
  CHECK_THROWS_AS(Trunk::query().include("leaves", Leaf::query().select_for_update()).execute(), pv::TransactionRequired);
  CHECK_THROWS_WITH(Trunk::query().include(pv::runtime("leafs")), contains("has no relation for \"leafs\": did you mean \"leaves\"?"));
  CHECK_THROWS_WITH(Trunk::query().include(pv::runtime("birds")), contains("has no relation for \"birds\": use one of leaves"));
  CHECK_THROWS_WITH(Trunk::query().include(pv::runtime("leaves"), Trunk::query()), contains("give include() a query on that"));
}

TEST_CASE("relations know their objects after each way to write and read them") {
  const TestDatabase database;
  Trunk::initialize();
  Leaf::initialize();
  const auto loads = [](Trunk& trunk) {
    trunk.leaves.load();
    return trunk.leaves.empty();
  };
  Trunk saved{.name = "a"};
  CHECK_THROWS_AS(saved.leaves.load(), pv::NotInitialized);
  saved.save();
  CHECK(loads(saved));
  Trunk created = Trunk::create({.name = "b"});
  CHECK(loads(created));
  std::vector<Trunk> many(3);
  Trunk::bulk_create(many);
  CHECK(loads(many[2]));
  std::vector<Trunk> more(3);
  Trunk::save_all(more);
  CHECK(loads(more[1]));
  Trunk got = *Trunk::get(*saved.id);
  CHECK(loads(got));
  Trunk moved = std::move(got);
  CHECK(loads(moved));
  CHECK(loads(*Trunk::get_many({1})[0]));
  CHECK(loads(Trunk::query().in_bulk({1}).at(1)));
  CHECK(loads(pv::raw<Trunk>("SELECT id, name FROM include_trunks WHERE id = 1")[0]));
}
