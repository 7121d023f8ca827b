// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace promptview::postgres {

// A message of libpq's or the server's, which may be null, without the newline at its end.
inline std::string libpq_message(const char* message) {
  std::string_view text = message == nullptr ? std::string_view{} : std::string_view{message};
  while (text.ends_with('\n')) text.remove_suffix(1);
  return std::string{text};
}

}  // namespace promptview::postgres
