// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <promptview/lookups/name_errors.hpp>
#include <promptview/schema/macro_rows.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/schema/model_links.hpp>
#include <promptview/schema/model_traits.hpp>

// The way from a model to the targets of its relations by types.
namespace promptview::detail {

template <class M>
constexpr RelationTargets links_of() noexcept;

template <class... T>
constexpr RelationTargets nth_link(TypeList<T...>, std::size_t wanted) noexcept {
  RelationTargets found;
  std::size_t at = 0;
  ((at++ == wanted ? void(found = links_of<T>()) : void()), ...);
  return found;
}
template <class M>
constexpr RelationTargets target_of_type(const ModelInfo&, std::size_t relation) noexcept {
  if constexpr (requires { typename decltype(promptview_describe(ModelTag<M>{}))::promptview_targets; })
    return nth_link(typename decltype(promptview_describe(ModelTag<M>{}))::promptview_targets{}, relation);
  else
    return {};
}

// Used in consteval functions only, and nothing keeps what they return: a source file that has not included a target has
// another result than one that has.
template <class M>
constexpr RelationTargets links_of() noexcept {
  if constexpr (Registered<M>)
    return {.model = &model_of<M>(), .target = &target_of_type<M>, .error_of_field = &error_of_field<M>, .error_of_relation = &error_of_relation<M>};
  else
    return {};
}
template <class S>
constexpr RelationTargets links_of_scope() noexcept {
  return {.model = &scope_of<S>(),
          .target = &target_of_type<typename ModelOfScope<S>::type>,
          .error_of_field = &error_of_field<S>,
          .error_of_relation = &error_of_relation<S>};
}

}  // namespace promptview::detail
