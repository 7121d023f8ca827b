// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <string_view>

// The functions of libpq that wait for the server on an open connection; nothing else calls them, so that another way of
// waiting has one place to come in. (Connections are made in postgres/errors/connect_failure.hpp, and waited for in
// postgres/pool/connection_pool.hpp.)
namespace promptview::postgres::wire {

// The next result of what was sent, to be owned; null: there is no more of the statement, or the connection is lost.
inline PGresult* wait_for_result(PGconn* connection) { return PQgetResult(connection); }

// Sends a piece of a COPY FROM STDIN, waiting for room. False: the connection is lost.
inline bool put_copied(PGconn* connection, std::string_view piece) {
  return PQputCopyData(connection, piece.data(), static_cast<int>(piece.size())) == 1;
}
// Ends it. `refusal`: why it shall have no effect, or null. False: the connection is lost.
inline bool end_copied(PGconn* connection, const char* refusal) { return PQputCopyEnd(connection, refusal) == 1; }

// The size of the next row of a COPY TO STDOUT, which `bytes` then owns, to be freed by PQfreemem. Not positive: the end, also
// that by an error.
inline int wait_for_copied(PGconn* connection, char** bytes) { return PQgetCopyData(connection, bytes, 0); }

}  // namespace promptview::postgres::wire
