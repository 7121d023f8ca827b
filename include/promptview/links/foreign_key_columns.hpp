// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/base/list.hpp>
#include <promptview/links/field_values.hpp>
#include <promptview/links/relation_link.hpp>
#include <promptview/links/relation_member.hpp>
#include <promptview/schema/model_info.hpp>

// Foreign keys of objects that are about to be written.
namespace promptview::detail {

// A relation that is a column of its model.
struct KeyColumn {
  const RelationInfo* relation = nullptr;
  std::uint16_t field = 0;
};

inline List<KeyColumn> key_columns_of(const ModelInfo& model) {
  List<KeyColumn> columns;
  for (std::size_t i = 0; i < model.relation_count; ++i) {
    const RelationInfo& relation = model.relations[i];
    if (relation.kind != RelationKind::foreign_key && relation.kind != RelationKind::one_to_one) continue;
    columns.push_back({.relation = &relation, .field = field_named(relation, model, relation.name)});
  }
  return columns;
}

[[noreturn]] inline void throw_unsaved(const RelationInfo& relation) {
  const std::string_view target = unqualified(relation.target->name);
  throw UnsavedRelation{concat({relation_name(relation), ": save the ", target, " first, or both by pv::save_graph(",
                                snake_case_of(relation.owner->name), ")"})};
}

// The object that a foreign key holds; null: none.
inline void* held_object(const KeyColumn& column, const void* object) {
  RelationMember& member = *column.relation->member(const_cast<void*>(object));
  const LoadedPointer& held = RelationAccess::loaded(member);
  return member.is_loaded() && held ? held.object() : nullptr;
}

// A key that is missing is taken from the object that is held instead. Throws UnsavedRelation where that has none either.
inline void take_key(const ModelInfo& model, const KeyColumn& column, void* object) {
  if (has_field_value(model.fields[column.field], object)) return;
  const void* const held = held_object(column, object);
  if (held == nullptr) return;
  const RelationLink link = link_of(*column.relation);
  const FieldInfo& source = link.target->fields[link.pairs.front().target];
  if (!has_field_value(source, held)) throw_unsaved(*column.relation);
  set_field(model, column.field, object, field_value(source, held));
}

// Throws InvalidValue.
inline void check_key(const ModelInfo& model, const KeyColumn& column, const void* object) {
  const FieldInfo& field = model.fields[column.field];
  if (field.type->nullable || field.is_auto || has_field_value(field, object)) return;
  throw InvalidValue{concat({relation_name(*column.relation), ": assign its ", unqualified(column.relation->target->name),
                             ", or the key, first: the column cannot be NULL"})};
}

// Prepares an object for being written: its relations learn which they are, and its foreign keys take the keys of the objects
// that they hold. `only`: the fields that are written; empty: all.
inline void prepare_object(const ModelInfo& model, const List<KeyColumn>& columns, void* object, const std::vector<std::uint16_t>& only) {
  bind_relations(model, object);
  for (const KeyColumn& column : columns) {
    bool is_written = only.empty();
    for (const std::uint16_t field : only) is_written = is_written || field == column.field;
    if (!is_written) continue;
    take_key(model, column, object);
    check_key(model, column, object);
  }
}

}  // namespace promptview::detail
