// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/postgres/connection/connection.hpp>
#include <promptview/postgres/pipeline/pipeline_batch.hpp>
#include <promptview/postgres/pipeline/pipeline_run.hpp>

namespace promptview::postgres {

// What ties the statements of a pipeline together.
enum class PipelineUnit {
  reads,    // nothing: they change nothing
  writes,   // all or nothing
  checked,  // the same, and the answers decide about that: `StatementPipeline::keep` or `undo` must follow
};

// Runs many statements in one round trip: all are sent before the answers to them are waited for, and answers that come
// early are taken meanwhile, so that memory stays bounded. Blocks. Outside of a transaction, statements that write are one;
// inside they are a savepoint: when one fails, none has had effect and the transaction goes on. Statements that only read
// fail a transaction as one alone does. A connection with pipelining = false runs them one by one, with the same results.
class StatementPipeline {
 public:
  StatementPipeline(Connection& connection, PipelineBatch& work, PipelineUnit unit)
      : connection_{connection}, work_{work}, unit_{unit}, inside_{connection.in_transaction()} {}

  // Throws what the first statement that failed throws alone, with its number as the place; ConnectionLost without one. All
  // of it is run once more when the server refuses a statement because its table was altered since it was prepared, and
  // nothing has had effect.
  void run();

  // The ends of a `checked` one; a round trip each.
  void keep();
  void undo() noexcept;

 private:
  bool together() const noexcept { return connection_.is_pipelining(); }
  bool has_begin() const noexcept {
    return unit_ != PipelineUnit::reads && (inside_ || unit_ == PipelineUnit::checked || !together());
  }
  // Whether all of it has succeeded, or shall be tried again.
  bool attempt(bool is_last);

  Connection& connection_;
  PipelineBatch& work_;
  PipelineUnit unit_;
  bool inside_;           // of a transaction
  bool is_open_ = false;  // begun and not ended
};

inline void StatementPipeline::run() {
  if (work_.count() == 0) return;
  connection_.refuse_in_failed_transaction("a pipeline");
  if (!attempt(false)) {
    work_.rewind();
    attempt(true);
  }
  if (unit_ == PipelineUnit::writes) keep();
}

inline bool StatementPipeline::attempt(bool is_last) {
  const std::string begin = !has_begin() ? "" : inside_ ? "SAVEPOINT pv_pipeline" : "BEGIN";
  const bool ends_itself = inside_ && unit_ == PipelineUnit::writes && together();
  PipelineRun attempt{connection_, work_, begin, ends_itself ? "RELEASE SAVEPOINT pv_pipeline" : ""};
  if (together()) {
    attempt.send(unit_ == PipelineUnit::writes && !inside_);
    attempt.receive();
  } else {
    attempt.run_one_by_one();
  }
  is_open_ = attempt.has_begun() && (!ends_itself || attempt.failed());
  if (!attempt.failed()) return true;
  const bool stale = attempt.forget_if_stale();
  undo();
  const PGTransactionStatusType status = PQtransactionStatus(connection_.raw());
  if (stale && !is_last && status == (inside_ ? PQTRANS_INTRANS : PQTRANS_IDLE)) return false;
  attempt.raise();
}

inline void StatementPipeline::keep() {
  if (!std::exchange(is_open_, false)) return;
  try {
    connection_.run_script(inside_ ? "RELEASE SAVEPOINT pv_pipeline" : "COMMIT");
  } catch (const ConnectionLost& lost) {
    if (inside_) throw;
    throw CommitUnknown{
        std::string{"the connection was lost during COMMIT: look into the database whether it took effect\n  "} + lost.what()};
  }
}

inline void StatementPipeline::undo() noexcept try {
  if (!std::exchange(is_open_, false) || wire::is_lost(connection_.raw())) return;
  connection_.run_script(inside_ ? "ROLLBACK TO SAVEPOINT pv_pipeline; RELEASE SAVEPOINT pv_pipeline" : "ROLLBACK");
} catch (...) {  // the connection is lost, and with it what was done
}

// --- Failures of an attempt ----------------------------------------------------------------------------------------------

inline void PipelineRun::fail(Result result, std::size_t statement) {
  if (failed()) return;
  failure_.result = result ? std::move(result) : Result{PQmakeEmptyPGresult(raw(), PGRES_FATAL_ERROR)};
  failed_statement_ = statement;
}

inline void PipelineRun::fail_by_exception(std::size_t statement) {
  if (failed()) return;
  thrown_ = std::current_exception();
  failed_statement_ = statement;
}

inline bool PipelineRun::forget_if_stale() {
  PreparedStatements& cache = connection_.state_.cache();
  if (!failure_.result || !has_names_ || !work_.repeats() || wire::is_lost(raw())) return false;
  failure_.stale = wire::staleness(failure_.result, failure_.was_prepared);
  if (failure_.stale == Stale::forgotten) cache.lose();
  if (failure_.stale != Stale::altered) return failure_.stale != Stale::no;
  if (is_inside_) cache.forget_all();
  for (const PreparedStatements::Entry& each : used_) cache.forget(std::string_view{each.name});
  return true;
}

inline void PipelineRun::raise() {
  const bool known = failed_statement_ != Error::no_place;
  try {
    if (thrown_ != nullptr) std::rethrow_exception(thrown_);
    connection_.check(failure_, known ? work_.text(failed_statement_) : "a pipeline", known ? work_.model(failed_statement_) : nullptr,
                      known ? work_.name(failed_statement_) : std::string{});
    throw Error{"a pipeline failed, and the server did not say why"};
  } catch (const ConnectionLost&) {
    throw;
  } catch (Error& error) {
    if (known && work_.has_places()) error.set_place(failed_statement_);
    throw;
  }
}

}  // namespace promptview::postgres
