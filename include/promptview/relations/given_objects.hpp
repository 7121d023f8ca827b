// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include <promptview/detail/list.hpp>
#include <promptview/model_traits.hpp>
#include <promptview/relations/field_values.hpp>
#include <promptview/relations/loaded.hpp>
#include <promptview/relations/relation_member.hpp>
#include <promptview/relations/shared.hpp>

// The objects that are passed to the calls which change a relation.
namespace promptview::detail {

struct GivenObject {
  void* object = nullptr;   // null: only its key was given
  LoadedPointer shared{};   // where the caller shares it
  List<Value> key{};        // instead of an object
};
using GivenObjects = List<GivenObject>;

inline List<void*> pointers_of(const GivenObjects& given) {
  List<void*> objects;
  for (const GivenObject& each : given) objects.push_back(each.object);
  return objects;
}

template <class T>
LoadedPointer share_copy(const void* object) {
  return Shared<T>{*static_cast<const T*>(object)}.pointer();
}
using ShareCopy = LoadedPointer (*)(const void* object);

inline bool has_row(const GivenObjects& given, const ModelInfo& model, const void* object) {
  for (const GivenObject& each : given)
    if (each.object != nullptr && same_row(model, each.object, object)) return true;
  return false;
}

// The list of a relation, of which others may hold the old one.
inline void replace_list(RelationMember& member, const ModelInfo& model, List<LoadedPointer> items) {
  LoadedList* const list = make_loaded_list(model);
  LoadedPointer loaded{list};
  list->items = std::move(items);
  RelationAccess::set_loaded(member, std::move(loaded));
}

// What is loaded keeps in step with rows that were added or removed; a key without its object makes it unknown.
inline void keep_in_step(RelationMember& member, const ModelInfo& model, const GivenObjects& added, const GivenObjects& removed,
                         ShareCopy share) {
  if (!member.is_loaded()) return;
  for (const GivenObject& each : added)
    if (each.object == nullptr) return member.unload();
  for (const GivenObject& each : removed)
    if (each.object == nullptr) return member.unload();
  List<LoadedPointer> items;
  for (const LoadedPointer& each : RelationAccess::list(member))
    if (!has_row(removed, model, each.object())) items.push_back(each);
  const std::size_t before = items.size();
  for (const GivenObject& each : added) {
    bool is_there = false;
    for (std::size_t i = 0; i < before; ++i) is_there = is_there || same_row(model, items[i].object(), each.object);
    if (!is_there) items.push_back(each.shared ? each.shared : share(each.object));
  }
  replace_list(member, model, std::move(items));
}

}  // namespace promptview::detail
