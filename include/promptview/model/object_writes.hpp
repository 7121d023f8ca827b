// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <promptview/base/list.hpp>
#include <promptview/links/relation_member.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/namespace.hpp>
#include <promptview/store/namespace_manager.hpp>
#include <promptview/store/write_request.hpp>

// Writing objects with all that is due around it: each write of the library, of one object or of many, goes through here.
// Their C++ types are not known.
namespace promptview::detail {

inline Namespace& space_of(const ModelInfo& model) { return NamespaceManager::build_namespace(model); }

inline Objects objects_at(const List<void*>& places) noexcept {
  return {.first = nullptr, .count = places.size(), .size = 0, .each = places.begin()};
}

// `steps(context)`, all of it or nothing.
template <class Steps>
void do_whole(const ModelInfo& model, const Context& context, const Steps& steps) {
  struct Whole final : AtomicBlock {
    explicit Whole(const Steps& all) : steps{all} {}
    void run(const Context& inner) override { steps(inner); }
    const Steps& steps;
  } work{steps};
  space_of(model).all_or_nothing(context, work);
}

// Before a write: the hook before_save, then the relations' keys, then validate. `place` is the object's among `count`;
// `only` are the fields that are written; empty: all.
inline void before_save(Namespace& space, void* object, const std::vector<std::uint16_t>& only, std::size_t place = 0, std::size_t count = 1) {
  const ModelInfo& model = space.model();
  if (model.hooks != nullptr) model.hooks->before_save(object);
  if (model.relation_count > 0) space.prepare(object, only);
  if (model.hooks != nullptr) model.hooks->validate(object, model, place, count);
}
// Behind it: the relations know which they are, then the hook after_save.
inline void after_save(const ModelInfo& model, void* object) {
  bind_relations(model, object);
  if (model.hooks != nullptr) model.hooks->after_save(object);
}

// Whether there is anything to do before or behind a write.
inline bool has_steps(const ModelInfo& model) noexcept { return model.hooks != nullptr || model.relation_count > 0; }

// The same for many objects, behind `first` others.
inline void before_save_all(Namespace& space, const Objects& objects, const std::vector<std::uint16_t>& only, std::size_t first = 0) {
  if (!has_steps(space.model())) return;
  for_each_place(
      objects.count, [&](std::size_t i) { before_save(space, objects[i], only, first + i, first + objects.count); }, first);
}
inline void after_save_all(const ModelInfo& model, const Objects& objects) {
  if (!has_steps(model)) return;
  for (std::size_t i = 0; i < objects.count; ++i) after_save(model, objects[i]);
}

inline void write_object(Namespace& space, const Context& context, void* object, const Write& how) {
  before_save(space, object, how.only);
  space.save(context, object, how);
  after_save(space.model(), object);
}
// Whether it was inserted.
inline bool write_on_conflict(Namespace& space, const Context& context, void* object, const Conflict& conflict) {
  before_save(space, object, {});
  const bool inserted = space.write(context, {.kind = WriteRequest::Kind::insert_or_find, .object = object, .conflict = &conflict}) != 0;
  after_save(space.model(), object);
  return inserted;
}
inline void write_objects(Namespace& space, const Context& context, const Objects& objects, const Write& how) {
  if (objects.count == 0) return;
  before_save_all(space, objects, how.only);
  space.save_all(context, objects, how);
  after_save_all(space.model(), objects);
}
// Whether there was a row. `hard`: not softly.
inline bool remove_object(Namespace& space, const Context& context, const void* object, bool hard) {
  const ModelHooks* const hooks = space.model().hooks;
  if (hooks != nullptr) hooks->before_remove(object);
  const bool removed = space.remove(context, object, hard);
  if (hooks != nullptr && removed) hooks->after_remove(object);
  return removed;
}
// The number of rows that were written, that were found.
inline std::int64_t insert_objects(Namespace& space, const Context& context, const Objects& objects, const BulkInsert& how) {
  before_save_all(space, objects, {});
  const std::int64_t written = space.write(context, {.kind = WriteRequest::Kind::insert_objects, .objects = objects, .insert = &how});
  after_save_all(space.model(), objects);
  return written;
}
inline std::int64_t update_objects(Namespace& space, const Context& context, const Objects& objects, const BulkUpdate& how) {
  before_save_all(space, objects, how.fields);
  const std::int64_t found = space.write(context, {.kind = WriteRequest::Kind::update_objects, .objects = objects, .update = &how});
  after_save_all(space.model(), objects);
  return found;
}

}  // namespace promptview::detail
