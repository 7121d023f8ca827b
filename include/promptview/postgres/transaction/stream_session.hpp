// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <promptview/base/error.hpp>
#include <promptview/postgres/connection/connection.hpp>
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/postgres/transaction/transaction.hpp>
#include <promptview/postgres/transaction/transaction_record.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/store/context.hpp>

namespace promptview::postgres {

// The session that a stream reads in, for as long as it lives: that of the transaction around it, or one of its own.
class StreamSession {
 public:
  explicit StreamSession(const Context& context) {
    if (context.transaction != nullptr) {
      auto& transaction = *static_cast<Transaction*>(context.transaction);
      joined_ = &transaction.connection();
      life_ = transaction.record().life_of_open();
    } else {
      own_.emplace(pool_of(context.database));
    }
  }

  bool is_own() const noexcept { return own_.has_value(); }

  // Throws TransactionFailed when the transaction around it has ended. `model` is for the message.
  Connection& connection(const ModelInfo& model) const {
    if (own_) return **own_;
    if (life_.expired())
      throw TransactionFailed{std::string{model.name} +
                              ": read the stream inside of the transaction in which it began; that has ended"};
    if (!joined_->in_transaction() && !joined_->is_copying() && !joined_->has_ended())  // of a lost connection the next statement says so
      throw TransactionFailed{std::string{model.name} +
                              ": leave COMMIT and ROLLBACK to the Transaction: other code has ended it under a stream"};
    return *joined_;
  }

  // That of a transaction which still runs, otherwise null.
  Connection* joined() const noexcept {
    if (own_ || life_.expired()) return nullptr;
    const bool is_open = joined_->is_copying() || (joined_->in_transaction() && !joined_->transaction_failed());
    return is_open ? joined_ : nullptr;
  }
  // The session of its own, or null.
  Connection* own() const noexcept { return own_ ? &**own_ : nullptr; }
  // Gives that back; the pool closes it when something is under way.
  void give_back() noexcept { own_.reset(); }

 private:
  std::optional<PooledConnection> own_{};
  Connection* joined_ = nullptr;
  std::weak_ptr<const void> life_{};  // of the transaction that was joined
};

}  // namespace promptview::postgres
