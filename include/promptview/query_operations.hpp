// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <promptview/context.hpp>
#include <promptview/error.hpp>
#include <promptview/namespace.hpp>
#include <promptview/query.hpp>

// What QuerySet<M> does that does not depend on M, so that it is compiled once and not once a model.
namespace promptview::detail {

inline std::int64_t checked_count(std::int64_t count, const char* what) {
  if (count < 0) throw InvalidValue{std::string{what} + " takes a number from 0, not " + std::to_string(count)};
  return count;
}

inline void narrow(Select& select, Condition condition) {
  // A condition behind a slice would change which rows the slice holds.
  if (select.is_sliced()) throw InvalidValue{std::string{select.model->name} + ": filter before limit and offset, not behind them"};
  if (condition.is_empty()) return;
  select.where = select.where.is_empty() ? std::move(condition)
                                         : join(Condition::Op::all, std::move(select.where), std::move(condition));
}

inline Select limited(Select select, std::int64_t most) {
  if (select.limit == Select::no_limit || select.limit > most) select.limit = most;
  return select;
}

inline void order_by_key(Select& select) {
  for (std::size_t i = 0; i < select.model->key_count; ++i) select.order.push_back({.field = select.model->key[i]});
}

inline Select first_of(Select select) {
  if (select.order.empty()) order_by_key(select);
  return limited(std::move(select), 1);
}

inline Select last_of(Select select) {
  if (select.is_sliced()) throw InvalidValue{std::string{select.model->name} + ": last() of a slice has no meaning; reverse the order instead"};
  if (select.order.empty()) order_by_key(select);
  if (select.order.empty())
    throw InvalidValue{std::string{select.model->name} + ": last() needs order_by, since the model has no primary key"};
  for (OrderTerm& term : select.order) term.descending = !term.descending;
  return limited(std::move(select), 1);
}

inline void check_one(const Select& select, std::size_t rows) {
  if (rows == 0) throw NotFound{std::string{select.model->name} + ": one() matched no row; use first() where there may be none"};
  if (rows > 1)
    throw MultipleFound{std::string{select.model->name} + ": one() matched more than one row; filter further or use first()"};
}

// Whether the rows would stay locked: without a transaction, not for a moment.
inline void check_lock(const Context& context, const Select& select) {
  if (select.lock.mode == LockMode::none || context.transaction != nullptr) return;
  throw TransactionRequired{std::string{select.model->name} +
                            ": begin a pv::Transaction before the query: its locks on rows last until the transaction ends"};
}

inline void refuse_lock(const Select& select, const char* what) {
  if (select.lock.mode == LockMode::none) return;
  throw InvalidValue{std::string{select.model->name} + ": ask for the rows, or leave out the lock: " + what + " locks no row"};
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
