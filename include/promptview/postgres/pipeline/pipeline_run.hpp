// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/connection/connection.hpp>
#include <promptview/postgres/connection/prepared_statements.hpp>
#include <promptview/postgres/connection/wire.hpp>
#include <promptview/postgres/format/parameters_text.hpp>
#include <promptview/postgres/pipeline/pipeline_batch.hpp>

namespace promptview::postgres {

// One run through the statements of a pipeline: `send` sends all of them, `receive` takes the answers, up to the first failure.
// Only `receive` waits for an answer; `send` at most for room in the socket. Throws nothing but what is thrown before anything was sent.
class PipelineRun {
 public:
  // `begin`: is sent in front; empty: nothing. `end`: the same, behind.
  PipelineRun(Connection& connection, PipelineBatch& work, std::string begin, std::string end)
      : connection_{connection}, work_{work}, begin_{std::move(begin)}, end_{std::move(end)} {}

  // `poison`: the end of the pipeline makes it last, so that, if the program fails to make a statement, an error must undo
  // those before it.
  void send(bool poison);
  void receive();
  // Instead of both: a round trip each.
  void run_one_by_one();

  bool failed() const noexcept { return failure_.result || thrown_ != nullptr; }
  bool has_begun() const noexcept { return has_begun_; }
  // Whether it failed because the server's prepared statements are not those that we know. They are forgotten.
  bool forget_if_stale();
  [[noreturn]] void raise();

 private:
  // Something that is sent beside the statements: PREPARE, DEALLOCATE, or a command such as SAVEPOINT.
  struct Extra {
    enum class Kind { prepare, forget, command };
    std::size_t number = 0;  // among all that is sent
    Kind kind{};
    std::string name{};  // of a statement; of a command, its text
  };
  struct Logged {
    Connection::Clock::time_point begin{};
    std::string values{};
  };

  PGconn* raw() const noexcept { return connection_.raw(); }

  void run_command(const std::string& sql);
  void send_statements(std::size_t& statement);
  void send_statement(const PipelineStatement& statement);
  const char* prepared_name(const PipelineStatement& statement);
  void prepare(const PipelineStatement& statement);
  void send_command(const std::string& sql);
  void note(Extra::Kind kind, std::string name) { extras_.push_back({.number = sent_++, .kind = kind, .name = std::move(name)}); }
  void end_sending(bool poison);
  void read_what_came();
  void take(Result answer);
  void take_extra(const Extra& extra, Result answer);
  void take_statement(Result answer);
  bool is_used_first(const std::string& sql) const noexcept;
  void fail(Result result, std::size_t statement);
  void fail_by_exception(std::size_t statement);
  void log(const Result& result, std::size_t statement);

  Connection& connection_;
  PipelineBatch& work_;
  std::string begin_;
  std::string end_;
  bool has_begun_ = false;
  bool is_inside_ = connection_.in_transaction();
  bool has_names_ = connection_.state_.has_names();

  Connection::Answer failure_{};
  std::exception_ptr thrown_{};
  std::size_t failed_statement_ = Error::no_place;

  std::size_t sent_ = 0;      // statements and extras
  std::size_t answered_ = 0;
  std::size_t taken_ = 0;     // statements whose answers have come
  std::deque<Extra> extras_{};
  std::vector<std::string> never_prepared_{};
  std::vector<PreparedStatements::Entry> used_{};          // that were prepared before
  std::vector<const std::string*> first_used_{};
  std::shared_ptr<const detail::StatementLog> log_ = detail::current_statement_log();
  Connection::Clock::time_point began_ = log_ == nullptr ? Connection::Clock::time_point{} : Connection::Clock::now();
  std::deque<Logged> logged_{};

  const std::string* last_text_ = nullptr;  // what follows is of this one
  std::vector<Oid> last_types_{};
  PreparedStatements::Entry last_{};
};

// --- One by one -------------------------------------------------------------------------------------------------------

inline void PipelineRun::run_one_by_one() {
  std::size_t i = Error::no_place;
  try {
    if (!begin_.empty()) run_command(begin_);
    if (failed()) return;
    has_begun_ = !begin_.empty();
    for (i = 0; i < work_.count(); ++i) {
      const PipelineStatement each = work_.statement(i);
      Connection::Answer answer =
          connection_.logged(each.sql, each.parameters, [&] { return connection_.ask(each.sql, each.parameters, work_.repeats()); });
      failure_.was_prepared = answer.was_prepared;
      if (!answer.result || wire::is_lost(raw()) || wire::is_error(answer.result)) return fail(std::move(answer.result), i);
      work_.take(i, std::move(answer.result));
    }
  } catch (...) {
    fail_by_exception(i);
  }
}

inline void PipelineRun::run_command(const std::string& sql) {
  Connection::Answer answer = connection_.logged(sql, {}, [&] { return connection_.ask(sql, {}, false); });
  if (!answer.result || wire::is_error(answer.result) || wire::is_lost(raw())) fail(std::move(answer.result), Error::no_place);
}

// --- Together ---------------------------------------------------------------------------------------------------------

inline void PipelineRun::send(bool poison) {
  if (PQenterPipelineMode(raw()) != 1)
    throw Error{"a pipeline cannot begin while another statement is under way on the connection: " + libpq_message(PQerrorMessage(raw()))};
  ++traffic_of_this_thread().round_trips;
  std::size_t i = Error::no_place;
  try {
    if (!begin_.empty()) send_command(begin_);
    has_begun_ = !begin_.empty();
    send_statements(i);
    if (!end_.empty() && !failed()) send_command(end_);
  } catch (...) {
    fail_by_exception(i);
  }
  end_sending(poison);
}

inline void PipelineRun::send_statements(std::size_t& statement) {
  constexpr std::size_t window = 65536;  // so many bytes are sent between two looks at what has come back
  constexpr std::size_t overhead = 64;
  std::size_t unread = 0;
  for (statement = 0; statement < work_.count() && !failed(); ++statement) {
    const PipelineStatement each = work_.statement(statement);
    const ParameterSpan& parameters = each.parameters;
    if (log_ != nullptr)
      logged_.push_back({Connection::Clock::now(), log_->options.values ? describe(parameters) : std::string{}});
    send_statement(each);
    unread += overhead;
    for (std::size_t i = 0; i < parameters.size(); ++i) unread += static_cast<std::size_t>(parameters.lengths[i]);
    if (unread < window) continue;
    read_what_came();
    unread = 0;
  }
}

inline void PipelineRun::send_statement(const PipelineStatement& statement) {
  ++traffic_of_this_thread().statements;
  if (const char* name = has_names_ && work_.repeats() ? prepared_name(statement) : nullptr; name != nullptr)
    wire::send_prepared(raw(), name, statement.sql, statement.parameters);
  else
    wire::send_unnamed(raw(), statement.sql, statement.parameters);
  ++sent_;
}

// The name of the statement on the server, where it is prepared if it is not yet; null if there is no room for it.
inline const char* PipelineRun::prepared_name(const PipelineStatement& statement) {
  const std::string& sql = statement.sql;
  const std::span<const Oid> types = statement.parameters.oids;
  if (last_text_ == &sql && std::equal(types.begin(), types.end(), last_types_.begin(), last_types_.end())) return last_.name;
  PreparedStatements& cache = connection_.state_.cache();
  const PreparedStatements::Entry* const known = cache.find(sql, types);
  if (known == nullptr && !cache.has_room()) return nullptr;
  last_text_ = &sql;
  last_types_.assign(types.begin(), types.end());
  if (known == nullptr) {
    prepare(statement);
    return last_.name;
  }
  last_ = *known;
  bool is_new = !is_used_first(sql);
  for (const PreparedStatements::Entry& each : used_) is_new = is_new && std::string_view{each.name} != last_.name;
  if (is_new) used_.push_back(last_);
  return last_.name;
}

inline void PipelineRun::prepare(const PipelineStatement& statement) {
  const std::string& sql = statement.sql;
  const ParameterSpan& parameters = statement.parameters;
  PreparedStatements& cache = connection_.state_.cache();
  if (std::string evicted = cache.evict(); !evicted.empty()) {
    wire::send_command(raw(), "DEALLOCATE " + evicted);
    note(Extra::Kind::forget, std::move(evicted));
  }
  last_ = cache.make_entry(sql, parameters.oids);
  wire::send_prepare(raw(), last_.name, sql, parameters);
  note(Extra::Kind::prepare, last_.name);
  cache.add(sql, parameters.oids, last_);
  if (!is_used_first(sql)) first_used_.push_back(&sql);
}

inline void PipelineRun::send_command(const std::string& sql) {
  ++traffic_of_this_thread().statements;
  wire::send_command(raw(), sql);
  note(Extra::Kind::command, sql);
}

inline void PipelineRun::end_sending(bool poison) {
  if (poison && thrown_ != nullptr && sent_ > 0 && !wire::is_lost(raw())) try {
      send_command("promptview could not make the next statement");
    } catch (const Error&) {  // the connection is lost
    }
  if (PQpipelineSync(raw()) == 1 || failed()) return;
  fail(Result{PQmakeEmptyPGresult(raw(), PGRES_FATAL_ERROR)}, Error::no_place);
}

// Takes the answers that are there, without waiting.
inline void PipelineRun::read_what_came() {
  if (PQconsumeInput(raw()) == 0) return;
  while (answered_ < sent_ && PQisBusy(raw()) == 0)
    if (Result next{wire::wait_for_result(raw())}) take(std::move(next));
}

inline void PipelineRun::receive() {
  while (Result next = wire::receive_next(raw())) {
    if (next.status() == PGRES_PIPELINE_SYNC) break;
    take(std::move(next));
    if (wire::is_lost(raw())) break;
  }
  const bool left = PQexitPipelineMode(raw()) == 1;
  if (!left || wire::is_lost(raw()) || answered_ < sent_) fail(Result{PQmakeEmptyPGresult(raw(), PGRES_FATAL_ERROR)}, Error::no_place);
}

inline void PipelineRun::take(Result answer) {
  const std::size_t number = answered_++;
  if (number >= sent_) return fail(std::move(answer), Error::no_place);  // the end failed: a deferred constraint
  if (extras_.empty() || extras_.front().number != number) return take_statement(std::move(answer));
  const Extra extra = std::move(extras_.front());
  extras_.pop_front();
  take_extra(extra, std::move(answer));
}

inline void PipelineRun::take_extra(const Extra& extra, Result answer) {
  const bool done = answer.status() == PGRES_COMMAND_OK;
  if (extra.kind == Extra::Kind::command && log_ != nullptr && answer.status() != PGRES_PIPELINE_ABORTED)
    detail::report_statement(*log_, extra.name, answer, began_, {});
  if (!done && extra.kind == Extra::Kind::prepare) {
    connection_.state_.cache().drop(extra.name);
    never_prepared_.push_back(extra.name);
  }
  if (!done && extra.kind == Extra::Kind::forget) {
    bool is_there = !wire::has_other_statements(answer);
    for (const std::string& name : never_prepared_) is_there = is_there && name != extra.name;
    if (is_there) connection_.state_.cache().keep_stale(extra.name);
  }
  if (wire::is_error(answer)) fail(std::move(answer), extra.kind == Extra::Kind::command ? Error::no_place : taken_);
}

inline void PipelineRun::take_statement(Result answer) {
  const std::size_t statement = taken_++;
  log(answer, statement);
  if (failed() || answer.status() == PGRES_PIPELINE_ABORTED) return;
  if (wire::is_error(answer)) {
    failure_.was_prepared = !is_used_first(work_.text(statement));
    return fail(std::move(answer), statement);
  }
  try {
    work_.take(statement, std::move(answer));
  } catch (...) {
    fail_by_exception(statement);
  }
}

inline bool PipelineRun::is_used_first(const std::string& sql) const noexcept {
  for (const std::string* each : first_used_)
    if (each == &sql) return true;
  return false;
}

inline void PipelineRun::log(const Result& result, std::size_t statement) {
  if (logged_.empty()) return;
  const Logged sent = std::move(logged_.front());
  logged_.pop_front();
  if (result.status() == PGRES_PIPELINE_ABORTED) return;  // it was not run
  detail::report_statement(*log_, work_.text(statement), result, sent.begin, sent.values);
}

}  // namespace promptview::postgres
