// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/base/inline.hpp>
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
  PROMPTVIEW_INLINE explicit SelectBox(Select select);
  PROMPTVIEW_INLINE SelectBox(const SelectBox& other);
  SelectBox(SelectBox&& other) noexcept : select_{std::exchange(other.select_, nullptr)} {}
  SelectBox& operator=(SelectBox other) noexcept {
    std::swap(select_, other.select_);
    return *this;
  }
  PROMPTVIEW_INLINE ~SelectBox();

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

PROMPTVIEW_INLINE Truth truth_of(const Expression& condition) noexcept;

// Joins two expressions by `op`. One that is of this kind already takes the other's parts, so that a chain stays as flat as it is
// written.
PROMPTVIEW_INLINE Expression join(Expression::Op op, Expression&& left, Expression&& right);

PROMPTVIEW_INLINE Expression negate(Expression&& condition);

}  // namespace detail

}  // namespace promptview

#ifndef PROMPTVIEW_COMPILED
#include <promptview/query/expression.ipp>
#endif
