// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace promptview::detail {

inline Truth opposite(Truth truth) noexcept {
  return truth == Truth::always ? Truth::never : truth == Truth::never ? Truth::always : Truth::depends;
}

Truth truth_of(const Expression& condition) noexcept {
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
[[gnu::noinline]] inline void put_in_front(Expression& joined, Expression&& part) {
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

Expression join(Expression::Op op, Expression&& left, Expression&& right) {
  const bool is_list = op != Expression::Op::exactly_one;
  if (is_list && right.op == op && (left.op != op || left.parts.size() < right.parts.size())) {
    if (left.op != op) {
      put_in_front(right, std::move(left));
    } else {
      for (std::size_t i = left.parts.size(); i-- > 0;) put_in_front(right, std::move(left.parts[i]));
    }
    return std::move(right);
  }
  if (is_list && left.op == op) {
    if (right.op != op) left.parts.push_back(std::move(right));
    else for (Expression& part : right.parts) left.parts.push_back(std::move(part));
    return std::move(left);
  }
  Expression joined{.op = op};
  joined.parts.reserve(2);
  joined.parts.push_back(std::move(left));
  joined.parts.push_back(std::move(right));
  return joined;
}

Expression negate(Expression&& condition) {
  const bool is_twice = condition.op == Expression::Op::negate && condition.parts[0].op == Expression::Op::negate;
  if (is_twice) return Expression{std::move(condition.parts[0])};  // three times is once
  Expression negated{.op = Expression::Op::negate};
  negated.parts.push_back(std::move(condition));
  return negated;
}

}  // namespace promptview::detail
