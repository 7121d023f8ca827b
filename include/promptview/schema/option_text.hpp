// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

// Checks the text of options before the compiler sees them as expressions, so that the first error says the fix.
namespace promptview::detail {

constexpr bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\n'; }

constexpr std::string_view trim(std::string_view text) noexcept {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// The place behind the quoted text that begins at `at`.
constexpr std::size_t end_of_quote(const char* text, std::size_t at, std::size_t size) noexcept {
  const char quote = text[at];
  for (++at; at < size && text[at] != quote; ++at)
    if (text[at] == '\\') ++at;
  return at < size ? at + 1 : size;
}

// Takes the first element of a list that is separated by commas outside of quotes and parentheses. (By places, since each
// call in a constant expression costs the compiler more than the work itself; models are checked in every file.)
constexpr std::string_view take_element(std::string_view& list) noexcept {
  const char* const text = list.data();
  const std::size_t size = list.size();
  std::size_t at = 0;
  bool ended = false;
  for (int depth = 0; at < size && !ended;) {
    switch (text[at]) {
      case '"':
      case '\'': at = end_of_quote(text, at, size); continue;
      case '(': ++depth; break;
      case ')': --depth; break;
      case ',': ended = depth == 0; break;
      default: break;
    }
    ++at;
  }
  list = {text + at, size - at};
  return trim({text, ended ? at - 1 : at});
}

// One option as it was written.
struct WrittenOption {
  std::string_view name{};
  std::string_view value{};
  bool has_value = false;  // there is a `=`
};

constexpr WrittenOption written_option(std::string_view text) noexcept {
  const char* const first = text.data();
  std::size_t at = 0;
  while (at < text.size() && first[at] != '=') ++at;
  if (at == text.size()) return {.name = text};
  return {.name = trim({first, at}), .value = trim({first + at + 1, text.size() - at - 1}), .has_value = true};
}

constexpr bool is_one_of(std::string_view wanted, const std::string_view* words, std::size_t count) noexcept {
  for (std::size_t i = 0; i < count; ++i)
    if (words[i].size() == wanted.size() && words[i] == wanted) return true;
  return false;
}

constexpr bool is_quoted(std::string_view value) noexcept { return value.find('"') != std::string_view::npos; }
constexpr bool is_number(std::string_view value) noexcept {
  return !value.empty() && ((value.front() >= '0' && value.front() <= '9') || value.front() == '-');
}

}  // namespace promptview::detail
