// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <string>

#include <promptview/base/error.hpp>
#include <promptview/postgres/connection/wire.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/result.hpp>

// ReadRequests of ours behind an error, to say more about it.
namespace promptview::postgres::detail {

// Runs a statement without parameters on the connection, whose answer does not matter.
inline void run_aside(PGconn* connection, const std::string& sql) {
  wire::send_script(connection, sql);
  (void)wire::receive(connection);
}

// Whether the session can be asked: not in a transaction that has failed, and not while something is under way.
inline bool can_ask_aside(const PGconn* connection) noexcept {
  const PGTransactionStatusType status = PQtransactionStatus(connection);
  return (status == PQTRANS_IDLE || status == PQTRANS_INTRANS) && PQpipelineStatus(connection) == PQ_PIPELINE_OFF;
}

// The rows of a question; an empty Result where it cannot be asked or answered: the error that it is about is what counts. A
// round trip; three in a transaction, which goes on if the question fails, since it stands in a savepoint.
inline Result ask_aside(PGconn* connection, const std::string& sql, const ParameterSpan& parameters) try {
  if (!can_ask_aside(connection)) return {};
  const bool inside = PQtransactionStatus(connection) == PQTRANS_INTRANS;
  if (inside) run_aside(connection, "SAVEPOINT pv_look");
  wire::send_unnamed(connection, sql, parameters);
  Result answer = wire::receive(connection);
  if (inside) run_aside(connection, "ROLLBACK TO SAVEPOINT pv_look; RELEASE SAVEPOINT pv_look");
  if (!answer || wire::is_error(answer)) return {};
  return answer;
} catch (const Error&) {  // the connection is lost, which the next statement will say
  return {};
}

}  // namespace promptview::postgres::detail
