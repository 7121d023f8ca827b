// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/postgres/connection/connect_options.hpp>
#include <promptview/postgres/connection/current_statement_log.hpp>
#include <promptview/postgres/connection/pool_record.hpp>
#include <promptview/postgres/connection/pqxx_link.hpp>
#include <promptview/postgres/connection/removed_row.hpp>
#include <promptview/postgres/connection/session_reset.hpp>
#include <promptview/postgres/connection/statement_report.hpp>
#include <promptview/postgres/connection/statement_exchange.hpp>
#include <promptview/postgres/connection/type_mismatch.hpp>
#include <promptview/postgres/connection/wire.hpp>
#include <promptview/postgres/errors/error_report.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/parameters_text.hpp>
#include <promptview/postgres/format/session_change.hpp>

namespace promptview::postgres {

// One session with the server. For one thread at a time. Every call blocks until the server has answered.
class Connection {
 public:
  using Clock = PoolRecord::Clock;

  // Throws ConnectFailed, or a type derived from it, if the server cannot be reached, refuses or does not answer in time.
  // Where statements are to be prepared, one more round trip asks whether it is the server itself or a pooler.
  explicit Connection(const std::string& conninfo, std::size_t statement_cache, bool pipelining = true, bool copy = true)
      : link_{connect_link(conninfo)}, state_{link_->raw(), statement_cache, pipelining}, copy_{copy} {}

  // libpqxx's connection, for code of the user's own: its queries, notifications, COPY. To join a transaction that
  // promptview has begun, use a pqxx::nontransaction on it. It must not be closed or moved from. What that code leaves in
  // the session is undone when the pool has it back: one round trip more.
  PqxxConnection& pqxx() noexcept {
    wear_ = (std::max)(wear_, Wear::unknown);
    return link_->pqxx();
  }
  // To look at; what is sent by it is not seen.
  PGconn* raw() const noexcept { return link_->raw(); }

  // Runs one statement, in one round trip, also the first time. The parameters, and what they borrow, must stay until it
  // returns. `model` is for messages, or null: then it may be one that changes the session, which the pool does not keep
  // afterwards.
  // Throws DatabaseError or a type derived from it, TypeMismatch if it has a model, ConnectionLost, TransactionFailed, and
  // InvalidValue for a text that is no UTF-8. Outside of a transaction, a statement that the server refuses because its table was
  // altered since it was prepared is prepared anew and run again.
  Result run(const std::string& sql, const ParameterSpan& parameters, const ModelInfo* model = nullptr) {
    return exchange(sql, parameters, model, true);
  }
  Result run(const std::string& sql, const ModelInfo* model = nullptr) { return exchange(sql, {}, model, true); }

  // As `run`, but prepares nothing on the server: for a statement that will not come again.
  Result run_once(const std::string& sql, const ParameterSpan& parameters, const ModelInfo* model = nullptr) {
    return exchange(sql, parameters, model, false);
  }
  Result run_once(const std::string& sql, const ModelInfo* model = nullptr) { return exchange(sql, {}, model, false); }

  // Runs several statements, separated by semicolons and without parameters, in one round trip; outside of a
  // transaction they are one themselves.
  void run_script(const std::string& sql, const ModelInfo* model = nullptr);

  // Runs a COPY ... FROM STDIN with the data of `source`, as `run` does; what `source` throws ends it without effect.
  Result copy_in(const std::string& sql, wire::CopySource& source, const ModelInfo* model = nullptr);

  // Begins a COPY ... TO STDOUT; until its end nothing else can be sent.
  void begin_copy_out(const std::string& sql, const ModelInfo* model = nullptr);
  // Its next row; false at the end. Throws as `run`.
  bool next_copied(wire::CopiedRow& row, const std::string& sql, const ModelInfo* model = nullptr);

  bool in_transaction() const noexcept {
    const PGTransactionStatusType status = PQtransactionStatus(raw());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
  }
  // By its options: whether the statements of a pipeline are one round trip, and whether COPY can be used.
  bool is_pipelining() const noexcept { return state_.is_pipelining(); }
  bool takes_copy() const noexcept { return copy_; }
  // Whether a COPY is under way.
  bool is_copying() const noexcept { return PQtransactionStatus(raw()) == PQTRANS_ACTIVE; }
  bool transaction_failed() const noexcept { return PQtransactionStatus(raw()) == PQTRANS_INERROR; }
  // The error that failed the transaction, for messages.
  std::string first_error() const {
    return first_error_.empty() ? "not known, since it was not sent by promptview" : first_error_;
  }
  const std::string& first_sqlstate() const noexcept { return first_sqlstate_; }
  bool can_run_again() const noexcept { return can_run_again_ && !first_error_.empty(); }

  // Whether nothing is under way: no transaction, no statement, no COPY. What the socket knows is not looked at. (Of a lost
  // connection the transaction's status is PQTRANS_UNKNOWN.)
  bool is_idle() const noexcept {
    return PQtransactionStatus(raw()) == PQTRANS_IDLE && PQpipelineStatus(raw()) == PQ_PIPELINE_OFF;
  }

  // Whether another can have the session, which is tried to be made as new if it may have been changed. Blocks, if so.
  bool is_reusable() noexcept { return is_idle() && (wear_ == Wear::none || reset()); }

  // Records what a statement does to the session.
  void note(detail::SessionChange change) noexcept {
    if (change == detail::SessionChange::discards) state_.cache().lose();
    if (change == detail::SessionChange::unknown) wear_ = (std::max)(wear_, Wear::unknown);
    if (change >= detail::SessionChange::setting) wear_ = Wear::changed;
  }

  // Whether an idle session can be used: no round trip, only a look at the socket. To have something to read means that
  // the server has ended the session, or that a notification was left unread.
  bool is_alive() const noexcept { return is_idle() && !has_input(); }

  // Whether the link is known to be lost: no round trip. False means little: the end may not have arrived yet.
  bool has_ended() const noexcept {
    while (PQstatus(raw()) == CONNECTION_OK && has_input())
      if (PQconsumeInput(raw()) == 0) return true;
    return PQstatus(raw()) != CONNECTION_OK;
  }

  // Whether it belongs to the parent of this process, which is a fork.
  bool is_inherited() const noexcept { return link_->is_inherited(); }

  PoolRecord record{};

 private:
  friend class StatementPipeline;
  friend class PipelineRun;

  bool has_input() const noexcept {
    pollfd socket{.fd = PQsocket(raw()), .events = POLLIN, .revents = 0};
    return ::poll(&socket, 1, 0) != 0;
  }

  using Answer = StatementExchange::Answer;
  enum class Wear : std::uint8_t { none, unknown, changed };

  bool reset() noexcept try {
    if (wear_ == Wear::changed || is_inherited() || state_.is_behind_pooler()) return false;
    wear_ = Wear::none;
    return detail::reset_session(raw(), state_.cache().on_server());
  } catch (...) {
    return false;
  }

  Result exchange(const std::string& sql, const ParameterSpan& parameters, const ModelInfo* model, bool repeats);
  Answer ask(const std::string& sql, const ParameterSpan& parameters, bool repeats);
  template <class Work>
  Result observed(const std::string& sql, const ParameterSpan& parameters, const ModelInfo* model, const Work& work);
  template <class Work>
  Answer logged(const std::string& sql, const ParameterSpan& parameters, const Work& work);
  template <class Work>
  Result run_plain(const std::string& sql, const ModelInfo* model, const Work& work);
  void refuse_in_failed_transaction(std::string_view sql) const;
  void check(const Answer& answer, std::string_view sql, const ModelInfo* model, std::string_view which = {});
  [[noreturn]] void refuse(const Answer& answer, std::string_view sql, const ModelInfo* model, std::string_view which);
  static void report(const detail::StatementLog& log, std::string_view sql, const ParameterSpan& parameters, const Result& result,
                     Clock::time_point begin) noexcept;

  std::unique_ptr<PqxxLink> link_;
  SessionState state_;
  bool copy_;
  std::string first_error_{};  // of the open transaction
  std::string first_sqlstate_{};
  bool can_run_again_ = false;
  Wear wear_ = Wear::none;
};

inline Result Connection::exchange(const std::string& sql, const ParameterSpan& parameters, const ModelInfo* model, bool repeats) {
  return observed(sql, parameters, model, [&] { return ask(sql, parameters, repeats); });
}

// Blocks until one statement has its answer.
inline Connection::Answer Connection::ask(const std::string& sql, const ParameterSpan& parameters, bool repeats) {
  Answer answer;
  StatementExchange exchange{state_, sql, parameters, repeats, answer};
  do
    exchange.send();
  while (!exchange.receive());
  return answer;
}

// Does the work, which sends and receives; tells the log and checks the answer.
template <class Work>
Result Connection::observed(const std::string& sql, const ParameterSpan& parameters, const ModelInfo* model, const Work& work) {
  if (transaction_failed()) refuse_in_failed_transaction(sql);
  Answer answer = detail::is_statement_log_on() ? logged(sql, parameters, work) : work();
  if (model == nullptr) note(detail::change_of_script(sql));
  check(answer, sql, model);
  return std::move(answer.result);
}

template <class Work>
Connection::Answer Connection::logged(const std::string& sql, const ParameterSpan& parameters, const Work& work) {
  const auto log = detail::current_statement_log();
  if (log == nullptr) return work();
  const Clock::time_point begin = Clock::now();
  Answer answer;
  try {
    answer = work();
  } catch (...) {
    report(*log, sql, parameters, {}, begin);
    throw;
  }
  report(*log, sql, parameters, answer.result, begin);
  return answer;
}

// As `observed`, for a statement without parameters.
template <class Work>
Result Connection::run_plain(const std::string& sql, const ModelInfo* model, const Work& work) {
  return observed(sql, {}, model, [&] {
    Answer answer{.result = work()};
    SessionState::count();
    return answer;
  });
}

inline void Connection::run_script(const std::string& sql, const ModelInfo* model) {
  run_plain(sql, model, [&] {
    wire::send_script(raw(), sql);
    return wire::receive(raw());
  });
}

inline Result Connection::copy_in(const std::string& sql, wire::CopySource& source, const ModelInfo* model) {
  return run_plain(sql, model, [&] { return wire::copy_in(raw(), sql, source); });
}

inline void Connection::begin_copy_out(const std::string& sql, const ModelInfo* model) {
  run_plain(sql, model, [&] { return wire::begin_copy_out(raw(), sql); });
}

inline bool Connection::next_copied(wire::CopiedRow& row, const std::string& sql, const ModelInfo* model) {
  if (row.read(raw())) return true;
  check({.result = wire::receive(raw())}, sql, model);
  return false;
}

inline void Connection::refuse_in_failed_transaction(std::string_view sql) const {
  if (!transaction_failed() || sql.starts_with("ROLLBACK")) return;
  throw TransactionFailed{
      "roll the transaction back: an earlier statement in it failed, so the server takes no more"
      "\n  first error: " +
      first_error() + "\n  statement:   " + std::string{sql}, first_sqlstate_, can_run_again_};
}

inline void Connection::check(const Answer& answer, std::string_view sql, const ModelInfo* model, std::string_view which) {
  const Result& result = answer.result;
  const bool failed = result && wire::is_error(result);
  if (!result || wire::is_lost(raw()) || (failed && wire::is_fatal(result))) {
    wear_ = Wear::changed;
    wire::throw_lost(raw(), failed ? PQresultErrorMessage(result.get()) : PQerrorMessage(raw()), sql);
  }
  if (!failed) {
    if (!first_error_.empty()) first_error_.clear(), first_sqlstate_.clear();
    return;
  }
  refuse(answer, sql, model, which);
}

// Throws what the server's error is.
[[gnu::noinline]] inline void Connection::refuse(const Answer& answer, std::string_view sql, const ModelInfo* model, std::string_view which) {
  const Result& result = answer.result;
  ServerReport failure = server_report(result, sql, model);
  if (failure.sqlstate == "25006") record.generation = 0;
  if (transaction_failed()) {
    first_error_ = failure.message + " (SQLSTATE " + failure.sqlstate + "), in " + failure.statement;
    first_sqlstate_ = failure.sqlstate;
    can_run_again_ = answer.stale != Stale::no || detail::is_conflict(failure.sqlstate);
  }
  detail::look_for_removed_row(raw(), failure, model);
  if (model != nullptr && answer.stale == Stale::no) detail::raise_type_mismatch(raw(), result, failure, *model, which);
  raise(std::move(failure), model, answer.stale, which);
}

inline void Connection::report(const detail::StatementLog& log, std::string_view sql, const ParameterSpan& parameters,
                               const Result& result, Clock::time_point begin) noexcept try {
  detail::report_statement(log, sql, result, begin, log.options.values ? describe(parameters) : std::string{});
} catch (...) {
}

}  // namespace promptview::postgres
