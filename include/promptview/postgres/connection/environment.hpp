// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <string>

// Which database the environment names.
namespace promptview::postgres {

namespace detail {

// The value of an environment variable; empty if it is not set.
inline std::string environment_value(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string{} : std::string{value};
}

}  // namespace detail

// PROMPTVIEW_POSTGRES_URL, else POSTGRES_URL, else "": with an empty conninfo libpq reads its own PG* variables.
inline std::string url_from_environment() {
  std::string url = detail::environment_value("PROMPTVIEW_POSTGRES_URL");
  return url.empty() ? detail::environment_value("POSTGRES_URL") : url;
}

// Whether the environment names a database: a variable of url_from_environment, or PGHOST, PGHOSTADDR, PGDATABASE or
// PGSERVICE, is set and not empty. Does not try to connect.
inline bool database_configured() {
  if (!url_from_environment().empty()) return true;
  for (const char* name : {"PGHOST", "PGHOSTADDR", "PGDATABASE", "PGSERVICE"}) {
    if (!detail::environment_value(name).empty()) return true;
  }
  return false;
}

}  // namespace promptview::postgres
