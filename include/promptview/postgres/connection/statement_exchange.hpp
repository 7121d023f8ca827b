// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include <promptview/postgres/connection/prepared_statements.hpp>
#include <promptview/postgres/connection/statement_event.hpp>
#include <promptview/postgres/connection/wire.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/result.hpp>

namespace promptview::postgres {

// What a connection knows for all of its statements: those that are prepared, and how they can be sent.
class SessionState {
 public:
  // Asks once whose the session is if statements are to be prepared: one round trip. Throws ConnectFailed.
  SessionState(PGconn* connection, std::size_t capacity, bool pipelining)
      : connection_{connection},
        cache_{capacity, capacity > 0 ? wire::ask_owner(connection) : SessionOwner::many},
        pipelining_{pipelining} {}

  PGconn* raw() const noexcept { return connection_; }
  PreparedStatements& cache() noexcept { return cache_; }
  bool is_pipelining() const noexcept { return pipelining_; }
  // Whether a pooler is known to stand before the server.
  bool is_behind_pooler() const noexcept { return cache_.is_on() && cache_.owner() != SessionOwner::connection; }
  // Whether statements have names on the server now.
  bool has_names() const noexcept {
    return cache_.has_names(true) || (cache_.has_names(false) && is_idle());
  }
  bool is_idle() const noexcept { return PQtransactionStatus(connection_) == PQTRANS_IDLE; }

  static void count() noexcept {
    Traffic& traffic = traffic_of_this_thread();
    ++traffic.statements;
    ++traffic.round_trips;
  }

 private:
  PGconn* connection_;
  PreparedStatements cache_;
  bool pipelining_;
};

// What is sent and received until one statement has its answer. `send` and `receive` take turns: once each as a rule; more often
// where the statement is prepared in steps, or is sent again since its name or its plan was the failure, outside of a
// transaction, where it has done nothing then. Only `receive` waits for an answer; `send` at most for room in the socket. The text
// and the parameters must stay.
class StatementExchange {
 public:
  struct Answer {
    Result result{};
    bool was_prepared = false;  // before it was sent
    Stale stale = Stale::no;
  };

  // `repeats`: it will come again, so that it is worth preparing. `answer` is written to.
  StatementExchange(SessionState& state, const std::string& sql, const ParameterSpan& parameters, bool repeats, Answer& answer)
      : state_{state}, sql_{sql}, parameters_{parameters}, attempt_{repeats ? Attempt::first : Attempt::plain}, answer_{answer} {}

  inline void send();
  // True: the answer is there. False: there is more to send.
  inline bool receive();

 private:
  enum class Attempt { first, second, plain };  // plain: without a name on the server
  enum class Step { none, forget, prepare, run, prepare_and_run, run_unnamed };

  PGconn* raw() const noexcept { return state_.raw(); }
  PreparedStatements& cache() const noexcept { return state_.cache(); }

  // What is known of a statement that is used for the first time.
  struct FirstUse {
    std::string evicted{};  // the name of what the server shall forget for it, or ""
    PreparedStatements::Entry entry{};
  };

  Step first_step();
  Step begin_first_use();
  bool again(Attempt attempt) noexcept {
    attempt_ = attempt;
    step_ = Step::none;
    return false;
  }
  void send_step();
  bool receive_step();
  bool is_settled();
  Stale forget_if_stale();

  SessionState& state_;
  const std::string& sql_;
  const ParameterSpan& parameters_;
  Attempt attempt_;
  Step step_ = Step::none;
  const char* name_ = nullptr;  // on the server
  std::unique_ptr<FirstUse> first_{};
  Answer& answer_;
};

[[gnu::always_inline]] inline StatementExchange::Step StatementExchange::first_step() {
  answer_.stale = Stale::no;
  answer_.was_prepared = false;
  if (attempt_ == Attempt::plain || !state_.has_names()) return Step::run_unnamed;
  const PreparedStatements::Entry* const known = cache().find(sql_, parameters_.oids);
  if (known == nullptr) return begin_first_use();
  state_.count();
  name_ = known->name;
  answer_.was_prepared = true;
  return Step::run;
}

[[gnu::always_inline]] inline void StatementExchange::send() {
  if (step_ == Step::none)
    step_ = first_step();
  else
    ++traffic_of_this_thread().round_trips;
  if (step_ == Step::run) return wire::send_prepared(raw(), name_, sql_, parameters_);
  send_step();
}

[[gnu::noinline]] inline StatementExchange::Step StatementExchange::begin_first_use() {
  if (!cache().has_room()) return Step::run_unnamed;
  wire::check_statement(sql_);  // before another one is forgotten for it
  state_.count();
  first_ = std::make_unique<FirstUse>();
  first_->evicted = cache().evict();
  first_->entry = cache().make_entry(sql_, parameters_.oids);
  name_ = first_->entry.name;
  if (state_.is_pipelining()) return Step::prepare_and_run;
  return first_->evicted.empty() ? Step::prepare : Step::forget;
}

[[gnu::noinline]] inline void StatementExchange::send_step() {
  switch (step_) {
    case Step::forget: return wire::send_script(raw(), "DEALLOCATE " + first_->evicted);
    case Step::prepare: return wire::send_prepare(raw(), name_, sql_, parameters_);
    case Step::prepare_and_run: return wire::send_first(raw(), first_->evicted, name_, sql_, parameters_);
    default: wire::send_unnamed(raw(), sql_, parameters_); return state_.count();
  }
}

[[gnu::always_inline]] inline bool StatementExchange::receive() {
  if (step_ == Step::run || step_ == Step::run_unnamed)
    answer_.result = wire::receive(raw());
  else if (!receive_step())
    return false;
  return !answer_.result || !wire::is_error(answer_.result) || attempt_ == Attempt::plain || is_settled();
}

// The answer to a first use; false: there is more to send.
[[gnu::noinline]] inline bool StatementExchange::receive_step() {
  if (step_ == Step::prepare_and_run) {
    wire::FirstAnswer first = wire::receive_first(raw(), !first_->evicted.empty());
    if (first.prepared) cache().add(sql_, parameters_.oids, first_->entry);
    answer_.result = std::move(first.result);
    return true;
  }
  answer_.result = wire::receive(raw());
  if (step_ == Step::forget) {
    if (PQtransactionStatus(raw()) == PQTRANS_INERROR || wire::is_lost(raw())) return true;
    step_ = Step::prepare;
    return false;
  }
  if (!answer_.result || answer_.result.status() != PGRES_COMMAND_OK) return true;
  cache().add(sql_, parameters_.oids, first_->entry);
  step_ = Step::run;
  return false;
}

// Whether an error is the answer, and not a reason to send the statement again.
[[gnu::noinline]] inline bool StatementExchange::is_settled() {
  if (attempt_ == Attempt::first) {
    answer_.stale = forget_if_stale();
    return answer_.stale == Stale::no || !state_.is_idle() || again(Attempt::second);
  }
  if (!wire::has_other_statements(answer_.result) || !state_.is_idle()) return true;
  cache().share();  // twice: this is no session of its own, although it looked like one
  return again(Attempt::plain);
}

inline Stale StatementExchange::forget_if_stale() {
  const Stale stale = wire::staleness(answer_.result, answer_.was_prepared);
  if (stale == Stale::forgotten) cache().lose();
  if (stale == Stale::altered) state_.is_idle() ? cache().forget(sql_, parameters_.oids) : cache().forget_all();
  return stale;
}

}  // namespace promptview::postgres
