// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_set>
#include <utility>
#include <vector>

#include <promptview/links/loaded_object.hpp>
#include <promptview/links/relation_member.hpp>
#include <promptview/relations/include_plan.hpp>
#include <promptview/schema/model_info.hpp>

namespace promptview::detail {

// Collects what belongs to owners, who are in groups of those with the same key, and gives it to them.
class RelationFiller {
 public:
  static constexpr std::uint32_t no_group = UINT32_MAX;  // of an owner whose key is NULL

  RelationFiller(const IncludeNode& node, std::size_t groups)
      : node_{node}, is_to_many_{is_to_many(node.relation->kind)}, can_come_twice_{node.is_joined() && node.link.join.model != nullptr}, found_(groups) {}

  // Adds an object for the owners of a group; false: it is not held, since a relation to one takes the first of several.
  bool add(std::uint32_t group, const LoadedPointer& object) {
    LoadedPointer& found = found_[group];
    if (!is_to_many_) {
      if (found) return false;
      found = object;
      return true;
    }
    if (can_come_twice_ && !known_.insert({group, object.get()}).second) return true;
    if (!found) found = LoadedPointer{make_loaded_list(*node_.link.target)};
    static_cast<LoadedList*>(found.get())->items.push_back(object);
    return true;
  }

  // `groups`: of each owner. Those without a row are loaded too, as empty.
  void fill(const std::vector<void*>& owners, const std::vector<std::uint32_t>& groups) {
    std::vector<bool> taken(is_to_many_ ? found_.size() : 0);
    for (std::size_t i = 0; i < owners.size(); ++i) {
      RelationMember& member = *node_.relation->member(owners[i]);
      LoadedPointer found = groups[i] == no_group ? LoadedPointer{} : found_[groups[i]];
      if (found && is_to_many_) {  // each has a list of its own
        if (taken[groups[i]]) found = copy_of(*found.get());
        taken[groups[i]] = true;
      }
      RelationAccess::set_loaded(member, std::move(found));
    }
  }

 private:
  struct Pair {
    std::uint32_t group = 0;
    const Loaded* object = nullptr;
    friend bool operator==(const Pair&, const Pair&) = default;
  };
  struct Hash {
    std::size_t operator()(const Pair& pair) const noexcept {
      return (reinterpret_cast<std::size_t>(pair.object) >> 4) ^ (pair.group * std::size_t{0x9E3779B97F4A7C15});
    }
  };

  static LoadedPointer copy_of(const Loaded& list) {
    LoadedList* const copy = make_loaded_list(*list.model);
    LoadedPointer made{copy};
    copy->items = static_cast<const LoadedList&>(list).items;
    return made;
  }

  const IncludeNode& node_;
  bool is_to_many_;
  bool can_come_twice_;
  std::vector<LoadedPointer> found_;
  std::unordered_set<Pair, Hash> known_{};
};

}  // namespace promptview::detail
