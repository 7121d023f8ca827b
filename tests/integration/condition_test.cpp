// SPDX-License-Identifier: MIT
// Conditions joined by &&, ||, ^ and !: random trees on rows with NULLs, against the same tree evaluated here.
#include <functional>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace condition_test {

struct Row : pv::Model<Row> {
  int id{};
  int a{};
  std::optional<int> b{};
  std::optional<std::string> c{};
};
PROMPTVIEW_MODEL(Row, postgres, "condition_test_rows", FIELD(id, primary_key), FIELD(a), FIELD(b), FIELD(c))

}  // namespace condition_test

using namespace condition_test;

namespace {

// A condition, and what it means: true or false for each row, NULLs never match a comparison.
struct Node {
  pv::Q<Row> q{};
  std::function<bool(const Row&)> holds = [](const Row&) { return true; };
  std::string text = "all";
};

class Trees {
 public:
  // `few`: what b is in the rows 1 to 5, without NULL.
  explicit Trees(unsigned seed, std::set<int> few = {}) : random_{seed}, few_{std::move(few)} {}

  Node tree(int depth) {
    if (depth == 0 || pick(6) == 0) return leaf();
    Node left = tree(depth - 1);
    switch (pick(4)) {
      case 0: return negated(std::move(left));
      case 1: return joined(std::move(left), tree(depth - 1), "&&");
      case 2: return joined(std::move(left), tree(depth - 1), "||");
      default: return joined(std::move(left), tree(depth - 1), "^");
    }
  }

  int pick(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }

  std::optional<std::string> text() {
    const char* texts[] = {"", "x", "xy", "%", "Yx"};
    return pick(4) == 0 ? std::nullopt : std::optional<std::string>{texts[pick(5)]};
  }
  std::optional<int> number() { return pick(3) == 0 ? std::nullopt : std::optional{pick(4)}; }

 private:
  static Node negated(Node of) {
    return {!of.q, [holds = of.holds](const Row& row) { return !holds(row); }, "!(" + of.text + ")"};
  }
  static Node joined(Node left, Node right, const std::string& op) {
    Node made;
    made.q = op == "&&" ? left.q && right.q : op == "||" ? left.q || right.q : left.q ^ right.q;
    made.holds = [op, l = left.holds, r = right.holds](const Row& row) {
      return op == "&&" ? l(row) && r(row) : op == "||" ? l(row) || r(row) : l(row) != r(row);
    };
    made.text = "(" + left.text + " " + op + " " + right.text + ")";
    return made;
  }

  Node leaf() {
    const int n = pick(4);
    const std::string value = " " + std::to_string(n);
    const auto a = Row::f(&Row::a);
    const auto b = Row::f(&Row::b);
    switch (pick(23)) {
      case 0: return {Row::q("a", n), [n](const Row& row) { return row.a == n; }, "a =" + value};
      case 1: return {Row::q("a__gt", n), [n](const Row& row) { return row.a > n; }, "a >" + value};
      case 2: return {Row::q("b", n), [n](const Row& row) { return row.b == n; }, "b =" + value};
      case 3: return {Row::q("b__ne", n), [n](const Row& row) { return row.b != n; }, "b !=" + value};
      case 4: return {Row::q("b__lt", n), [n](const Row& row) { return row.b && *row.b < n; }, "b <" + value};
      case 5: return {Row::q("b__gte", n), [n](const Row& row) { return row.b && *row.b >= n; }, "b >=" + value};
      case 6: return {Row::q("b__isnull", true), [](const Row& row) { return !row.b; }, "b null"};
      case 7: return {Row::q("c__isnull", false), [](const Row& row) { return row.c.has_value(); }, "c not null"};
      case 8: return {Row::q("b", nullptr), [](const Row& row) { return !row.b; }, "b = null"};
      case 9: return {Row::q("b__ne", nullptr), [](const Row& row) { return row.b.has_value(); }, "b != null"};
      case 10:
        return {Row::q("b__in", {n, 1}), [n](const Row& row) { return row.b == n || row.b == 1; }, "b in 1" + value};
      case 11: return {Row::q("b__in", {}), [](const Row&) { return false; }, "b in nothing"};
      case 12:
        return {Row::q("b__range", {1, n}), [n](const Row& row) { return row.b && *row.b >= 1 && *row.b <= n; },
                "b in 1 to" + value};
      case 13:
        return {Row::q("c__contains", "x"),
                [](const Row& row) { return row.c && row.c->find('x') != std::string::npos; }, "c has x"};
      case 14: return {Row::q("c", "%"), [](const Row& row) { return row.c == "%"; }, "c = %"};
      // Values that the database computes, beside each other.
      case 15: return {a > b, [](const Row& row) { return row.b && row.a > *row.b; }, "a > b"};
      case 16: return {b == a, [](const Row& row) { return row.b == row.a; }, "b = a"};
      case 17: return {b != a, [](const Row& row) { return row.b != row.a; }, "b != a"};
      case 18: return {b + 1 > n, [n](const Row& row) { return row.b && *row.b + 1 > n; }, "b + 1 >" + value};
      case 19:
        return {pv::coalesce(&Row::b, 0) * 2 <= a + n, [n](const Row& row) { return row.b.value_or(0) * 2 <= row.a + n; },
                "coalesce(b, 0) * 2 <= a +" + value};
      case 20: return {pv::length(&Row::c) < n, [n](const Row& row) { return row.c && static_cast<int>(row.c->size()) < n; }, "length(c) <" + value};
      case 21:  // among the values are NULLs
        return {Row::q("a__in", Row::query().filter("id__lt", 6).values_list(&Row::b)),
                [this](const Row& row) { return few_.contains(row.a); }, "a in b of the first"};
      default: return {};
    }
  }

  std::mt19937 random_;
  std::set<int> few_;
};

std::vector<int> ids_of(const std::vector<Row>& rows) {
  std::vector<int> ids;
  for (const Row& row : rows) ids.push_back(row.id);
  return ids;
}

struct Rows {
  Rows() {
    Row::initialize();
    Trees random{20240229};
    for (int id = 1; id <= 60; ++id) {
      rows.push_back({.id = id, .a = random.pick(4), .b = random.number(), .c = random.text()});
      rows.back().save();
    }
  }

  std::set<int> few() const {
    std::set<int> values;
    for (const Row& row : rows)
      if (row.id < 6 && row.b) values.insert(*row.b);
    return values;
  }

  std::vector<int> where(const std::function<bool(const Row&)>& holds) const {
    std::vector<int> ids;
    for (const Row& row : rows)
      if (holds(row)) ids.push_back(row.id);
    return ids;
  }

  TestDatabase database{};
  std::vector<Row> rows{};
};

}  // namespace

TEST_CASE_METHOD(Rows, "random conditions select the rows that they describe") {
  Trees random{7, few()};
  for (int i = 0; i < 2500; ++i) {
    const Node node = random.tree(1 + i % 5);
    CAPTURE(i, node.text);
    const auto holds = node.holds;
    REQUIRE(ids_of(Row::query().filter(node.q).order_by("id").execute()) == where(holds));
    REQUIRE(ids_of(Row::query().exclude(node.q).order_by("id").execute()) ==
            where([&](const Row& row) { return !holds(row); }));
    REQUIRE(Row::query().filter(node.q).count() == static_cast<std::int64_t>(where(holds).size()));
    REQUIRE(Row::query().filter(node.q).exists() == !where(holds).empty());
  }
}

TEST_CASE_METHOD(Rows, "filters in a row are all of them") {
  Trees random{8, few()};
  for (int i = 0; i < 100; ++i) {
    const Node one = random.tree(2);
    const Node two = random.tree(2);
    const Node three = random.tree(3);
    CAPTURE(i, one.text, two.text, three.text);
    REQUIRE(ids_of(Row::query().filter(one.q).exclude(two.q).filter(three.q).order_by("id").execute()) ==
            where([&](const Row& row) { return one.holds(row) && !two.holds(row) && three.holds(row); }));
  }
}

TEST_CASE_METHOD(Rows, "conditions group as they are written") {
  const pv::Q<Row> a = Row::q("a", 1);
  const pv::Q<Row> b = Row::q("b", 1);
  const pv::Q<Row> c = Row::q("c", "x");
  const auto is_a = [](const Row& row) { return row.a == 1; };
  const auto is_b = [](const Row& row) { return row.b == 1; };
  const auto is_c = [](const Row& row) { return row.c == "x"; };
  const auto run = [](const pv::Q<Row>& q) { return ids_of(Row::query().filter(q).order_by("id").execute()); };

  CHECK(run(a || (b && c)) == where([&](const Row& row) { return is_a(row) || (is_b(row) && is_c(row)); }));
  CHECK(run((a || b) && c) == where([&](const Row& row) { return (is_a(row) || is_b(row)) && is_c(row); }));
  CHECK(run(!a && b) == where([&](const Row& row) { return !is_a(row) && is_b(row); }));
  CHECK(run(!(a && b)) == where([&](const Row& row) { return !(is_a(row) && is_b(row)); }));
  CHECK(run((a ^ b) ^ c) == where([&](const Row& row) { return (is_a(row) != is_b(row)) != is_c(row); }));
  CHECK(run(a) == where(is_a));
  CHECK(run(pv::Q<Row>{}) == where([](const Row&) { return true; }));
  CHECK(run(!pv::Q<Row>{}).empty());
  CHECK(run(pv::Q<Row>{} && a) == where(is_a));
  CHECK(run(pv::Q<Row>{} || a) == where([](const Row&) { return true; }));
}

TEST_CASE_METHOD(Rows, "a deep and a wide condition") {
  pv::Q<Row> deep = Row::q("a", 1);
  pv::Q<Row> wide = Row::q("id", 1);
  for (int i = 2; i <= 200; ++i) {
    deep = i % 2 == 0 ? !std::move(deep) : std::move(deep) && Row::q("id__lt", 1000 + i);
    wide = std::move(wide) || Row::q("id", i);
  }
  CHECK(ids_of(Row::query().filter(wide).execute()).size() == 60);
  CHECK(Row::query().filter(deep).count() + Row::query().exclude(deep).count() == 60);
}
