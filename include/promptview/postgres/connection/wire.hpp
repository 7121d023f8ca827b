// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/base/text_check.hpp>
#include <promptview/postgres/connection/fork_guard.hpp>
#include <promptview/postgres/connection/prepared_statements.hpp>
#include <promptview/postgres/connection/statement_event.hpp>
#include <promptview/postgres/connection/waiting.hpp>
#include <promptview/postgres/errors/connect_failure.hpp>
#include <promptview/postgres/errors/libpq_message.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/result.hpp>

// The one place that sends and receives. Sending and receiving are apart, and what waits is in waiting.hpp, so that other ways of
// waiting can share all of this.
namespace promptview::postgres::wire {

inline constexpr int binary_results = 1;

// `cause`: what libpq or the server said last.
[[noreturn]] inline void throw_lost(const PGconn* connection, const char* cause, std::string_view sql) {
  if (detail::is_inherited_session(connection))
    throw ConnectFailed{
        "take a connection of this process's own: this one belongs to the parent of this fork, and nothing was sent\n  "
        "statement: " + std::string{sql}};
  throw ConnectionLost{
      "the connection to the database was lost; whether the statement took effect is not known, so it was "
      "not repeated\n  cause:     " +
      libpq_message(cause) + "\n  statement: " + std::string{sql}};
}

inline void check_sent(PGconn* connection, int sent, std::string_view sql) {
  if (sent == 1) return;
  if (PQstatus(connection) != CONNECTION_OK) throw_lost(connection, PQerrorMessage(connection), sql);
  if (PQtransactionStatus(connection) == PQTRANS_ACTIVE)
    throw Error{"end the loop over copy_out() first, or use stream(): the connection is still receiving its rows\n  statement: " +
                std::string{sql}};
  throw Error{"a statement could not be sent: " + libpq_message(PQerrorMessage(connection)) +
              "\n  statement: " + std::string{sql}};
}

// --- Sending ------------------------------------------------------------------------------------------------------------

inline void send_prepared(PGconn* connection, const char* name, const std::string& sql, const ParameterSpan& parameters) {
  check_sent(connection,
             PQsendQueryPrepared(connection, name, static_cast<int>(parameters.size()), parameters.values,
                                 parameters.lengths, parameters.formats, binary_results),
             sql);
}

// Every statement comes by here before it is sent for the first time: libpq would end it at a NUL byte. Throws InvalidValue.
inline void check_statement(std::string_view sql) { promptview::detail::check_sendable("the SQL", sql); }

// One statement or several, without parameters.
inline void send_script(PGconn* connection, const std::string& sql) {
  check_statement(sql);
  check_sent(connection, PQsendQuery(connection, sql.c_str()), sql);
}

inline void send_prepare(PGconn* connection, const char* name, const std::string& sql, const ParameterSpan& parameters) {
  check_statement(sql);
  check_sent(connection, PQsendPrepare(connection, name, sql.c_str(), static_cast<int>(parameters.size()), parameters.oids.data()), sql);
}

// A statement without parameters and rows.
inline void send_command(PGconn* connection, const std::string& sql) {
  check_sent(connection, PQsendQueryParams(connection, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0), sql);
}

// Without a name on the server, for poolers that mix the sessions of many clients.
inline void send_unnamed(PGconn* connection, const std::string& sql, const ParameterSpan& parameters) {
  check_statement(sql);
  check_sent(connection,
             PQsendQueryParams(connection, sql.c_str(), static_cast<int>(parameters.size()), parameters.oids.data(),
                               parameters.values, parameters.lengths, parameters.formats, binary_results),
             sql);
}

// After an error on our side in the middle of a pipeline: takes in the answers to what was sent, so that the connection
// can be used again. If not even that works, it stays in pipeline mode, and the pool closes it.
inline void leave_pipeline(PGconn* connection) {
  if (PQpipelineSync(connection) != 1) return;
  while (PQstatus(connection) == CONNECTION_OK && PQexitPipelineMode(connection) != 1) PQclear(wait_for_result(connection));
}

// Prepares and runs in one round trip. Before it, `evicted` is forgotten unless that is empty; apart, by a sync of its
// own, so that outside of a transaction neither of the two hinders the other.
inline void send_first(PGconn* connection, const std::string& evicted, const char* name, const std::string& sql,
                       const ParameterSpan& parameters) {
  check_sent(connection, PQenterPipelineMode(connection), sql);
  try {
    if (!evicted.empty()) {
      send_command(connection, "DEALLOCATE " + evicted);
      check_sent(connection, PQpipelineSync(connection), sql);
    }
    send_prepare(connection, name, sql, parameters);
    send_prepared(connection, name, sql, parameters);
    check_sent(connection, PQpipelineSync(connection), sql);
  } catch (...) {
    leave_pipeline(connection);
    throw;
  }
}

// --- Receiving ------------------------------------------------------------------------------------------------------------

inline bool is_error(const Result& result) noexcept {
  const ExecStatusType status = result.status();
  return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE;
}

// COPY would wait for data that nobody sends. The connection is of no use afterwards; the pool closes it.
inline void refuse_copy(const Result& result) {
  const ExecStatusType status = result.status();
  if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH)
    throw Error{"run COPY by a stream of libpqxx (pqxx::stream_to, pqxx::stream_from) on the connection, not as a statement"};
}

inline bool is_lost(PGconn* connection) noexcept { return PQstatus(connection) != CONNECTION_OK; }

// Blocks for the answer to what was sent: the first error, otherwise the last result. Of a lost connection the result
// means nothing, unless it is an error, which then is the cause.
inline Result receive(PGconn* connection) {
  Result kept;
  while (PGresult* raw = wait_for_result(connection)) {
    Result next{raw};
    refuse_copy(next);
    if (!kept || !is_error(kept)) kept = std::move(next);
    if (is_lost(connection)) break;
  }
  return kept;
}

// Sends statements of ours without parameters and blocks for the answer, which is as that of `receive`; empty: they could not be
// sent.
inline Result ask_plainly(PGconn* connection, const char* sql) { return PQsendQuery(connection, sql) == 1 ? receive(connection) : Result{}; }

// The next result in a pipeline, which is PGRES_PIPELINE_SYNC at its end; empty at the end of a lost connection.
inline Result receive_next(PGconn* connection) {
  for (int ends = 0; ends < 3; ++ends) {  // each statement's results end with a null
    Result next{wait_for_result(connection)};
    if (!next && !is_lost(connection)) continue;
    if (next) refuse_copy(next);
    return next;
  }
  return {};
}

// The answer to send_first.
struct FirstAnswer {
  Result result{};        // as that of `receive`
  bool prepared = false;  // the server knows the statement from now on, even if running it failed
};

inline bool has_sqlstate(const Result& result, std::string_view expected) noexcept {
  return report_part(result, PG_DIAG_SQLSTATE) == expected;
}

// Blocks for the answer to send_first.
inline FirstAnswer receive_first(PGconn* connection, bool evicted) {
  FirstAnswer answer;
  Result forgotten;
  if (evicted) {
    forgotten = receive_next(connection);
    while (const Result next = receive_next(connection))
      if (next.status() == PGRES_PIPELINE_SYNC) break;
  }
  Result next = receive_next(connection);
  answer.prepared = next && next.status() == PGRES_COMMAND_OK;
  for (; next && next.status() != PGRES_PIPELINE_SYNC; next = receive_next(connection))
    if (next.status() != PGRES_PIPELINE_ABORTED && (!answer.result || !is_error(answer.result)))
      answer.result = std::move(next);
  // Forgetting can fail the transaction that the statement is part of, or be where the connection was lost.
  if (forgotten && is_error(forgotten) &&
      (!answer.result || has_sqlstate(answer.result, "25P02") || is_lost(connection)))
    answer.result = std::move(forgotten);
  PQexitPipelineMode(connection);
  return answer;
}

// --- COPY FROM STDIN -------------------------------------------------------------------------------------------------------

// Gives the data of a COPY piece by piece; an empty piece is its end. What it throws ends the COPY without effect.
class CopySource {
 public:
  virtual std::string_view next() = 0;

 protected:
  ~CopySource() = default;
};

// Runs a COPY ... FROM STDIN. Blocks. The answer: as that of `receive`.
inline Result copy_in(PGconn* connection, const std::string& sql, CopySource& source) {
  send_script(connection, sql);
  Result begun{wait_for_result(connection)};
  if (!begun || begun.status() != PGRES_COPY_IN) {
    Result rest = receive(connection);
    return begun ? std::move(begun) : std::move(rest);
  }
  try {
    for (std::string_view piece = source.next(); !piece.empty(); piece = source.next())
      if (!put_copied(connection, piece)) break;
  } catch (...) {
    if (end_copied(connection, "the client could not make the next row")) receive(connection);
    throw;
  }
  end_copied(connection, nullptr);
  return receive(connection);
}

// --- COPY TO STDOUT --------------------------------------------------------------------------------------------------------

// Begins a COPY ... TO STDOUT. Blocks. The answer is PGRES_COPY_OUT, otherwise as that of `receive`.
inline Result begin_copy_out(PGconn* connection, const std::string& sql) {
  send_script(connection, sql);
  Result begun{wait_for_result(connection)};
  if (begun && begun.status() == PGRES_COPY_OUT) return begun;
  Result rest = receive(connection);
  return begun ? std::move(begun) : std::move(rest);
}

// One row of it, as the server sent it; the first one has the header of the format before it.
class CopiedRow {
 public:
  CopiedRow() = default;
  CopiedRow(const CopiedRow&) = delete;
  CopiedRow& operator=(const CopiedRow&) = delete;
  ~CopiedRow() { PQfreemem(bytes_); }

  std::string_view bytes() const noexcept { return {bytes_, size_}; }

  // Blocks for the next one. False at the end, also that by an error: then `receive` says how the COPY ended.
  bool read(PGconn* connection) {
    PQfreemem(std::exchange(bytes_, nullptr));
    const int size = wait_for_copied(connection, &bytes_);
    size_ = size > 0 ? static_cast<std::size_t>(size) : 0;
    return size > 0;
  }

 private:
  char* bytes_ = nullptr;
  std::size_t size_ = 0;
};

// --- What an error means for prepared statements ---------------------------------------------------------------------------

// The server does not have a prepared statement of ours that it should have, or has one that it should not.
inline bool has_other_statements(const Result& result) noexcept {
  if (!has_sqlstate(result, "26000") && !has_sqlstate(result, "42P05")) return false;
  return report_part(result, PG_DIAG_MESSAGE_PRIMARY).find(PreparedStatements::prefix) != std::string_view::npos;
}

// The table or types of a statement that was prepared were altered since.
inline bool is_stale_plan(const Result& result) noexcept {
  const std::string_view function = report_part(result, PG_DIAG_SOURCE_FUNCTION);
  if (has_sqlstate(result, "XX000")) return function.starts_with("getType");      // a parameter's type was dropped
  if (!report_part(result, PG_DIAG_CONTEXT).empty()) return false;                // the error is that of a function
  if (has_sqlstate(result, "0A000")) return function == "RevalidateCachedQuery";  // its columns have other types
  return has_sqlstate(result, "42804") || has_sqlstate(result, "42883");          // a parameter's type does not fit its place
}

// What an error says about prepared statements. `was_prepared`: this one was prepared before it was sent.
inline Stale staleness(const Result& result, bool was_prepared) noexcept {
  if (has_other_statements(result)) return Stale::forgotten;
  return was_prepared && is_stale_plan(result) ? Stale::altered : Stale::no;
}

// Asks whether the session is the one that was connected, which the server numbers. A pooler gives a number of its own.
// Blocks for one round trip. Throws ServerUnavailable, or what a pooler's reason is, if the session ends there.
inline SessionOwner ask_owner(PGconn* connection) {
  const Result answer = ask_plainly(connection, "SELECT pg_catalog.pg_backend_pid()");
  if (is_lost(connection)) {
    const std::string message = libpq_message(PQerrorMessage(connection));
    const postgres::detail::Refusal why = postgres::detail::refusal_in(message);
    postgres::detail::raise_refusal(why == postgres::detail::Refusal::none ? postgres::detail::Refusal::unavailable : why, message);
  }
  const bool is_same = answer && answer.status() == PGRES_TUPLES_OK && answer.bytes(0, 0) == std::to_string(PQbackendPID(connection));
  return is_same ? SessionOwner::connection : SessionOwner::unknown;
}

// The session is of no use after this error: the server ended it, or the error is no server's but libpq's, which could not
// send or read on. (Of a failed send it can still call the connection good, when something else came in meanwhile.)
inline bool is_fatal(const Result& result) noexcept {
  const char* severity = PQresultErrorField(result.get(), PG_DIAG_SEVERITY_NONLOCALIZED);
  return severity == nullptr || std::string_view{severity} != "ERROR";
}

}  // namespace promptview::postgres::wire
