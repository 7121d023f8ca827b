// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <string>
#include <string_view>
#include <utility>

#include <promptview/error.hpp>
#include <promptview/postgres/parameters.hpp>
#include <promptview/postgres/result.hpp>
#include <promptview/postgres/statement_cache.hpp>
#include <promptview/postgres/statement_log.hpp>

// The one place that sends and receives. Sending and receiving are apart, so that other ways of waiting can share both.
namespace promptview::postgres::wire {

inline constexpr int binary_results = 1;

[[noreturn]] inline void throw_lost(PGconn* connection, std::string_view sql) {
  throw ConnectionLost{"the connection to the database was lost; whether the statement took effect is not known, so it was "
                       "not repeated\n  cause:     " +
                       std::string{PQerrorMessage(connection)} + "  statement: " + std::string{sql}};
}

inline void check_sent(PGconn* connection, int sent, std::string_view sql) {
  if (sent == 1) return;
  if (PQstatus(connection) != CONNECTION_OK) throw_lost(connection, sql);
  throw Error{"a statement could not be sent: " + std::string{PQerrorMessage(connection)} + "  statement: " + std::string{sql}};
}

// --- Sending ------------------------------------------------------------------------------------------------------------

inline void send_prepared(PGconn* connection, const char* name, const std::string& sql, Parameters& parameters) {
  const Parameters::Arrays arrays = parameters.arrays();
  check_sent(connection,
             PQsendQueryPrepared(connection, name, static_cast<int>(parameters.size()), arrays.values, arrays.lengths,
                                 arrays.formats, binary_results),
             sql);
}

// Without a name on the server, for poolers that mix the sessions of many clients.
inline void send_unnamed(PGconn* connection, const std::string& sql, Parameters& parameters) {
  const Parameters::Arrays arrays = parameters.arrays();
  check_sent(connection,
             PQsendQueryParams(connection, sql.c_str(), static_cast<int>(parameters.size()), parameters.oids().data(),
                               arrays.values, arrays.lengths, arrays.formats, binary_results),
             sql);
}

// Prepares and runs in one round trip; forgets `evicted` first, unless that is empty.
inline void send_first(PGconn* connection, const std::string& evicted, const char* name, const std::string& sql,
                       Parameters& parameters) {
  check_sent(connection, PQenterPipelineMode(connection), sql);
  if (!evicted.empty())
    check_sent(connection,
               PQsendQueryParams(connection, ("DEALLOCATE " + evicted).c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0),
               sql);
  check_sent(connection,
             PQsendPrepare(connection, name, sql.c_str(), static_cast<int>(parameters.size()), parameters.oids().data()),
             sql);
  send_prepared(connection, name, sql, parameters);
  check_sent(connection, PQpipelineSync(connection), sql);
}

// --- Receiving ------------------------------------------------------------------------------------------------------------

inline bool is_error(const Result& result) noexcept {
  const ExecStatusType status = result.status();
  return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE;
}

// Blocks for the answer to what was sent: the first error, otherwise the last result.
inline Result receive(PGconn* connection) {
  Result kept;
  while (PGresult* raw = PQgetResult(connection)) {
    Result next{raw};
    if (!kept || !is_error(kept)) kept = std::move(next);
    if (PQstatus(connection) != CONNECTION_OK) break;
  }
  return kept;
}

// What came back from send_first.
struct FirstAnswer {
  Result result;          // of the statement, or the first error
  bool prepared = false;  // the server knows the statement from now on, even if running it failed
};

inline FirstAnswer receive_first(PGconn* connection, bool evicted) {
  FirstAnswer answer;
  int place = evicted ? -1 : 0;  // -1: the eviction, 0: preparing, 1: running
  for (;;) {
    PGresult* raw = PQgetResult(connection);
    if (PQstatus(connection) != CONNECTION_OK) {
      PQclear(raw);
      return {};
    }
    if (raw == nullptr) {
      ++place;
      continue;
    }
    Result next{raw};
    if (next.status() == PGRES_PIPELINE_SYNC) break;
    if (place == 0) answer.prepared = next.status() == PGRES_COMMAND_OK;
    if (next.status() != PGRES_PIPELINE_ABORTED && (!answer.result || !is_error(answer.result)))
      answer.result = std::move(next);
  }
  PQexitPipelineMode(connection);
  return answer;
}

// The server says that a prepared statement no longer fits: its table was altered, or it was deallocated.
inline bool is_stale_plan(const Result& result) noexcept {
  const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  if (state == nullptr) return false;
  if (std::string_view{state} == "26000") return true;
  const char* function = PQresultErrorField(result.get(), PG_DIAG_SOURCE_FUNCTION);
  return std::string_view{state} == "0A000" && function != nullptr && std::string_view{function} == "RevalidateCachedQuery";
}

}  // namespace promptview::postgres::wire
