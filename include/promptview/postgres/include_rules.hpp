// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <promptview/function.hpp>
#include <promptview/grouping.hpp>
#include <promptview/postgres/table_columns.hpp>
#include <promptview/query.hpp>
#include <promptview/relations/include_plan.hpp>

// Which queries give the same rows when they are said again, as the statements of what they include do.
namespace promptview::postgres::detail {

inline bool has_read_type(const FieldInfo& field) {
  std::string type;
  append_read_type(type, field);
  return !type.empty();
}

// Whether values are equal only if their bytes are.
inline bool has_one_form(const FieldInfo& field) {
  switch (field.type->kind) {
    case Kind::boolean:
    case Kind::int16:
    case Kind::int32:
    case Kind::int64:
    case Kind::text:
    case Kind::enumeration:
    case Kind::bytes:
    case Kind::uuid:
    case Kind::date:
    case Kind::time:
    case Kind::timestamp:
    case Kind::timestamptz: return !has_read_type(field);
    default: return false;
  }
}

// Whether it can have another value when it is asked for again; of SQL of the user's own nobody knows.
inline bool may_change(const Expression& expression) {
  if (expression.op == Expression::Op::sql) return true;
  if (expression.op == Expression::Op::function && functions[expression.place].name == "random") return true;
  for (const Expression& part : expression.parts)
    if (may_change(part)) return true;
  return expression.query && may_change((*expression.query).where);
}

inline bool may_change(const Select& query) {
  if (may_change(query.where) || query.lock.mode != LockMode::none) return true;
  for (const Annotation& each : query.annotations)
    if (may_change(each.value)) return true;
  const bool order_matters = query.is_sliced() || !query.distinct_on.empty();
  for (const OrderTerm& term : query.order) {
    if (!order_matters) break;
    if (term.field == OrderTerm::at_random && term.by.empty()) return true;
    if (!term.by.empty() && may_change(term.by[0])) return true;
  }
  for (const Combination& each : query.combined)
    if (may_change(*each.with)) return true;
  for (const Source& each : query.source)
    if (may_change(*each.query) || (each.step && may_change(*each.step))) return true;
  return false;
}

// Whether a slice of the query is the same one each time.
inline bool has_certain_slice(const Select& query) {
  if (!query.combined.empty() || !query.source.empty() || !query.distinct_on.empty() || promptview::detail::has_groups(query))
    return !query.is_sliced() && query.distinct_on.empty();
  return !query.is_sliced() || query.model->key_count > 0;
}

// Whether the owners' query gives the same rows, of which each is known by its key's bytes, when it is said again.
inline bool can_repeat(const Select& owners, const std::vector<promptview::detail::IncludeNode>& nodes) {
  if (may_change(owners) || !has_certain_slice(owners)) return false;
  for (const Source& each : owners.source)
    if (!has_certain_slice(*each.query)) return false;
  for (const Combination& each : owners.combined)
    if (!has_certain_slice(*each.with) || (*each.with).is_sliced()) return false;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const promptview::detail::IncludeNode& node = nodes[i];
    for (const std::uint16_t field : node.owner_fields())
      if (!node.is_along && !has_one_form(node.link.owner->fields[field])) return false;
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
