// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>

#include <promptview/lookups/lookup.hpp>
#include <promptview/postgres/ddl/covered_fields.hpp>
#include <promptview/query/expression.hpp>
#include <promptview/query/grouping.hpp>
#include <promptview/query/select.hpp>

// Queries beside `in` that stand where the server can make no join of them.
namespace promptview::postgres {

// Whether what is inside of an expression across a relation needs the row that this one leads away from, or may need it.
// `depth`: so many rows are its own.
inline bool refers_out(const Expression& value, std::size_t depth = 0) {
  using Op = Expression::Op;
  const bool leads_away = value.op == Op::gathered || value.op == Op::some || value.op == Op::related;
  if (value.op == Op::sql || value.query || ((leads_away || value.op == Op::field) && value.outer >= depth && depth > 0)) return true;
  const std::size_t inside = leads_away ? depth + 1 : depth;
  return std::any_of(value.parts.begin(), value.parts.end(), [inside](const Expression& part) { return refers_out(part, inside); });
}

inline bool refers_out(const Select& query) {
  const auto refers = [](const Expression& each) { return refers_out(each, 1); };
  if (!query.combined.empty() || !query.source.empty()) return true;
  return refers(query.where) || std::any_of(query.columns.begin(), query.columns.end(), refers) ||
         std::any_of(query.distinct_on.begin(), query.distinct_on.end(), refers) ||
         std::any_of(query.annotations.begin(), query.annotations.end(), [&](const Annotation& each) { return refers(each.value); }) ||
         std::any_of(query.order.begin(), query.order.end(), [&](const OrderTerm& term) { return std::any_of(term.by.begin(), term.by.end(), refers); });
}

// Whether an index of the model finds the rows of the query by its only column.
inline bool is_found_by_index(const Select& query) {
  const bool is_plain = query.source.empty() && !query.is_sliced() && !promptview::detail::has_own_rows(query) && query.columns.size() == 1;
  if (!is_plain || !promptview::detail::is_plain_field(query.columns[0], query)) return false;
  const ddl::CoveredFields field{*query.model, query.model->fields[query.columns[0].field].name};
  return field.are_covered() || field.is_indexed_field();
}

inline bool is_query_list(const Expression& leaf) noexcept {
  return leaf.op == Expression::Op::lookup && leaf.parts.size() > 1 && leaf.parts[1].op == Expression::Op::query && lookups[leaf.place].operand == Operand::list;
}

// Whether rows of other tables decide on a condition that the server could join, were it a part that each row must meet.
inline bool asks_for_rows(const Expression& condition) noexcept {
  using Op = Expression::Op;
  if (condition.op == Op::some || condition.op == Op::exists || is_query_list(condition)) return true;
  if (condition.op != Op::any && condition.op != Op::all && condition.op != Op::negate && condition.op != Op::related) return false;
  return std::any_of(condition.parts.begin(), condition.parts.end(), asks_for_rows);
}

// Uses each lookup whose query the server would read for each row, unless it fits into a hash table in its memory: beside OR, inside
// of a NOT of several conditions, and without an index. As EXISTS it joins the others.
// `is_required`: each row must meet the condition, or (`is_negated`) none.
void for_each_tested_list(const Expression& condition, const auto& use, bool is_required = true, bool is_negated = false) {
  using Op = Expression::Op;
  if (condition.op == Op::lookup) {
    const bool is_tested = !is_required && is_query_list(condition);
    if (is_tested && !is_found_by_index(*condition.parts[1].query) && !refers_out(*condition.parts[1].query)) use(condition);
  }
  const bool stays = condition.op == (is_negated ? Op::any : Op::all) || condition.op == Op::negate;
  if (!stays && condition.op != Op::all && condition.op != Op::any && condition.op != Op::exactly_one) return;
  for (const Expression& part : condition.parts)
    for_each_tested_list(part, use, is_required && stays, is_negated != (condition.op == Op::negate));
}

}  // namespace promptview::postgres
