// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/query/expression.hpp>
#include <promptview/query/same_expression.hpp>
#include <promptview/query/select.hpp>

// The rows that distinct() and distinct_on() choose; no call behind them changes which these are.
namespace promptview::detail {

// The model, then the message in two parts. (One function, since each `+` of strings costs every file of models.)
inline std::string about(const Select& select, const char* message, const char* rest = "") {
  return std::string{select.model->name}.append(": ").append(message).append(rest);
}

inline void order_by_key(Select& select) {
  for (std::size_t i = 0; i < select.model->key_count; ++i) select.order.push_back({.field = select.model->key[i]});
}

// Whether the rows are those of the model's table, each once.
inline bool has_rows_of_table(const Select& select) noexcept {
  return !select.projects && select.model->key_count > 0 && select.source.empty() && select.combined.empty();
}

// distinct_on() without an order has one by what its rows agree in and by the key, so that all calls see the same rows.
// `has_key`: whether rows can be ordered by the key of the model.
inline void complete_order(Select& select, bool has_key) {
  if (select.distinct_on.empty() || !select.order.empty()) return;
  for (const Expression& key : select.distinct_on) {
    const bool is_field = key.op == Expression::Op::field && key.outer == 0;
    OrderTerm term{.field = is_field ? key.field : std::uint16_t{0}};
    if (!is_field) term.by.push_back(key);
    select.order.push_back(std::move(term));
  }
  if (has_key) order_by_key(select);
}

// The query as one on a subquery, of which what is said next changes no row. It has nothing but its model's fields.
inline Select as_subquery(Select inner) {
  complete_order(inner, has_rows_of_table(inner));
  Select outer{.model = inner.model, .database = inner.database, .order = inner.order, .with_removed = inner.with_removed};
  outer.includes = std::exchange(inner.includes, {});
  outer.left_out = std::exchange(inner.left_out, {});
  outer.source.push_back({.query = SelectBox{std::move(inner)}});
  return outer;
}
// One that a condition can be added to.
inline bool needs_subquery_to_narrow(const Select& select) noexcept {
  return !select.is_sliced() && !(select.distinct_on.empty() && select.combined.empty());
}

// Whether a condition holds for all rows that agree in what distinct_on() names, or for none of them.
inline bool is_of_distinct_key(const Expression& condition, const Select& select) {
  using Op = Expression::Op;
  for (const Expression& key : select.distinct_on) {
    if (same(condition, key)) return true;
    if (condition.op == Op::lookup && condition.parts.empty() && same({.op = Op::field, .field = condition.field}, key)) return true;
  }
  if (condition.op == Op::value) return true;
  if (condition.parts.empty() || condition.query || condition.op == Op::sql || condition.relation != nullptr) return false;
  for (const Expression& part : condition.parts)
    if (!is_of_distinct_key(part, select)) return false;
  return true;
}

inline void check_behind_distinct_on(const Select& select, const Expression& condition) {
  if (truth_of(condition) != Truth::depends || is_of_distinct_key(condition, select)) return;
  throw InvalidValue{about(select, "filter before distinct_on(), or put as_cte<\"...\">() between: behind it, a filter by other fields than its "
                                   "own would choose other rows")};
}

// For what is said of the rows of one query. `what` is for the message.
inline void refuse_combined(const Select& select, const char* what) {
  if (!select.combined.empty())
    throw InvalidValue{about(select, "put as_cte<\"...\">() between rows that were combined and ", what)};
}

// The server makes rows distinct before it slices them, and either by all columns or by some.
inline void make_distinct(Select& select) {
  refuse_combined(select, "distinct()");
  if (select.is_sliced() && !has_rows_of_table(select)) throw InvalidValue{about(select, "put as_cte<\"...\">() between a slice and distinct()")};
  if (!select.distinct_on.empty() && !has_rows_of_table(select))
    throw InvalidValue{about(select, "put as_cte<\"...\">() between distinct_on() and distinct()")};
  select.distinct = true;
}
inline void check_distinct_on(const Select& select) {
  refuse_combined(select, "distinct_on()");
  if (select.is_sliced()) throw InvalidValue{about(select, "put as_cte<\"...\">() between a slice and distinct_on()")};
  if (select.distinct && !has_rows_of_table(select))
    throw InvalidValue{about(select, "put as_cte<\"...\">() between distinct() and distinct_on()")};
  if (!select.distinct_on.empty()) throw InvalidValue{about(select, "put as_cte<\"...\">() between one distinct_on() and another")};
}

}  // namespace promptview::detail
