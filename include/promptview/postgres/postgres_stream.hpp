// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <promptview/error.hpp>
#include <promptview/namespace.hpp>
#include <promptview/postgres/connection.hpp>
#include <promptview/postgres/databases.hpp>
#include <promptview/postgres/result_reader.hpp>
#include <promptview/postgres/transaction.hpp>

namespace promptview::postgres {

// A cursor of the server. Inside a transaction it lives in that one, and never begins or ends anything in it; otherwise
// on a connection of its own, in a transaction of its own that can only read and ends with the stream.
class PostgresStream final : public RowStream {
 public:
  // Borrows the connection; nothing is sent yet. `row`: what a row holds, under the name of the model.
  PostgresStream(const Context& context, const ModelInfo& row, std::int64_t batch)
      : row_{row}, name_{"pv_stream_" + std::to_string(next_number())}, batch_{batch} {
    if (context.transaction != nullptr) {
      auto& transaction = *static_cast<Transaction*>(context.transaction);
      joined_ = &transaction.connection();
      life_ = transaction.life();
    } else {
      own_.emplace(pool_of(context.database)->acquire());
    }
  }
  PostgresStream(const PostgresStream&) = delete;
  PostgresStream& operator=(const PostgresStream&) = delete;
  ~PostgresStream() override { close(); }

  // Of the SELECT to declare, empty.
  Parameters& parameters() {
    if (own_) (*own_)->run_script("BEGIN READ ONLY", &row_);
    return session().parameters();
  }
  void declare(const std::string& select) {
    session().run_once("DECLARE " + name_ + " NO SCROLL CURSOR FOR " + select, &row_);
    is_open_ = true;
  }

  bool next(RowSink& sink) override {
    if (!is_open_) return false;
    Connection& connection = session();
    connection.parameters();
    const Result result = connection.run_once("FETCH " + std::to_string(batch_) + " FROM " + name_, &row_);
    ResultReader reader{result, {.model = &row_, .count = row_.field_count}};
    const int rows = result.rows();
    sink.expect(static_cast<std::size_t>(rows));
    for (int row = 0; row < rows; ++row) {
      reader.to_row(row);
      sink.row(reader);
    }
    if (rows < batch_) close();
    return rows > 0;
  }

 private:
  static std::uint64_t next_number() noexcept {
    static std::atomic<std::uint64_t> number = 0;
    return ++number;
  }

  Connection& session() const {
    if (own_) return **own_;
    if (life_.expired())
      throw TransactionFailed{std::string{row_.name} +
                              ": read the stream inside of the transaction in which it began; that has ended"};
    if (!joined_->in_transaction() && !joined_->has_ended())  // of a lost connection the next statement says so
      throw TransactionFailed{std::string{row_.name} +
                              ": leave COMMIT and ROLLBACK to the Transaction: other code has ended it under a stream"};
    return *joined_;
  }

  // Frees the cursor, and the connection if it is the stream's own. The pool closes a connection on which that fails.
  void close() noexcept try {
    const bool was_open = std::exchange(is_open_, false);
    if (!own_) {
      if (!was_open || life_.expired() || !joined_->in_transaction() || joined_->transaction_failed()) return;
      return joined_->run_script("CLOSE " + name_);
    }
    if ((*own_)->in_transaction()) (*own_)->run_script("ROLLBACK");
    own_.reset();
  } catch (...) {
    own_.reset();
  }

  const ModelInfo& row_;
  std::string name_;
  std::int64_t batch_;
  std::optional<PooledConnection> own_{};
  Connection* joined_ = nullptr;
  std::weak_ptr<const void> life_{};  // of the transaction that was joined
  bool is_open_ = false;
};

}  // namespace promptview::postgres
