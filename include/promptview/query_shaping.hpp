// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/grouping.hpp>
#include <promptview/query_operations.hpp>
#include <promptview/same_expression.hpp>

// What gives a query other rows than those of its table: projections, groups, sets, sources.
namespace promptview::detail {

// The columns of a query, as the query around it has them.
inline List<Expression> columns_of_source(const Select& inner) {
  List<Expression> columns;
  for (std::size_t i = 0; i < inner.columns.size(); ++i) {
    const bool is_named = has_name_of_field(inner, i);
    columns.push_back(is_named ? inner.columns[i] : Expression{.op = Expression::Op::source_column, .field = static_cast<std::uint16_t>(i)});
  }
  return columns;
}

// Gives each column of a query a name that no other one has.
inline void name_columns(Select& inner) {
  inner.names_columns = true;
  if (inner.combined.empty()) return;
  Select first = *inner.combined[0].with;
  name_columns(first);
  inner.combined[0].with = SelectBox{std::move(first)};
}

// How many keys of an order, from the first on, are columns of the result of `inner`.
inline std::size_t known_order(const Select& inner, const List<OrderTerm>& order) {
  const std::size_t fields = inner.model->field_count;
  const auto is_known = [&](const OrderTerm& term) {
    if (term.by.empty() && term.field >= OrderTerm::first_column) return false;
    if (term.by.empty() && term.field >= fields && !inner.annotations[term.field - fields].hidden) return true;
    const Expression field{.op = Expression::Op::field, .field = term.field};
    for (const Expression& column : inner.columns)
      if (same(origin_of(column, inner), term.by.empty() ? field : term.by[0])) return true;
    return false;
  };
  std::size_t known = 0;
  while (known < order.size() && is_known(order[known])) ++known;
  return known;
}

// The same rows, as those of a common table expression or (without a name) a subquery, so that conditions can name what
// only its result holds.
inline Select rows_of_source(Select inner, std::string_view name = {}) {
  Select outer{.model = inner.model, .database = inner.database, .order = std::move(inner.order), .row = inner.row};
  outer.annotations = inner.annotations;
  outer.includes = std::move(inner.includes);
  const std::size_t known = inner.projects ? known_order(inner, outer.order) : outer.order.size();
  if (inner.is_sliced() || !inner.distinct_on.empty() || known < outer.order.size())
    inner.order = outer.order;  // it says which rows there are, and cannot all be said outside
  else
    inner.order.clear();
  outer.order.resize(known);
  name_columns(inner);
  if (inner.projects) outer.columns = columns_of_source(inner);
  outer.projects = inner.projects;
  // More columns would make other groups, and other rows be different.
  const bool can_show_all = !inner.projects || (!inner.distinct && inner.combined.empty() && !has_groups(inner));
  for (Annotation& annotation : inner.annotations) annotation.hidden = annotation.hidden && !can_show_all;
  outer.source.push_back({.query = SelectBox{std::move(inner)}, .name = name});
  return outer;
}

// Narrows a query whose condition may name annotations.
inline void narrow_by_names(Select& select, Expression condition) {
  if (contents_of(condition, select).window && !has_window(condition) && !select.is_sliced() && select.combined.empty())
    select = rows_of_source(std::move(select));
  narrow(select, std::move(condition));
}

inline Select recursive(Select base, Source source, Expression condition) {
  if (base.projects || !base.annotations.empty() || base.is_sliced() || !base.combined.empty())
    throw InvalidValue{about(base, "recursive() follows rows of a plain query; annotate, slice and combine behind it")};
  source.name = "recursive";
  Select step{.model = base.model, .where = std::move(condition), .with_removed = base.with_removed};
  Select outer{.model = base.model, .database = base.database, .order = std::move(base.order)};
  outer.includes = std::move(base.includes);
  base.order.clear();
  source.query = SelectBox{std::move(base)};
  source.step = SelectBox{std::move(step)};
  outer.source.push_back(std::move(source));
  return outer;
}

inline Select without_includes(Select query) {
  query.includes.clear();
  return query;
}

inline Select combined(Select left, SetOperation operation, const Select& right) {
  Select whole{.model = left.model, .database = left.database, .row = left.row};
  whole.projects = left.projects;
  whole.columns = left.columns;
  whole.annotations = left.annotations;
  whole.includes = std::move(left.includes);
  left.includes.clear();
  whole.combined.push_back({.with = SelectBox{std::move(left)}});
  whole.combined.push_back({.operation = operation, .with = SelectBox{without_includes(right)}});
  return whole;
}

// The query without columns yet, which the caller adds. What was annotated before is for filters and orders only, and
// groups are those of rows.
inline Select projected(Select select) {
  select.includes.clear();  // there is no object to load into
  if (!select.combined.empty() || select.projects) select = rows_of_source(std::move(select));
  select.columns.clear();
  for (const Annotation& annotation : select.annotations)
    select.groups_by_key = select.groups_by_key || is_aggregate(annotation.value, select);
  for (Annotation& annotation : select.annotations) annotation.hidden = true;
  select.projects = true;
  return select;
}

inline Select projected_by_name(const Select& from, const ModelInfo& scope, const ModelInfo& wanted) {
  Select select = projected(from);
  for (std::size_t i = 0; i < wanted.field_count; ++i) {
    const auto place = static_cast<std::uint16_t>(scope.place_of(wanted.fields[i].name));
    select.columns.push_back({.op = Expression::Op::field, .field = place});
  }
  return select;
}

// The keys of the rows; the model has one key field.
inline Select keys_of(const Select& from) {
  Select select = projected(from);
  select.columns.push_back({.op = Expression::Op::field, .field = select.model->key[0]});
  return select;
}

// The rows of the query as a condition on the table, for what is written.
inline Select writable(const Select& from) {
  const bool waits = from.lock.wait == LockWait::block;  // as a write does anyway
  if (!from.is_sliced() && !has_own_rows(from) && from.source.empty() && waits) return from;
  if (from.model->key_count != 1)
    throw InvalidValue{about(from, "update and remove of slices, groups, combined rows or with skip_locked need a model with one key field")};
  Select select{.model = from.model, .database = from.database, .with_removed = from.with_removed};
  select.where = {.op = Expression::Op::lookup, .place = static_cast<std::uint8_t>(place_of_lookup("in"))};
  select.where.parts.push_back({.op = Expression::Op::field, .field = from.model->key[0]});
  select.where.parts.push_back({.op = Expression::Op::query, .query = SelectBox{keys_of(from)}});
  return select;
}

// The query whose columns shall be aggregates of all rows; the caller adds them.
inline Select aggregated(Select select) {
  select.includes.clear();
  if (select.slices_document) remove_slice(select);
  if (select.is_sliced() || has_own_rows(select) || select.projects) select = rows_of_source(std::move(select));
  select.columns.clear();
  select.order.clear();
  for (Annotation& annotation : select.annotations) annotation.hidden = true;
  select.projects = true;
  return select;
}

// What rows agree in for distinct_on. Throws InvalidValue for what has no value.
inline Expression key_of(OrderTerm term) {
  if (!term.by.empty()) return std::move(term.by[0]);
  if (term.field == OrderTerm::at_random) throw InvalidValue{"distinct_on takes fields and values, not \"?\""};
  return {.op = Expression::Op::field, .field = term.field};
}

// The query that a computed value can be added to: that of the rows of combined queries is one around them.
inline Select extensible(Select select) {
  return select.combined.empty() ? std::move(select) : rows_of_source(std::move(select));
}

// Whether the rows still have the key of the model.
inline bool has_key_of_model(const Select& select) {
  if (!select.projects) return select.distinct_on.empty();
  return !select.distinct && select.distinct_on.empty() && select.combined.empty() && select.source.empty() && !has_groups(select);
}

inline std::int64_t update(Namespace& space, const Select& select, const std::vector<Assignment>& assignments) {
  if (select.matches_nothing()) return 0;
  return space.update_all(ambient_context(select.database), writable(select), assignments);
}
inline std::int64_t remove(Namespace& space, const Select& select, bool hard) {
  return select.matches_nothing() ? 0 : space.remove_all(ambient_context(select.database), writable(select), hard);
}

}  // namespace promptview::detail
