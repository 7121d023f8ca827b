// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>
#include <poll.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/error.hpp>
#include <promptview/postgres/connect_options.hpp>
#include <promptview/postgres/error_report.hpp>
#include <promptview/postgres/parameters.hpp>
#include <promptview/postgres/parameters_text.hpp>
#include <promptview/postgres/pqxx_link.hpp>
#include <promptview/postgres/statement_cache.hpp>
#include <promptview/postgres/statement_log.hpp>
#include <promptview/postgres/wire.hpp>

namespace promptview::postgres {

// One session with the server. For one thread at a time. Every call blocks until the server has answered.
class Connection {
 public:
  using Clock = std::chrono::steady_clock;

  // Throws ConnectionLost if the server cannot be reached, refuses or does not answer in time.
  explicit Connection(const std::string& conninfo, std::size_t statement_cache)
      : link_{connect(conninfo)}, cache_{statement_cache} {
    PQsetNoticeProcessor(raw(), [](void*, const char*) {}, nullptr);
  }

  // libpqxx's connection, for code of the user's own: its queries, notifications, COPY. To join a transaction that
  // promptview has begun, use a pqxx::nontransaction on it.
  PqxxConnection& pqxx() noexcept { return link_->pqxx(); }
  PGconn* raw() const noexcept { return link_->raw(); }

  // The parameters of the next statement, empty. `run` uses what was written to it.
  Parameters& parameters() noexcept {
    parameters_.clear();
    return parameters_;
  }

  // Runs one statement with the parameters, in one round trip, also the first time. `model` is for messages, or null.
  // Throws DatabaseError or a type derived from it, ConnectionLost, TransactionFailed.
  Result run(const std::string& sql, const ModelInfo* model = nullptr);

  // Runs several statements, separated by semicolons and without parameters, in one round trip; outside of a
  // transaction they are one themselves.
  void run_script(const std::string& sql, const ModelInfo* model = nullptr);

  bool in_transaction() const noexcept {
    const PGTransactionStatusType status = PQtransactionStatus(raw());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
  }
  bool transaction_failed() const noexcept { return PQtransactionStatus(raw()) == PQTRANS_INERROR; }
  const std::string& first_error() const noexcept { return first_error_; }

  // Whether the session can be used again: no round trip, only a look at the socket.
  bool is_alive() const noexcept {
    if (PQstatus(raw()) != CONNECTION_OK || PQtransactionStatus(raw()) != PQTRANS_IDLE) return false;
    pollfd socket{.fd = PQsocket(raw()), .events = POLLIN, .revents = 0};
    if (::poll(&socket, 1, 0) == 0) return true;
    if ((socket.revents & ~POLLIN) != 0 || PQconsumeInput(raw()) == 0) return false;
    return PQstatus(raw()) == CONNECTION_OK && ::poll(&socket, 1, 0) == 0;  // a notice is no end
  }

  Clock::time_point last_use{};

 private:
  static std::unique_ptr<PqxxLink> connect(const std::string& conninfo) {
    try {
      return std::make_unique<PqxxLink>(conninfo);
    } catch (const pqxx::broken_connection& failure) {
      throw ConnectionLost{std::string{"could not connect to the database: check the URL and that the server runs\n  cause: "} +
                           failure.what()};
    }
  }

  Result send_and_receive(const std::string& sql);
  Result first_run(const std::string& sql);
  void refuse_in_failed_transaction(std::string_view sql) const;
  void check(const Result& result, std::string_view sql, const ModelInfo* model);
  void report(const detail::StatementLog& log, std::string_view sql, const Result& result, Clock::time_point begin) const;

  std::unique_ptr<PqxxLink> link_;
  StatementCache cache_;
  Parameters parameters_{};
  std::string first_error_{};  // of the open transaction
};

inline Result Connection::run(const std::string& sql, const ModelInfo* model) {
  refuse_in_failed_transaction(sql);
  const auto log = detail::current_statement_log();
  const Clock::time_point begin = log == nullptr ? Clock::time_point{} : Clock::now();
  Result result = send_and_receive(sql);
  if (result && wire::is_error(result) && wire::is_stale_plan(result)) {
    cache_.forget(sql, parameters_.oids());
    if (PQtransactionStatus(raw()) == PQTRANS_IDLE) result = send_and_receive(sql);  // it did nothing: once more
  }
  if (log != nullptr) report(*log, sql, result, begin);
  check(result, sql, model);
  return result;
}

inline Result Connection::send_and_receive(const std::string& sql) {
  Traffic& traffic = traffic_of_this_thread();
  ++traffic.statements;
  ++traffic.round_trips;
  if (!cache_.enabled()) {
    wire::send_unnamed(raw(), sql, parameters_);
    return wire::receive(raw());
  }
  const StatementCache::Entry* known = cache_.find(sql, parameters_.oids());
  if (known == nullptr) return first_run(sql);
  wire::send_prepared(raw(), known->name, sql, parameters_);
  return wire::receive(raw());
}

inline Result Connection::first_run(const std::string& sql) {
  const std::string evicted = cache_.evict();
  const StatementCache::Entry entry = cache_.make_entry();
  wire::send_first(raw(), evicted, entry.name, sql, parameters_);
  wire::FirstAnswer answer = wire::receive_first(raw(), !evicted.empty());
  if (answer.prepared) cache_.add(sql, parameters_.oids(), entry);
  return std::move(answer.result);
}

inline void Connection::run_script(const std::string& sql, const ModelInfo* model) {
  refuse_in_failed_transaction(sql);
  const auto log = detail::current_statement_log();
  const Clock::time_point begin = log == nullptr ? Clock::time_point{} : Clock::now();
  Traffic& traffic = traffic_of_this_thread();
  ++traffic.statements;
  ++traffic.round_trips;
  parameters_.clear();
  wire::check_sent(raw(), PQsendQuery(raw(), sql.c_str()), sql);
  const Result result = wire::receive(raw());
  if (log != nullptr) report(*log, sql, result, begin);
  check(result, sql, model);
}

inline void Connection::refuse_in_failed_transaction(std::string_view sql) const {
  if (!transaction_failed() || sql.starts_with("ROLLBACK")) return;
  throw TransactionFailed{"roll the transaction back: an earlier statement in it failed, so the server takes no more"
                          "\n  first error: " + first_error_ + "\n  statement:   " + std::string{sql}};
}

inline void Connection::check(const Result& result, std::string_view sql, const ModelInfo* model) {
  if (PQstatus(raw()) != CONNECTION_OK || !result) wire::throw_lost(raw(), sql);
  if (!wire::is_error(result)) return;
  ServerReport failure = server_report(result, sql, model);
  if (failure.sqlstate.starts_with("57P0")) wire::throw_lost(raw(), sql);  // the server ends the session
  if (transaction_failed()) first_error_ = failure.message + " (SQLSTATE " + failure.sqlstate + "), in " + failure.statement;
  raise(std::move(failure), model);
}

inline void Connection::report(const detail::StatementLog& log, std::string_view sql, const Result& result,
                               Clock::time_point begin) const {
  const auto duration = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - begin);
  const bool failed = !result || wire::is_error(result);
  if (!failed && duration < log.options.slower_than) return;
  const std::string values = log.options.values ? describe(parameters_) : std::string{};
  const std::int64_t rows = !result                             ? 0
                            : result.status() == PGRES_TUPLES_OK ? result.rows()
                                                                 : result.affected();
  log.hook({.sql = sql, .duration = duration, .rows = rows, .failed = failed, .values = values});
}

}  // namespace promptview::postgres
