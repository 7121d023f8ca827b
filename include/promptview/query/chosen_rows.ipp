// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace promptview::detail {

std::string about(const Select& select, const char* message, const char* rest) {
  return std::string{select.model->name}.append(": ").append(message).append(rest);
}

void order_by_key(Select& select) {
  for (std::size_t i = 0; i < select.model->key_count; ++i) select.order.push_back({.field = select.model->key[i]});
}

bool has_rows_of_table(const Select& select) noexcept {
  return !select.projects && select.model->key_count > 0 && select.source.empty() && select.combined.empty();
}

void complete_order(Select& select, bool has_key) {
  if (select.distinct_on.empty() || !select.order.empty()) return;
  for (const Expression& key : select.distinct_on) {
    const bool is_field = key.op == Expression::Op::field && key.outer == 0;
    OrderTerm term{.field = is_field ? key.field : std::uint16_t{0}};
    if (!is_field) term.by.push_back(key);
    select.order.push_back(std::move(term));
  }
  if (has_key) order_by_key(select);
}

Select as_subquery(Select inner) {
  complete_order(inner, has_rows_of_table(inner));
  Select outer{.model = inner.model, .database = inner.database, .order = inner.order, .with_removed = inner.with_removed};
  outer.includes = std::exchange(inner.includes, {});
  outer.left_out = std::exchange(inner.left_out, {});
  outer.source.push_back({.query = SelectBox{std::move(inner)}});
  return outer;
}

bool needs_subquery_to_narrow(const Select& select) noexcept {
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

void check_behind_distinct_on(const Select& select, const Expression& condition) {
  if (truth_of(condition) != Truth::depends || is_of_distinct_key(condition, select)) return;
  throw InvalidValue{about(select, "filter before distinct_on(), or put as_cte<\"...\">() between: behind it, a filter by other fields than its "
                                   "own would choose other rows")};
}

void refuse_combined(const Select& select, const char* what) {
  if (!select.combined.empty())
    throw InvalidValue{about(select, "put as_cte<\"...\">() between rows that were combined and ", what)};
}

void make_distinct(Select& select) {
  refuse_combined(select, "distinct()");
  if (select.is_sliced() && !has_rows_of_table(select)) throw InvalidValue{about(select, "put as_cte<\"...\">() between a slice and distinct()")};
  if (!select.distinct_on.empty() && !has_rows_of_table(select))
    throw InvalidValue{about(select, "put as_cte<\"...\">() between distinct_on() and distinct()")};
  select.distinct = true;
}

void check_distinct_on(const Select& select) {
  refuse_combined(select, "distinct_on()");
  if (select.is_sliced()) throw InvalidValue{about(select, "put as_cte<\"...\">() between a slice and distinct_on()")};
  if (select.distinct && !has_rows_of_table(select))
    throw InvalidValue{about(select, "put as_cte<\"...\">() between distinct() and distinct_on()")};
  if (!select.distinct_on.empty()) throw InvalidValue{about(select, "put as_cte<\"...\">() between one distinct_on() and another")};
}

}  // namespace promptview::detail
