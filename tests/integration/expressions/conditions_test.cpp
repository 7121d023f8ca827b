// SPDX-License-Identifier: MIT
// Comparisons of computed values with NULLs, choices, and orders by expressions.
#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace conditions_test {

struct Item : pv::Model<Item> {
  int id{};
  int a{};
  std::optional<int> b{};
  std::string name{};
  std::optional<bool> flag{};
};
PROMPTVIEW_MODEL(Item, postgres, "conditions_test_items", FIELD(id, primary_key), FIELD(a), FIELD(b), FIELD(name), FIELD(flag))

}  // namespace conditions_test

using namespace conditions_test;

namespace {

using Ids = std::vector<int>;
const auto a = Item::f(&Item::a);
const auto b = Item::f(&Item::b);
const auto flag = Item::f(&Item::flag);

void fill() {
  Item::initialize();
  Item{.id = 1, .a = 5, .b = 5, .name = "x", .flag = true}.insert();
  Item{.id = 2, .a = 5, .b = 3, .name = "Y", .flag = false}.insert();
  Item{.id = 3, .a = 1, .b = 3, .name = "z"}.insert();
  Item{.id = 4, .a = 2, .name = "\"q\""}.insert();
}

Ids in_order(const auto& query) { return query.values_list(&Item::id).execute(); }
Ids found(const pv::Q<Item>& condition) { return in_order(Item::query().filter(condition).order_by("id")); }
Ids left(const pv::Q<Item>& condition) { return in_order(Item::query().exclude(condition).order_by("id")); }

}  // namespace

TEST_CASE("two fields are compared, and the excluded ones are all the others") {
  const TestDatabase database;
  fill();
  const std::pair<pv::Q<Item>, Ids> cases[] = {
      {a == b, {1}},          {a != b, {2, 3, 4}},        {a > b, {2}},
      {a >= b, {1, 2}},       {a < b, {3}},               {a <= b, {1, 3}},
      {b == nullptr, {4}},    {nullptr == b, {4}},        {b != std::nullopt, {1, 2, 3}},
      {a + b == 8, {2}},      {b * 2 > a, {1, 2, 3}},     {10 - a == b + 2, {2}},
      {5 == a, {1, 2}},       {3 < a, {1, 2}},            {a == std::optional<int>{}, {}},
      {b == std::optional<int>{}, {4}}, {std::optional<int>{} == b, {4}}, {b != std::optional<int>{3}, {1, 4}},
      {a > 1.5, {1, 2, 4}},   {a == pv::Numeric{"5.0"}, {1, 2}},
      {pv::Q<Item>{flag}, {1}},         {flag == false, {2}},       {flag != true, {2, 3, 4}},
      {a > b || b == 5, {1, 2}},        {(a > b) ^ (a == 5), {1}},
      {pv::lower(&Item::name) == "y", {2}},     {pv::concat(&Item::name, pv::value("!")) == "\"q\"!", {4}},
      {pv::coalesce(&Item::b, 0) < 3, {4}},     {pv::nullif(&Item::a, &Item::b) == nullptr, {1}},
      {pv::case_when(a > b, 1).when(b == nullptr, 2).or_null() == 2, {4}},
      {pv::sql<bool>("{0} > 3 OR {0} IS NULL", b), {1, 4}},
  };
  for (const auto& [condition, ids] : cases) {
    INFO(Item::query().filter(condition).to_sql());
    CHECK(found(condition) == ids);
    CHECK(found(!!condition) == ids);
    Ids others;
    for (int id = 1; id <= 4; ++id)
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) others.push_back(id);
    INFO(Item::query().exclude(condition).to_sql());
    CHECK(left(condition) == others);
    CHECK(found(!condition && a > 0) == others);
  }
}

TEST_CASE("a lookup beside a computed value") {
  const TestDatabase database;
  fill();
  CHECK(in_order(Item::query().filter("a__gt", b).order_by("id")) == Ids{2});
  CHECK(in_order(Item::query().exclude("a__gt", b).order_by("id")) == Ids{1, 3, 4});
  CHECK(in_order(Item::query().filter("b", pv::least(&Item::a, 3)).order_by("id")) == Ids{2});
  CHECK(in_order(Item::query().filter("name__icontains", pv::sql<std::string>("'Z'")).order_by("id")) == Ids{3});
}

TEST_CASE("an order beside null is an error, not a guess") {
  CHECK_THROWS_AS(a > std::optional<int>{}, pv::InvalidValue);
  CHECK_THROWS_AS(std::optional<int>{} <= b, pv::InvalidValue);
}

TEST_CASE("rows are ordered by expressions, with NULL where it is wanted") {
  const TestDatabase database;
  fill();
  CHECK(in_order(Item::query().order_by(pv::desc(&Item::b), "id")) == Ids{4, 1, 2, 3});
  CHECK(in_order(Item::query().order_by(pv::desc(&Item::b).nulls_last(), "-id")) == Ids{1, 3, 2, 4});
  CHECK(in_order(Item::query().order_by(pv::asc(&Item::b).nulls_first(), "id")) == Ids{4, 2, 3, 1});
  CHECK(in_order(Item::query().order_by(pv::asc(&Item::b).nulls_last(), "id")) == Ids{2, 3, 1, 4});
  CHECK(in_order(Item::query().order_by(pv::asc(pv::lower(&Item::name)), "id")) == Ids{4, 1, 2, 3});
  CHECK(in_order(Item::query().order_by(pv::desc(a + pv::coalesce(b, 0) * 2), "id")) == Ids{1, 2, 3, 4});
  CHECK(in_order(Item::query().order_by(pv::asc(pv::case_when(a == 2, 0).otherwise(1)), "-id")) == Ids{4, 3, 2, 1});
  CHECK(Item::query().order_by(pv::desc(&Item::b).nulls_first()).last()->id == Item::query().order_by(pv::asc(&Item::b).nulls_last()).first()->id);
  const Ids any = in_order(Item::query().order_by("?"));
  CHECK(std::set<int>(any.begin(), any.end()) == std::set{1, 2, 3, 4});
}

TEST_CASE("the first rows of those that agree in a computed value") {
  const TestDatabase database;
  fill();
  const auto even = Item::query().annotate<"rest">(a % 2);
  Ids ids;
  for (const auto& [item, rest] : even.distinct_on("rest").order_by("rest", "-id")) ids.push_back(item.id);
  CHECK(ids == Ids{4, 3});
  const auto rest = pv::asc(a % 2);
  CHECK(in_order(Item::query().distinct_on("a", rest).order_by("a", rest, "id")) == Ids{3, 4, 1});
  CHECK_THROWS_AS(Item::query().distinct_on("a", "?"), pv::InvalidValue);
}

TEST_CASE("choices") {
  const TestDatabase database;
  fill();
  const auto size = pv::case_when(Item::q("a__gt", 4), "big").when(a == 2, pv::concat("two", &Item::b)).otherwise(&Item::name);
  CHECK(Item::query().order_by("id").values_list(size).execute() == std::vector<std::string>{"big", "big", "z", "two"});
  const auto maybe = pv::case_when(b == 3, &Item::b).otherwise(a);
  static_assert(std::is_same_v<decltype(maybe)::value_type, std::optional<int>>);
  CHECK(Item::query().order_by("id").values_list(maybe).execute() == std::vector<std::optional<int>>{5, 3, 3, 2});
  CHECK(Item::query().order_by("id").values_list(pv::case_when(b > 4, 1).or_null()).execute() ==
        std::vector<std::optional<int>>{1, {}, {}, {}});
}
