// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

void name_columns(Select& inner) {
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

Select rows_of_source(Select inner, std::string_view name) {
  complete_order(inner, inner.source.empty() && !has_groups(inner));
  const std::size_t known = inner.projects ? known_order(inner, inner.order) : inner.order.size();
  List<OrderTerm> order = inner.order;
  order.resize(known);
  // Otherwise it says which rows there are, or cannot all be said outside.
  if (!inner.is_sliced() && inner.distinct_on.empty() && known == inner.order.size()) inner.order.clear();
  name_columns(inner);
  List<Expression> columns;
  if (inner.projects) columns = columns_of_source(inner);
  List<Annotation> annotations = inner.annotations;
  // More columns would make other groups, and other rows be different.
  const bool can_show_all = !inner.projects || (!inner.distinct && inner.combined.empty() && !has_groups(inner));
  for (Annotation& annotation : inner.annotations) annotation.hidden = annotation.hidden && !can_show_all;
  const ModelInfo* const row = inner.row;
  const bool projects = inner.projects;
  Select outer = as_subquery(std::move(inner));
  outer.source[0].name = name;
  outer.order = std::move(order);
  outer.row = row;
  outer.projects = projects;
  outer.columns = std::move(columns);
  outer.annotations = std::move(annotations);
  return outer;
}

Select settled(const Select& select) {
  Select outer = rows_of_source(select);
  if (outer.order.size() < (*outer.source[0].query).order.size())
    throw InvalidValue{about(select, "add what distinct_on() and order_by() name to values(): its rows cannot be turned round or searched by what "
                                     "they do not hold")};
  return outer;
}

void narrow_by_names(Select& select, Expression condition) {
  if (contents_of(condition, select).window && !has_window(condition) && !select.is_sliced() && select.combined.empty())
    select = rows_of_source(std::move(select));
  narrow(select, std::move(condition));
}

Select recursive(Select base, Source source, Expression condition) {
  if (base.projects || !base.annotations.empty() || base.is_sliced() || !base.combined.empty())
    throw InvalidValue{about(base, "recursive() follows rows of a plain query; annotate, slice and combine behind it")};
  if (!base.distinct_on.empty()) throw InvalidValue{about(base, "put as_cte<\"...\">() between distinct_on() and recursive()")};
  refuse_lock(base, "recursive()");
  source.name = "recursive";
  Select step{.model = base.model, .where = std::move(condition), .with_removed = base.with_removed};
  Select outer{.model = base.model, .database = base.database, .order = std::move(base.order)};
  outer.includes = std::move(base.includes);
  outer.left_out = std::exchange(base.left_out, {});
  base.order.clear();
  source.query = SelectBox{std::move(base)};
  source.step = SelectBox{std::move(step)};
  outer.source.push_back(std::move(source));
  return outer;
}

Select without_includes(Select query) {
  query.includes.clear();
  return query;
}

Select combined(Select left, SetOperation operation, const Select& right) {
  refuse_lock(left, "a set operator");
  refuse_lock(right, "a set operator");
  if (left.leaves_out_fields() || right.leaves_out_fields()) throw InvalidValue{about(left, "call defer() and only() behind the set operator, on all of its rows")};
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

Select projected(Select select) {
  select.includes.clear();  // there is no object to load into
  if (!select.combined.empty() || select.projects) select = rows_of_source(std::move(select));
  select.columns.clear();
  for (std::size_t i = known_annotations(select); i < select.annotations.size(); ++i)
    select.groups_by_key = select.groups_by_key || is_aggregate(select.annotations[i].value, select);
  for (Annotation& annotation : select.annotations) annotation.hidden = true;
  select.projects = true;
  return select;
}

// distinct() of whole objects is not one of the values that are asked of them next.
inline void refuse_distinct(const Select& from) {
  if (from.distinct && !from.projects)
    throw InvalidValue{about(from, "call distinct() behind values(), for values that differ; as_cte<\"...\">() between keeps those of all rows")};
}

bool is_of_many_rows(const Expression& value, const Select& select) {
  const Contents contents = contents_of(value, select);
  return contents.aggregate || contents.window;
}

Select with_columns(const Select& from, List<Expression> columns) {
  refuse_distinct(from);
  bool of_many_rows = false;
  for (const Expression& column : columns) of_many_rows = of_many_rows || is_of_many_rows(column, from);
  const bool is_around = of_many_rows && chooses_rows(from) && from.combined.empty() && !from.projects;
  Select select = projected(is_around ? rows_of_source(from) : from);
  select.columns = std::move(columns);
  select.always_has_a_row = always_has_a_row(select);
  return select;
}

Select rows_of_dates(Select select) {
  if (!select.projects) select.distinct = false;  // what it says is said of the dates
  return chooses_rows(select) && select.combined.empty() && !select.projects ? rows_of_source(std::move(select)) : select;
}

Select projected_by_name(const Select& from, const ModelInfo& scope, const ModelInfo& wanted) {
  refuse_distinct(from);
  Select select = projected(from);
  for (std::size_t i = 0; i < wanted.field_count; ++i) {
    const auto place = static_cast<std::uint16_t>(scope.place_of(wanted.fields[i].name));
    select.columns.push_back({.op = Expression::Op::field, .field = place});
  }
  return select;
}

Select keys_of(const Select& from) {
  Select select = projected(from);
  select.columns.push_back({.op = Expression::Op::field, .field = select.model->key[0]});
  return select;
}

// The query on whole rows of which each gave one of values(). Throws InvalidValue where one can stand for several.
inline Select whole_rows_of(Select select) {
  if (!select.projects) return select;
  const ModelInfo& model = *select.model;
  bool has_key = false;
  for (const Expression& column : select.columns) has_key = has_key || (is_plain_field(column, select) && column.field == model.key[0]);
  if (has_key) return select;
  const bool groups = has_groups(select) && !select.groups_by_key;
  if (groups || !select.source.empty() || !select.combined.empty() || removes_equal_rows(select))
    throw InvalidValue{about(select, "update and remove write rows of the model: leave out values(), or add its key to them: groups and values that "
                                     "differ are no rows")};
  select.projects = false;
  select.columns.clear();
  return select;
}

Select writable(const Select& from) {
  const bool waits = from.lock.wait == LockWait::block;  // as a write does anyway
  if (!from.is_sliced() && !has_own_rows(from) && from.source.empty() && waits) return from;
  if (from.model->key_count != 1)
    throw InvalidValue{about(from, "update and remove of slices, groups, combined rows or with skip_locked need a model with one key field")};
  Select select{.model = from.model, .database = from.database, .with_removed = from.with_removed};
  select.where = {.op = Expression::Op::lookup, .place = lookup_named("in")};
  select.where.parts.push_back({.op = Expression::Op::field, .field = from.model->key[0]});
  select.where.parts.push_back({.op = Expression::Op::query, .query = SelectBox{keys_of(whole_rows_of(from))}});
  return select;
}

Select aggregated(Select select) {
  refuse_lock(select, "aggregate()");
  select.includes.clear();
  if (select.slices_document) remove_slice(select);
  if (select.is_sliced() || has_own_rows(select) || select.projects) select = rows_of_source(std::move(select));
  select.columns.clear();
  select.order.clear();
  for (Annotation& annotation : select.annotations) annotation.hidden = true;
  select.projects = true;
  return select;
}

Expression key_of(OrderTerm term) {
  if (!term.by.empty()) return std::move(term.by[0]);
  if (term.field == OrderTerm::at_random) throw InvalidValue{"distinct_on takes fields and values, not \"?\""};
  return {.op = Expression::Op::field, .field = term.field};
}

Select extensible(const Select& select, const Expression& value, bool hidden) {
  const Contents contents = contents_of(value, select);
  const bool of_many_rows = contents.window || (contents.aggregate && !has_rows_of_table(select));
  const bool is_around = !select.combined.empty() || (of_many_rows && (chooses_rows(select) || removes_equal_rows(select))) ||
                         (!hidden && removes_equal_rows(select));
  if (is_around) return rows_of_source(select);
  const bool is_grouped_already = select.projects && !select.groups_by_key && !hidden && has_groups(select);
  if (is_grouped_already && !contents.aggregate && !contents.window && GroupedValues{select}.ungrouped_in(value) != nullptr)
    throw InvalidValue{about(select, "annotate before the aggregate what rows are grouped by too: behind it, it would make other groups")};
  return select;
}

bool has_key_of_model(const Select& select) {
  if (!select.projects) return select.distinct_on.empty();
  return !removes_equal_rows(select) && select.distinct_on.empty() && select.combined.empty() && select.source.empty() && !has_groups(select);
}

}  // namespace promptview::detail
