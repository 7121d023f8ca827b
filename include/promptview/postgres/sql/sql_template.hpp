// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace promptview::postgres {

// Appends `text`, in which `fill(name)` appends what stands for each `{name}`; where it returns false, and where there is
// no name, the braces are SQL's.
template <class Fill>
void append_filled(std::string& sql, std::string_view text, const Fill& fill) {
  for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{')) {
    sql += text.substr(0, open);
    text.remove_prefix(open);
    const std::size_t close = text.find('}');
    const std::string_view name = close == std::string_view::npos ? std::string_view{} : text.substr(1, close - 1);
    const bool is_filled = !name.empty() && fill(name);
    if (!is_filled) sql += '{';
    text.remove_prefix(is_filled ? close + 1 : 1);
  }
  sql += text;
}

}  // namespace promptview::postgres
