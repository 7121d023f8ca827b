// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/base/fwd.hpp>
#include <promptview/links/key_relation.hpp>
#include <promptview/links/relation_member.hpp>
#include <promptview/links/writable_relations.hpp>

// The members of structs that stand for rows of other models; RELATION(member, options...) registers them. A forward
// declaration of T is enough where they are declared. Nothing is ever fetched silently: reading what was not loaded throws
// RelationNotLoaded.
namespace promptview {

// The key of one T, in a column of its own: `RELATION(author, column="author_id", on_delete=cascade)`. `Key` is the type of
// T's primary key, or of the field in `references`; std::optional<Key> where the column can be NULL. Assign a key or an
// object; the object can be read when it was loaded or assigned.
template <class T, class Key = std::int64_t>
class ForeignKey : public detail::KeyRelation<T, Key> {
 public:
  static constexpr RelationKind relation_kind = RelationKind::foreign_key;
  using detail::KeyRelation<T, Key>::KeyRelation;
};
template <class T, class Key = std::int64_t>
using OptionalForeignKey = ForeignKey<T, std::optional<Key>>;

// A foreign key whose column is unique.
template <class T, class Key = std::int64_t>
class OneToOne : public detail::KeyRelation<T, Key> {
 public:
  static constexpr RelationKind relation_kind = RelationKind::one_to_one;
  using detail::KeyRelation<T, Key>::KeyRelation;
};
template <class T, class Key = std::int64_t>
using OptionalOneToOne = OneToOne<T, std::optional<Key>>;

// One T whose key is in other FIELDs of the struct, as a key of several columns must be:
// `RELATION(order, fields="tenant_id, order_number")`. Those fields say which one it is; an object cannot be assigned.
template <class T>
class Reference : public detail::OneObject<T> {
 public:
  static constexpr RelationKind relation_kind = RelationKind::reference;

  Reference() = default;
  explicit Reference(const Reference&) = default;  // explicit: see PlacedRelation
  explicit Reference(Reference&&) = default;
  Reference& operator=(const Reference&) = default;
  Reference& operator=(Reference&&) = default;
  ~Reference() = default;
};

// The one T whose OneToOne refers to this object, or none.
template <class T>
class HasOne : public detail::ChildObject<T> {
 public:
  static constexpr RelationKind relation_kind = RelationKind::has_one;

  HasOne() = default;
  explicit HasOne(const HasOne&) = default;  // explicit: see PlacedRelation
  explicit HasOne(HasOne&&) = default;
  HasOne& operator=(const HasOne&) = default;
  HasOne& operator=(HasOne&&) = default;
  ~HasOne() = default;
};

// The T whose ForeignKey (or Reference) refers to this object.
template <class T>
class HasMany : public detail::ChildObjects<T> {
 public:
  static constexpr RelationKind relation_kind = RelationKind::has_many;

  HasMany() = default;
  explicit HasMany(const HasMany&) = default;  // explicit: see PlacedRelation
  explicit HasMany(HasMany&&) = default;
  HasMany& operator=(const HasMany&) = default;
  HasMany& operator=(HasMany&&) = default;
  ~HasMany() = default;
};

// The T that rows of a join table connect with this object. The table has no model and is made with this one's, or is that
// of the model `Through`, which has a foreign key to both sides.
template <class T, class Through = void>
class ManyToMany : public detail::JoinedObjects<T, Through> {
 public:
  static constexpr RelationKind relation_kind = RelationKind::many_to_many;
  // The model of the join table; void: it has none.
  using through_type = Through;

  ManyToMany() = default;
  explicit ManyToMany(const ManyToMany&) = default;
  explicit ManyToMany(ManyToMany&&) = default;
  ManyToMany& operator=(const ManyToMany&) = default;
  ManyToMany& operator=(ManyToMany&&) = default;
  ~ManyToMany() = default;
};

}  // namespace promptview
