// SPDX-License-Identifier: MIT
// Twice as many conditions cost twice as many steps, from the text of a document to SQL. Steps are branches taken in the code
// of this file, that is, of promptview and nlohmann::json: they do not depend on the machine or on its load.
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>

std::uint64_t steps_until_now() noexcept;

namespace linear_work {

namespace pv = promptview;

struct Owner;
struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  int a{};
  std::string b{};
  pv::Json data{};
  pv::OptionalForeignKey<Owner> owner{};
};
struct Owner : pv::Model<Owner> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Row> rows{};
};
PROMPTVIEW_MODEL(Row, postgres, "linear_rows", FIELD(id, primary_key), FIELD(a), FIELD(b), FIELD(data), RELATION(owner))
PROMPTVIEW_MODEL(Owner, postgres, "linear_owners", FIELD(id, primary_key), FIELD(name), RELATION(rows))

}  // namespace linear_work

namespace {

namespace pv = promptview;
using linear_work::Owner;
using linear_work::Row;

constexpr int count = 5'000;
int failures = 0;

template <class Work>
std::uint64_t steps_of(const Work& work, int size) {
  const std::uint64_t before = steps_until_now();
  work(size);
  return steps_until_now() - before;
}

template <class Work>
void expect_linear(const char* what, const Work& work, int size = count) {
  const double once = static_cast<double>(steps_of(work, size));
  const double twice = static_cast<double>(steps_of(work, 2 * size));
  const bool is_linear = twice > size && twice < 2.2 * once;
  std::printf("%-60s %12.0f %12.0f  %.2f%s\n", what, once, twice, twice / once, is_linear ? "" : "  NOT LINEAR");
  if (!is_linear) ++failures;
}

// `one(i)` is the text of the i-th item.
template <class One>
std::string listed(int size, const One& one) {
  std::string text;
  for (int i = 0; i < size; ++i) text.append(i > 0 ? "," : "").append(one(std::to_string(i)));
  return text;
}

template <class M>
void apply(const std::string& json, const pv::DocumentRules<M>& rules) {
  (void)pv::apply_json(M::query(), json, rules).to_sql(pv::SqlText::placeholders);
}

constexpr std::size_t no_end = static_cast<std::size_t>(-1);

pv::DocumentRules<Row> rules() {
  return {.fields = {"a", "b", "data", "owner__name", "owner__rows__a"}, .max_bytes = no_end, .max_conditions = no_end, .max_items = no_end};
}

}  // namespace

int main() {
  expect_linear("JSON: or, of one field", [](int size) {
    apply<Row>(R"({"or":[)" + listed(size, [](const std::string& i) { return R"({"a":)" + i + "}"; }) + "]}", rules());
  }, 20'000);
  expect_linear("JSON: and, of empty objects", [](int size) {
    apply<Row>(R"({"and":[)" + listed(size, [](const std::string&) { return "{}"; }) + "]}", rules());
  });
  expect_linear("JSON: or, of not and two fields", [](int size) {
    apply<Row>(R"({"or":[)" + listed(size, [](const std::string& i) { return R"({"not":{"a":)" + i + R"(,"b":"x"}})"; }) + "]}", rules());
  });
  expect_linear("JSON: or, along a relation to one", [](int size) {
    apply<Row>(R"({"or":[)" + listed(size, [](const std::string& i) { return R"({"owner__name":")" + i + R"("})"; }) + "]}", rules());
  });
  expect_linear("JSON: and, along two relations", [](int size) {
    apply<Row>(R"({"and":[)" + listed(size, [](const std::string& i) { return R"({"owner__rows__a":)" + i + "}"; }) + "]}", rules());
  });
  expect_linear("JSON: or, of fields, and then along a relation", [](int size) {
    apply<Row>(R"({"or":[)" + listed(size, [](const std::string& i) { return R"({"a":)" + i + "}"; }) + "," +
                   listed(size, [](const std::string& i) { return R"({"owner__name":")" + i + R"("})"; }) + "]}", rules());
  });
  expect_linear("JSON: in, of a list", [](int size) {
    apply<Row>(R"({"a__in":[)" + listed(size, [](const std::string& i) { return i; }) + "]}", rules());
  });
  expect_linear("JSON: a document as a value", [](int size) {
    apply<Row>(R"({"data":[)" + listed(size, [](const std::string& i) { return R"({"k)" + i + R"(":[]})"; }) + "]}", rules());
  });
  expect_linear("JSON: an object of as many keys", [](int size) {
    apply<Row>(R"({"data":{)" + listed(size, [](const std::string& i) { return "\"k" + i + R"(":{})"; }) + "}}", rules());
  });
  expect_linear("query string: conditions", [](int size) {
    std::string text;
    for (int i = 0; i < size; ++i) text += "&a__ne=" + std::to_string(i);
    (void)pv::apply_query_string(Row::query(), text, rules()).to_sql(pv::SqlText::placeholders);
  });
  expect_linear("query string: lists that go on", [](int size) {
    std::string text;
    for (int i = 0; i < size; ++i) text += "&a__in=" + std::to_string(i);
    (void)pv::apply_query_string(Row::query(), text, rules()).to_sql(pv::SqlText::placeholders);
  });
  expect_linear("from_json: a list of objects", [](int size) {
    (void)pv::from_json<Owner>(pv::Json::parse(R"({"rows":[)" + listed(size, [](const std::string& i) { return R"({"a":)" + i + "}"; }) + "]}"));
  });
  expect_linear("a program's chain by &&, from the left", [](int size) {
    pv::Q<Row> made = Row::q("a", 0);
    for (int i = 1; i < size; ++i) made = std::move(made) && Row::q("a", i);
    (void)Row::query().filter(std::move(made)).to_sql(pv::SqlText::placeholders);
  });
  expect_linear("a program's chain by ||, from the right", [](int size) {
    pv::Q<Row> made = Row::q("a", 0);
    for (int i = 1; i < size; ++i) made = Row::q("owner__name", "x") || std::move(made);
    (void)Row::query().filter(std::move(made)).to_sql(pv::SqlText::placeholders);
  });
  return failures == 0 ? 0 : 1;
}
