// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include <promptview/base/error.hpp>
#include <promptview/postgres/sql/order_columns.hpp>
#include <promptview/query/grouped_values.hpp>
#include <promptview/query/grouping.hpp>
#include <promptview/query/same_expression.hpp>
#include <promptview/query/select.hpp>
#include <promptview/query/select_edits.hpp>

// Refuses queries with groups, distinct rows or locks that the server would refuse: each check throws InvalidValue, which names
// the remedy.
namespace promptview::postgres::shape_check {

// The name of a value in messages: `shop::Order.city`, or the model alone.
inline std::string name_of(const Select& query, const Expression& value) {
  std::string name{query.model->name};
  const bool is_field = value.op == Expression::Op::field || (value.op == Expression::Op::lookup && value.parts.empty());
  if (is_field && value.field < query.model->field_count) name.append(".").append(query.model->fields[value.field].name);
  return name;
}

// Calls `visit(value, what)` for what groups show beside their columns, are filtered and ordered by. `what`: for messages.
template <class Visit>
void for_each_value_of_groups(const Select& query, bool ordered, const Visit& visit) {
  const auto is_of_rows = [&](const Expression& value) {
    const promptview::detail::Contents contents = promptview::detail::contents_of(value, query);
    return contents.aggregate || contents.window;
  };
  for (const Expression& column : query.columns)
    if (is_of_rows(column)) visit(column, "an aggregate stands beside");
  for (std::size_t i = promptview::detail::known_annotations(query); i < query.annotations.size(); ++i)
    if (!query.annotations[i].hidden && is_of_rows(query.annotations[i].value)) visit(query.annotations[i].value, "an aggregate stands beside");
  const auto visit_condition = [&](const Expression& condition) {
    if (promptview::detail::is_aggregate(condition, query)) visit(condition, "filter them, together with an aggregate, by");
  };
  if (query.where.op == Expression::Op::all)
    for (const Expression& condition : query.where.parts) visit_condition(condition);
  else
    visit_condition(query.where);
  for (const Expression& key : query.distinct_on) visit(key, "distinct_on() takes");
  if (!ordered || query.always_has_a_row) return;  // one row has no order
  for (const OrderTerm& term : query.order)
    if ((!term.by.empty() || term.field < OrderTerm::first_column) && order_columns::column_of(query, term) == 0)
      visit(term.by.empty() ? Expression{.op = Expression::Op::field, .field = term.field} : term.by[0], "order them by");
}

// Groups show, are filtered and are ordered by what is one for each of them.
inline void check_groups(const Select& query, bool ordered) {
  const promptview::detail::GroupedValues groups{query};
  for_each_value_of_groups(query, ordered, [&](const Expression& value, const char* what) {
    if (groups.is_nested(value))
      throw InvalidValue{promptview::detail::about(query, "put as_cte<\"...\">() between an aggregate and an aggregate of it")};
    if (const Expression* found = groups.ungrouped_in(value))
      throw InvalidValue{name_of(query, *found) + ": the rows are groups: " + what + " what they are grouped by or by an aggregate: add it to values(), "
                         "or take pv::min or pv::max of it"};
  });
}

inline void check_order_of_distinct(const Select& query) {
  const std::size_t fields = query.model->field_count;
  for (const OrderTerm& term : query.order) {
    if (order_columns::is_in_rows(query, query, term)) continue;
    const Expression value = promptview::detail::key_of_order(term);
    // By its name or by its value: both are the text that the row shows.
    const bool is_name = value.op == Expression::Op::field && value.outer == 0 && value.field >= fields && value.field < OrderTerm::first_column;
    if (is_name && !query.annotations[value.field - fields].hidden) continue;
    throw InvalidValue{name_of(query, value) + ": order rows that are distinct by what they hold: add it to values(), order by something else, or leave out distinct()"};
  }
}

// The order says first in what rows agree, then which of those is the first.
inline void check_order_of_distinct_on(const Select& query) {
  std::size_t matched = 0;
  for (const OrderTerm& term : query.order) {
    if (matched == query.distinct_on.size()) return;
    const Expression value = promptview::detail::key_of_order(term);
    bool is_key = false;
    for (const Expression& key : query.distinct_on) is_key = is_key || promptview::detail::same(key, value);
    if (!is_key)
      throw InvalidValue{promptview::detail::about(query, "begin order_by() with what distinct_on() names; behind it, say which of the rows that agree "
                                                          "in it is the first")};
    bool is_new = true;  // a key that comes twice counts once
    for (const OrderTerm* before = query.order.begin(); before != &term; ++before)
      is_new = is_new && !promptview::detail::same(promptview::detail::key_of_order(*before), value);
    matched += is_new ? 1U : 0U;
  }
}

inline bool has_window(const Select& query) {
  for (const Expression& column : query.columns)
    if (promptview::detail::contents_of(column, query).window) return true;
  for (std::size_t i = promptview::detail::known_annotations(query); i < query.annotations.size(); ++i)
    if (!query.annotations[i].hidden && promptview::detail::contents_of(query.annotations[i].value, query).window) return true;
  for (const OrderTerm& term : query.order)
    if (term.field < OrderTerm::first_column && promptview::detail::contents_of(promptview::detail::key_of_order(term), query).window) return true;
  return false;
}

// The server locks rows that it can find again: not those that stand for several.
inline void check_lock(const Select& locked, const Select& rows) {
  if (promptview::detail::has_own_rows(rows) || has_window(rows))
    throw InvalidValue{promptview::detail::about(locked, "lock rows of the model, filter(\"id__in\", this query): no row is locked of groups, window functions, "
                                                         "distinct() and distinct_on()")};
  if (!rows.source.empty() && rows.source[0].name.empty()) check_lock(locked, *rows.source[0].query);
}

// `has_groups`: of the query. `ordered`: its order is said.
inline void check(const Select& query, bool has_groups, bool ordered) {
  if (has_groups) check_groups(query, ordered);
  if (query.leaves_out_fields() && promptview::detail::removes_equal_rows(query))
    throw InvalidValue{promptview::detail::about(query, "put as_cte<\"...\">() between distinct() and defer() or only(): rows differ by all of their fields")};
  if (ordered && query.distinct && promptview::detail::removes_equal_rows(query)) check_order_of_distinct(query);
  if (ordered && !query.distinct_on.empty()) check_order_of_distinct_on(query);
  if (query.lock.mode != LockMode::none) check_lock(query, query);
}

}  // namespace promptview::postgres::shape_check
