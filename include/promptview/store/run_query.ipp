// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace promptview::detail {

std::int64_t count(Namespace& space, const Context& context, const Select& select) {
  refuse_lock(select, "count()");
  if (select.slices_document) return count(space, context, counted(select));
  check_query(space, select);
  if (select.matches_nothing()) return 0;
  ReadRequest request{.kind = ReadRequest::Kind::count, .space = &space, .select = &select};
  space.read(context, request);
  return request.number;
}

bool exists(Namespace& space, const Context& context, const Select& select) {
  refuse_lock(select, "exists()");
  check_query(space, select);
  if (select.matches_nothing()) return false;
  const Select one = limited(select, 1);
  ReadRequest request{.kind = ReadRequest::Kind::exists, .space = &space, .select = &one};
  space.read(context, request);
  return request.number != 0;
}

bool contains(Namespace& space, const Context& context, Select select, const void* object) {
  refuse_lock(select, "contains()");
  return narrow_to(select, object) && exists(space, context, select);
}

void refresh(Namespace& space, const Context& context, void* object) {
  const ModelInfo& model = space.model();
  BoundArgument key[ModelInfo::max_key_fields];
  for (std::size_t i = 0; i < model.key_count; ++i) {
    const FieldInfo& field = model.key_field(i);
    key[i] = {.write = field.codec->write, .value = field.address(object), .type = {.type = field.type}};
  }
  if (!get(space, context, key, object)) throw NotFound{std::string{model.name} + ": refresh() found no row with this key; it was removed"};
  for (std::size_t i = 0; i < model.relation_count; ++i) model.relations[i].member(object)->unload();
}

std::string text_of(const Namespace& space, const Select& select, SqlText form) {
  check_query(space, select);
  return space.to_text(select, form);
}

std::string plan_of(Namespace& space, const Context& context, const Select& select, const ExplainOptions& options) {
  check_query(space, select);
  return space.explain(context, select, options);
}

}  // namespace promptview::detail
