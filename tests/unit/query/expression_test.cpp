// SPDX-License-Identifier: MIT
#include <promptview/query/expression.hpp>
#include <promptview/model.hpp>
#include <promptview/types/numeric.hpp>
#include <promptview_test/catch.hpp>

#include <limits>

namespace pv = promptview;
using pv::Expression;
using pv::Truth;
using pv::detail::join;
using pv::detail::negate;
using pv::detail::truth_of;
using Op = pv::Expression::Op;

namespace {

struct Row : pv::Model<Row> {
  int a{};
  std::int16_t small{};
  pv::Numeric price{};
  float real{};
  std::optional<std::string> text{};
  std::vector<std::byte> bytes{};
};
PROMPTVIEW_MODEL(Row, postgres, "expression_rows", FIELD(a), FIELD(small), FIELD(price), FIELD(real), FIELD(text),
                 FIELD(bytes))

// `1` for a leaf, `(1 & 2)`, `(1 | 2)`, `(1 ^ 2)`, `!1`; a leaf shows its number.
std::string shown(const Expression& condition) {
  if (condition.op == Op::lookup) return std::to_string(condition.value.integer);
  if (condition.op == Op::negate) return "!" + shown(condition.parts.front());
  std::string text = "(";
  const char* joint = condition.op == Op::all ? " & " : condition.op == Op::any ? " | " : " ^ ";
  for (const Expression& part : condition.parts) text += (text.size() > 1 ? joint : "") + shown(part);
  return text + ")";
}

Expression leaf(int number) { return Row::q("a", number).condition(); }
Expression never() { return Row::q("a__in", {}).condition(); }
Expression always() { return negate(never()); }
Expression every() { return {}; }

pv::Value value_of(const pv::Q<Row>& q) { return q.condition().value; }

}  // namespace

TEST_CASE("joining the same way makes one flat list") {
  CHECK(shown(join(Op::all, leaf(1), leaf(2))) == "(1 & 2)");
  CHECK(shown(join(Op::all, join(Op::all, leaf(1), leaf(2)), leaf(3))) == "(1 & 2 & 3)");
  CHECK(shown(join(Op::all, leaf(1), join(Op::all, leaf(2), leaf(3)))) == "(1 & 2 & 3)");
  CHECK(shown(join(Op::all, join(Op::all, leaf(1), leaf(2)), join(Op::all, leaf(3), leaf(4)))) == "(1 & 2 & 3 & 4)");
  CHECK(shown(join(Op::any, join(Op::any, leaf(1), leaf(2)), join(Op::any, join(Op::any, leaf(3), leaf(4)), leaf(5)))) == "(1 | 2 | 3 | 4 | 5)");
  CHECK(shown(join(Op::any, leaf(1), join(Op::all, leaf(2), leaf(3)))) == "(1 | (2 & 3))");
  CHECK(shown(join(Op::any, join(Op::any, leaf(1), leaf(2)), leaf(3))) == "(1 | 2 | 3)");
  CHECK(shown(join(Op::any, join(Op::all, leaf(1), leaf(2)), leaf(3))) == "((1 & 2) | 3)");
  CHECK(shown(join(Op::exactly_one, join(Op::exactly_one, leaf(1), leaf(2)), leaf(3))) == "((1 ^ 2) ^ 3)");
  CHECK(shown(negate(leaf(1))) == "!1");
  CHECK(Expression{}.is_empty());
  CHECK_FALSE(leaf(1).is_empty());
  CHECK_FALSE(negate({}).is_empty());
}

TEST_CASE("what holds for every row or for none, whatever the rows are") {
  const std::pair<Expression, Truth> cases[] = {
      {every(), Truth::always},
      {leaf(1), Truth::depends},
      {never(), Truth::never},
      {always(), Truth::always},
      {negate(leaf(1)), Truth::depends},
      {negate(every()), Truth::never},
      {join(Op::all, leaf(1), never()), Truth::never},
      {join(Op::all, leaf(1), always()), Truth::depends},
      {join(Op::all, always(), every()), Truth::always},
      {join(Op::any, leaf(1), always()), Truth::always},
      {join(Op::any, leaf(1), never()), Truth::depends},
      {join(Op::any, never(), never()), Truth::never},
      {join(Op::exactly_one, always(), never()), Truth::always},
      {join(Op::exactly_one, never(), never()), Truth::never},
      {join(Op::exactly_one, always(), always()), Truth::never},
      {join(Op::exactly_one, leaf(1), never()), Truth::depends},
      {join(Op::exactly_one, always(), leaf(1)), Truth::depends},
      {negate(join(Op::any, never(), join(Op::all, leaf(1), never()))), Truth::always},
  };
  for (const auto& [condition, truth] : cases) CHECK(truth_of(condition) == truth);
}

TEST_CASE("a value takes the field's type") {
  CHECK(value_of(Row::q("a", 5)).type->kind == pv::Kind::int32);
  CHECK(value_of(Row::q("a", std::int64_t{5})).type->kind == pv::Kind::int32);
  CHECK(value_of(Row::q("price", 5)).type->kind == pv::Kind::numeric);
  CHECK(value_of(Row::q("price", 5)).text == "5");
  CHECK(value_of(Row::q("real", 5)).type->kind == pv::Kind::float32);
  CHECK(value_of(Row::q("real", 5)).real == 5.0);
  CHECK(value_of(Row::q("text", "x")).type == &pv::TypeMapping<std::optional<std::string>>::type);
  CHECK(value_of(Row::q("text__contains", "x")).type->kind == pv::Kind::text);
  CHECK(value_of(Row::q("text", std::nullopt)).null);
}

TEST_CASE("a number beyond the field's width widens the value, not the field") {
  constexpr std::int64_t low = std::numeric_limits<std::int32_t>::min();
  CHECK(value_of(Row::q("a", low)).type->kind == pv::Kind::int32);
  CHECK(value_of(Row::q("a", low - 1)).type->kind == pv::Kind::int64);
  CHECK(value_of(Row::q("a", low - 1)).integer == low - 1);
  CHECK(value_of(Row::q("small", 32767)).type->kind == pv::Kind::int16);
  CHECK(value_of(Row::q("small", 32768)).type->kind == pv::Kind::int64);

  const pv::Value list = Row::q("small__in", {1, 70000}).condition().value;
  CHECK(list.type->kind == pv::Kind::array);
  CHECK(list.type->item->kind == pv::Kind::int64);
  CHECK(list.items[0].type->kind == pv::Kind::int64);
  CHECK(list.items[1].integer == 70000);
  CHECK(Row::q("small__in", {1, 2}).condition().value.type->item->kind == pv::Kind::int16);
}

TEST_CASE("a value is a copy: what it was made from may change or end") {
  pv::Q<Row> condition;
  {
    std::string text = "a long text that no small buffer holds, so that a view would dangle";
    std::vector<int> list{1, 2, 3};
    condition = Row::q("text", text) && Row::q("a__in", list);
    text.assign(text.size(), 'x');
    list.assign(3, 0);
  }
  CHECK(condition.condition().parts[0].value.text ==
        "a long text that no small buffer holds, so that a view would dangle");
  CHECK(condition.condition().parts[1].value.items[2].integer == 3);
}

TEST_CASE("bytes may hold NUL, texts may not") {
  const std::vector<std::byte> bytes(3);
  CHECK(Row::q("bytes", bytes).condition().value.text == std::string(3, '\0'));
  CHECK(Row::q("bytes__in", {bytes}).condition().value.items.size() == 1);
  CHECK_THROWS_AS(Row::q("text", std::string(3, '\0')), pv::InvalidValue);
}
