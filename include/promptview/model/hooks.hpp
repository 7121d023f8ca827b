// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <type_traits>

#include <promptview/model/problems.hpp>
#include <promptview/schema/model_traits.hpp>

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

template <class M>
void run_after_save(M& object) {
  if constexpr (HasAfterSave<M>) {
    constexpr bool fits = requires { object.after_save(); };
    static_assert(fits, "after_save is called without arguments: write a public void after_save()");
    if constexpr (fits) object.after_save();
  }
}

template <class M>
void run_before_remove(const M& object) {
  if constexpr (HasBeforeRemove<M>) {
    constexpr bool fits = requires { object.before_remove(); };
    static_assert(fits, "before_remove changes nothing: write a public void before_remove() const");
    if constexpr (fits) object.before_remove();
  }
}

template <class M>
void run_after_remove(const M& object) {
  if constexpr (HasAfterRemove<M>) {
    constexpr bool fits = requires { object.after_remove(); };
    static_assert(fits, "after_remove changes nothing: write a public void after_remove() const");
    if constexpr (fits) object.after_remove();
  }
}

// What object_writes.hpp calls, which does not know the type.
template <class M>
inline constexpr ModelHooks hooks_of{
    .before_save = [](void* object) { run_before_save(*static_cast<M*>(object)); },
    .validate = [](const void* object, const ModelInfo& model, std::size_t place,
                   std::size_t count) { run_validate(*static_cast<const M*>(object), model, place, count); },
    .after_save = [](void* object) { run_after_save(*static_cast<M*>(object)); },
    .before_remove = [](const void* object) { run_before_remove(*static_cast<const M*>(object)); },
    .after_remove = [](const void* object) { run_after_remove(*static_cast<const M*>(object)); },
};
template <class M>
constexpr const ModelHooks* hooks_if_any() noexcept {
  if constexpr (HasValidate<M> || HasBeforeSave<M> || HasAfterSave<M> || HasBeforeRemove<M> || HasAfterRemove<M>)
    return &hooks_of<M>;
  else
    return nullptr;
}

}  // namespace promptview::detail
