// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include <promptview/postgres/connection/environment.hpp>
#include <promptview/postgres/embedded/embedded_server.hpp>
#include <promptview/postgres/pool/databases.hpp>

namespace promptview::postgres {

namespace detail {

// The server of this program for those who name none; started by the first call, ends with the program.
inline EmbeddedServer& embedded_server_of_this_program() {
  static EmbeddedServer server;
  return server;
}

}  // namespace detail

// Connects the default database: the one that the options or the environment name, or else that of an EmbeddedServer,
// which is started by the first such call, is empty, and ends with the program. For examples, tests and first steps.
inline void connect_or_embed(ConnectOptions options = {}) {
  if (options.url.empty() && !database_configured()) options.url = detail::embedded_server_of_this_program().url();
  connect(std::move(options));
}

}  // namespace promptview::postgres
