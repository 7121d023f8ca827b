// SPDX-License-Identifier: MIT
// Functions on values of any type, values in JSON and SQL of one's own: values, C++ types, and NULL.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/functions.hpp>

using namespace promptview_test;

namespace any_type_functions_test {

enum class Mood { low, high };
PROMPTVIEW_ENUM(Mood, low, high)

struct Part;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  int number = 5;
  std::int16_t small = 2;
  float real = 1.5F;
  pv::Numeric exact{"2.50"};
  std::string text = "text";
  Mood mood = Mood::high;
  std::chrono::sys_days day{};
  std::vector<int> list{3, 4};
  pv::Json data{};
  std::optional<int> none{};
  std::optional<std::string> no_text{};
  std::optional<Mood> no_mood{};
  std::optional<pv::Json> no_data{};
  pv::HasMany<Part> parts{};
};

// Its key is a row of two values.
struct Part : pv::Model<Part> {
  int shelf = 0;
  int place = 0;
  pv::ForeignKey<Row> row{};
};

PROMPTVIEW_MODEL(Row, postgres, "any_type_functions_test_rows", FIELD(id, primary_key), FIELD(number), FIELD(small), FIELD(real),
                 FIELD(exact), FIELD(text), FIELD(mood), FIELD(day), FIELD(list), FIELD(data), FIELD(none), FIELD(no_text),
                 FIELD(no_mood), FIELD(no_data), RELATION(parts))
PROMPTVIEW_MODEL(Part, postgres, "any_type_functions_test_parts", FIELD(shelf, primary_key), FIELD(place, primary_key),
                 RELATION(row, related="parts"))

}  // namespace any_type_functions_test

using namespace any_type_functions_test;

namespace {

const auto number = Row::f(&Row::number);
const auto none = Row::f(&Row::none);
using MaybeInt = std::optional<int>;
using MaybeText = std::optional<std::string>;

template <class X, class Expected>
void check(const X& value, const Expected& expected) {
  check_value(Row::query().values_list(value), expected);
}

void check_choices() {
  check(pv::greatest(&Row::number, 3, none), 5);
  check(pv::greatest(none, &Row::none), MaybeInt{});
  check(pv::greatest(none, 7), 7);
  check(pv::greatest(&Row::small, 70'000), 70'000);
  check(pv::greatest(&Row::number, &Row::exact), pv::Numeric{5});
  check(pv::greatest(&Row::number, 6.5), 6.5);
  check(pv::greatest("a", &Row::text, "b"), std::string{"text"});
  check(pv::least(&Row::number, none, 3), 3);
  check(pv::least(&Row::exact, 3), pv::Numeric{"2.50"});
  check(pv::least(none, none), MaybeInt{});
  check(pv::least(&Row::mood, Mood::low), Mood::low);
  check(pv::coalesce(none, &Row::number, 1), 5);
  check(pv::coalesce(none, none), MaybeInt{});
  check(pv::coalesce(none, &Row::id), std::int64_t{1});
  check(pv::coalesce(none, 1.5), 1.5);
  check(pv::coalesce(none, &Row::exact), pv::Numeric{"2.50"});
  check(pv::coalesce(&Row::no_text, "nothing"), std::string{"nothing"});
  check(pv::coalesce(&Row::no_mood, &Row::mood), Mood::high);
  check(pv::coalesce(&Row::no_mood, Mood::low), Mood::low);
  check(pv::nullif(&Row::number, 5), MaybeInt{});
  check(pv::nullif(&Row::number, 6), MaybeInt{5});
  check(pv::nullif(&Row::number, &Row::exact), std::optional{pv::Numeric{5}});
  check(pv::nullif(&Row::number, &Row::id), MaybeInt{5});
  check(pv::nullif(&Row::number, 6.0), std::optional{5.0});
  check(pv::nullif(&Row::real, 6.0), std::optional{1.5F});
  check(pv::nullif(&Row::text, "text"), MaybeText{});
  check(pv::nullif(none, 6), MaybeInt{});
}

void check_casts() {
  check(pv::cast<std::string>(&Row::number), std::string{"5"});
  check(pv::cast<std::string>(none), MaybeText{});
  check(pv::cast<int>(number + 1), 6);
  check(pv::cast<int>(-number), -5);
  check(pv::cast<int>("17"), 17);
  check(pv::cast<double>(&Row::exact), 2.5);
  check(pv::cast<pv::Numeric>(&Row::number), pv::Numeric{5});
  check(pv::cast<Mood>("low"), Mood::low);
  check(pv::cast<std::string>(&Row::mood), std::string{"high"});
  check(pv::cast<bool>(&Row::number), true);
  check(pv::cast<std::vector<std::int64_t>>(&Row::list), std::vector<std::int64_t>{3, 4});
  check(pv::cast<std::optional<int>>(&Row::number), MaybeInt{5});
  check(pv::cast<std::string>(number > 3), std::string{"true"});
  check(pv::cast<int>(pv::case_when(number > 3, 1.0).otherwise(2.0)), 1);
}

void check_json() {
  check(pv::json_path(&Row::data, {"a", "b", "1"}), std::optional{pv::Json::parse("\"x\"")});
  check(pv::json_path(&Row::data, {"no"}), std::optional<pv::Json>{});
  check(pv::json_path(&Row::no_data, {"no"}), std::optional<pv::Json>{});
  check(pv::json_path_text(&Row::data, {"a", "b", "1"}), MaybeText{"x"});
  check(pv::json_path_text(&Row::data, {"it's \"$1"}), MaybeText{"7"});
  check(pv::cast<int>(pv::json_path(&Row::data, {"it's \"$1"})), MaybeInt{7});
}

void check_own_sql() {
  check(pv::sql<int>("length({0}) + {1}", &Row::text, 5), 9);
  check(pv::sql<int>("2 + 3") * 2, 10);
  check(2 * pv::sql<int>("{0} + {0}", number), 20);
  check(pv::sql<std::string>("'{}' || {0} || '{x}'", &Row::text), std::string{"{}text{x}"});
  check(pv::sql<std::vector<int>>("'{1,2}'::int[] || {0}", number), std::vector{1, 2, 5});
  check(pv::sql<std::optional<int>>("NULL::int"), MaybeInt{});
}

void check_values() {
  check(pv::value(Mood::low), Mood::low);
  check(Row::f(&Row::mood), Mood::high);
  check(Row::f(&Row::list), std::vector{3, 4});
  check(Row::f(&Row::no_mood), std::optional<Mood>{});
  check(pv::value("x"), std::string{"x"});
  check(pv::value(pv::Json::parse("[1]")), pv::Json::parse("[1]"));
  check(number == 5, true);
  check(Row::q("number__gt", 3) && Row::q("mood", Mood::low), false);
}

void check_rows(const Row& row) {
  for (const int place : {1, 2, 3}) Part::create({.shelf = 1, .place = place, .row = row});
  check(pv::count(&Row::parts).distinct(), std::int64_t{3});
}

}  // namespace

TEST_CASE("functions on values of any type have SQL's values and types") {
  const TestDatabase database;
  Row::initialize();
  Part::initialize();
  Row row{.data = pv::Json::parse(R"({"a":{"b":[1,"x"]},"it's \"$1":7})")};
  row.save();
  check_choices();
  check_casts();
  check_json();
  check_own_sql();
  check_values();
  check_rows(row);
  check_all_functions_used("greatest", "lower");
  check_all_functions_used("json_path", "count_rows");
}

TEST_CASE("SQL of one's own that names an argument which is not there is refused") {
  const TestDatabase database;
  Row::initialize();
  CHECK_THROWS_AS(Row::query().values_list(pv::sql<int>("{0} + {1}", 1)).execute(), pv::InvalidValue);
}
