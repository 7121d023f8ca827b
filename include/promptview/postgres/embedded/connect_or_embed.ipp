// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include <promptview/postgres/connection/environment.hpp>
#include <promptview/postgres/embedded/embedded_server.hpp>
#include <promptview/postgres/pool/databases.hpp>

namespace promptview::postgres {

namespace detail {

EmbeddedServer& embedded_server_of_this_program() {
  static EmbeddedServer server;
  return server;
}

}  // namespace detail

void connect_or_embed(ConnectOptions options) {
  if (options.url.empty() && !database_configured()) options.url = detail::embedded_server_of_this_program().url();
  connect(std::move(options));
}

}  // namespace promptview::postgres
