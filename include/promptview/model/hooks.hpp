// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/links/relation_member.hpp>
#include <promptview/model/problems.hpp>
#include <promptview/schema/model_traits.hpp>
#include <promptview/store/namespace.hpp>
#include <promptview/store/namespace_for.hpp>

// The members of a model that are called when it is written or removed:
//
//   void validate(pv::Problems& problems) const;   before each write; problems are thrown as ValidationFailed
//   void before_save(), after_save();              around each write; before_save, then foreign keys are taken, then validate
//   void before_remove() const, after_remove() const;   around remove and hard_remove; the latter if there was a row
//
// A model without them pays nothing.
namespace promptview::detail {

struct HookNames {
  int validate, before_save, after_save, before_remove, after_remove;
};
// A name is ambiguous in it when the model has a member of that name, whatever its type or access.
template <class M>
struct HookProbe : M, HookNames {};
template <class M>
  requires std::is_final_v<M>
struct HookProbe<M> : HookNames {};

template <class M>
concept HasValidate = (std::is_final_v<M> ? requires { &M::validate; } : !requires { &HookProbe<M>::validate; }) &&
    !requires { requires std::is_member_object_pointer_v<decltype(&M::validate)>; };
template <class M>
concept HasBeforeSave = (std::is_final_v<M> ? requires { &M::before_save; } : !requires { &HookProbe<M>::before_save; }) &&
    !requires { requires std::is_member_object_pointer_v<decltype(&M::before_save)>; };
template <class M>
concept HasAfterSave = (std::is_final_v<M> ? requires { &M::after_save; } : !requires { &HookProbe<M>::after_save; }) &&
    !requires { requires std::is_member_object_pointer_v<decltype(&M::after_save)>; };
template <class M>
concept HasBeforeRemove = (std::is_final_v<M> ? requires { &M::before_remove; } : !requires { &HookProbe<M>::before_remove; }) &&
    !requires { requires std::is_member_object_pointer_v<decltype(&M::before_remove)>; };
template <class M>
concept HasAfterRemove = (std::is_final_v<M> ? requires { &M::after_remove; } : !requires { &HookProbe<M>::after_remove; }) &&
    !requires { requires std::is_member_object_pointer_v<decltype(&M::after_remove)>; };

template <class M>
void run_before_save(M& object) {
  if constexpr (HasBeforeSave<M>) {
    constexpr bool fits = requires { object.before_save(); };
    static_assert(fits, "before_save is called without arguments: write a public void before_save()");
    if constexpr (fits) object.before_save();
  }
}
template <class M>
void run_validate(const M& object, const ModelInfo& model, std::size_t place, std::size_t count) {
  if constexpr (HasValidate<M>) {
    constexpr bool fits = requires(const M& checked, Problems& problems) { checked.validate(problems); };
    static_assert(fits, "validate collects problems: write a public void validate(pv::Problems& problems) const");
    Problems problems;
    if constexpr (fits) object.validate(problems);
    check_problems(problems, model.name, place, count);
  }
}

[[gnu::noinline]] inline void prepare_relations(Namespace& space, void* object, const std::vector<std::uint16_t>& only, std::size_t place,
                                                std::size_t count) {
  try {
    space.prepare(object, only);
  } catch (Error& error) {
    if (count > 1) error.set_place(place);
    throw;
  }
}

// Calls what is due before the object at `place` among `count` is written. `only`: the fields that are written; empty: all.
template <class M>
void before_save(M& object, std::size_t place = 0, std::size_t count = 1, const std::vector<std::uint16_t>& only = {}) {
  constexpr const ModelInfo& model = model_of<M>();  // first, so that the error for a struct that is not registered is short
  run_before_save(object);
  if constexpr (has_relations<M>()) prepare_relations(namespace_for<M>(), &object, only, place, count);
  run_validate(object, model, place, count);
}

template <class M>
void after_save(M& object) {
  if constexpr (has_relations<M>()) bind_relations(model_of<M>(), &object);
  if constexpr (HasAfterSave<M>) {
    constexpr bool fits = requires { object.after_save(); };
    static_assert(fits, "after_save is called without arguments: write a public void after_save()");
    if constexpr (fits) object.after_save();
  }
}

template <class M>
void before_remove(const M& object) {
  if constexpr (HasBeforeRemove<M>) {
    constexpr bool fits = requires { object.before_remove(); };
    static_assert(fits, "before_remove changes nothing: write a public void before_remove() const");
    if constexpr (fits) object.before_remove();
  }
}

template <class M>
void after_remove(const M& object) {
  if constexpr (HasAfterRemove<M>) {
    constexpr bool fits = requires { object.after_remove(); };
    static_assert(fits, "after_remove changes nothing: write a public void after_remove() const");
    if constexpr (fits) object.after_remove();
  }
}

// The same for many objects, behind `first` others.
template <class M>
void before_save_all(M* objects, std::size_t count, std::size_t first = 0, const std::vector<std::uint16_t>& only = {}) {
  if constexpr (HasValidate<M> || HasBeforeSave<M> || has_relations<M>())
    for (std::size_t i = 0; i < count; ++i) before_save(objects[i], first + i, first + count, only);
}
template <class M>
void after_save_all(M* objects, std::size_t count) {
  if constexpr (HasAfterSave<M> || has_relations<M>())
    for (std::size_t i = 0; i < count; ++i) after_save(objects[i]);
}

// For objects whose type is not known: those that relations hold.
template <class M>
inline constexpr ModelHooks hooks_of{
    .before_save = [](void* object) { run_before_save(*static_cast<M*>(object)); },
    .validate = [](const void* object, const ModelInfo& model, std::size_t place,
                   std::size_t count) { run_validate(*static_cast<const M*>(object), model, place, count); },
    .after_save = [](void* object) { after_save(*static_cast<M*>(object)); },
};
template <class M>
constexpr const ModelHooks* hooks_if_any() noexcept {
  if constexpr (HasValidate<M> || HasBeforeSave<M> || HasAfterSave<M>)
    return &hooks_of<M>;
  else
    return nullptr;
}

}  // namespace promptview::detail
