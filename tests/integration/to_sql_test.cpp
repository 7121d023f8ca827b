// SPDX-License-Identifier: MIT
// The text that people read is SQL that gives the same rows; and what the server says of a query's plan.
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace to_sql_test {

enum class State { open, closed };
PROMPTVIEW_ENUM(State, open, closed)

struct Thing : pv::Model<Thing> {
  int id{};
  std::string text{};
  double real{};
  pv::Numeric price{};
  std::chrono::sys_time<std::chrono::microseconds> at{};
  State state{};
  std::vector<std::string> tags{};
  std::vector<std::byte> bytes{};
  std::optional<pv::Uuid> uuid{};
  std::int64_t odd{};
  pv::Json extra = pv::Json::parse(R"({"t": "it's", "n": 1})");
};
PROMPTVIEW_MODEL(Thing, postgres, "to_sql $1 \"things\"", FIELD(id, primary_key), FIELD(text), FIELD(real), FIELD(price),
                 FIELD(at), FIELD(state), FIELD(tags), FIELD(bytes), FIELD(uuid), FIELD(odd, column="od$1'd"),
                 FIELD(extra))

}  // namespace to_sql_test

using namespace to_sql_test;

namespace {

// The keys that the shown text finds, sent as it is by psql's way: one text without parameters.
std::string found_by_text(const pv::QuerySet<Thing>& query) {
  const auto connection = pv::postgres::acquire();
  const std::string sql = "SELECT string_agg(id::text, ' ') FROM (" + query.to_sql() + ") AS shown";
  pv::postgres::Result result{PQexec(connection->raw(), sql.c_str())};
  INFO(sql);
  REQUIRE(result.status() == PGRES_TUPLES_OK);
  return std::string{result.bytes(0, 0)};
}
std::string found(const pv::QuerySet<Thing>& query) {
  std::string ids;
  for (const Thing& thing : query) ids += (ids.empty() ? "" : " ") + std::to_string(thing.id);
  return ids;
}

const std::vector<std::string> texts = {
    "", "plain", "it's", "'; DROP TABLE x; --", "back\\slash", "\\", "\\'", "$1", "$$", "E'\\''", "%", "_x%", "\"", "/*", "--",
    "a\nb", "tab\t", ":x", "\\q", "\xC3\xA9\xE2\x82\xAC", "{a,b}", "NULL",
};

struct Things {
  Things() {
    Thing::initialize();
    int id = 0;
    for (const std::string& text : texts) {
      ++id;
      Thing{.id = id,
            .text = text,
            .real = id * 0.1,
            .price = pv::Numeric{std::to_string(id) + ".50"},
            .at = std::chrono::sys_time<std::chrono::microseconds>{std::chrono::microseconds{id * 1'234'567'891LL}},
            .state = id % 2 == 0 ? State::open : State::closed,
            .tags = {text, "x"},
            .bytes = {std::byte(id), std::byte{0}, std::byte{39}},
            .uuid = id % 3 == 0 ? std::nullopt : std::optional{pv::Uuid::parse("00000000-0000-4000-8000-0000000000" + std::to_string(id + 10))},
            .odd = -id}
          .insert();
    }
  }
  TestDatabase database{};
};

}  // namespace

TEST_CASE_METHOD(Things, "the text of a query gives the rows of the query, for hostile texts") {
  for (const std::string& text : texts) {
    CAPTURE(text);
    for (const auto& query :
         {Thing::query().filter("text", text), Thing::query().exclude("text", text), Thing::query().filter("text__contains", text),
          Thing::query().filter("text__iendswith", text), Thing::query().filter("text__in", std::vector{text, std::string{"plain"}}),
          Thing::query().filter("tags", std::vector{text, std::string{"x"}}),
          Thing::query().filter("text__gte", text).order_by("-text", "id").limit(7).offset(1)}) {
      const auto ordered = query.select().order.empty() ? query.order_by("id") : query;
      CHECK(found_by_text(ordered) == found(ordered));
    }
    CHECK(found(Thing::query().filter("text", text)).size() > 0);
  }
}

TEST_CASE_METHOD(Things, "the text of a query gives the rows of the query, for values of each kind") {
  const Thing third = *Thing::get(3);
  const Thing fourth = *Thing::get(4);
  for (const auto& query :
       {Thing::query().filter("id__range", {3, 5}), Thing::query().filter("odd__lt", -4), Thing::query().filter("odd__in", {-1, -2, 70}),
        Thing::query().filter("real", third.real), Thing::query().filter("price__gt", third.price),
        Thing::query().filter("at", third.at), Thing::query().filter("at__lte", fourth.at), Thing::query().filter("state", State::open),
        Thing::query().filter("state__in", {State::closed}), Thing::query().filter("bytes", third.bytes),
        Thing::query().filter("uuid", fourth.uuid), Thing::query().filter("uuid__ne", fourth.uuid),
        Thing::query().filter("extra__t", "it's"), Thing::query().filter("extra__t__in", {"it's", "x"}),
        Thing::query().filter("extra__n__gte", 1), Thing::query().filter("extra__x__ne", "it's"),
        Thing::query().filter(Thing::f(&Thing::id) * std::int64_t{2'000'000'000} > 5'000'000'000),
        Thing::query().filter(pv::sql<bool>("{0} > length($$ $1 $2 $$ /* $1 */)", &Thing::id)).filter("odd__gt", -20),
        Thing::query().filter("uuid", nullptr), Thing::query().filter("id", 5'000'000'000), Thing::query().filter("id__in", {})}) {
    const auto ordered = query.order_by("id");
    CAPTURE(ordered.to_sql());
    CHECK(found_by_text(ordered) == found(ordered));
  }
}

TEST_CASE_METHOD(Things, "explain gives the server's plan, with the values bound") {
  const auto query = Thing::query().filter("text", "it's").order_by("id").limit(2);
  const std::string plan = query.explain();
  CHECK_THAT(plan, contains("Limit") && contains("\n") && contains("to_sql $1") && !contains("actual time"));
  CHECK_THAT(query.explain({.analyze = true}), contains("actual time") && contains("rows=1"));
  const pv::Json json =
      pv::Json::parse(query.explain({.analyze = true, .buffers = true, .format = pv::ExplainFormat::json}));
  CHECK(json.at(0).at("Plan").at("Node Type") == "Limit");
  CHECK(json.at(0).at("Plan").at("Actual Rows") == 1);
  CHECK(json.at(0).at("Plan").contains("Shared Hit Blocks"));
  CHECK_THAT(query.explain({.format = pv::ExplainFormat::xml}), contains("<explain"));
  CHECK_THAT(query.explain({.verbose = true, .settings = true, .format = pv::ExplainFormat::yaml}), contains("Output:"));
  CHECK_THAT(Thing::query().filter("id__in", {}).explain(), contains("false"));
  CHECK(pv::testing::count_queries([&] { (void)query.explain(); }).round_trips == 1);
}

TEST_CASE("explain of a missing table, and inside of a transaction") {
  const TestDatabase database;
  CHECK_THROWS_AS(Thing::query().explain(), pv::NotInitialized);
  const pv::Transaction transaction;
  Thing::initialize();
  CHECK_THAT(Thing::query().explain({.analyze = true}), contains("actual"));
}
