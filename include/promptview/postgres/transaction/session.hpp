// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <promptview/postgres/connection/connection.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/result.hpp>
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/postgres/transaction/transaction.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/store/context.hpp>

namespace promptview::postgres {

// Where statements run: in the sessions of a context, each borrowed for its own time, or in one that somebody holds, which must stay.
class SessionSource {
 public:
  SessionSource(const Context& context) noexcept : context_{context} {}      // NOLINT(google-explicit-constructor)
  SessionSource(Connection& held) noexcept : held_{&held} {}                 // NOLINT(google-explicit-constructor)

  // The session of the context's transaction, or the one that is held; null: one has to be borrowed.
  Connection* held() const {
    if (context_.transaction == nullptr) return held_;
    return &static_cast<Transaction*>(context_.transaction)->connection();
  }
  std::string_view database() const noexcept { return context_.database; }
  // Whether the statements of a pipeline are one round trip there, and whether COPY can be used: what SQL is made depends on it.
  // No connection is borrowed for it. Throws NotInitialized.
  bool is_pipelining() const {
    const Connection* const connection = held();
    return connection != nullptr ? connection->is_pipelining() : pool_of(context_.database)->options().pipelining;
  }
  bool takes_copy() const {
    const Connection* const connection = held();
    return connection != nullptr ? connection->takes_copy() : pool_of(context_.database)->options().copy;
  }

 private:
  Context context_{};
  Connection* held_ = nullptr;
};

// The session that statements run in: keep it for these alone. What is sent is made before, and what came is decoded behind it,
// since both can be code of the user's own, which may query, and since others wait for connections.
class Session {
 public:
  // Blocks while the pool has none. Throws as ConnectionPool::acquire.
  explicit Session(const SessionSource& source) : connection_{source.held()} {
    if (connection_ == nullptr) connection_ = &*borrowed_.emplace(pool_of(source.database()));
  }
  Connection* operator->() const noexcept { return connection_; }
  Connection& operator*() const noexcept { return *connection_; }

 private:
  std::optional<PooledConnection> borrowed_{};
  Connection* connection_;
};

// Runs one statement, as Connection::run does, in a session that is given back before this returns.
inline Result run_statement(const SessionSource& source, const std::string& sql, const ParameterSpan& parameters, const ModelInfo* model) {
  if (Connection* const held = source.held()) return held->run(sql, parameters, model);
  const PooledConnection borrowed{pool_of(source.database())};
  return borrowed->run(sql, parameters, model);
}

}  // namespace promptview::postgres
