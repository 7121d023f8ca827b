// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/links/loaded_object.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/schema/relation_info.hpp>

namespace promptview::detail {

// The base of all relation members. It knows which relation of which model it is, once its object was saved or loaded, and
// holds what was loaded.
class RelationMember {
 public:
  // Whether it can be read: it was included, prefetched, loaded or assigned.
  bool is_loaded() const noexcept { return is_loaded_; }
  // Forgets what was loaded; the database stays as it is.
  void unload() noexcept { set_loaded({}, false); }

 protected:
  RelationMember() noexcept = default;

  RelationMember(const RelationMember&) noexcept = default;
  RelationMember(RelationMember&&) noexcept = default;
  // A member that is assigned from outside of an object does not know which relation it is: then this one's knowledge stays.
  RelationMember& operator=(const RelationMember& other) noexcept { return *this = RelationMember{other}; }
  RelationMember& operator=(RelationMember&& other) noexcept {
    set_loaded(std::move(other.loaded_), other.is_loaded_);
    is_assigned_ = other.is_assigned_;
    if (other.info_ != nullptr) info_ = other.info_;
    if (other.info_ != nullptr) offset_ = other.offset_;
    return *this;
  }
  ~RelationMember() = default;

 private:
  friend struct RelationAccess;

  void set_loaded(LoadedPointer loaded, bool is_loaded) noexcept {
    loaded_ = std::move(loaded);
    is_loaded_ = is_loaded;
    is_assigned_ = false;
  }

  const RelationInfo* info_ = nullptr;
  LoadedPointer loaded_{};
  std::uint32_t offset_ = 0;  // in its object
  bool is_loaded_ = false;
  bool is_assigned_ = false;  // by the program, and not loaded since
};

// The store's and the loader's way into the members.
struct RelationAccess {
  // Tells the member which relation it is; `object` holds it.
  static void bind(const RelationInfo& relation, void* object) noexcept {
    RelationMember& member = *relation.member(object);
    member.info_ = &relation;
    member.offset_ = static_cast<std::uint32_t>(reinterpret_cast<char*>(&member) - static_cast<char*>(object));
  }
  static const RelationInfo* info(const RelationMember& member) noexcept { return member.info_; }
  // The object that the member is part of. Throws NotInitialized where that was neither saved nor loaded.
  [[gnu::noinline]] static void* owner(const RelationMember& member) {
    if (member.info_ == nullptr)
      throw NotInitialized{"this relation is of an object that was neither saved nor loaded: save() it first"};
    return const_cast<char*>(reinterpret_cast<const char*>(&member)) - member.offset_;
  }
  // The object or list that is loaded; null for none of both.
  static const LoadedPointer& loaded(const RelationMember& member) noexcept { return member.loaded_; }
  // The object, or null where there is none. Throws RelationNotLoaded.
  static void* object(const RelationMember& member) {
    if (!member.is_loaded_) throw_not_loaded(member);
    return member.loaded_ ? member.loaded_.object() : nullptr;
  }
  // The objects of a relation to many. Throws RelationNotLoaded.
  static const List<LoadedPointer>& list(const RelationMember& member) {
    if (!member.is_loaded_) throw_not_loaded(member);
    static const List<LoadedPointer> none;
    return member.loaded_ ? static_cast<const LoadedList*>(member.loaded_.get())->items : none;
  }
  static void set_loaded(RelationMember& member, LoadedPointer loaded) noexcept { member.set_loaded(std::move(loaded), true); }
  static void set_assigned(RelationMember& member, LoadedPointer given) noexcept {
    set_loaded(member, std::move(given));
    member.is_assigned_ = true;
  }
  static bool is_assigned(const RelationMember& member) noexcept { return member.is_assigned_; }

 private:
  [[noreturn]] static void throw_not_loaded(const RelationMember& member);
};

// Tells all relations of an object which they are.
inline void bind_relations(const ModelInfo& model, void* object) noexcept {
  for (std::size_t i = 0; i < model.relation_count; ++i) RelationAccess::bind(model.relations[i], object);
}

inline void RelationAccess::throw_not_loaded(const RelationMember& member) {
  if (member.info_ == nullptr)
    throw RelationNotLoaded{"this relation is of an object that was neither saved nor loaded, so that there is nothing to read: query the "
                            "object with .include(\"...\")"};
  const std::string_view name = member.info_->name;
  throw RelationNotLoaded{concat({unqualified(member.info_->owner->name), ".", name, " is not loaded: add .include(\"", name,
                                  "\") to the query, or call .", name, ".load() or pv::prefetch(objects, \"", name, "\")"})};
}

// A member that knows its object by where it stands in it. It is copied and moved with its object only: `auto posts =
// author.posts` does not compile; write `auto& posts`.
class PlacedRelation : public RelationMember {
 public:
  PlacedRelation() noexcept = default;
  explicit PlacedRelation(const PlacedRelation&) noexcept = default;
  explicit PlacedRelation(PlacedRelation&&) noexcept = default;
  PlacedRelation& operator=(const PlacedRelation&) noexcept = default;
  PlacedRelation& operator=(PlacedRelation&&) noexcept = default;
  ~PlacedRelation() = default;

  // Always equal: loaded rows are no part of an object's value.
  friend bool operator==(const PlacedRelation&, const PlacedRelation&) noexcept { return true; }
};

}  // namespace promptview::detail
