// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace promptview::detail {

// A text as a template argument: `annotate<"n">(...)`.
template <std::size_t N>
struct FixedString {
  char text[N] = {};

  constexpr FixedString(const char (&literal)[N]) noexcept {  // NOLINT(google-explicit-constructor)
    for (std::size_t i = 0; i < N; ++i) text[i] = literal[i];
  }
  constexpr std::string_view view() const noexcept { return {text, N - 1}; }
};

}  // namespace promptview::detail
