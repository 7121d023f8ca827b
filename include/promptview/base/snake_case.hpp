// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include <promptview/base/characters.hpp>

namespace promptview::detail {

// A text of at most N characters that lives in static data.
template <std::size_t N>
struct FixedText {
  char data[N + 1] = {};
  std::size_t size = 0;

  constexpr void add(char c) { data[size++] = c; }
  constexpr std::string_view view() const noexcept { return {data, size}; }
};

// Whether snake_case writes an underscore before this letter.
constexpr bool begins_word(std::string_view name, std::size_t i) noexcept {
  if (i == 0 || !is_upper(name[i]) || name[i - 1] == '_') return false;
  return !is_upper(name[i - 1]) || (i + 1 < name.size() && is_lower(name[i + 1]));
}

// "HTTPLogEntry" -> "http_log_entry"; N is the size of the literal.
template <std::size_t N>
constexpr FixedText<2 * N> snake_case(const char (&name)[N]) {
  FixedText<2 * N> made;
  for (std::size_t i = 0; i + 1 < N; ++i) {
    if (begins_word({name, N - 1}, i)) made.add('_');
    made.add(to_lower(name[i]));
  }
  return made;
}

// The table of a model without a table name: "HTTPLogEntry" -> "http_log_entrys".
template <std::size_t N>
constexpr FixedText<2 * N> default_table(const char (&name)[N]) {
  FixedText<2 * N> made = snake_case(name);
  made.add('s');
  return made;
}

}  // namespace promptview::detail
