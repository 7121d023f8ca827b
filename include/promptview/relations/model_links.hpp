// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <promptview/model_info.hpp>

// The way from a model to the targets of its relations: while a program compiles by types (links.hpp), so that texts such as
// "author__name" can be checked; while it runs by what is registered.
namespace promptview::detail {

struct Links {
  const ModelInfo* model = nullptr;                                           // null: the model is not registered
  Links (*target)(const ModelInfo& model, std::size_t relation) = nullptr;    // null: there is no way to other models
};

inline Links registered_target(const ModelInfo& model, std::size_t relation) noexcept {
  return {.model = model.relations[relation].target->model.load(), .target = &registered_target};
}
inline Links registered_links(const ModelInfo& model) noexcept { return {.model = &model, .target = &registered_target}; }

}  // namespace promptview::detail
