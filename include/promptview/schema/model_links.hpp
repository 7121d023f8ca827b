// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <promptview/schema/model_info.hpp>

// The way from a model to the targets of its relations: while a program compiles by types (lookups/relation_targets.hpp), so that
// texts such as "author__name" can be checked; while it runs by what is registered.
namespace promptview::detail {

// A function whose name is the message of a compile error: see lookups/lookup_errors.hpp.
using CompileError = void (*)();

struct RelationTargets {
  const ModelInfo* model = nullptr;                                           // null: the model is not registered
  RelationTargets (*target)(const ModelInfo& model, std::size_t relation) = nullptr;    // null: there is no way to other models
  CompileError (*error_of_field)(std::string_view text) = nullptr;            // while a program compiles: for a name that is none
  CompileError (*error_of_relation)(std::string_view text) = nullptr;
};

// Behind `count` relations, each of the model before.
constexpr RelationTargets links_behind(RelationTargets at, const std::uint8_t* hops, std::size_t count) noexcept {
  for (std::size_t i = 0; i < count; ++i) at = at.target(*at.model, hops[i]);
  return at;
}

inline RelationTargets registered_target(const ModelInfo& model, std::size_t relation) noexcept {
  return {.model = model.relations[relation].target->model.load(), .target = &registered_target};
}
inline RelationTargets registered_links(const ModelInfo& model) noexcept { return {.model = &model, .target = &registered_target}; }

}  // namespace promptview::detail
