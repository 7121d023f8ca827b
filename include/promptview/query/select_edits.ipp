// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace promptview::detail {

inline std::int64_t checked_count(std::int64_t count, const char* what) {
  if (count < 0) throw InvalidValue{std::string{what} + " takes a number from 0, not " + std::to_string(count)};
  return count;
}

bool has_window(const Expression& expression) noexcept {
  for (const Expression& part : expression.parts)
    if (part.op == Expression::Op::window || has_window(part)) return true;
  return false;
}

void remove_slice(Select& select) noexcept {
  select.limit = Select::no_limit;
  select.offset = 0;
  select.slices_document = false;
}

Select counted(Select select) {
  if (select.slices_document) remove_slice(select);
  return select;
}

void set_limit(Select& select, std::int64_t limit) {
  select.limit = checked_count(limit, "limit");
  select.slices_document = false;
}

void set_offset(Select& select, std::int64_t offset) {
  select.offset = checked_count(offset, "offset");
  select.slices_document = false;
}

void narrow(Select& select, Expression&& condition) {
  // A condition behind a slice or behind distinct_on would change which rows these choose.
  if (select.is_sliced() && !select.slices_document) throw InvalidValue{about(select, "filter before limit and offset, not behind them")};
  if (!select.combined.empty()) throw InvalidValue{about(select, "filter the queries before they are combined, not behind it")};
  if (condition.is_empty()) return;
  if (!select.distinct_on.empty()) check_behind_distinct_on(select, condition);
  if (select.model->relation_count > 0) share_relations(condition);
  if (has_window(condition)) throw InvalidValue{about(select, "annotate the window function first, then filter by its name")};
  select.where = select.where.is_empty() ? std::move(condition)
                                         : join(Expression::Op::all, std::move(select.where), std::move(condition));
}

Select limited(Select select, std::int64_t most) {
  if (select.limit == Select::no_limit || select.limit > most) select.limit = most;
  return select;
}

void clear_order(Select& select) {
  if (select.is_sliced() && !select.slices_document && !select.order.empty())
    throw InvalidValue{about(select, "order before limit and offset, or put as_cte<\"...\">() between: behind them, another order would choose "
                                     "other rows")};
  select.order.clear();
}

Select first_of(Select select, bool has_key) {
  if (select.order.empty() && has_key) order_by_key(select);
  return limited(std::move(select), 1);
}

void reverse_order(Select& select, bool has_key, const char* what) {
  if (select.is_sliced()) throw InvalidValue{about(select, what, " of a slice has no meaning; reverse the order instead")};
  if (select.order.empty() && has_key) order_by_key(select);
  if (select.order.empty()) throw InvalidValue{about(select, what, " needs order_by, since its rows have no primary key")};
  for (OrderTerm& term : select.order) {
    term.descending = !term.descending;
    if (term.nulls != NullsPlace::standard) term.nulls = term.nulls == NullsPlace::first ? NullsPlace::last : NullsPlace::first;
  }
}

Select last_of(Select select, bool has_key) {
  reverse_order(select, has_key, "last()");
  return limited(std::move(select), 1);
}

Expression key_of_order(OrderTerm term) {
  return term.by.empty() ? Expression{.op = Expression::Op::field, .field = term.field} : std::move(term.by[0]);
}

Select extreme_of(Select select, OrderTerm term, bool nullable) {
  if (select.is_sliced())
    throw InvalidValue{about(select, "ask for earliest() and latest() before limit and offset, not behind them")};
  select.order.clear();
  if (nullable) term.nulls = NullsPlace::last;
  select.order.push_back(std::move(term));
  return limited(std::move(select), 1);
}

void match_nothing(Select& select) {
  select.where = Expression{.op = Expression::Op::any};
  select.combined.clear();
  select.always_has_a_row = false;
}

void slice(Select& select, std::int64_t from, std::int64_t to) {
  select.offset = checked_count(from, "slice");
  select.limit = checked_count(to < from ? -1 : to - from, "the length of a slice");
  select.slices_document = false;
}

void check_one(const Select& select, std::size_t rows) {
  if (rows == 0) throw NotFound{about(select, "one() matched no row; use first() where there may be none")};
  if (rows > 1)
    throw MultipleFound{about(select, "one() matched more than one row; filter further or use first()")};
}

inline void resolve_lock(const ModelInfo& model, RowLock& lock) {
  std::string_view rest = lock.of;
  const ModelInfo* at = &model;
  while (!rest.empty()) {
    const std::string_view name = rest.substr(0, name_at(*at, rest));
    const std::size_t relation = at->relation_of(name);
    if (relation == ModelInfo::no_field || is_to_many(at->relations[relation].kind) || lock.hop_count == ResolvedLookup::max_hops)
      throw InvalidValue{std::string{model.name} + ": select_for_update and select_for_share: use \"self\" or the name of a relation to one for .of, or leave it empty, instead of \"" +
                         std::string{lock.of} + '"'};
    lock.hops[lock.hop_count++] = static_cast<std::uint8_t>(relation);
    at = at->relations[relation].target->model.load();
    rest.remove_prefix(name.size() == rest.size() ? rest.size() : name.size() + 2);
    if (at == nullptr && !rest.empty()) throw InvalidValue{std::string{model.name} + ": include the header that registers the target of each relation in .of"};
  }
  lock.of = {};
}

void lock_rows(Select& select, RowLock lock) {
  const bool has_other_rows = !select.combined.empty() || (!select.source.empty() && !select.source[0].name.empty());
  if (has_other_rows)
    throw InvalidValue{about(select, "lock before as_cte() and recursive(), not behind them or combined rows, where it would lock nothing")};
  if (!lock.of.empty()) resolve_lock(*select.model, lock);
  select.lock = lock;
}

bool locks_rows(const Expression& condition) noexcept {
  if (condition.query && locks_rows(*condition.query)) return true;
  for (const Expression& part : condition.parts)
    if ((part.query || !part.parts.empty()) && locks_rows(part)) return true;
  return false;
}

bool locks_rows(const Select& select) noexcept {
  if (select.lock.mode != LockMode::none || locks_rows(select.where)) return true;
  return !select.source.empty() && locks_rows(*select.source[0].query);
}

void refuse_lock(const Select& select, const char* what) {
  if (select.lock.mode == LockMode::none) return;
  throw InvalidValue{about(select, "ask for the rows, or leave out the lock: ") + what + " locks no row"};
}

bool narrow_to(Select& select, const void* object) {
  const ModelInfo& model = *select.model;
  for (std::size_t i = 0; i < model.key_count; ++i) {
    const FieldInfo& field = model.key_field(i);
    const void* value = field.address(const_cast<void*>(object));
    if (!field.codec->has_value(value)) return false;
    narrow(select, make_leaf(model, {.field = model.key[i], .lookup = lookup_named("exact")},
                             {.write = field.codec->write, .value = value, .type = {.type = field.type}}));
  }
  return true;
}

}  // namespace promptview::detail
