// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include <promptview/postgres/pool/connection_pool.hpp>
#include <promptview/postgres/transaction/transaction_callbacks.hpp>

namespace promptview::postgres::detail {

// What a Transaction holds that programs need not see.
struct TransactionRecord {
  std::optional<PooledConnection> connection{};  // of the outermost
  TransactionCallbacks callbacks{};              // of the outermost, for all levels
  std::shared_ptr<const void> life{};            // null: nobody asked for it

  // Expires when the transaction ends, for what lives in it and must not outlive it.
  std::weak_ptr<const void> life_of_open() {
    if (life == nullptr) life = std::make_shared<char>();
    return life;
  }
};

}  // namespace promptview::postgres::detail
