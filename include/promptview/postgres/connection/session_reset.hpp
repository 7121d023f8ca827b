// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <string>

#include <promptview/postgres/connection/prepared_statements.hpp>
#include <promptview/postgres/connection/wire.hpp>
#include <promptview/postgres/format/result.hpp>

namespace promptview::postgres::detail {

// Undoes what code that was not seen, such as that with libpqxx, may have left in an idle session: parameters, role, LISTEN,
// advisory locks, temporary tables, cursors. It is DISCARD ALL but for the prepared statements: libpqxx remembers its own, and
// `prepared` are ours. False: it is not as new, because statements were prepared by SQL, ours are not those, or it is lost.
// Blocks for one round trip.
inline bool reset_session(PGconn* connection, std::size_t prepared) {
  const std::string sql =
      "CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; UNLISTEN *; SELECT pg_catalog.pg_advisory_unlock_all(); "
      "DISCARD TEMP; DISCARD SEQUENCES; SELECT pg_catalog.count(*) FILTER (WHERE from_sql), "
      "pg_catalog.count(*) FILTER (WHERE pg_catalog.starts_with(name, '" +
      std::string{PreparedStatements::prefix} + "')) FROM pg_catalog.pg_prepared_statements";
  const Result last = wire::ask_plainly(connection, sql.c_str());
  while (PGnotify* unread = PQnotifies(connection)) PQfreemem(unread);
  return last && last.status() == PGRES_TUPLES_OK && last.bytes(0, 0) == "0" && last.bytes(0, 1) == std::to_string(prepared);
}

}  // namespace promptview::postgres::detail
