// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/base/text_check.hpp>
#include <promptview/postgres/connection/conninfo.hpp>
#include <promptview/postgres/connection/environment.hpp>

namespace promptview::postgres {

namespace detail {

inline void append_setting(std::string& conninfo, std::string_view keyword, std::string_view value) {
  if (!conninfo.empty()) conninfo += ' ';
  conninfo.append(keyword).append("='");
  for (const char c : value) {
    if (c == '\'' || c == '\\') conninfo += '\\';
    conninfo += c;
  }
  conninfo += '\'';
}

// Refuses a setting with a NUL byte and, where the server reads the setting as a text, one that is no UTF-8. The password and
// paths can have any other bytes.
inline void check_option(std::string_view text, std::string_view name) {
  if (text.find('\0') != std::string_view::npos)
    throw InvalidValue{promptview::detail::concat({"leave out the NUL character: the ", name, " of the ConnectOptions has one"})};
  const bool is_text = name == "application_name" || name == "fallback_application_name" || name == "user" || name == "dbname" || name == "options";
  const std::size_t bad = is_text ? promptview::detail::find_bad_byte(text) : std::string_view::npos;
  if (bad == std::string_view::npos) return;
  throw InvalidValue{promptview::detail::bad_byte_remedy(promptview::detail::concat({"the ", name, " of the connection"}), text, bad)};
}

}  // namespace detail

std::string conninfo_of(const ConnectOptions& options) {
  detail::check_option(options.url, "url");
  detail::check_option(options.application_name, "application_name");
  const std::string url = options.url.empty() ? url_from_environment() : options.url;
  const detail::Settings given = detail::settings_of(url);
  for (const PQconninfoOption& each : given)
    if (each.val != nullptr) detail::check_option(each.val, each.keyword);
  const detail::Settings in_force = detail::settings_in_force(url);
  std::string conninfo;
  std::string timeout;
  if (options.statement_timeout.count() > 0)
    timeout = "-c statement_timeout=" + std::to_string(options.statement_timeout.count()) + " ";
  // The server takes the last of two.
  std::string server_options{in_force.value("options")};
  if (given.is_given("options"))
    server_options = timeout + server_options;
  else
    server_options += (server_options.empty() || timeout.empty() ? "" : " ") + timeout;
  for (const PQconninfoOption& each : given)
    if (each.val != nullptr && std::string_view{each.keyword} != "options")
      detail::append_setting(conninfo, each.keyword, each.val);
  if (given.is_given("options") || !server_options.empty()) detail::append_setting(conninfo, "options", server_options);
  if (!options.application_name.empty() && !given.is_given("application_name"))
    detail::append_setting(conninfo, "application_name", options.application_name);
  if (in_force.value("fallback_application_name").empty())
    detail::append_setting(conninfo, "fallback_application_name", "promptview");
  const bool has_timeout = options.connect_timeout != ConnectOptions{}.connect_timeout;
  if (!given.is_given("connect_timeout") && (has_timeout || in_force.value("connect_timeout").empty()))
    detail::append_setting(conninfo, "connect_timeout", std::to_string(options.connect_timeout.count()));
  if (in_force.value("client_encoding").empty()) detail::append_setting(conninfo, "client_encoding", "UTF8");
  return conninfo;
}

}  // namespace promptview::postgres
