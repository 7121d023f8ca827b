// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include <promptview/base/list.hpp>
#include <promptview/links/relation_member.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/values/stored_value_reader.hpp>
#include <promptview/values/value.hpp>

// Values of fields of objects whose C++ types are not known.
namespace promptview::detail {

inline void* field_address(const FieldInfo& field, const void* object) noexcept { return field.address(const_cast<void*>(object)); }

// False: an empty Auto, optional or foreign key, a Deferred without a value.
inline bool has_field_value(const FieldInfo& field, const void* object) { return field.codec->has_value(field_address(field, object)); }

inline Value field_value(const FieldInfo& field, const void* object) {
  ValueBuilder builder{*field.type};
  if (field.is_deferred && !has_field_value(field, object)) return {.type = field.type};
  field.codec->write(builder, field_address(field, object));
  return builder.take();
}

// The relation whose column the field is; null: it is a plain one.
inline RelationMember* member_of_field(const ModelInfo& model, std::size_t field, const void* object) {
  const std::size_t relation = model.relation_of(model.fields[field].name);
  return relation == ModelInfo::no_field ? nullptr : model.relations[relation].member(const_cast<void*>(object));
}

// Sets the field. A foreign key goes on holding the object that it holds.
inline void set_field(const ModelInfo& model, std::size_t field, void* object, const Value& value) {
  const FieldInfo& info = model.fields[field];
  RelationMember* const member = member_of_field(model, field, object);
  const bool is_loaded = member != nullptr && member->is_loaded();
  const LoadedPointer held = is_loaded ? RelationAccess::loaded(*member) : LoadedPointer{};
  if (value.null) {
    info.codec->clear(field_address(info, object));
  } else {
    StoredValueReader reader{value, info.name};
    info.codec->read(reader, field_address(info, object));
  }
  if (is_loaded) RelationAccess::set_loaded(*member, held);
}

inline bool same_key(const Value& a, const Value& b) noexcept {
  bool same = a.null == b.null && a.integer == b.integer && a.months == b.months && a.days == b.days && a.real == b.real && a.text == b.text &&
              a.bounds == b.bounds && a.items.size() == b.items.size();
  for (std::size_t i = 0; same && i < a.items.size(); ++i) same = same_key(a.items[i], b.items[i]);
  return same;
}

// Whether the database has to make its key first. An object with a key of the application may have a row or not.
inline bool is_unsaved(const ModelInfo& model, const void* object) {
  for (std::size_t i = 0; i < model.key_count; ++i)
    if (!has_field_value(model.key_field(i), object)) return true;
  return false;
}
inline bool has_generated_key(const ModelInfo& model) noexcept {
  for (std::size_t i = 0; i < model.key_count; ++i)
    if (model.key_field(i).is_auto) return true;
  return false;
}

}  // namespace promptview::detail
