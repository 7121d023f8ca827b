// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include <promptview/base/characters.hpp>

// The parts of an SQL text in which a $1 is no parameter.
namespace promptview::postgres::detail {

inline bool is_word_start(char c) noexcept { return promptview::detail::is_letter(c) || c == '_' || (c & '\x80') != 0; }
inline bool is_word_part(char c) noexcept { return is_word_start(c) || promptview::detail::is_digit(c); }

// The length of the word (`a$1` is one) that `sql` begins with; 0 if it begins with none.
inline std::size_t word_length(std::string_view sql) noexcept {
  if (!is_word_start(sql.front())) return 0;
  std::size_t size = 1;
  while (size < sql.size() && (is_word_part(sql[size]) || sql[size] == '$')) ++size;
  return size;
}

// The same of a quoted name or literal. Inside of E'...' a backslash takes the next character with it.
inline std::size_t quoted_length(std::string_view sql, bool escapes) noexcept {
  const char quote = sql.front();
  if (quote != '"' && quote != '\'') return 0;
  for (std::size_t i = 1; i < sql.size(); ++i) {
    if (escapes && sql[i] == '\\')
      ++i;
    else if (sql[i] == quote && i + 1 < sql.size() && sql[i + 1] == quote)
      ++i;
    else if (sql[i] == quote)
      return i + 1;
  }
  return sql.size();
}

// The same of `$$...$$` or `$tag$...$tag$`.
inline std::size_t dollar_quoted_length(std::string_view sql) noexcept {
  if (sql.front() != '$') return 0;
  std::size_t tag = 1;
  while (tag < sql.size() && (tag == 1 ? is_word_start(sql[tag]) : is_word_part(sql[tag]))) ++tag;
  if (tag == sql.size() || sql[tag] != '$') return 0;
  const std::size_t end = sql.find(sql.substr(0, tag + 1), tag + 1);
  return end == std::string_view::npos ? sql.size() : end + tag + 1;
}

// The same of `-- ...` to the end of its line, or of `/* ... */`, which can hold others.
inline std::size_t comment_length(std::string_view sql) noexcept {
  if (sql.starts_with("--")) return sql.find('\n') == std::string_view::npos ? sql.size() : sql.find('\n');
  if (!sql.starts_with("/*")) return 0;
  std::size_t depth = 0;
  for (std::size_t i = 0; i + 1 < sql.size(); ++i) {
    const std::string_view two = sql.substr(i, 2);
    if (two != "/*" && two != "*/") continue;
    two == "/*" ? ++depth : --depth;
    ++i;
    if (depth == 0) return i + 1;
  }
  return sql.size();
}

// The length of what `sql` begins with, if no parameter can stand in it; else 0.
inline std::size_t opaque_length(std::string_view sql, bool escapes) noexcept {
  if (const std::size_t size = word_length(sql); size > 0) return size;
  if (const std::size_t size = quoted_length(sql, escapes); size > 0) return size;
  if (const std::size_t size = dollar_quoted_length(sql); size > 0) return size;
  return comment_length(sql);
}

}  // namespace promptview::postgres::detail
