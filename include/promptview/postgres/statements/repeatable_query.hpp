// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <promptview/postgres/sql/table_columns.hpp>
#include <promptview/query/function_table.hpp>
#include <promptview/query/grouping.hpp>
#include <promptview/query/select.hpp>
#include <promptview/relations/include_plan.hpp>

// Which queries give the same rows when they are said again, as the statements of what they include do.
namespace promptview::postgres::detail {

// Whether values are equal only if their bytes are.
inline bool is_same_by_bytes(const FieldInfo& field) {
  return promptview::detail::kind_info(field.type->kind).has(promptview::detail::has_one_form) && !field.is_read_as_another();
}

bool may_change_inside(const Select& query);

// Whether it can have another value when it is asked for again; of SQL of the user's own nobody knows, and a window can be
// ordered by what is equal.
inline bool may_change(const Expression& expression) {
  if (expression.op == Expression::Op::sql || expression.op == Expression::Op::window) return true;
  if (expression.op == Expression::Op::function && functions[expression.place].is_volatile) return true;
  for (const Expression& part : expression.parts)
    if (may_change(part)) return true;
  return expression.query && may_change_inside(*expression.query);
}

// Whether the rows can be other ones, if they are not sliced.
inline bool may_change(const Select& query) {
  if (may_change(query.where) || query.lock.mode != LockMode::none) return true;
  for (const Expression& each : query.columns)
    if (may_change(each)) return true;
  for (const Annotation& each : query.annotations)
    if (may_change(each.value)) return true;
  for (const Combination& each : query.combined)
    if (may_change_inside(*each.with)) return true;
  for (const Source& each : query.source)
    if (may_change_inside(*each.query) || (each.step && may_change_inside(*each.step))) return true;
  return false;
}

// The same of a query inside of another one: nothing makes its order a certain one.
inline bool may_change_inside(const Select& query) { return query.is_sliced() || !query.distinct_on.empty() || may_change(query); }

// Whether a slice of the query is the same one each time, once it is ordered by its key too.
inline bool has_certain_slice(const Select& query) {
  if (!query.distinct_on.empty()) return false;
  if (!query.is_sliced()) return true;
  for (const OrderTerm& term : query.order)
    if (term.by.empty() ? term.field == OrderTerm::at_random : may_change(term.by[0])) return false;
  return query.model->key_count > 0 && query.combined.empty() && query.source.empty() && !promptview::detail::has_groups(query);
}

// Whether the owners' query gives the same rows, of which each is known by its key's bytes, when it is said again.
inline bool can_repeat(const Select& owners, const std::vector<promptview::detail::IncludeNode>& nodes) {
  if (may_change(owners) || !has_certain_slice(owners)) return false;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const promptview::detail::IncludeNode& node = nodes[i];
    for (const std::uint16_t field : node.owner_fields())
      if (!node.is_along && !is_same_by_bytes(node.link.owner->fields[field])) return false;
    bool is_owner = false;
    for (const promptview::detail::IncludeNode& other : nodes) is_owner = is_owner || other.owner == i;
    if (is_owner && (may_change(*node.query) || !has_certain_slice(*node.query))) return false;
  }
  return true;
}

// Appends the primary key to an order that lacks it.
inline void order_by_key_too(promptview::detail::List<OrderTerm>& order, const ModelInfo& model) {
  for (std::size_t i = 0; i < model.key_count; ++i) {
    bool is_there = false;
    for (const OrderTerm& term : order) is_there = is_there || (term.by.empty() && term.field == model.key[i]);
    if (!is_there) order.push_back({.field = model.key[i]});
  }
}

// The query with an order that says which rows a limit means.
inline Select repeatable(Select owners) {
  if (owners.is_sliced()) order_by_key_too(owners.order, *owners.model);
  return owners;
}

}  // namespace promptview::postgres::detail
