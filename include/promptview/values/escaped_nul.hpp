// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace promptview::detail {

// Whether a JSON text holds the character \u0000, which jsonb cannot.
inline bool has_escaped_nul(std::string_view json) noexcept {
  for (std::size_t i = 0; i + 1 < json.size(); ++i) {
    if (json[i] != '\\') continue;
    if (json.substr(i, 6) == "\\u0000") return true;
    ++i;
  }
  return false;
}

}  // namespace promptview::detail
