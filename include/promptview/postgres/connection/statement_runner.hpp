// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <string>
#include <utility>

#include <promptview/postgres/connection/prepared_statements.hpp>
#include <promptview/postgres/connection/statement_event.hpp>
#include <promptview/postgres/connection/wire.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/result.hpp>

namespace promptview::postgres {

// Runs the statements of one connection, and prepares those that will come again. Blocks.
class StatementRunner {
 public:
  struct Answer {
    Result result{};
    bool was_prepared = false;  // before it was sent
    Stale stale = Stale::no;
  };

  // Asks once whose the session is if statements are to be prepared: one round trip. Throws ConnectFailed.
  StatementRunner(PGconn* connection, std::size_t capacity, bool pipelining)
      : connection_{connection},
        cache_{capacity, capacity > 0 ? wire::ask_owner(connection) : SessionOwner::many},
        pipelining_{pipelining} {}

  // Runs the statement, in one round trip. Outside of a transaction it is sent again when its name or its plan was the
  // failure, for then it has done nothing.
  Answer ask(const std::string& sql, const Parameters& parameters) {
    Answer answer = send_and_receive(sql, parameters);
    if (!answer.result || !wire::is_error(answer.result)) return answer;
    answer.stale = forget_if_stale(answer, sql, parameters);
    if (answer.stale == Stale::no || !is_idle()) return answer;
    answer = send_and_receive(sql, parameters);
    if (!answer.result || !wire::has_other_statements(answer.result) || !is_idle()) return answer;
    cache_.share();  // twice: this is no session of its own, although it looked like one
    return ask_once(sql, parameters);
  }

  // As `ask`, but prepares nothing on the server.
  Answer ask_once(const std::string& sql, const Parameters& parameters) {
    wire::send_unnamed(connection_, sql, parameters);
    count();
    return {.result = wire::receive(connection_)};
  }

  PreparedStatements& cache() noexcept { return cache_; }
  bool is_pipelining() const noexcept { return pipelining_; }
  // Whether a pooler is known to stand before the server.
  bool is_behind_pooler() const noexcept { return cache_.is_on() && cache_.owner() != SessionOwner::connection; }
  // Whether statements have names on the server now.
  bool has_names() const noexcept {
    return cache_.has_names(true) || (cache_.has_names(false) && is_idle());
  }

  static void count() noexcept {
    Traffic& traffic = traffic_of_this_thread();
    ++traffic.statements;
    ++traffic.round_trips;
  }

 private:
  bool is_idle() const noexcept { return PQtransactionStatus(connection_) == PQTRANS_IDLE; }

  Answer send_and_receive(const std::string& sql, const Parameters& parameters) {
    if (!has_names()) return ask_once(sql, parameters);
    const PreparedStatements::Entry* known = cache_.find(sql, parameters.oids());
    if (known == nullptr && !cache_.has_room()) return ask_once(sql, parameters);
    if (known == nullptr) wire::check_statement(sql);  // before another one is forgotten for it
    count();
    if (known == nullptr) return {.result = first_run(sql, parameters)};
    wire::send_prepared(connection_, known->name, sql, parameters);
    return {.result = wire::receive(connection_), .was_prepared = true};
  }

  Result first_run(const std::string& sql, const Parameters& parameters) {
    if (!pipelining_) return first_run_in_steps(sql, parameters);
    const std::string evicted = cache_.evict();
    const PreparedStatements::Entry entry = cache_.make_entry(sql, parameters.oids());
    wire::send_first(connection_, evicted, entry.name, sql, parameters);
    wire::FirstAnswer answer = wire::receive_first(connection_, !evicted.empty());
    if (answer.prepared) cache_.add(sql, parameters.oids(), entry);
    return std::move(answer.result);
  }

  // A first use without a pipeline: a round trip for each step.
  Result first_run_in_steps(const std::string& sql, const Parameters& parameters) {
    Traffic& traffic = traffic_of_this_thread();
    if (const std::string evicted = cache_.evict(); !evicted.empty()) {
      ++traffic.round_trips;
      Result forgotten = wire::forget(connection_, evicted);
      if (PQtransactionStatus(connection_) == PQTRANS_INERROR || wire::is_lost(connection_)) return forgotten;
    }
    ++traffic.round_trips;
    const PreparedStatements::Entry entry = cache_.make_entry(sql, parameters.oids());
    Result prepared = wire::prepare(connection_, entry.name, sql, parameters);
    if (!prepared || prepared.status() != PGRES_COMMAND_OK) return prepared;
    cache_.add(sql, parameters.oids(), entry);
    wire::send_prepared(connection_, entry.name, sql, parameters);
    return wire::receive(connection_);
  }

  Stale forget_if_stale(const Answer& answer, const std::string& sql, const Parameters& parameters) {
    const Stale stale = wire::staleness(answer.result, answer.was_prepared);
    if (stale == Stale::forgotten) cache_.lose();
    if (stale == Stale::altered) is_idle() ? cache_.forget(sql, parameters.oids()) : cache_.forget_all();
    return stale;
  }

  PGconn* connection_;
  PreparedStatements cache_;
  bool pipelining_;
};

}  // namespace promptview::postgres
