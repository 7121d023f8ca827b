// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <type_traits>
#include <unordered_set>
#include <utility>

#include <promptview/base/list.hpp>
#include <promptview/links/field_values.hpp>
#include <promptview/links/loaded_object.hpp>
#include <promptview/links/relation_member.hpp>
#include <promptview/links/shared.hpp>
#include <promptview/schema/model_traits.hpp>

// The objects that are passed to the calls which change a relation.
namespace promptview::detail {

struct RelationArgument {
  void* object = nullptr;   // null: only its key was given
  LoadedPointer shared{};   // where the caller shares it
  List<Value> key{};        // instead of an object
};
using RelationArguments = List<RelationArgument>;

inline List<void*> pointers_of(const RelationArguments& given) {
  List<void*> objects;
  for (const RelationArgument& each : given) objects.push_back(each.object);
  return objects;
}

template <class T>
LoadedPointer share_copy(const void* object) {
  return Shared<T>{*static_cast<const T*>(object)}.pointer();
}
using ShareCopy = LoadedPointer (*)(const void* object);

// The rows of objects, by their primary keys; objects without one are the same as nothing else.
class RowKeys {
 public:
  explicit RowKeys(const ModelInfo& model) : model_{model} {}

  void add(const void* object) { keys_.insert(key_of(object)); }
  bool has(const void* object) const { return keys_.contains(key_of(object)); }

 private:
  template <class T>
  static void append(std::string& key, const T& value) {
    key.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  std::string key_of(const void* object) const {
    std::string key;
    if (model_.key_count == 0 || is_unsaved(model_, object)) {
      append(key, object);
      return key += '?';
    }
    for (std::size_t i = 0; i < model_.key_count; ++i) {
      const Value value = field_value(model_.key_field(i), object);
      append(key, value.integer);
      append(key, value.real);
      append(key, value.text.size());
      key += value.text;
    }
    return key;
  }

  const ModelInfo& model_;
  std::unordered_set<std::string> keys_{};
};

// The list of a relation, of which others may hold the old one.
inline void replace_list(RelationMember& member, const ModelInfo& model, List<LoadedPointer> items) {
  LoadedList* const list = make_loaded_list(model);
  LoadedPointer loaded{list};
  list->items = std::move(items);
  RelationAccess::set_loaded(member, std::move(loaded));
}

// Changes the loaded list as the rows were changed. If only the key of such a row is known and not its object, the list is unloaded.
inline void keep_in_step(RelationMember& member, const ModelInfo& model, const RelationArguments& added, const RelationArguments& removed,
                         ShareCopy share) {
  if (!member.is_loaded()) return;
  for (const RelationArgument& each : added)
    if (each.object == nullptr) return member.unload();
  for (const RelationArgument& each : removed)
    if (each.object == nullptr) return member.unload();
  RowKeys gone{model}, there{model};
  for (const RelationArgument& each : removed) gone.add(each.object);
  List<LoadedPointer> items;
  for (const LoadedPointer& each : RelationAccess::list(member)) {
    if (gone.has(each.object())) continue;
    there.add(each.object());
    items.push_back(each);
  }
  for (const RelationArgument& each : added) {
    if (there.has(each.object)) continue;
    there.add(each.object);
    items.push_back(each.shared ? each.shared : share(each.object));
  }
  replace_list(member, model, std::move(items));
}

}  // namespace promptview::detail
