// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <promptview/base/characters.hpp>
#include <promptview/base/concat.hpp>

// Whether two texts of SQL mean the same type or expression, as far as texts can tell.
namespace promptview::postgres::sql_comparison {

// `numeric(10, 2)`: `numeric` and `10,2`; `timestamp(3) with time zone`: `timestamp with time zone` and `3`.
struct TypeText {
  std::string name{};
  std::string modifiers{};
};

inline TypeText type_text(std::string_view type) {
  TypeText made;
  const std::size_t open = type.find('(');
  const std::size_t close = type.find(')', open == std::string_view::npos ? 0 : open);
  if (type.starts_with('"') || open == std::string_view::npos || close == std::string_view::npos) {
    made.name = std::string{type};
  } else {
    made.name = std::string{type.substr(0, open)}.append(type.substr(close + 1));
    for (const char c : type.substr(open + 1, close - open - 1))
      if (c != ' ') made.modifiers += c;
  }
  const bool is_decimal = made.name.starts_with("numeric") || made.name.starts_with("decimal");
  if (is_decimal && !made.modifiers.empty() && made.modifiers.find(',') == std::string::npos) made.modifiers += ",0";
  if (made.modifiers.empty() && (made.name == "char" || made.name == "character" || made.name == "bit")) made.modifiers = "1";
  return made;
}

// How many characters of `::double precision` and the like stand at the beginning of `text`.
inline std::size_t cast_size(std::string_view text) {
  constexpr std::string_view long_names[] = {"character varying", "double precision", "timestamp without time zone", "timestamp with time zone",
                                             "time without time zone", "time with time zone", "bit varying"};
  std::size_t end = 2;
  std::size_t name = 0;
  for (const std::string_view each : long_names)
    if (text.substr(2).starts_with(each)) name = each.size();
  if (name == 0 && text.substr(2).starts_with('"')) name = text.find('"', 3) - 1;
  while (name == 0 && end < text.size() && (promptview::detail::is_word(text[end]) || text[end] == '.')) ++end;
  end += name;
  if (end < text.size() && text[end] == '(') end = text.find(')', end) + 1;
  while (text.substr(end).starts_with("[]")) end += 2;
  return end > text.size() ? text.size() : end;
}

// An expression without spaces, brackets, casts and quotes of names, in small letters; literals stay as they are.
inline std::string plain_expression(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    if (text.front() == '\'') {
      std::size_t end = 1;
      while (end < text.size() && (text[end] != '\'' || text.substr(end).starts_with("''"))) end += text[end] == '\'' ? 2 : 1;
      plain.append(text.substr(0, end + 1));
      text.remove_prefix(end < text.size() ? end + 1 : text.size());
      continue;
    }
    if (text.starts_with("::")) {
      text.remove_prefix(cast_size(text));
      continue;
    }
    const char c = text.front();
    text.remove_prefix(1);
    if (c == ' ' || c == '\n' || c == '\t' || c == '(' || c == ')' || c == '"') continue;
    plain += promptview::detail::to_lower(c);
  }
  return plain;
}

inline bool is_same(std::string_view left, std::string_view right) { return plain_expression(left) == plain_expression(right); }

}  // namespace promptview::postgres::sql_comparison
