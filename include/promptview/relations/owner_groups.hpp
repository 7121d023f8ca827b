// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/links/relation_member.hpp>
#include <promptview/relations/include_plan.hpp>
#include <promptview/relations/key_numbers.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/values/value.hpp>

namespace promptview::detail {

// The owners of a relation that is to be loaded, in groups of those with the same key, whose rows are asked for by these keys.
struct OwnerGroups {
  std::vector<void*> owners{};
  std::vector<std::uint32_t> groups{};  // of each owner; RelationFiller::no_group where the key is NULL
  std::vector<Value> keys{};            // of the groups, a list for each field
  std::size_t count = 0;                // of the groups
};

// A relation that was assigned an object without a key yet: there is nothing to read, and the object stays.
inline bool keeps_object(const IncludeNode& node, void* owner) {
  const RelationMember& member = *node.relation->member(owner);
  return is_foreign_key(node.relation->kind) && member.is_loaded() && RelationAccess::loaded(member);
}

// Throws NotInitialized for an owner that was not saved, InvalidValue for a key that is an array.
inline OwnerGroups groups_of_owners(const IncludeNode& node, const std::vector<void*>& owners) {
  const ModelInfo& model = *node.link.owner;
  const List<std::uint16_t> fields = node.owner_fields();
  OwnerGroups made;
  KeyNumbers numbers;
  std::string key;
  std::vector<const void*> examples;
  for (void* owner : owners) {
    const std::uint32_t group = write_key(key, model, fields, owner) ? numbers.add(key, false) : KeyNumbers::none;
    if (group == KeyNumbers::none && !is_foreign_key(node.relation->kind) && model.fields[fields[0]].is_auto)
      throw NotInitialized{concat({model.name, ".", node.relation->name, ": save() the object first: it has no key yet"})};
    if (group == KeyNumbers::none && keeps_object(node, owner)) continue;
    if (group == examples.size()) examples.push_back(owner);
    made.owners.push_back(owner);
    made.groups.push_back(group);
  }
  made.count = examples.size();
  for (const std::uint16_t place : fields) {
    const FieldInfo& field = model.fields[place];
    if (field.list_type == nullptr) throw InvalidValue{node.name() + ": an array cannot be the key of a relation"};
    ValueBuilder list{*field.list_type};
    list.begin_array(examples.size());
    for (const void* owner : examples) field.codec->write(list, field.address(const_cast<void*>(owner)));
    list.end_array();
    made.keys.push_back(list.take());
  }
  return made;
}

}  // namespace promptview::detail
