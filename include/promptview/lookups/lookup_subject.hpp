// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include <promptview/lookups/lookup.hpp>
#include <promptview/lookups/transform.hpp>
#include <promptview/schema/model_info.hpp>

// The types of what lookups are applied to.
namespace promptview::detail {

// The subject of a lookup: the field, or what the transforms make of it.
struct LookupSubject {
  const TypeInfo* type = nullptr;
  const TypeInfo* list = nullptr;  // an array of `type`; null for arrays
  std::uint16_t classes = 0;
  bool nullable = false;
};

struct PlainTypes {
  TypeInfo scalars[kind_count] = {};
  TypeInfo lists[kind_count] = {};
};
constexpr PlainTypes make_scalars() noexcept {
  PlainTypes made;
  for (std::size_t i = 0; i < kind_count; ++i) made.scalars[i].kind = static_cast<Kind>(i);
  return made;
}
inline constexpr PlainTypes plain_scalars = make_scalars();
constexpr PlainTypes make_lists() noexcept {
  PlainTypes made;
  for (std::size_t i = 0; i < kind_count; ++i) made.lists[i] = {.kind = Kind::array, .item = &plain_scalars.scalars[i]};
  return made;
}
inline constexpr PlainTypes plain_lists = make_lists();

// The type of a kind that needs no further description, and of its arrays.
constexpr const TypeInfo& plain_type(Kind kind) noexcept { return plain_scalars.scalars[static_cast<std::size_t>(kind)]; }
constexpr const TypeInfo& plain_list(Kind kind) noexcept { return plain_lists.lists[static_cast<std::size_t>(kind)]; }

constexpr LookupSubject subject_of(const FieldInfo& field) noexcept {
  return {.type = field.type, .list = field.list_type, .classes = field_class(*field.type), .nullable = field.type->nullable};
}

constexpr LookupSubject plain_subject(Kind kind, bool nullable) noexcept {
  return {.type = &plain_type(kind), .list = &plain_list(kind), .classes = field_class(plain_type(kind)), .nullable = nullable};
}

constexpr LookupSubject transformed(const LookupSubject& from, const Transform& transform) noexcept {
  const bool nullable = from.nullable || transform.may_be_null;
  switch (transform.result) {
    case TransformResult::boolean: return plain_subject(Kind::boolean, nullable);
    case TransformResult::integer: return plain_subject(Kind::int32, nullable);
    case TransformResult::text: return plain_subject(Kind::text, nullable);
    case TransformResult::date: return plain_subject(Kind::date, nullable);
    case TransformResult::time: return plain_subject(Kind::time, nullable);
    case TransformResult::json_key: {
      LookupSubject key = plain_subject(Kind::json, true);
      key.classes = json_key_class;
      return key;
    }
    case TransformResult::same: return from;
    case TransformResult::item: break;
  }
  if (from.type->kind == Kind::range) return plain_subject(from.type->item->kind, true);
  return {.type = from.type->item, .list = from.type, .classes = field_class(*from.type->item), .nullable = true};
}

}  // namespace promptview::detail
