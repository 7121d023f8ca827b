// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <promptview/base/inline.hpp>
#include <promptview/postgres/connection/connect_options.hpp>

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
  PROMPTVIEW_INLINE explicit TemporaryDatabase(TemporaryDatabaseOptions options = {});
  explicit TemporaryDatabase(std::string_view url)
      : TemporaryDatabase{TemporaryDatabaseOptions{.server = {.url = std::string{url}}}} {}
  TemporaryDatabase(const TemporaryDatabase&) = delete;
  TemporaryDatabase& operator=(const TemporaryDatabase&) = delete;
  PROMPTVIEW_INLINE ~TemporaryDatabase();

  const std::string& name() const noexcept { return name_; }  // of the database
  // For further connections, as keyword=value pairs.
  std::string url() const { return server_ + " dbname='" + name_ + "'"; }
  // Under which it is connected; empty: as the default one.
  const std::string& connected_as() const noexcept { return connected_as_; }

 private:
  PROMPTVIEW_INLINE void administrate(const std::string& sql) const;
  PROMPTVIEW_INLINE void drop() const;

  std::string server_{};  // a conninfo of the server, with a database that exists
  std::string name_{};
  std::string connected_as_{};
  int owner_ = 0;  // process id
};

}  // namespace promptview::testing

#ifndef PROMPTVIEW_COMPILED
#include <promptview/testing/temporary_database.ipp>
#endif
