// SPDX-License-Identifier: MIT
#pragma once

#include <unistd.h>

#include <random>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/postgres/connection/connection.hpp>
#include <promptview/postgres/connection/environment.hpp>
#include <promptview/postgres/embedded/connect_or_embed.hpp>
#include <promptview/postgres/embedded/embedded_server.hpp>
#include <promptview/postgres/format/identifier.hpp>
#include <promptview/postgres/pool/databases.hpp>
#include <promptview/store/namespace_manager.hpp>

namespace promptview::testing {

namespace detail {

inline std::string random_name() {
  constexpr std::string_view digits = "0123456789abcdef";
  std::random_device random;
  std::string name = "promptview_test_";
  for (int i = 0; i < 16; ++i) name += digits[random() % 16];
  return name;
}

}  // namespace detail

TemporaryDatabase::TemporaryDatabase(TemporaryDatabaseOptions options) : name_{detail::random_name()}, owner_{::getpid()} {
  postgres::ConnectOptions& server = options.server;
  if (server.url.empty() && !postgres::database_configured())
    server.url = postgres::detail::embedded_server_of_this_program().url();
  server_ = postgres::conninfo_of(server);
  connected_as_ = server.name;
  administrate("CREATE DATABASE " + postgres::quote_identifier(name_));
  try {
    server.url = url();
    postgres::connect(std::move(server));
    if (options.initialize) NamespaceManager::initialize_all(connected_as_);
  } catch (...) {
    drop();
    throw;
  }
}

TemporaryDatabase::~TemporaryDatabase() {
  if (owner_ != ::getpid()) return;  // a fork leaves it to its parent
  try {
    drop();
  } catch (...) {  // it cannot be reached any more
  }
}

void TemporaryDatabase::administrate(const std::string& sql) const { postgres::Connection{server_, 0}.run_script(sql); }

void TemporaryDatabase::drop() const {
  postgres::disconnect(connected_as_);
  administrate("DROP DATABASE IF EXISTS " + postgres::quote_identifier(name_) + " WITH (FORCE)");
}

}  // namespace promptview::testing
