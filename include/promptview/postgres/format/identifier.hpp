// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <promptview/base/error.hpp>
#include <promptview/base/text_check.hpp>

// The one place where names and literals become SQL.
namespace promptview::postgres {

// PostgreSQL cuts longer names silently, so that two of them would meet.
inline constexpr std::size_t max_identifier_bytes = 63;

namespace detail {
inline void append_quoted(std::string& to, std::string_view text, char quote) {
  to += quote;
  for (std::size_t at = text.find(quote); at != std::string_view::npos; at = text.find(quote)) {
    to.append(text.substr(0, at + 1)) += quote;
    text.remove_prefix(at + 1);
  }
  to.append(text) += quote;
}

}  // namespace detail

// Appends `name` as a quoted identifier. Throws InvalidValue if no PostgreSQL name can be that.
inline void append_identifier(std::string& to, std::string_view name) {
  if (name.empty()) throw InvalidValue{"a table, column or type name is empty: give it a name"};
  promptview::detail::check_sendable("the table, column or type name", name);
  if (name.size() > max_identifier_bytes)
    throw InvalidValue{"shorten the name \"" + std::string{name} + "\": PostgreSQL keeps only the first 63 bytes of it"};
  if (name.find('"') != std::string_view::npos) return detail::append_quoted(to, name, '"');
  char quoted[max_identifier_bytes + 2];  // appended at once, since this is most of what a query's text costs
  quoted[0] = '"';
  name.copy(quoted + 1, name.size());
  quoted[name.size() + 1] = '"';
  to.append(quoted, name.size() + 2);
}

inline std::string quote_identifier(std::string_view name) {
  std::string quoted;
  quoted.reserve(name.size() + 2);
  append_identifier(quoted, name);
  return quoted;
}

// Appends `text` as a string literal that means the same whatever standard_conforming_strings says. For statements that
// take no parameters (DDL) and for texts that people read; everything else is bound.
inline void append_literal(std::string& to, std::string_view text) {
  if (text.find('\\') == std::string_view::npos) return detail::append_quoted(to, text, '\'');
  to += " E'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') to += c;
    to += c;
  }
  to += '\'';
}

inline std::string quote_literal(std::string_view text) {
  std::string quoted;
  append_literal(quoted, text);
  return quoted;
}

}  // namespace promptview::postgres
