// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/detail/list.hpp>
#include <promptview/lookup.hpp>
#include <promptview/model_info.hpp>
#include <promptview/types/value.hpp>

// Conditions and value expressions as data: one kind of tree, which knows nothing of SQL.
namespace promptview {

struct Select;

// Owns a query inside of an expression; a copy of it is a copy of the query. (Defined in query.hpp.)
class SelectBox {
 public:
  SelectBox() noexcept = default;
  explicit SelectBox(Select select);
  SelectBox(const SelectBox& other);
  SelectBox(SelectBox&& other) noexcept : select_{std::exchange(other.select_, nullptr)} {}
  SelectBox& operator=(SelectBox other) noexcept {
    std::swap(select_, other.select_);
    return *this;
  }
  ~SelectBox();

  const Select& operator*() const noexcept { return *select_; }
  explicit operator bool() const noexcept { return select_ != nullptr; }

 private:
  Select* select_ = nullptr;
};

// Where the rows without a value stand in an order.
enum class NullsPlace : std::uint8_t { standard, first, last };  // standard: as the greatest of all values

struct SortDirection {
  bool descending = false;
  NullsPlace nulls = NullsPlace::standard;

  friend bool operator==(const SortDirection&, const SortDirection&) = default;
};

struct Expression {
  enum class Op : std::uint8_t {
    // True or false.
    lookup,       // of a subject: parts[0], or the field; beside an operand: parts[1], or the value
    all,          // of the parts; without parts: always true
    any,
    exactly_one,  // of two parts
    negate,
    row,          // (a, b) > ($1, $2): the parts are leaves of one lookup, gt or lt; never negated
    exists,       // the query has rows
    some,         // parts[0] holds for a row of the relation's target that belongs to this row
    linked,       // this row, of the relation's target, belongs to one of the owners whose keys are parts[0]
    // Values. In parts[0] of some, related and gathered, fields are those of the target's row, and the row around is one
    // level out.
    related,      // parts[0] in the row of the relation's target, a relation to one; NULL where there is none
    gathered,     // parts[0], an aggregate (or a value: its least, or greatest by `direction`), of the relation's targets
    field,        // of the query that is `outer` levels around; behind the model's fields, an annotation
    source_column,  // of the query that the rows come from: its `field`-th one, from 0
    value,
    transform,    // of parts[0] by the value
    function,     // of the parts, cast to value.type where that is given; behind the arguments, its clauses
    choice,       // parts: condition, value, condition, value, ..., and the value of no condition
    sql,          // the SQL value.text, in which {0}, {1}, ... are the parts; as functions otherwise. With a value.type, it is
                  // a user's, who may write queries around the parts
    query,        // the only column of the only row; as an operand of `in`: the column
    // Clauses of an aggregate or window function.
    distinct,
    filter,       // by the condition parts[0]
    ordering,     // by the parts
    sorted,       // an item of an ordering, with its direction
    window,       // the parts: partition, ordering, frame
    partition,    // by the parts
    frame,        // the text of value.text, which only promptview makes
  };
  Op op = Op::all;
  std::uint8_t place = 0;  // in `lookups`, `transforms` or `functions`
  std::uint8_t outer = 0;  // of a field, or of the row that a relation leads away from
  SortDirection direction{};   // of a sorted one, of a gathered value
  std::uint16_t field = 0;
  Value value{};
  detail::List<Expression> parts{};
  SelectBox query{};
  const ModelInfo* model = nullptr;  // of a field of a query around, for a check
  const RelationInfo* relation = nullptr;

  bool is_empty() const noexcept { return op == Op::all && parts.empty(); }
};

// Whether a condition holds for every row or for none, whatever the rows are.
enum class Truth : std::uint8_t { depends, always, never };

namespace detail {

bool matches_nothing(const SelectBox& query) noexcept;  // in query.hpp

inline Truth opposite(Truth truth) noexcept {
  return truth == Truth::always ? Truth::never : truth == Truth::never ? Truth::always : Truth::depends;
}

inline Truth truth_of(const Expression& condition) noexcept {
  using Op = Expression::Op;
  if (condition.op == Op::lookup) {
    const Operand operand = lookups[condition.place].operand;
    if (operand != Operand::list && operand != Operand::json_list) return Truth::depends;
    const bool empty = condition.parts.size() < 2 ? condition.value.items.empty() : matches_nothing(condition.parts[1].query);
    return empty ? Truth::never : Truth::depends;
  }
  if (condition.op == Op::exists) return matches_nothing(condition.query) ? Truth::never : Truth::depends;
  if (condition.op == Op::some || condition.op == Op::related)
    return truth_of(condition.parts[0]) == Truth::never ? Truth::never : Truth::depends;
  if (condition.op > Op::negate) return Truth::depends;
  if (condition.op == Op::negate) return opposite(truth_of(condition.parts.front()));
  if (condition.op == Op::exactly_one) {
    const Truth left = truth_of(condition.parts[0]);
    const Truth right = truth_of(condition.parts[1]);
    if (left == Truth::depends || right == Truth::depends) return Truth::depends;
    return left != right ? Truth::always : Truth::never;
  }
  // all: never wins, always is neutral; any: the other way round.
  const Truth winner = condition.op == Op::all ? Truth::never : Truth::always;
  Truth result = opposite(winner);
  for (const Expression& part : condition.parts) {
    const Truth truth = truth_of(part);
    if (truth == winner) return winner;
    if (truth == Truth::depends) result = Truth::depends;
  }
  return result;
}

inline Expression join(Expression::Op op, Expression left, Expression right) {
  if (left.op == op && op != Expression::Op::exactly_one) {
    left.parts.push_back(std::move(right));
    return left;
  }
  Expression joined{.op = op};
  joined.parts.reserve(2);
  joined.parts.push_back(std::move(left));
  joined.parts.push_back(std::move(right));
  return joined;
}

inline Expression negate(Expression condition) {
  Expression negated{.op = Expression::Op::negate};
  negated.parts.push_back(std::move(condition));
  return negated;
}

}  // namespace detail

}  // namespace promptview
