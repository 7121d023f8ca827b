// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/base/list.hpp>
#include <promptview/lookups/lookup.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/values/value.hpp>

// Conditions and value expressions as data: one kind of tree, which knows nothing of SQL.
namespace promptview {

struct Expression;
struct Select;

// Owns a query inside of an expression; a copy of it is a copy of the query. (Defined in query/select.hpp.)
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
  std::size_t depth() const noexcept;  // of the query; 0: there is none
  explicit operator bool() const noexcept { return select_ != nullptr; }

 private:
  Select* select_ = nullptr;
};

// Where the rows without a value stand in an order.
enum class NullsPlace : std::uint8_t { standard, first, last };  // standard: as the greatest of all values

// The direction of an order, and where NULL comes in it.
struct SortDirection {
  bool descending = false;
  NullsPlace nulls = NullsPlace::standard;

  friend bool operator==(const SortDirection&, const SortDirection&) = default;
};

// In what the ends of a window's frame are counted.
enum class FrameUnit : std::uint8_t { rows, groups, range };
// Where an end of a frame is, seen from the row; preceding and following: so many rows or groups away.
enum class FrameEnd : std::uint8_t { unbounded_preceding, preceding, current_row, following, unbounded_following };

// The parts of an expression, which know how deep the deepest of them is: what walks through expressions goes into them by
// recursion, so that their depth is bounded where they are made.
class ExpressionParts : public detail::List<Expression> {
 public:
  static constexpr std::size_t max_depth = 200;

  ExpressionParts() noexcept = default;
  ExpressionParts(std::initializer_list<Expression> items);
  // Adds one at the end. Throws InvalidValue when that is nested too deep.
  void push_back(Expression&& item);  // throws InvalidValue where it would be nested too deep
  void push_back(const Expression& item);
  // How deep the deepest of them is nested.
  std::size_t depth() const noexcept { return depth_; }

 private:
  std::size_t depth_ = 0;  // of the deepest part there was, itself included
};

// A condition or a value as a tree of data: `op` says what it is, `parts` are its operands. A store makes its own language of it.
struct Expression {
  // The kinds of expressions.
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
    sql,          // value.text in the store's own language, in which {0}, {1}, ... are the parts; as functions otherwise. With a
                  // value.type, it is a user's, who may write queries around the parts; without one, only a store makes it
    query,        // the only column of the only row; as an operand of `in`: the column
    // Clauses of an aggregate or window function.
    distinct,
    filter,       // by the condition parts[0]
    ordering,     // by the parts
    sorted,       // an item of an ordering, with its direction
    window,       // the parts: partition, ordering, frame
    partition,    // by the parts
    frame,        // its two ends; `place` is a FrameUnit
    frame_end,    // of a frame: `place` is a FrameEnd, value.integer the distance
  };
  Op op = Op::all;
  std::uint8_t place = 0;  // in `lookups`, `transforms` or `functions`; of a frame, and of its ends, which
  std::uint8_t outer = 0;  // of a field, or of the row that a relation leads away from
  SortDirection direction{};   // of a sorted one, of a gathered value
  std::uint16_t field = 0;
  Value value{};
  ExpressionParts parts{};
  SelectBox query{};
  const ModelInfo* model = nullptr;  // of a field of a query around, for a check
  const RelationInfo* relation = nullptr;

  // Whether it is the condition that is always true; and how deep it is nested.
  bool is_empty() const noexcept { return op == Op::all && parts.empty(); }
  std::size_t depth() const noexcept { return query && query.depth() > parts.depth() ? query.depth() : parts.depth(); }
};

namespace detail {

// The depth of what holds something of this depth. Throws InvalidValue.
[[gnu::noinline]] inline std::size_t depth_around(std::size_t depth) {
  if (depth < ExpressionParts::max_depth) return depth + 1;
  throw InvalidValue{"nest at most " + std::to_string(ExpressionParts::max_depth) +
                     " conditions, values and queries in each other: join those of a loop by && or || alone, or give a list to in"};
}

}  // namespace detail

inline void ExpressionParts::push_back(Expression&& item) {
  const std::size_t depth = item.depth();
  if (depth >= depth_) depth_ = detail::depth_around(depth);
  append(std::move(item));
}
inline void ExpressionParts::push_back(const Expression& item) { push_back(Expression{item}); }
inline ExpressionParts::ExpressionParts(std::initializer_list<Expression> items) {
  reserve(items.size());
  for (const Expression& item : items) push_back(item);
}

// Whether a condition holds for every row or for none, whatever the rows are.
enum class Truth : std::uint8_t { depends, always, never };

namespace detail {

bool matches_nothing(const SelectBox& query) noexcept;  // in query/select.hpp

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

// Puts `part` in front of those of a conjunction or disjunction. Of a long one the first part is a list of the same kind, which
// means the same, so that a chain that is built from right to left moves few parts for each.
[[gnu::noinline]] inline void put_in_front(Expression& joined, Expression part) {
  constexpr std::size_t few = 64;
  Expression* into = &joined;
  if (joined.parts.size() >= few) {
    Expression& first = joined.parts.front();
    if (first.op != joined.op || first.parts.size() >= few) {
      Expression list{.op = joined.op};
      list.parts.push_back(std::move(part));
      part = std::move(list);
    } else {
      into = &first;
    }
  }
  into->parts.push_back(std::move(part));
  for (std::size_t i = into->parts.size() - 1; i > 0; --i) std::swap(into->parts[i], into->parts[i - 1]);
}

// Joins two expressions by `op`. One that is of this kind already takes the other's parts, so that a chain stays as flat as it is
// written.
inline Expression join(Expression::Op op, Expression left, Expression right) {
  const bool is_list = op != Expression::Op::exactly_one;
  if (is_list && right.op == op && (left.op != op || left.parts.size() < right.parts.size())) {
    if (left.op != op) {
      put_in_front(right, std::move(left));
    } else {
      for (std::size_t i = left.parts.size(); i-- > 0;) put_in_front(right, std::move(left.parts[i]));
    }
    return right;
  }
  if (is_list && left.op == op) {
    if (right.op != op) left.parts.push_back(std::move(right));
    else for (Expression& part : right.parts) left.parts.push_back(std::move(part));
    return left;
  }
  Expression joined{.op = op};
  joined.parts.reserve(2);
  joined.parts.push_back(std::move(left));
  joined.parts.push_back(std::move(right));
  return joined;
}

inline Expression negate(Expression condition) {
  const bool is_twice = condition.op == Expression::Op::negate && condition.parts[0].op == Expression::Op::negate;
  if (is_twice) return Expression{std::move(condition.parts[0])};  // three times is once
  Expression negated{.op = Expression::Op::negate};
  negated.parts.push_back(std::move(condition));
  return negated;
}

}  // namespace detail

}  // namespace promptview
