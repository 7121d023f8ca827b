// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/postgres/connection/connect_options.hpp>
#include <promptview/postgres/connection/connection.hpp>
#include <promptview/postgres/connection/environment.hpp>
#include <promptview/postgres/embedded/connect_or_embed.hpp>
#include <promptview/postgres/format/identifier.hpp>
#include <promptview/postgres/pool/databases.hpp>
#include <promptview/store/namespace_manager.hpp>

namespace promptview::testing {

// Where a TemporaryDatabase is made, and what is in it.
struct TemporaryDatabaseOptions {
  // The server, by one of its databases, which stays as it is; without a URL as for connect_or_embed. `name` is that
  // under which the temporary one is connected.
  postgres::ConnectOptions server{};
  bool initialize = true;  // makes the types, tables and indexes of all registered models
};

// An empty database of its own on a server, for a test or a whole test program; it has a random name, so that many
// programs can use one server at once. While this lives it is connected, as the default database or by a name, in
// place of one that was. At the end nothing is connected there, and the database is dropped, with all sessions that are
// left on it; should the server be gone by then, that does nothing. In a fork of its owner the end does nothing.
// The user of the server must be allowed to create databases. Needs PostgreSQL 13 or later. Both ends block, for about
// 50 ms. Throws ConnectFailed, InvalidValue, DatabaseError (e.g. without that right), and what initialising throws.
class TemporaryDatabase {
 public:
  explicit TemporaryDatabase(TemporaryDatabaseOptions options = {});
  explicit TemporaryDatabase(std::string_view url)
      : TemporaryDatabase{TemporaryDatabaseOptions{.server = {.url = std::string{url}}}} {}
  TemporaryDatabase(const TemporaryDatabase&) = delete;
  TemporaryDatabase& operator=(const TemporaryDatabase&) = delete;
  ~TemporaryDatabase() {
    if (owner_ != ::getpid()) return;  // a fork leaves it to its parent
    try {
      drop();
    } catch (...) {  // it cannot be reached any more
    }
  }

  const std::string& name() const noexcept { return name_; }  // of the database
  // For further connections, as keyword=value pairs.
  std::string url() const { return server_ + " dbname='" + name_ + "'"; }
  // Under which it is connected; empty: as the default one.
  const std::string& connected_as() const noexcept { return connected_as_; }

 private:
  static std::string random_name() {
    constexpr std::string_view digits = "0123456789abcdef";
    std::random_device random;
    std::string name = "promptview_test_";
    for (int i = 0; i < 16; ++i) name += digits[random() % 16];
    return name;
  }
  void administrate(const std::string& sql) const { postgres::Connection{server_, 0}.run_script(sql); }
  void drop() const {
    postgres::disconnect(connected_as_);
    administrate("DROP DATABASE IF EXISTS " + postgres::quote_identifier(name_) + " WITH (FORCE)");
  }

  std::string server_{};  // a conninfo of the server, with a database that exists
  std::string name_ = random_name();
  std::string connected_as_{};
  pid_t owner_ = ::getpid();
};

inline TemporaryDatabase::TemporaryDatabase(TemporaryDatabaseOptions options) {
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

}  // namespace promptview::testing
