// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include <promptview/base/inline.hpp>
#include <promptview/postgres/connection/connect_options.hpp>

namespace promptview::postgres {

class PooledConnection;  // include <promptview/pqxx.hpp> to use one

// Names a database and makes one connection, so that a wrong URL shows here, unless the options say `lazy`. Replaces one of
// the same name, whose connections close when they are given back. Throws ConnectFailed or InvalidValue; then nothing has
// changed, and it can be called again.
PROMPTVIEW_INLINE void connect(ConnectOptions options = {});
PROMPTVIEW_INLINE void connect(std::string_view url);

// Forgets a database; its connections close, those that are out when they are given back. Does nothing if there is none.
PROMPTVIEW_INLINE void disconnect(std::string_view name = {});

// Lends a connection, e.g. for code with libpqxx: `pv::postgres::acquire()->pqxx()`. Needs <promptview/pqxx.hpp>.
[[nodiscard]] PROMPTVIEW_INLINE PooledConnection acquire(std::string_view database = {});

}  // namespace promptview::postgres

namespace promptview {
using postgres::connect;
using postgres::ConnectOptions;
using postgres::disconnect;
}  // namespace promptview

#ifndef PROMPTVIEW_COMPILED
#include <promptview/postgres/pool/databases.ipp>
#endif
