// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <promptview/base/error.hpp>
#include <promptview/query/select_edits.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/namespace.hpp>

// Asking a store for rows: what QuerySet<M> does with its namespace that does not depend on M. All block, and join the
// thread's transaction.
namespace promptview::detail {

// Whether the rows would stay locked: without a transaction, not for a moment.
inline void check_lock(const Context& context, const Select& select) {
  if (context.transaction != nullptr || !locks_rows(select)) return;
  throw TransactionRequired{about(select, "begin a pv::Transaction before the query: its locks on rows last until the transaction ends")};
}

inline void run(Namespace& space, const Select& select, RowSink& sink) {
  const Context context = ambient_context(select.database);
  check_lock(context, select);
  if (!select.matches_nothing()) space.query(context, select, sink);
}

inline std::int64_t count(Namespace& space, const Select& select) {
  refuse_lock(select, "count()");
  if (select.slices_document) return count(space, counted(select));
  return select.matches_nothing() ? 0 : space.count(ambient_context(select.database), select);
}

inline bool exists(Namespace& space, const Select& select) {
  refuse_lock(select, "exists()");
  return !select.matches_nothing() && space.exists(ambient_context(select.database), limited(select, 1));
}

inline bool contains(Namespace& space, Select select, const void* object) {
  refuse_lock(select, "contains()");
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
  for (std::size_t i = 0; i < model.relation_count; ++i) model.relations[i].member(object)->unload();
}

}  // namespace promptview::detail
