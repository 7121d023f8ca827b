// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include <promptview/base/duration.hpp>
#include <promptview/base/inline.hpp>

namespace promptview::postgres {

// How to reach a database and how its pool behaves. Zero durations mean no limit; negative ones are an error. What the
// URL says itself wins over the options, and these, where they are not the defaults, over the service file and libpq's PG*
// variables. A default of ours counts only where nobody said anything.
struct ConnectOptions {
  std::string url{};                                  // a URI or keyword=value pairs; empty: from the environment
  std::string name{};                                 // for `.on(name)`; empty: the default database
  std::string application_name{};                     // empty: PGAPPNAME, or else "promptview"
  std::size_t pool_size = 10;                         // connections at most; they are made when they are needed
  std::chrono::milliseconds pool_timeout{30'000};     // how long to wait for a free one
  std::chrono::milliseconds idle_timeout{600'000};    // one unused for longer is closed at the next use of the pool
  std::chrono::milliseconds max_lifetime{0};          // one made longer ago is closed when it comes back, or before it is lent
  std::chrono::seconds connect_timeout{10};
  std::chrono::milliseconds statement_timeout{0};     // on the server; needs a session of its own, not a pooler's
  std::size_t statement_cache = 256;                  // prepared statements a connection; 0: none
  bool pipelining = true;                             // false, for poolers that cannot: each statement is a round trip
  bool copy = true;                                   // false, for servers and proxies that cannot: INSERT and cursors instead
  bool lazy = false;                                  // true: `connect` makes no connection; the first statement does
};

// The keyword=value form of the options, which says nothing that libpq shall take from the service file or its PG*
// variables. Throws InvalidValue for a URL that is none; no part of one is ever shown.
PROMPTVIEW_INLINE std::string conninfo_of(const ConnectOptions& options);

}  // namespace promptview::postgres

#ifndef PROMPTVIEW_COMPILED
#include <promptview/postgres/connection/connect_options.ipp>
#endif
