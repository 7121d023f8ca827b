// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <promptview/base/atomic_pointer.hpp>
#include <promptview/base/fwd.hpp>
#include <promptview/base/type_name.hpp>
#include <promptview/schema/options.hpp>

// The RELATION items of a model, as data.
namespace promptview {

// The kinds of relation members.
enum class RelationKind : std::uint8_t {
  foreign_key,   // the owner has a column with the key of one target
  one_to_one,    // a foreign key that no two owners share
  reference,     // a foreign key whose columns are FIELDs of the owner
  has_one,       // the other side of one_to_one
  has_many,      // the other side of foreign_key and reference
  many_to_many,  // by rows of a join table
};

// Whether it leads to any number of objects.
constexpr bool is_to_many(RelationKind kind) noexcept { return kind == RelationKind::has_many || kind == RelationKind::many_to_many; }
// Whether the owner's table has the columns of the foreign key.
constexpr bool is_foreign_key(RelationKind kind) noexcept { return kind <= RelationKind::reference; }

namespace detail {

class RelationMember;

// The place where a type's registration is found. There is one for each type that a relation names, whether it is
// registered in this source file or not.
struct ModelSlot {
  std::string_view name{};                       // the qualified type name
  AtomicPointer<const ModelInfo*> model{};       // null until the model is registered
};
template <class T>
inline constinit ModelSlot model_slot{.name = type_name<T>()};

}  // namespace detail

// One relation of a model: static data that lives as long as the program. It names its target and knows nothing of it;
// see links/relation_link.hpp for what is made of both.
struct RelationInfo {
  std::string_view name{};  // of the data member
  RelationKind kind{};
  detail::ModelSlot* owner = nullptr;
  detail::ModelSlot* target = nullptr;
  detail::ModelSlot* through = nullptr;  // the join model of a many_to_many; null: a join table without a model
  std::size_t offset = 0;                // of the data member in its struct, in bytes
  RelationOptions options{};

  // Where the member is in an object of the struct. (RelationMember is the first base of each type of relations: model_test checks it.)
  detail::RelationMember* member(void* object) const noexcept {
    return static_cast<detail::RelationMember*>(static_cast<void*>(static_cast<char*>(object) + offset));
  }
};

}  // namespace promptview
