// SPDX-License-Identifier: MIT
// Lists beyond those that every type's own test has.
#include <promptview/types/enumeration.hpp>
#include <promptview/types/numeric.hpp>

#include "round_trip.hpp"

using namespace promptview_test;

namespace array_test {

enum class Flag { on, off };
PROMPTVIEW_ENUM_AS(Flag, "array_test_flag", on, off)

struct Lists : pv::Model<Lists> {
  pv::Auto<std::int64_t> id{};
  std::vector<std::string> texts{};
  std::vector<std::optional<std::string>> gaps{};
  std::optional<std::vector<int>> maybe{};
  std::vector<int> numbers{};
  std::vector<std::optional<Flag>> flags{};

  friend bool operator==(const Lists&, const Lists&) = default;
};
PROMPTVIEW_MODEL(Lists, postgres, "array_test_lists",
                 FIELD(id, primary_key),
                 FIELD(texts, index=gin),
                 FIELD(gaps),
                 FIELD(maybe),
                 FIELD(numbers),
                 FIELD(flags))

}  // namespace array_test

using namespace array_test;

namespace {

struct Fixture {
  Fixture() { Lists::initialize(); }

  static Lists saved(Lists row) {
    row.save();
    return row;
  }

  TestDatabase database{};
};

}  // namespace

TEST_CASE_METHOD(Fixture, "texts that mean something in an array literal are plain texts") {
  const std::vector<std::string> hostile{"",   "NULL", "null", ",",   "a,b",      "\"",      "\"\"",
                                         "'",  "\\",   "\\\"", "{}",  "{a}",      "}",       " a ",
                                         "\n", "ä",    "a b",  "\\,", "\"NULL\"", "[1:2]={}"};
  std::vector<std::optional<std::string>> gaps{std::nullopt};
  for (const std::string& each : hostile) gaps.insert(gaps.end(), {each, std::nullopt});
  const Lists row = saved({.texts = hostile, .gaps = gaps});
  CHECK(Lists::get(1) == row);
  CHECK(Lists::query().filter("texts", hostile).filter("gaps", gaps).one() == row);
  CHECK(TestDatabase::ask(
            "SELECT array_length(texts, 1) || ' ' || array_length(gaps, 1) || ' ' || texts[2] || ' ' || texts[19] "
            "|| ' ' || (gaps[4] IS NOT NULL) FROM array_test_lists") == "20 41 NULL \"NULL\" true");
}

TEST_CASE_METHOD(Fixture, "NULL, an empty list and a list of NULL are three things") {
  const Lists none = saved({});
  const Lists empty = saved({.maybe = std::vector<int>{}});
  const Lists full = saved({.gaps = {std::nullopt}, .maybe = std::vector<int>{0}, .flags = {std::nullopt}});
  CHECK(Lists::query().order_by("id").execute() == std::vector{none, empty, full});
  CHECK(Lists::query().filter("maybe", std::nullopt).one() == none);
  CHECK(Lists::query().filter("maybe", std::vector<int>{}).one() == empty);
  CHECK(Lists::query().filter("gaps", std::vector<std::optional<std::string>>{std::nullopt}).one() == full);
  CHECK(Lists::query().exclude("maybe", std::vector<int>{0}).order_by("id").execute() == std::vector{none, empty});
  CHECK(TestDatabase::ask(
            "SELECT string_agg(coalesce(maybe::text, '-') || gaps::text || flags::text, ' ' ORDER BY id) FROM "
            "array_test_lists") == "-{}{} {}{}{} {0}{NULL}{NULL}");
}

TEST_CASE_METHOD(Fixture, "lists of enumerations with gaps") {
  const Lists row = saved({.flags = {Flag::on, std::nullopt, Flag::off}});
  CHECK(Lists::get(1) == row);
  CHECK(Lists::query().filter("flags", row.flags).count() == 1);
  CHECK(TestDatabase::ask("SELECT flags FROM array_test_lists") == "{on,NULL,off}");
}

TEST_CASE_METHOD(Fixture, "lists are compared item by item") {
  const Lists one = saved({.numbers = {1, 2}});
  const Lists two = saved({.numbers = {1, 3}});
  CHECK(Lists::query().filter("numbers__gt", std::vector<int>{1, 2}).one() == two);
  CHECK(Lists::query().filter("numbers__lte", std::vector<int>{1, 2, 0}).one() == one);
  CHECK(Lists::query().filter("numbers", {1, 3}).one() == two);
  CHECK(Lists::query().filter("numbers__ne", {1, 3}).one() == one);
  CHECK(Lists::query().filter("texts", std::vector<std::string_view>{}).count() == 2);
}

TEST_CASE_METHOD(Fixture, "an item beyond the column's width is refused, never cut") {
  saved({.numbers = {1}});
  const pv::QuerySet<Lists> query = Lists::query().filter("numbers", std::vector<std::int64_t>{4'294'967'297});
  CHECK_THROWS_MATCHES(query.count(), pv::InvalidValue, message("array_test::Lists.numbers: the number does not fit an integer"));
  CHECK(Lists::query().filter("numbers", std::vector<std::int64_t>{1}).count() == 1);
}

TEST_CASE_METHOD(Fixture, "long lists") {
  std::vector<int> many(200'000);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<int>(i) - 100'000;
  const Lists row = saved({.numbers = many});
  CHECK(Lists::get(1) == row);
  CHECK(Lists::query().filter("id__in", std::vector<int>(70'000, 1)).count() == 1);
}

TEST_CASE_METHOD(Fixture, "an array with bounds of its own is read as a list, one with two dimensions is refused") {
  saved({});
  TestDatabase::execute("UPDATE array_test_lists SET numbers = '[5:7]={1,2,3}'");
  CHECK(Lists::get(1)->numbers == std::vector{1, 2, 3});
  TestDatabase::execute("UPDATE array_test_lists SET numbers = '{{1,2},{3,4}}'");
  CHECK_THROWS_MATCHES(Lists::get(1), pv::InvalidValue,
                       message_contains("array_test::Lists.numbers: the array has more than one dimension"));
}

TEST_CASE_METHOD(Fixture, "a NULL inside of a list that has no room for it is a clear error") {
  saved({});
  TestDatabase::execute("UPDATE array_test_lists SET texts = '{a,NULL}'");
  CHECK_THROWS_MATCHES(
      Lists::get(1), pv::InvalidValue,
      message_contains("array_test::Lists.texts: the database holds NULL, which the field cannot hold"));
  TestDatabase::execute("UPDATE array_test_lists SET texts = '{a}'");
  CHECK(Lists::get(1)->texts == std::vector<std::string>{"a"});
}
