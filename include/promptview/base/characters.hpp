// SPDX-License-Identifier: MIT
#pragma once

namespace promptview::detail {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace promptview::detail
