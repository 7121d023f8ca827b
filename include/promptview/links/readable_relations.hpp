// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <type_traits>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/base/fwd.hpp>
#include <promptview/links/relation_member.hpp>
#include <promptview/links/shared.hpp>

namespace promptview::detail {

// Reads rows through relations. (Defined in relations/load_relations.hpp.)
template <class T, class Included = void>
struct RelationLoader {
  static_assert(std::is_void_v<T>, "include <promptview/relations.hpp> (or <promptview/promptview.hpp>) to load and change relations");
};

[[noreturn]] inline void throw_no_object(const RelationMember& member) {
  const RelationInfo* const info = RelationAccess::info(member);
  throw NotFound{info == nullptr ? std::string{"the relation has no object"}
                                 : concat({unqualified(info->owner->name), ".", info->name, " is NULL: ask whether it is there first"})};
}

// The object that is loaded. Throws RelationNotLoaded, and NotFound where there is none.
template <class T>
T& object_in(const RelationMember& member) {
  void* const object = RelationAccess::object(member);
  if (object == nullptr) throw_no_object(member);
  return *static_cast<T*>(object);
}

// The base of HasOne and Reference: at most one object, which can be read once it was loaded.
template <class T>
class OneObject : public PlacedRelation {
 public:
  using target_type = T;

  // Whether there is one. Throws RelationNotLoaded.
  bool has_value() const { return RelationAccess::object(*this) != nullptr; }
  explicit operator bool() const { return has_value(); }
  // The object. They throw RelationNotLoaded, and NotFound where there is none.
  T& get() { return object_in<T>(*this); }
  const T& get() const { return object_in<T>(*this); }
  T& operator*() { return get(); }
  const T& operator*() const { return get(); }
  T* operator->() { return &get(); }
  const T* operator->() const { return &get(); }
  Shared<T> shared() const {
    (void)get();
    return Shared<T>{RelationAccess::loaded(*this)};
  }

  // Reads it: one round trip. Needs <promptview/relations.hpp>.
  void load() { RelationLoader<T>::load(*this); }
};

// The objects of a relation while a range-for runs over them.
template <class T>
class RelatedIterator {
 public:
  using value_type = std::remove_const_t<T>;
  using difference_type = std::ptrdiff_t;
  using reference = T&;
  using pointer = T*;

  RelatedIterator() = default;
  explicit RelatedIterator(const LoadedPointer* at) noexcept : at_{at} {}

  T& operator*() const noexcept { return *static_cast<T*>(at_->object()); }
  T* operator->() const noexcept { return static_cast<T*>(at_->object()); }
  RelatedIterator& operator++() noexcept {
    ++at_;
    return *this;
  }
  RelatedIterator operator++(int) noexcept { return RelatedIterator{at_++}; }
  friend bool operator==(const RelatedIterator&, const RelatedIterator&) = default;

 private:
  const LoadedPointer* at_ = nullptr;
};

// The base of HasMany and ManyToMany. Reading throws RelationNotLoaded until they were loaded.
template <class T>
class ManyObjects : public PlacedRelation {
 public:
  using target_type = T;

  std::size_t size() const { return RelationAccess::list(*this).size(); }
  bool empty() const { return size() == 0; }
  // Objects in the order of the query; valid until the relation is loaded again. `place` is below size().
  T& operator[](std::size_t place) { return *static_cast<T*>(RelationAccess::list(*this)[place].object()); }
  const T& operator[](std::size_t place) const { return *static_cast<const T*>(RelationAccess::list(*this)[place].object()); }
  RelatedIterator<T> begin() { return RelatedIterator<T>{RelationAccess::list(*this).begin()}; }
  RelatedIterator<T> end() { return RelatedIterator<T>{RelationAccess::list(*this).end()}; }
  RelatedIterator<const T> begin() const { return RelatedIterator<const T>{RelationAccess::list(*this).begin()}; }
  RelatedIterator<const T> end() const { return RelatedIterator<const T>{RelationAccess::list(*this).end()}; }

  // Reads them: one round trip. Needs <promptview/relations.hpp>.
  void load() { RelationLoader<T>::load(*this); }
};

}  // namespace promptview::detail
