// SPDX-License-Identifier: MIT
#pragma once
#pragma GCC system_header  // so that the error is shown without the macros on the way to it

#include <promptview/base/problem_text.hpp>

namespace promptview::detail {

// Never defined but for NoProblem. (g++ would warn of each mention of a deprecated type.)
#if defined(__clang__)
template <auto words>
struct [[deprecated("correct what it says")]] correct_this;
#else
template <auto words>
struct correct_this;
#endif
template <>
struct correct_this<NoProblem{}> {};

// Has no end where a problem is there, which ends the compilation: that is a fatal error.
template <bool is_there, unsigned depth = 0>
struct end_of_compilation : end_of_compilation<depth < 10'000, depth + 1> {};
template <unsigned depth>
struct end_of_compilation<false, depth> {};

// The problem of a macro that was given something else than a type: `Given::promptview_type` does not exist then.
template <class Given>
struct ProblemOfType {
  static constexpr bool is_there = !requires { typename Given::promptview_type; };
  static constexpr ProblemText text() {
    return ProblemText{}.add("correct the name of the type, or define it before: the error above says what is wrong with it");
  }
};

}  // namespace promptview::detail

// An error of the compiler that says what to correct, if Problem::is_there; the last one, since what follows says nothing new.
#define PROMPTVIEW_DETAIL_REFUSE(...)                                                                       \
  PROMPTVIEW_DETAIL_FATAL                                                                                   \
  static_assert(sizeof(::promptview::detail::correct_this<::promptview::detail::said<__VA_ARGS__>()>) > 0); \
  PROMPTVIEW_DETAIL_FATAL_END                                                                               \
  static_assert(sizeof(::promptview::detail::end_of_compilation<__VA_ARGS__::is_there>) > 0);

// For clang a warning ends the compilation.
#if defined(__clang__)
#define PROMPTVIEW_DETAIL_FATAL _Pragma("clang diagnostic push") _Pragma("clang diagnostic fatal \"-Wdeprecated-declarations\"")
#define PROMPTVIEW_DETAIL_FATAL_END _Pragma("clang diagnostic pop")
#else
#define PROMPTVIEW_DETAIL_FATAL
#define PROMPTVIEW_DETAIL_FATAL_END
#endif

// Names what a macro was given as its type once, as promptview_given<number>::promptview_type (no other name, since the
// program's type may have any): a name that is wrong is one error.
#define PROMPTVIEW_DETAIL_GIVEN(number, Given) \
  template <int>                               \
  struct promptview_given;                     \
  template <>                                  \
  struct promptview_given<number> {            \
    using promptview_type = Given;             \
  };                                           \
  PROMPTVIEW_DETAIL_REFUSE(::promptview::detail::ProblemOfType<promptview_given<number>>)
