// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <promptview/base/error.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/parameters_text.hpp>
#include <promptview/postgres/format/sql_token.hpp>

namespace promptview::postgres {

namespace detail {

inline std::size_t take_digits(std::string_view& sql) noexcept {
  std::size_t number = 0;
  for (; !sql.empty() && promptview::detail::is_digit(sql.front()); sql.remove_prefix(1))
    number = number * 10 + static_cast<std::size_t>(sql.front() - '0');
  return number;
}

// Whether a value stands between `before` and `after` to be compared, or counts rows: all else could compute with it.
inline bool is_only_compared(std::string_view before, std::string_view after) noexcept {
  static constexpr std::string_view signs[] = {" = ", " <> ", " < ", " <= ", " > ", " >= ", "BETWEEN ", " AND ", "LIMIT ", "OFFSET "};
  while (after.starts_with(' ')) after.remove_prefix(1);
  if (!after.empty() && std::string_view{"+-*/%&|#"}.find(after.front()) != std::string_view::npos) return false;
  for (const std::string_view sign : signs)
    if (before.ends_with(sign)) return true;
  return false;
}

// `::type` where the literal alone would mean another type than the parameter does.
inline std::string_view cast_of(const ParameterSpan::View& value, std::string_view before, std::string_view after) {
  if (value.null) return {};
  // a text has no type of its own, which a function of any type asks for
  if (value.type == sql_type(Kind::text).oid) return before.ends_with("to_jsonb(") ? "::text" : "";
  // a small number is an integer, which overflows earlier
  const bool is_long = value.type == sql_type(Kind::int64).oid && !value.as_text;
  return is_long && !is_only_compared(before, after) ? "::bigint" : "";
}

}  // namespace detail

// `sql` with each $n replaced by its value as a literal: a text that means the same and needs no parameters. For people;
// nothing of it is ever sent.
inline std::string runnable_text(std::string_view sql, const ParameterSpan& parameters) {
  std::string text;
  text.reserve(sql.size() * 2);
  bool escapes = false;  // an E stands before
  while (!sql.empty()) {
    if (const std::size_t opaque = detail::opaque_length(sql, escapes); opaque > 0) {
      escapes = opaque == 1 && (sql.front() == 'E' || sql.front() == 'e');
      text += sql.substr(0, opaque);
      sql.remove_prefix(opaque);
      continue;
    }
    escapes = false;
    const bool placeholder = sql.front() == '$' && sql.size() > 1 && sql[1] != '0' && promptview::detail::is_digit(sql[1]);
    if (!placeholder) {
      text += sql.front();
      sql.remove_prefix(1);
      continue;
    }
    sql.remove_prefix(1);
    const std::size_t place = detail::take_digits(sql);
    if (place > parameters.size()) throw InvalidValue{"a statement has more places than values: $" + std::to_string(place)};
    const std::string literal = describe(parameters[place - 1]);
    const std::string_view type = detail::cast_of(parameters[place - 1], text, sql);
    // `-5::text` would be the negative of a text, and `a --5` a comment
    const bool is_negative = literal.front() == '-';
    text.append(is_negative ? "(" : "").append(literal).append(is_negative ? ")" : "").append(type);
  }
  return text;
}

}  // namespace promptview::postgres
