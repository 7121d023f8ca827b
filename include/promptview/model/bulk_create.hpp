// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <type_traits>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/model/unique_set.hpp>
#include <promptview/query/checked_lookup.hpp>
#include <promptview/store/write_request.hpp>

namespace promptview {

// The options of bulk_create:
//
//   User::bulk_create(users, {.on_conflict = pv::ignore});
//   User::bulk_create(users, {.update_on = "email", .update = {"name", "age"}, .batch_size = 5000});
//
// `update_on` is one unique set of the model: where a row has its values, that row is updated. `update` are the fields
// to write then; none: all but the set, the primary key and auto_now_add. `progress` is called after each batch.
template <class M>
struct BulkCreate {
  static constexpr std::size_t max_updated = 32;

  OnConflict on_conflict = OnConflict::fail;
  UniqueSet<M> update_on{};
  SavedField<M> update[max_updated] = {};
  std::size_t batch_size = BulkInsert::default_batch;
  Progress progress{};
};

namespace detail {

template <class Size>
Size checked_batch_size(Size size) {
  if (size == 0) throw InvalidValue{"batch_size takes the number of objects in one statement, from 1"};
  return size;
}

template <class Target>
Conflict conflict_on(OnConflict action, const Target& target) {
  if (target.count == 0) throw InvalidValue{"name the unique set that a row is found by, e.g. \"email\""};
  return {.action = action, .target = target};
}

// The places of the fields that were given.
template <class M>
std::vector<std::uint16_t> places_of(std::initializer_list<SavedField<M>> fields) {
  std::vector<std::uint16_t> places;
  for (const SavedField<M>& field : fields)
    if (field.given()) places.push_back(field.place());
  return places;
}

template <class M>
BulkInsert bulk_insert_of(const BulkCreate<M>& options) {
  BulkInsert how{.batch_size = checked_batch_size(options.batch_size), .progress = options.progress};
  for (const SavedField<M>& field : options.update)
    if (field.given()) how.conflict.update.push_back(field.place());
  if (options.on_conflict == OnConflict::ignore && options.update_on.given())
    throw InvalidValue{"bulk_create: give either on_conflict = ignore or update_on, not both"};
  if (!options.update_on.given() && (options.on_conflict == OnConflict::update || !how.conflict.update.empty()))
    throw InvalidValue{"bulk_create: say by update_on which unique set a row to update is found by"};
  how.conflict.action = options.update_on.given() ? OnConflict::update : options.on_conflict;
  how.conflict.target = options.update_on.target();
  return how;
}

// Objects that lie one behind the other: std::vector, std::array, std::span or an array.
template <class Rows>
concept ContiguousObjects = requires(Rows& rows) {
  *rows.data();
  rows.size();
};

// An input range, which is read one object after the other.
template <class Rows>
concept InputObjects = !ContiguousObjects<Rows> && requires(Rows& rows) {
  *rows.begin();
  rows.end();
};

template <class Rows>
using ObjectOf = std::remove_cvref_t<decltype(*std::declval<Rows&>().data())>;

template <class M, class Rows>
Objects objects_of(Rows& rows) {
  static_assert(!std::is_const_v<std::remove_reference_t<decltype(*rows.data())>>,
                "pass objects that can be changed: what the database makes is written into them");
  return {.first = const_cast<void*>(static_cast<const void*>(rows.data())), .count = rows.size(), .size = sizeof(M)};
}

}  // namespace detail
}  // namespace promptview
