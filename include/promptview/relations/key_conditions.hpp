// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/base/list.hpp>
#include <promptview/links/field_values.hpp>
#include <promptview/links/foreign_key_columns.hpp>
#include <promptview/links/relation_link.hpp>
#include <promptview/links/relation_member.hpp>
#include <promptview/lookups/bound_argument.hpp>
#include <promptview/query/lookup_condition.hpp>
#include <promptview/query/select_edits.hpp>

// A relation of one object: the keys that its rows are found by.
namespace promptview::detail {

// `field = value`
inline Expression equals(const ModelInfo& model, std::uint16_t field, const Value& value) {
  return make_leaf(model, {.field = field, .lookup = lookup_named("exact")},
                   {.write = [](ValueWriter& out, const void* given) { write_value(out, *static_cast<const Value*>(given)); },
                    .value = &value,
                    .type = {.type = model.fields[field].type}});
}

// The row of an object, which has a key.
inline Expression is_row_of(const ModelInfo& model, const void* object) {
  Expression all;
  for (std::size_t i = 0; i < model.key_count; ++i)
    all = join(Expression::Op::all, std::move(all), equals(model, model.key[i], field_value(model.key_field(i), object)));
  return all;
}

// `field in values`
inline Expression is_one_of(const ModelInfo& model, std::uint16_t field, const List<Value>& values) {
  const auto write = [](ValueWriter& out, const void* given) {
    const auto& all = *static_cast<const List<Value>*>(given);
    out.begin_array(all.size());
    for (const Value& value : all) write_value(out, value);
    out.end_array();
  };
  return make_leaf(model, {.field = field, .lookup = lookup_named("in")},
                   {.write = write, .value = &values, .type = {.type = model.fields[field].list_type}});
}

// The rows of those objects that have keys.
inline Expression is_row_of_any(const ModelInfo& model, const List<void*>& objects) {
  if (model.key_count == 1) {
    List<Value> keys;
    for (const void* object : objects)
      if (!is_unsaved(model, object)) keys.push_back(field_value(model.key_field(0), object));
    return is_one_of(model, model.key[0], keys);
  }
  Expression any{.op = Expression::Op::any};
  for (const void* object : objects)
    if (!is_unsaved(model, object)) any.parts.push_back(is_row_of(model, object));
  return any;
}

// Throws NotInitialized for an object that was neither saved nor loaded.
inline const RelationInfo& relation_of(const RelationMember& member) {
  (void)RelationAccess::owner(member);
  return *RelationAccess::info(member);
}

inline void check_owner_key(const RelationInfo& relation, const ModelInfo& owner, std::uint16_t field, const void* object) {
  if (has_field_value(owner.fields[field], object)) return;
  const std::string_view name = unqualified(owner.name);
  throw UnsavedRelation{concat({relation_name(relation), ": save the ", name, " first, or all of it by pv::save_graph(",
                                snake_case_of(owner.name), ")"})};
}

}  // namespace promptview::detail
