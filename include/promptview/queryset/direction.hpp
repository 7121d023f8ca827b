// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>

namespace promptview {

// Which way `order_by(field, direction)` goes; true stands for ascending.
struct Direction {
  bool is_ascending = true;

  template <std::same_as<bool> Flag>
  constexpr Direction(Flag ascending) noexcept : is_ascending{ascending} {}  // NOLINT(google-explicit-constructor)
};
inline constexpr Direction ascending{true};
inline constexpr Direction descending{false};

}  // namespace promptview
