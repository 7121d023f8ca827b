// SPDX-License-Identifier: MIT
// Conditions and queries that a program chains in a loop: long chains work, deep ones are refused, and no stack overflows.
#include <string>
#include <utility>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/small_stack.hpp>

namespace condition_chain {

namespace pv = promptview;

struct Owner;
struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  int a{};
  std::optional<int> b{};
  pv::OptionalForeignKey<Owner> owner{};
};
struct Owner : pv::Model<Owner> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Row> rows{};
};
PROMPTVIEW_MODEL(Row, postgres, "chain_rows", FIELD(id, primary_key), FIELD(a), FIELD(b), RELATION(owner))
PROMPTVIEW_MODEL(Owner, postgres, "chain_owners", FIELD(id, primary_key), FIELD(name), RELATION(rows))

}  // namespace condition_chain

namespace pv = promptview;
using namespace promptview_test;
using condition_chain::Owner;
using condition_chain::Row;

namespace {

using Condition = pv::Q<Row>;

Condition null() { return Row::q("b__isnull", true); }

std::string where(const Condition& condition) {
  const std::string sql = Row::query().filter(condition).to_sql();
  return sql.substr(sql.find(" WHERE ") + 7);
}

// "x AND x AND x"
std::string joined(const std::string& part, const std::string& joint, int times) {
  std::string text = part;
  for (int i = 1; i < times; ++i) text += joint + part;
  return text;
}

template <class Step>
Condition chain(int times, const Step& step) {
  Condition made = null();
  for (int i = 1; i < times; ++i) made = step(std::move(made));
  return made;
}

// What it throws on a small stack, and what is behind the first line's number.
template <class Work>
std::string refused(const Work& work) {
  try {
    on_small_stack([&] { work(); });
  } catch (const pv::InvalidValue& error) {
    return error.what();
  }
  return "taken";
}

constexpr int many = 100'000;
const std::string too_deep =
    "nest at most 200 conditions, values and queries in each other: join those of a loop by && or || alone, or give a list to in";

}  // namespace

TEST_CASE("condition chain: a hundred thousand by && or ||, from both sides") {
  const std::string is_null = R"("b" IS NULL)";
  on_small_stack([&] {
    CHECK((where(chain(many, [](Condition made) { return std::move(made) && null(); })) == joined(is_null, " AND ", many)));
    CHECK((where(chain(many, [](Condition made) { return std::move(made) || null(); })) == joined(is_null, " OR ", many)));
    CHECK((where(chain(many, [](Condition made) { return null() && std::move(made); })) == joined(is_null, " AND ", many)));
    CHECK((where(chain(many, [](Condition made) { return null() || std::move(made); })) == joined(is_null, " OR ", many)));
    const auto pair = [] { return null() && null(); };
    CHECK((where(chain(many / 2, [&](Condition made) { return pair() && std::move(made); })) == joined(is_null, " AND ", many - 1)));
    CHECK((where(chain(many / 2, [&](Condition made) { return std::move(made) && pair(); })) == joined(is_null, " AND ", many - 1)));
  });
}

TEST_CASE("condition chain: the order of the parts is that of the program") {
  Condition right = Row::q("a", 0);
  for (int i = 1; i < 300; ++i) right = Row::q("a", i) && std::move(right);
  Condition left = Row::q("a", 299);
  for (int i = 298; i >= 0; --i) left = std::move(left) && Row::q("a", i);
  std::string wanted = R"("a" = 299)";
  for (int i = 298; i >= 0; --i) wanted += R"( AND "a" = )" + std::to_string(i);
  CHECK(where(right) == wanted);
  CHECK(where(left) == wanted);
  CHECK(where(Row::q("a", 1) || std::move(right)) == R"("a" = 1 OR ()" + wanted + ")");
}

TEST_CASE("condition chain: filters and exclusions") {
  on_small_stack([] {
    auto filtered = Row::query();
    for (int i = 0; i < many; ++i) filtered = std::move(filtered).filter(null());
    const std::string sql = filtered.to_sql();
    CHECK((sql.substr(sql.find(" WHERE ") + 7) == joined(R"("b" IS NULL)", " AND ", many)));
    CHECK_FALSE(filtered.none().exists());
  });
}

TEST_CASE("condition chain: NOT") {
  const std::string is_null = R"("b" IS NULL)";
  on_small_stack([&] {
    const auto negated = [](int times) { return chain(times + 1, [](Condition made) { return !std::move(made); }); };
    CHECK(where(negated(1)) == "NOT (" + is_null + ")");
    CHECK(where(negated(2)) == "NOT (NOT (" + is_null + "))");
    CHECK(where(negated(3)) == "NOT (" + is_null + ")");
    CHECK(where(negated(many)) == "NOT (NOT (" + is_null + "))");
  });
}

TEST_CASE("condition chain: what grows deep is refused") {
  CHECK(refused([] { (void)chain(many, [](Condition made) { return std::move(made) ^ null(); }); }) == too_deep);
  CHECK(refused([] { (void)chain(many, [](Condition made) { return (std::move(made) && null()) || null(); }); }) == too_deep);
  CHECK(refused([] { (void)chain(many, [](Condition made) { return !(std::move(made) && null()); }); }) == too_deep);
  CHECK(refused([] {
          auto value = Row::f(&Row::a) + 1;
          for (int i = 0; i < many; ++i) value = value + 1;
        }) == too_deep);
  CHECK(refused([] {
          auto query = Row::query();
          for (int i = 0; i < many; ++i) query = Row::query().filter(pv::exists(query));
        }) == too_deep);
  CHECK(refused([] {
          auto query = Row::query();
          for (int i = 0; i < many; ++i) query = query.union_all(Row::query());
        }) == too_deep);
  CHECK(refused([] {
          auto query = Row::query();
          for (int i = 0; i < many; ++i) query = Row::query().filter("id__in", query);
        }) == too_deep);
  CHECK(refused([] {
          auto query = Row::query();
          for (int i = 0; i < many; ++i) query = query.limit(5).as_cte<"again">();
        }) == too_deep);
}

TEST_CASE("condition chain: what is as deep as it may be becomes SQL") {
  on_small_stack([] {
    const Condition deep = chain(100, [](Condition made) { return (std::move(made) && null()) || null(); });
    CHECK(where(deep).size() > 99 * 20);
    const Condition exactly_one = chain(200, [](Condition made) { return std::move(made) ^ null(); });
    CHECK(where(exactly_one).size() > 199 * 20);
    Condition across = Row::q("owner__rows__owner__name", "x");
    for (int i = 0; i < 90; ++i) across = (std::move(across) && null()) || Row::q("owner__rows__a", i);
    CHECK(where(across).size() > 90 * 20);
    auto value = Row::f(&Row::a) + 1;
    for (int i = 0; i < 190; ++i) value = value + 1;
    CHECK(Row::query().filter("a", value).to_sql().size() > 190 * 3);
    auto nested = Row::query();
    for (int i = 0; i < 20; ++i) nested = Row::query().filter(pv::exists(nested));
    CHECK(nested.to_sql().size() > 20 * 20);
  });
}
