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

// Takes the first element of a list that is separated by commas outside of quotes and parentheses. (Pointers, since each
// call in a constant expression costs the compiler more than the work itself; models are checked in every file.)
constexpr std::string_view take_element(std::string_view& list) noexcept {
  const char* const begin = list.data();
  const char* const end = begin + list.size();
  const char* at = begin;
  int depth = 0;
  char quote = 0;
  for (; at != end; ++at) {
    const char c = *at;
    if (quote != 0) {
      if (c == '\\' && at + 1 != end)
        ++at;
      else if (c == quote)
        quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    } else if (c == ',' && depth == 0) {
      break;
    }
  }
  const std::string_view element = trim({begin, static_cast<std::size_t>(at - begin)});
  if (at != end) ++at;
  list = {at, static_cast<std::size_t>(end - at)};
  return element;
}

// Whether `wanted` is an element of a list of plain words, `a, b, c`.
constexpr bool list_has(std::string_view list, std::string_view wanted) noexcept {
  const char* const end = list.data() + list.size();
  for (const char* at = list.data(); at != end;) {
    const char* const word = at;
    const char* left = wanted.data();
    const char* const wanted_end = left + wanted.size();
    while (at != end && left != wanted_end && *at == *left) {
      ++at;
      ++left;
    }
    if (left == wanted_end && at != word && (at == end || *at == ',')) return true;
    while (at != end && *at != ',') ++at;
    while (at != end && (*at == ',' || *at == ' ')) ++at;
  }
  return false;
}

inline constexpr std::string_view index_methods = "btree, hash, gin, gist, spgist, brin";

// `text` is the options as they were written, e.g. `index=btree, column="full_name"`; `names` lists what is allowed.
constexpr bool known_options(std::string_view text, std::string_view names) noexcept {
  while (!text.empty()) {
    const std::string_view option = take_element(text);
    const std::string_view name = trim(option.substr(0, option.find('=')));
    if (!list_has(names, name)) return false;
  }
  return true;
}

// Whether every index= and method= names an index method.
constexpr bool known_methods(std::string_view text) noexcept {
  while (!text.empty()) {
    const std::string_view option = take_element(text);
    const std::size_t equals = option.find('=');
    const std::string_view name = trim(option.substr(0, equals));
    if (name != "index" && name != "method") continue;
    if (equals == std::string_view::npos || !list_has(index_methods, trim(option.substr(equals + 1)))) return false;
  }
  return true;
}

constexpr bool is_quoted(std::string_view value) noexcept { return value.find('"') != std::string_view::npos; }
constexpr bool is_number(std::string_view value) noexcept {
  return !value.empty() && ((value.front() >= '0' && value.front() <= '9') || value.front() == '-');
}

// Whether every option has a value of its kind. `flags` and `numbers` list the options that take no text.
constexpr bool fitting_values(std::string_view text, std::string_view flags, std::string_view numbers) noexcept {
  while (!text.empty()) {
    const std::string_view option = take_element(text);
    const std::size_t equals = option.find('=');
    const bool is_flag = list_has(flags, trim(option.substr(0, equals)));
    if (equals == std::string_view::npos && !is_flag) return false;
    if (equals == std::string_view::npos) continue;
    const std::string_view name = trim(option.substr(0, equals));
    const std::string_view value = trim(option.substr(equals + 1));
    const bool takes_text = !is_flag && !list_has(numbers, name) && name != "index" && name != "method";
    if (value.empty() || (is_quoted(value) && !takes_text)) return false;
    if ((takes_text || is_flag) && is_number(value)) return false;
    if (takes_text && (value == "true" || value == "false")) return false;
  }
  return true;
}

// Whether every item is one of `names`, e.g. `FIELD(...)`. Empty ones are left to the macro.
constexpr bool known_items(std::string_view items, std::string_view names) noexcept {
  while (!items.empty()) {
    const std::string_view item = take_element(items);
    if (!item.empty() && !list_has(names, trim(item.substr(0, item.find('('))))) return false;
  }
  return true;
}

}  // namespace promptview::detail
