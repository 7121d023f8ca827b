// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <promptview/base/error.hpp>
#include <promptview/lookups/bound_argument.hpp>
#include <promptview/query/select_edits.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/feature_check.hpp>
#include <promptview/store/namespace.hpp>

// Asking a store for rows: what QuerySet<M> and Database do with a namespace that does not depend on M. All block.
namespace promptview::detail {

inline void run(Namespace& space, const Context& context, const Select& select, RowSink& sink) {
  check_query(space, context, select);
  if (select.matches_nothing()) return;
  ReadRequest request{.kind = ReadRequest::Kind::rows, .space = &space, .select = &select, .rows = &sink};
  space.read(context, request);
}

inline std::int64_t count(Namespace& space, const Context& context, const Select& select) {
  refuse_lock(select, "count()");
  if (select.slices_document) return count(space, context, counted(select));
  check_query(space, select);
  if (select.matches_nothing()) return 0;
  ReadRequest request{.kind = ReadRequest::Kind::count, .space = &space, .select = &select};
  space.read(context, request);
  return request.number;
}

inline bool exists(Namespace& space, const Context& context, const Select& select) {
  refuse_lock(select, "exists()");
  check_query(space, select);
  if (select.matches_nothing()) return false;
  const Select one = limited(select, 1);
  ReadRequest request{.kind = ReadRequest::Kind::exists, .space = &space, .select = &one};
  space.read(context, request);
  return request.number != 0;
}

inline bool contains(Namespace& space, const Context& context, Select select, const void* object) {
  refuse_lock(select, "contains()");
  return narrow_to(select, object) && exists(space, context, select);
}

// Reads the row with this key, as many values as the model's key has fields, into `object`; false: there is none.
inline bool get(Namespace& space, const Context& context, const BoundArgument* key, void* object) {
  ReadRequest request{.kind = ReadRequest::Kind::get, .space = &space, .key = key, .object = object};
  space.read(context, request);
  return request.number != 0;
}

// Reads `object` again by the key that it holds.
inline void refresh(Namespace& space, const Context& context, void* object) {
  const ModelInfo& model = space.model();
  BoundArgument key[ModelInfo::max_key_fields];
  for (std::size_t i = 0; i < model.key_count; ++i) {
    const FieldInfo& field = model.key_field(i);
    key[i] = {.write = field.codec->write, .value = field.address(object), .type = {.type = field.type}};
  }
  if (!get(space, context, key, object)) throw NotFound{std::string{model.name} + ": refresh() found no row with this key; it was removed"};
  for (std::size_t i = 0; i < model.relation_count; ++i) model.relations[i].member(object)->unload();
}

inline std::string text_of(const Namespace& space, const Select& select, SqlText form) {
  check_query(space, select);
  return space.to_text(select, form);
}

inline std::string plan_of(Namespace& space, const Context& context, const Select& select, const ExplainOptions& options) {
  check_query(space, select);
  return space.explain(context, select, options);
}

}  // namespace promptview::detail
