// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <promptview/base/list.hpp>
#include <promptview/links/field_values.hpp>
#include <promptview/query/select.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/namespace.hpp>
#include <promptview/store/namespace_manager.hpp>
#include <promptview/store/write_request.hpp>

// Writing objects whose C++ types are not known, with their hooks.
namespace promptview::detail {

inline Namespace& space_of(const ModelInfo& model) { return NamespaceManager::build_namespace(model); }

// `work(context)`, all of it or nothing.
template <class Steps>
void do_whole(const ModelInfo& model, const Context& context, const Steps& steps) {
  struct Whole final : AtomicBlock {
    explicit Whole(const Steps& all) : steps{all} {}
    void run(const Context& inner) override { steps(inner); }
    const Steps& steps;
  } work{steps};
  space_of(model).all_or_nothing(context, work);
}

inline Objects objects_at(const List<void*>& places) noexcept {
  return {.first = nullptr, .count = places.size(), .size = 0, .each = places.begin()};
}

inline void before_save_of(const ModelInfo& model, const List<void*>& objects, const std::vector<std::uint16_t>& only) {
  Namespace& space = space_of(model);
  for_each_place(objects.size(), [&](std::size_t place) {
    if (model.hooks != nullptr) model.hooks->before_save(objects[place]);
    space.prepare(objects[place], only);
    if (model.hooks != nullptr) model.hooks->validate(objects[place], model, place, objects.size());
  });
}

inline void after_save_of(const ModelInfo& model, const List<void*>& objects) {
  for (void* const object : objects)
    if (model.hooks != nullptr) model.hooks->after_save(object);
}

// As Database::save_all.
inline void write_objects(const ModelInfo& model, const Context& context, const List<void*>& objects, const Write& how) {
  if (objects.empty()) return;
  before_save_of(model, objects, how.only);
  space_of(model).save_all(context, objects_at(objects), how);
  after_save_of(model, objects);
}

}  // namespace promptview::detail
