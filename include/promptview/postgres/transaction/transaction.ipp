// SPDX-License-Identifier: MIT
#pragma once

#include <exception>
#include <string>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/postgres/connection/connection.hpp>
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/postgres/transaction/open_transactions.hpp>
#include <promptview/postgres/transaction/transaction_record.hpp>
#include <promptview/store/ambient_context.hpp>

namespace promptview::postgres {

namespace detail {

void TransactionsInForks::after_fork_in_child() noexcept {
  for (Transaction* each = last_begun(); each != nullptr; each = each->below_) each->state_ = Transaction::State::inherited;
}

void* find_open_transaction(std::string_view database) {
  for (Transaction* each = last_begun(); each != nullptr; each = each->below_)
    if (each->database() == database) return each;
  return nullptr;
}

}  // namespace detail

void* Transaction::innermost_in(void* transaction) noexcept {
  if (transaction == nullptr) return nullptr;
  for (Transaction* each = detail::last_begun(); each != nullptr; each = each->below_)
    if (each == transaction || each->is_inside(*static_cast<Transaction*>(transaction))) return each;
  return transaction;
}

void Transaction::begin(const Context* store) {
  outer_ = static_cast<Transaction*>(store == nullptr ? detail::find_open_transaction(options_.database) : innermost_in(store->transaction));
  record_ = promptview::detail::Owned<detail::TransactionRecord>{new detail::TransactionRecord};
  promptview::detail::AmbientTransaction none = nullptr;
  promptview::detail::ambient_transaction.compare_exchange(none, detail::find_open_transaction);
  detail::TransactionsInForks::watch();
  detail::check_options(options_);
  if (outer_ == nullptr) {
    record_->connection.emplace(pool_of(options_.database));
    session().run_script(detail::begin_text(options_));
  } else {
    outer_->check_open();
    options_ = detail::options_inside(outer_->options_, options_);
    level_ = outer_->level_ + 1;
    session().run_script(detail::savepoint_text(savepoint(), outer_->options_, options_));
  }
  below_ = std::exchange(detail::last_begun(), this);
}

Transaction::~Transaction() {
  end_inner();
  if (state_ == State::inherited) leave(State::unknown);
  try {
    if (is_open()) {
      check_innermost();
      roll_back();
    }
  } catch (...) {  // the pool closes the connection, and the server rolls back
    leave(State::rolled_back);
    if (outer_ == nullptr) was_rolled_back();
  }
}

Connection& Transaction::connection() const {
  check_open();
  return session();
}

Connection& Transaction::session() const noexcept { return outer_ == nullptr ? **record_->connection : outer_->session(); }

void Transaction::check_open() const {
  if (!is_open()) detail::refuse_transaction(state_ == State::inherited);
}

void Transaction::on_commit(Callback callback) {
  check_open();
  outermost().record_->callbacks.add(level_, detail::TransactionCallbacks::When::committed, std::move(callback));
}

void Transaction::on_rollback(Callback callback) {
  check_open();
  outermost().record_->callbacks.add(level_, detail::TransactionCallbacks::When::rolled_back, std::move(callback));
}

void Transaction::set_local(std::string_view parameter, std::string_view value) { detail::set_local(connection(), parameter, value); }

bool Transaction::lock(const char* function, const AdvisoryKey& key) { return detail::advisory_lock(connection(), function, key); }

void Transaction::commit() {
  check_open();
  check_innermost();
  if (session().transaction_failed()) {
    const std::string first = session().first_error();
    const std::string sqlstate = session().first_sqlstate();
    const bool can_run_again = session().can_run_again();
    roll_back();
    throw TransactionFailed{"the transaction was rolled back, not committed: a statement in it had failed\n  first error: " + first,
                            sqlstate, can_run_again};
  }
  if (outer_ != nullptr) return release();
  if (session().has_ended()) {
    leave(State::rolled_back);
    was_rolled_back();
    throw ConnectionLost{"run the transaction again: the connection was lost before COMMIT, so the server rolled it back"};
  }
  if (!session().in_transaction()) {
    leave(State::unknown);
    throw TransactionFailed{"leave COMMIT and ROLLBACK to the Transaction: other code on its connection has ended it"};
  }
  commit_outermost();
}

void Transaction::rollback() {
  check_open();
  check_innermost();
  detail::throw_if_failed(roll_back(), "rolled back", "on_rollback");
}

// The callbacks of a savepoint become those of the outer transaction, also when this throws.
void Transaction::release() {
  outermost().record_->callbacks.hand_outward(level_);
  end("RELEASE SAVEPOINT " + savepoint(), State::committed);
}

void Transaction::commit_outermost() {
  try {
    end("COMMIT", State::committed);
  } catch (const ConnectionLost& lost) {
    state_ = State::unknown;
    throw CommitUnknown{
        std::string{"the connection was lost during COMMIT: look into the database whether it took effect\n  "} +
        lost.what()};
  } catch (...) {
    state_ = State::rolled_back;
    was_rolled_back();
    throw;
  }
  using Callbacks = detail::TransactionCallbacks;
  detail::throw_if_failed(Callbacks::call(record_->callbacks.take(0, Callbacks::When::committed)), "committed", "on_commit");
}

// Returns what the first callback that threw threw.
std::exception_ptr Transaction::roll_back() {
  if (outer_ == nullptr) {
    if (session().is_idle()) return leave(State::unknown), nullptr;  // other code has ended it
    try {
      end("ROLLBACK", State::rolled_back);
    } catch (const ConnectionLost&) {  // the server rolls back by itself
    }
    return was_rolled_back();
  }
  try {
    end("ROLLBACK TO SAVEPOINT " + savepoint() + "; RELEASE SAVEPOINT " + savepoint(), State::rolled_back);
  } catch (...) {  // the outer transaction cannot go on: it rolls back what is left
    outermost().record_->callbacks.hand_outward(level_);
    throw;
  }
  return was_rolled_back();
}

std::exception_ptr Transaction::was_rolled_back() noexcept try {
  using Callbacks = detail::TransactionCallbacks;
  return Callbacks::call(outermost().record_->callbacks.take(level_, Callbacks::When::rolled_back));
} catch (...) {
  return std::current_exception();
}

void Transaction::check_innermost() const {
  for (const Transaction* each = detail::last_begun(); each != this; each = each->below_) {
    if (each == nullptr) throw TransactionFailed{"end the transaction on the thread on which it began"};
    if (each->outer_ == this)
      throw TransactionFailed{"end the inner transaction first: transactions end in the opposite order of their beginning"};
  }
}

// Ends the transactions inside of this one, which is about to be destroyed.
void Transaction::end_inner() noexcept {
  for (Transaction* each = detail::last_begun(); each != nullptr && each != this;) {
    Transaction* const next = each->below_;
    if (each->is_inside(*this)) each->leave(State::rolled_back);
    each = next;
  }
}

// Sends the last statement; the transaction has ended whether that succeeds or not.
void Transaction::end(const std::string& sql, State state) try {
  session().run_script(sql);
  leave(state);
} catch (...) {
  leave(State::rolled_back);
  throw;
}

// From here on the thread's statements no longer join, and the connection is free for others.
void Transaction::leave(State state) noexcept {
  state_ = state;
  Transaction** each = &detail::last_begun();
  while (*each != nullptr && *each != this) each = &(*each)->below_;
  if (*each != nullptr) *each = below_;
  record_->life.reset();
  record_->connection.reset();
}

}  // namespace promptview::postgres
