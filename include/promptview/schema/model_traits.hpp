// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

#include <promptview/base/error.hpp>
#include <promptview/base/problem_text.hpp>
#include <promptview/base/refuse.hpp>
#include <promptview/base/type_name.hpp>
#include <promptview/schema/model_info.hpp>

// From a struct to what PROMPTVIEW_MODEL said of it.
namespace promptview {

namespace detail {

template <class M>
struct ModelTag {};

}  // namespace detail

// A struct that PROMPTVIEW_MODEL has registered. (The macro declares promptview_describe, found by its argument.)
template <class M>
concept Registered = requires { promptview_describe(detail::ModelTag<M>{}); };

namespace detail {

// The same for a struct that the macro is at work on.
template <class M>
concept FoundByArgument = requires { typename std::type_identity<decltype(promptview_describe(ModelTag<M>{}))>; };

// The same on a line, which makes each question one of its own: its answer may change.
template <class M, int line>
concept FoundBefore = requires {
  requires line > 0;
  typename std::type_identity<decltype(promptview_describe(ModelTag<M>{}))>;
};

template <class M>
struct ProblemOfUnregistered {
  static constexpr bool is_there = !Registered<M>;
  static constexpr ProblemText text() {
    return ProblemText{}.add("register the struct: write PROMPTVIEW_MODEL(").add(type_name<M>()).add(
        ", postgres, \"table\", FIELD(...), ...) behind it, in its namespace, before its first use");
  }
};
inline constexpr ModelInfo no_model{};

// The static data of M.
template <class M>
constexpr const ModelInfo& model_of() noexcept {
  if constexpr (Registered<M>) {
    return decltype(promptview_describe(ModelTag<M>{}))::promptview_info;
  } else {
    PROMPTVIEW_DETAIL_FATAL
    static_assert(sizeof(correct_this<said<ProblemOfUnregistered<M>>()>) > 0);
    PROMPTVIEW_DETAIL_FATAL_END
    static_assert(sizeof(end_of_compilation<ProblemOfUnregistered<M>::is_there>) > 0);
    return no_model;
  }
}

// The names that a text can use: those of a model, or of a scope that adds names to them (see
// expressions/row_scope.hpp). (It refuses by itself, since compilers print each call on the way to an error.)
template <class S>
constexpr const ModelInfo& scope_of() noexcept {
  if constexpr (requires { S::scope_info; }) {
    return S::scope_info;
  } else if constexpr (Registered<S>) {
    return model_of<S>();
  } else {
    PROMPTVIEW_DETAIL_FATAL
    static_assert(sizeof(correct_this<said<ProblemOfUnregistered<S>>()>) > 0);
    PROMPTVIEW_DETAIL_FATAL_END
    static_assert(sizeof(end_of_compilation<ProblemOfUnregistered<S>::is_there>) > 0);
    return no_model;
  }
}

// The model of a scope.
template <class S>
struct ModelOfScope {
  using type = S;
};
template <class S>
  requires requires { typename S::scope_model; }
struct ModelOfScope<S> {
  using type = typename S::scope_model;
};

template <class M>
constexpr bool has_key() noexcept {
  return model_of<M>().key_count > 0;
}

// Where the member that a pointer means is in an M, in bytes: in the ABI of g++ and clang, the pointer's own value.
template <class M, class C, class T>
std::size_t offset_of(T C::*member) noexcept {
  static_assert(std::derived_from<M, C>, "the member is of another struct");
  T M::*const own = member;
  static_assert(sizeof own == sizeof(std::ptrdiff_t));
  return static_cast<std::size_t>(std::bit_cast<std::ptrdiff_t>(own));
}

// The place of the field at an offset. Throws UnknownField for a member without a FIELD.
inline std::uint16_t place_at(const ModelInfo& model, std::size_t offset) {
  for (std::size_t i = 0; i < model.field_count; ++i)
    if (model.fields[i].offset == offset) return static_cast<std::uint16_t>(i);
  throw UnknownField{std::string{model.name} + ": the member has no FIELD in PROMPTVIEW_MODEL: add one"};
}
template <class M, class C, class T>
std::uint16_t place_of_member(T C::*member) {
  return place_at(model_of<M>(), offset_of<M>(member));
}

}  // namespace detail
}  // namespace promptview
