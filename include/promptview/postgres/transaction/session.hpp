// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <promptview/postgres/connection/connection.hpp>
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/postgres/transaction/transaction.hpp>
#include <promptview/store/context.hpp>

namespace promptview::postgres {

// The session that a statement runs in: that of the context's transaction, or one borrowed for the statement.
class Session {
 public:
  explicit Session(const Context& context) {
    if (context.transaction != nullptr)
      connection_ = &static_cast<Transaction*>(context.transaction)->connection();
    else
      connection_ = &*borrowed_.emplace(pool_of(context.database));
  }
  Connection* operator->() const noexcept { return connection_; }
  Connection& operator*() const noexcept { return *connection_; }

 private:
  std::optional<PooledConnection> borrowed_{};
  Connection* connection_ = nullptr;
};

}  // namespace promptview::postgres
