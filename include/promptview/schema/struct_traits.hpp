// SPDX-License-Identifier: MIT
#pragma once

#include <type_traits>

#include <promptview/schema/model_info.hpp>

// From a struct to what PROMPTVIEW_STRUCT said of it.
namespace promptview {

namespace detail {

template <class S>
struct StructTag {};

}  // namespace detail

// A struct that PROMPTVIEW_STRUCT has registered. (The macro declares promptview_describe_struct, found by its
// argument. What it returns is incomplete while the macro is at work, so that a struct can hold a vector of itself.)
template <class S>
concept RegisteredStruct = requires {
  typename std::type_identity<decltype(promptview_describe_struct(detail::StructTag<S>{}))>;
};

namespace detail {

// The same on a line, which makes each question one of its own: its answer may change.
template <class S, int line>
concept StructFoundBefore = requires {
  requires line > 0;
  typename std::type_identity<decltype(promptview_describe_struct(StructTag<S>{}))>;
};

// The static data of S: the names of its fields are the keys in JSON; it has no backend and no table.
template <RegisteredStruct S>
constexpr const ModelInfo& struct_of() noexcept {
  return decltype(promptview_describe_struct(StructTag<S>{}))::promptview_info;
}

}  // namespace detail
}  // namespace promptview
