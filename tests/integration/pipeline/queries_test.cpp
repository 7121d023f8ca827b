// SPDX-License-Identifier: MIT
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/pipeline_ways.hpp>

using namespace promptview_test;

namespace pipeline_queries_test {

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};

  friend bool operator==(const User&, const User&) = default;
};
PROMPTVIEW_MODEL(User, postgres, "pipeline_queries_users", FIELD(id, primary_key), FIELD(name), FIELD(age))

struct Word : pv::Model<Word> {
  std::string language{};
  int number{};
  std::string text{};

  friend bool operator==(const Word&, const Word&) = default;
};
PROMPTVIEW_MODEL(Word, postgres, "pipeline_queries_words", FIELD(language, primary_key), FIELD(number, primary_key), FIELD(text))

// Three users and two words.
void fill() {
  User::initialize();
  Word::initialize();
  std::vector<User> users{{.name = "Ann", .age = 30}, {.name = "Bob", .age = 20}, {.name = "Cid", .age = 30}};
  User::bulk_create(users);
  Word{.language = "en", .number = 1, .text = "one"}.insert();
  Word{.language = "de", .number = 1, .text = "eins"}.insert();
}

}  // namespace pipeline_queries_test

using namespace pipeline_queries_test;

TEST_CASE("pipeline: results of every kind of query, typed, by each way of sending") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    CAPTURE(options.statement_cache, options.pipelining);
    const TestDatabase database{options};
    fill();
    for (int turn = 0; turn < 2; ++turn) {
      auto [users, words, n, any, none, first, last, bob, nobody, word, names, pairs] = pv::pipeline(
          User::query().filter("age", 30).order_by("id"), Word::query().order_by("language"), User::query().count_query(),
          User::query().filter("name", "Ann").exists_query(), User::query().filter("name", "Zoe").exists_query(), User::query().first_query(),
          User::query().order_by("-id").first_query(), User::get_query(2), User::get_query(77), Word::get_query("de", 1),
          User::query().values_list(&User::name).order_by("-name"),
          User::query().annotate<"size">(pv::length(&User::name)).filter("age", 20));
      STATIC_REQUIRE(std::is_same_v<decltype(users), std::vector<User>>);
      STATIC_REQUIRE(std::is_same_v<decltype(n), std::int64_t>);
      STATIC_REQUIRE(std::is_same_v<decltype(any), bool>);
      STATIC_REQUIRE(std::is_same_v<decltype(first), std::optional<User>>);
      STATIC_REQUIRE(std::is_same_v<decltype(word), std::optional<Word>>);
      STATIC_REQUIRE(std::is_same_v<decltype(names), std::vector<std::string>>);
      STATIC_REQUIRE(std::is_same_v<decltype(pairs), std::vector<std::tuple<User, std::int32_t>>>);
      CHECK(users == User::query().filter("age", 30).order_by("id").execute());
      CHECK(words == Word::query().order_by("language").execute());
      CHECK(n == 3);
      CHECK(any);
      CHECK_FALSE(none);
      CHECK(first == User::query().first());
      CHECK(last == User::query().last());
      CHECK(bob == User::get(2));
      CHECK(bob->name == "Bob");
      CHECK_FALSE(nobody);
      CHECK(word->text == "eins");
      CHECK(names == std::vector<std::string>{"Cid", "Bob", "Ann"});
      REQUIRE(pairs.size() == 1);
      CHECK(std::get<1>(pairs.front()) == 3);
    }
  }
}

TEST_CASE("pipeline: one round trip for many queries, the first time too") {
  const TestDatabase database;
  fill();
  for (int turn = 0; turn < 3; ++turn) {
    const auto sent = pv::testing::count_queries([] {
      const auto [users, words, n] = pv::pipeline(User::query().filter("age__gt", 1), Word::query().limit(1), User::query().count_query());
      CHECK(users.size() == 3);
      CHECK(words.size() == 1);
      CHECK(n == 3);
    });
    CHECK(sent.statements == 3);
    CHECK(sent.round_trips == 1);
  }
}

TEST_CASE("pipeline: twenty gets, and any number of queries of one type") {
  const TestDatabase database;
  fill();
  std::vector<decltype(User::get_query(1))> gets;
  for (int i = 0; i < 20; ++i) gets.push_back(User::get_query(i));
  std::vector<std::optional<User>> found;
  const auto sent = pv::testing::count_queries([&] { found = pv::pipeline(gets); });
  CHECK(sent.round_trips == 1);
  CHECK(sent.statements == 20);
  REQUIRE(found.size() == 20);
  for (int i = 0; i < 20; ++i) CHECK(found[static_cast<std::size_t>(i)] == User::get(i));
  CHECK(TestDatabase::ask("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT%FROM \"pipeline_queries_users\" WHERE \"id\" = $1'") == "1");

  const std::vector<pv::QuerySet<User>> queries{User::query().filter("age", 20), User::query().none(), User::query()};
  const auto rows = pv::pipeline(queries);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].size() == 1);
  CHECK(rows[1].empty());
  CHECK(rows[2].size() == 3);
  CHECK(pv::pipeline(std::vector<pv::QuerySet<User>>{}).empty());
}

TEST_CASE("pipeline: what matches nothing is not sent, and aggregates always have a row") {
  const TestDatabase database;
  fill();
  const auto sent = pv::testing::count_queries([] {
    const auto [none, n, any, first, ages] =
        pv::pipeline(User::query().none(), User::query().none().count_query(), User::query().filter("id__in", std::vector<int>{}).exists_query(),
                     User::query().limit(0).first_query(), User::query().filter("age", 20).count_query());
    CHECK(none.empty());
    CHECK(n == 0);
    CHECK_FALSE(any);
    CHECK_FALSE(first);
    CHECK(ages == 1);
  });
  CHECK(sent.statements == 1);
  const auto silent = pv::testing::count_queries([] { CHECK(std::get<0>(pv::pipeline(User::query().none())).empty()); });
  CHECK(silent.round_trips == 0);
}

TEST_CASE("pipeline: an error says which query failed, and the connection goes on") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    CAPTURE(options.statement_cache, options.pipelining);
    const TestDatabase database{options};
    fill();
    const auto bad = User::query().filter("name__regex", "(");
    const auto good = User::query();
    const auto place_of = [](const auto& ask) {
      try {
        (void)ask();
      } catch (const pv::DatabaseError& error) {
        CHECK(error.sqlstate() == "2201B");
        CHECK(std::string{error.what()}.find("which:     query " + std::to_string(error.place()) + " of the pipeline") != std::string::npos);
        CHECK(error.statement().find("pipeline_queries_users") != std::string::npos);
        return error.place();
      }
      return std::size_t{99};
    };
    const auto none = User::query().none();
    CHECK(place_of([&] { return pv::pipeline(bad, good, good); }) == 0);
    CHECK(place_of([&] { return pv::pipeline(good, none, bad, good); }) == 2);
    CHECK(place_of([&] { return pv::pipeline(good, good, bad); }) == 2);
    CHECK(place_of([&] { return pv::pipeline(bad, bad); }) == 0);
    CHECK(User::query().count() == 3);
    CHECK(std::get<1>(pv::pipeline(good, good.count_query())) == 3);
    CHECK(pv::postgres::pool_of({})->idle() == 1);
  }
}

TEST_CASE("pipeline: a value that cannot be sent is an error before or while sending") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    const TestDatabase database{options};
    fill();
    try {
      (void)pv::pipeline(User::query(), Word::get_query(std::string{"a\0b", 3}, 1), User::query());
      FAIL("a NUL byte was sent");
    } catch (const pv::InvalidValue& error) {
      CHECK(error.place() == 1);
    }
    CHECK(User::query().count() == 3);
    CHECK(pv::postgres::pool_of({})->idle() == 1);
  }
}

TEST_CASE("pipeline: in a transaction it sees what that wrote, and an error ends it as any does") {
  for (const bool pipelining : {true, false}) {
    const TestDatabase database{{.pipelining = pipelining}};
    fill();
    {
      pv::Transaction transaction;
      User{.name = "Dan", .age = 1}.save();
      const auto [n, dan] = pv::pipeline(User::query().count_query(), User::query().filter("name", "Dan").first_query());
      CHECK(n == 4);
      CHECK(dan->age == 1);
      const auto [locked] = pv::pipeline(User::query().filter("age", 1).select_for_update());
      CHECK(locked.size() == 1);
      CHECK_THROWS_AS(pv::pipeline(User::query(), User::query().filter("name__regex", "(")), pv::DatabaseError);
      CHECK_THROWS_AS(pv::pipeline(User::query()), pv::TransactionFailed);
      CHECK_THROWS_AS(transaction.commit(), pv::TransactionFailed);
    }
    CHECK(User::query().count() == 3);
    CHECK_THROWS_AS(pv::pipeline(User::query().select_for_update()), pv::TransactionRequired);
    CHECK_THROWS_AS(pv::pipeline(User::query().select_for_update().count_query()), pv::InvalidValue);
  }
}

TEST_CASE("pipeline: queries of one database at a time") {
  const TestDatabase database;
  fill();
  pv::connect({.url = database.url(), .name = "pipeline second"});
  CHECK_THROWS_AS(pv::pipeline(User::query(), User::query().on("pipeline second")), pv::InvalidValue);
  const auto [users, ann] = pv::pipeline(User::query().on("pipeline second"), pv::on("pipeline second").get_query<User>(1));
  CHECK(users.size() == 3);
  CHECK(ann->name == "Ann");
  CHECK(pv::postgres::pool_of("pipeline second")->idle() == 1);
  pv::disconnect("pipeline second");
}
