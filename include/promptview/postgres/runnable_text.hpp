// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <promptview/error.hpp>
#include <promptview/postgres/parameters.hpp>
#include <promptview/postgres/parameters_text.hpp>

namespace promptview::postgres {

namespace detail {

// The length of the quoted name or literal that `sql` begins with; 0 if it begins with none. Inside of E'...' a
// backslash takes the next character with it.
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

inline std::size_t take_digits(std::string_view& sql) noexcept {
  std::size_t number = 0;
  for (; !sql.empty() && sql.front() >= '0' && sql.front() <= '9'; sql.remove_prefix(1))
    number = number * 10 + static_cast<std::size_t>(sql.front() - '0');
  return number;
}

}  // namespace detail

// `sql` with each $n replaced by its value as a literal: a text that means the same and needs no parameters. For people;
// nothing of it is ever sent.
inline std::string runnable_text(std::string_view sql, const Parameters& parameters) {
  std::string text;
  text.reserve(sql.size() * 2);
  while (!sql.empty()) {
    const bool escapes = sql.front() == '\'' && !text.empty() && (text.back() == 'E' || text.back() == 'e');
    if (const std::size_t quoted = detail::quoted_length(sql, escapes); quoted > 0) {
      text += sql.substr(0, quoted);
      sql.remove_prefix(quoted);
      continue;
    }
    const bool placeholder = sql.front() == '$' && sql.size() > 1 && sql[1] >= '1' && sql[1] <= '9';
    if (!placeholder) {
      text += sql.front();
      sql.remove_prefix(1);
      continue;
    }
    sql.remove_prefix(1);
    const std::size_t place = detail::take_digits(sql);
    if (place > parameters.size()) throw InvalidValue{"a statement has more places than values: $" + std::to_string(place)};
    const std::string literal = describe(parameters[place - 1]);
    // a literal has no type of its own, which a function of any type asks for
    const bool is_text = parameters[place - 1].type == sql_type(Kind::text).oid && !parameters[place - 1].null;
    const char* type = is_text && text.ends_with("to_jsonb(") ? "::text" : "";
    // `-5::text` would be the negative of a text, and `a --5` a comment
    text += literal.front() == '-' ? "(" + literal + ")" : literal + type;
  }
  return text;
}

}  // namespace promptview::postgres
