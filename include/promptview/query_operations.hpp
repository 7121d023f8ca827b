// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/context.hpp>
#include <promptview/error.hpp>
#include <promptview/grouping.hpp>
#include <promptview/lookup_leaf.hpp>
#include <promptview/namespace.hpp>
#include <promptview/query.hpp>

// What QuerySet<M> does that does not depend on M, so that it is compiled once and not once a model.
namespace promptview::detail {

// The model, then the message in two parts. (One function, since each `+` of strings costs every file of models.)
inline std::string about(const Select& select, const char* message, const char* rest = "") {
  return std::string{select.model->name}.append(": ").append(message).append(rest);
}

inline std::int64_t checked_count(std::int64_t count, const char* what) {
  if (count < 0) throw InvalidValue{std::string{what} + " takes a number from 0, not " + std::to_string(count)};
  return count;
}

// The columns of a query, as the query around it names them.
inline std::vector<Expression> columns_of_source(Select& inner) {
  inner.names_columns = true;
  if (!inner.combined.empty()) {
    Select first = *inner.combined[0].with;
    first.names_columns = true;
    inner.combined[0].with = SelectBox{std::move(first)};
  }
  std::vector<Expression> columns;
  for (std::size_t i = 0; i < inner.columns.size(); ++i) {
    const Expression& column = inner.columns[i];
    if (is_plain_field(column, inner))
      columns.push_back(column);
    else
      columns.push_back({.op = Expression::Op::sql, .value = {.text = "\"column " + std::to_string(i + 1) + "\""}});
  }
  return columns;
}

// How many keys of an order, from the first on, are columns of the result of `inner`.
inline std::size_t known_order(const Select& inner, const std::vector<OrderTerm>& order) {
  const std::size_t fields = inner.model->field_count;
  const auto is_known = [&](const OrderTerm& term) {
    if (!term.by.empty() || term.field >= OrderTerm::first_column) return false;
    if (term.field >= fields) return !inner.annotations[term.field - fields].hidden;
    for (const Expression& column : inner.columns)
      if (is_plain_field(column, inner) && column.field == term.field) return true;
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
  const std::size_t known = inner.projects ? known_order(inner, outer.order) : outer.order.size();
  if (inner.is_sliced() || known < outer.order.size())
    inner.order = outer.order;  // it says which rows the slice holds, and cannot all be said outside
  else
    inner.order.clear();
  outer.order.resize(known);
  if (inner.projects) outer.columns = columns_of_source(inner);
  outer.projects = inner.projects;
  // More columns would make other groups, and other rows be different.
  const bool can_show_all = !inner.projects || (!inner.distinct && inner.combined.empty() && !has_groups(inner));
  for (Annotation& annotation : inner.annotations) annotation.hidden = annotation.hidden && !can_show_all;
  outer.source.push_back({.query = SelectBox{std::move(inner)}, .name = name});
  return outer;
}

inline void narrow(Select& select, Expression condition) {
  // A condition behind a slice would change which rows the slice holds.
  if (select.is_sliced()) throw InvalidValue{about(select, "filter before limit and offset, not behind them")};
  if (!select.combined.empty()) throw InvalidValue{about(select, "filter the queries before they are combined, not behind it")};
  if (condition.is_empty()) return;
  if (const Contents contents = contents_of(condition, select); contents.direct_window)
    throw InvalidValue{about(select, "annotate the window function first, then filter by its name")};
  else if (contents.window)
    select = rows_of_source(std::move(select));
  select.where = select.where.is_empty() ? std::move(condition)
                                         : join(Expression::Op::all, std::move(select.where), std::move(condition));
}

inline Select recursive(Select base, Source source, Expression condition) {
  if (base.projects || !base.annotations.empty() || base.is_sliced() || !base.combined.empty())
    throw InvalidValue{about(base, "recursive() follows rows of a plain query; annotate, slice and combine behind it")};
  source.name = "recursive";
  Select step{.model = base.model, .where = std::move(condition), .with_removed = base.with_removed};
  Select outer{.model = base.model, .database = base.database, .order = std::move(base.order)};
  base.order.clear();
  source.query = SelectBox{std::move(base)};
  source.step = SelectBox{std::move(step)};
  outer.source.push_back(std::move(source));
  return outer;
}

inline Select combined(Select left, SetOperation operation, const Select& right) {
  Select whole{.model = left.model, .database = left.database, .row = left.row};
  whole.projects = left.projects;
  whole.columns = left.columns;
  whole.annotations = left.annotations;
  whole.combined.push_back({.with = SelectBox{std::move(left)}});
  whole.combined.push_back({.operation = operation, .with = SelectBox{right}});
  return whole;
}

// The query without columns yet, which the caller adds. What was annotated before is for filters and orders only, and
// groups are those of rows.
inline Select projected(Select select) {
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
  if (!from.is_sliced() && !has_own_rows(from) && from.source.empty()) return from;
  if (from.model->key_count != 1)
    throw InvalidValue{about(from, "update and remove of a slice, of groups or of combined rows need a model with one key field")};
  Select select{.model = from.model, .database = from.database, .with_removed = from.with_removed};
  select.where = {.op = Expression::Op::lookup, .place = static_cast<std::uint8_t>(place_of_lookup("in"))};
  select.where.parts.push_back({.op = Expression::Op::field, .field = from.model->key[0]});
  select.where.parts.push_back({.op = Expression::Op::query, .query = SelectBox{keys_of(from)}});
  return select;
}

// The query whose columns shall be aggregates of all rows; the caller adds them.
inline Select aggregated(Select select) {
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

inline Select limited(Select select, std::int64_t most) {
  if (select.limit == Select::no_limit || select.limit > most) select.limit = most;
  return select;
}

inline void order_by_key(Select& select) {
  for (std::size_t i = 0; i < select.model->key_count; ++i) select.order.push_back({.field = select.model->key[i]});
}

// Whether the rows still have the key of the model.
inline bool has_key_of_model(const Select& select) {
  if (!select.projects) return select.distinct_on.empty();
  return !select.distinct && select.distinct_on.empty() && select.combined.empty() && select.source.empty() && !has_groups(select);
}

inline Select first_of(Select select) {
  if (select.order.empty() && has_key_of_model(select)) order_by_key(select);
  return limited(std::move(select), 1);
}

// Turns the order round; by key where there is none. `what` is for the message.
inline void reverse_order(Select& select, const char* what) {
  if (select.is_sliced()) throw InvalidValue{about(select, what, " of a slice has no meaning; reverse the order instead")};
  if (select.order.empty() && has_key_of_model(select)) order_by_key(select);
  if (select.order.empty()) throw InvalidValue{about(select, what, " needs order_by, since its rows have no primary key")};
  for (OrderTerm& term : select.order) {
    term.descending = !term.descending;
    if (term.nulls != NullsPlace::standard) term.nulls = term.nulls == NullsPlace::first ? NullsPlace::last : NullsPlace::first;
  }
}

inline Select last_of(Select select) {
  reverse_order(select, "last()");
  return limited(std::move(select), 1);
}

// The row with the least value of a field, or the greatest; rows without a value come last.
inline Select extreme_of(Select select, std::uint16_t field, bool nullable, bool greatest) {
  if (select.is_sliced())
    throw InvalidValue{about(select, "ask for earliest() and latest() before limit and offset, not behind them")};
  select.order.clear();
  select.order.push_back({.field = field, .descending = greatest, .nulls = nullable ? NullsPlace::last : NullsPlace::standard});
  return limited(std::move(select), 1);
}

inline void match_nothing(Select& select) {
  select.where = Expression{.op = Expression::Op::any};
  select.combined.clear();
}

inline void slice(Select& select, std::int64_t from, std::int64_t to) {
  select.offset = checked_count(from, "slice");
  select.limit = checked_count(to < from ? -1 : to - from, "the length of a slice");
}

inline void check_one(const Select& select, std::size_t rows) {
  if (rows == 0) throw NotFound{about(select, "one() matched no row; use first() where there may be none")};
  if (rows > 1)
    throw MultipleFound{about(select, "one() matched more than one row; filter further or use first()")};
}

// Whether the rows would stay locked: without a transaction, not for a moment.
inline void check_lock(const Context& context, const Select& select) {
  if (select.lock.mode == LockMode::none || context.transaction != nullptr) return;
  throw TransactionRequired{about(select, "begin a pv::Transaction before the query: its locks on rows last until the transaction ends")};
}

inline void refuse_lock(const Select& select, const char* what) {
  if (select.lock.mode == LockMode::none) return;
  throw InvalidValue{about(select, "ask for the rows, or leave out the lock: ") + what + " locks no row"};
}

inline void run(Namespace& space, const Select& select, RowSink& sink) {
  const Context context = ambient_context(select.database);
  check_lock(context, select);
  if (!select.matches_nothing()) space.query(context, select, sink);
}

inline std::int64_t count(Namespace& space, const Select& select) {
  refuse_lock(select, "count()");
  return select.matches_nothing() ? 0 : space.count(ambient_context(select.database), select);
}

inline bool exists(Namespace& space, const Select& select) {
  refuse_lock(select, "exists()");
  return !select.matches_nothing() && space.exists(ambient_context(select.database), limited(select, 1));
}

inline std::int64_t update(Namespace& space, const Select& select, const std::vector<Assignment>& assignments) {
  if (select.matches_nothing()) return 0;
  return space.update_all(ambient_context(select.database), writable(select), assignments);
}
inline std::int64_t remove(Namespace& space, const Select& select, bool hard) {
  return select.matches_nothing() ? 0 : space.remove_all(ambient_context(select.database), writable(select), hard);
}

inline constexpr std::uint8_t exact_lookup = 0;
static_assert(lookups[exact_lookup].name == "exact");

// Narrows the query to the row of `object`; false when the object has no key yet.
inline bool narrow_to(Select& select, const void* object) {
  const ModelInfo& model = *select.model;
  for (std::size_t i = 0; i < model.key_count; ++i) {
    const FieldInfo& field = model.key_field(i);
    const void* value = field.address(const_cast<void*>(object));
    if (!field.codec->has_value(value)) return false;
    narrow(select, make_leaf(model, {.field = model.key[i], .lookup = exact_lookup},
                             {.write = field.codec->write, .value = value, .type = {.type = field.type}}));
  }
  return true;
}

inline bool contains(Namespace& space, Select select, const void* object) {
  return narrow_to(select, object) && exists(space, select);
}

// Reads `object` again by the key that it holds.
inline void refresh(Namespace& space, const Context& context, void* object) {
  const ModelInfo& model = space.model();
  BoundArgument key[ModelInfo::max_key_fields];
  for (std::size_t i = 0; i < model.key_count; ++i) {
    const FieldInfo& field = model.key_field(i);
    key[i] = {.write = field.codec->write, .value = field.address(object), .type = {.type = field.type}};
  }
  if (!space.get(context, key, object)) throw NotFound{std::string{model.name} + ": refresh() found no row with this key; it was removed"};
}

}  // namespace promptview::detail
