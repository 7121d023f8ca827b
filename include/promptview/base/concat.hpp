// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace promptview::detail {

// One text of many parts, for messages. (Each `+` of strings would cost every file of models.)
inline std::string concat(std::initializer_list<std::string_view> parts) {
  std::string whole;
  for (const std::string_view part : parts) whole.append(part.data(), part.size());
  return whole;
}

}  // namespace promptview::detail
