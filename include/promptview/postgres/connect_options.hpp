// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <promptview/error.hpp>
#include <promptview/postgres/environment.hpp>

namespace promptview::postgres {

// How to reach a database and how its pool behaves. Zero durations mean no limit; negative ones are an error. What the
// URL says itself wins over the options, and these, where they were set, over libpq's PG* variables.
struct ConnectOptions {
  std::string url{};                                  // a URI or keyword=value pairs; empty: from the environment
  std::string name{};                                 // for `.on(name)`; empty: the default database
  std::string application_name{};                     // empty: PGAPPNAME, or else "promptview"
  std::size_t pool_size = 10;                         // connections at most; they are made when they are needed
  std::chrono::milliseconds pool_timeout{30'000};     // how long to wait for a free one
  std::chrono::milliseconds idle_timeout{600'000};    // one unused for longer is closed at the next use of the pool
  std::chrono::seconds connect_timeout{10};
  std::chrono::milliseconds statement_timeout{0};     // on the server; needs a session of its own, not a pooler's
  std::size_t statement_cache = 256;                  // prepared statements a connection; 0: none
  bool pipelining = true;                             // false, for poolers that cannot: each statement is a round trip
};

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

}  // namespace detail

// The keyword=value form of the options. Throws InvalidValue for a URL that is none.
inline std::string conninfo_of(const ConnectOptions& options) {
  const std::string url = options.url.empty() ? url_from_environment() : options.url;
  char* problem = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed{PQconninfoParse(url.c_str(), &problem),
                                                                          PQconninfoFree};
  if (parsed == nullptr) {
    const std::string reason = problem == nullptr ? "out of memory" : problem;
    PQfreemem(problem);
    throw InvalidValue{"correct the database URL, e.g. postgresql://user@host/database: " + reason};
  }
  std::string conninfo;
  std::string server_options;
  if (options.statement_timeout.count() > 0)
    server_options = "-c statement_timeout=" + std::to_string(options.statement_timeout.count()) + " ";
  const auto given = [&](std::string_view keyword) {
    for (const PQconninfoOption* each = parsed.get(); each->keyword != nullptr; ++each)
      if (keyword == each->keyword) return each->val != nullptr;
    return false;
  };
  for (const PQconninfoOption* each = parsed.get(); each->keyword != nullptr; ++each) {
    if (each->val == nullptr) continue;
    if (std::string_view{each->keyword} == "options")
      server_options += each->val;  // behind ours: the server takes the last one
    else
      detail::append_setting(conninfo, each->keyword, each->val);
  }
  if (!given("options")) server_options += detail::environment_value("PGOPTIONS");
  if (!server_options.empty()) detail::append_setting(conninfo, "options", server_options);
  if (!options.application_name.empty() && !given("application_name"))
    detail::append_setting(conninfo, "application_name", options.application_name);
  if (!given("fallback_application_name")) detail::append_setting(conninfo, "fallback_application_name", "promptview");
  const bool by_environment = options.connect_timeout == ConnectOptions{}.connect_timeout &&
                              !detail::environment_value("PGCONNECT_TIMEOUT").empty();
  if (!given("connect_timeout") && !by_environment)
    detail::append_setting(conninfo, "connect_timeout", std::to_string(options.connect_timeout.count()));
  if (!given("client_encoding")) detail::append_setting(conninfo, "client_encoding", "UTF8");
  return conninfo;
}

}  // namespace promptview::postgres
