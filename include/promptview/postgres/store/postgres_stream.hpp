// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/store/asked_type_names.hpp>
#include <promptview/postgres/store/include_query.hpp>
#include <promptview/postgres/transaction/stream_session.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/namespace.hpp>
#include <promptview/store/row_sink.hpp>

namespace promptview::postgres {

// A cursor of the server. Inside a transaction it lives in that one, and never begins or ends anything in it; otherwise
// on a connection of its own, in a transaction of its own that can only read and ends with the stream.
class PostgresStream final : public RowStream {
 public:
  // Borrows the connection; nothing is sent yet. `row`: what a row holds, under the name of the model. `loader`: loads relations
  // into the objects of each batch, or null.
  PostgresStream(const Context& context, const ModelInfo& row, std::int64_t batch, std::unique_ptr<detail::BatchLoader> loader)
      : row_{row},
        name_{"pv_stream_" + std::to_string(next_number())},
        batch_{batch},
        session_{context},
        loader_{std::move(loader)} {}
  PostgresStream(const PostgresStream&) = delete;
  PostgresStream& operator=(const PostgresStream&) = delete;
  ~PostgresStream() override { close(); }

  // Sends the SELECT. Without a transaction around, begins one that only reads.
  void declare(const std::string& select, const ParameterSpan& parameters) {
    if (Connection* own = session_.own()) own->run_script("BEGIN READ ONLY", &row_);
    session_.connection(row_).run_once("DECLARE " + name_ + " NO SCROLL CURSOR FOR " + select, parameters, &row_);
    is_open_ = true;
  }

  bool next(RowSink& sink) override {
    if (!is_open_) return false;
    Connection& connection = session_.connection(row_);
    try {
      return read_batch(connection, sink);
    } catch (const detail::UnnamedType& error) {
      detail::raise_named(connection.raw(), error);
    }
  }

 private:
  bool read_batch(Connection& connection, RowSink& sink) {
    const Result result = connection.run_once("FETCH " + std::to_string(batch_) + " FROM " + name_, &row_);
    detail::give_rows(result, row_, sink);
    const int rows = result.rows();
    if (loader_ != nullptr) loader_->load(connection, sink, static_cast<std::size_t>(rows));
    if (rows < batch_) close();
    return rows > 0;
  }

  static std::uint64_t next_number() noexcept {
    static std::atomic<std::uint64_t> number = 0;
    return ++number;
  }

  // Frees the cursor, and the connection if it is the stream's own. The pool closes a connection on which that fails.
  void close() noexcept try {
    const bool was_open = std::exchange(is_open_, false);
    if (Connection* own = session_.own()) {
      if (own->in_transaction()) own->run_script("ROLLBACK");
    } else if (Connection* joined = session_.joined(); joined != nullptr && was_open) {
      joined->run_script("CLOSE " + name_);
    }
    session_.give_back();
  } catch (...) {
    session_.give_back();
  }

  const ModelInfo& row_;
  std::string name_;
  std::int64_t batch_;
  StreamSession session_;
  std::unique_ptr<detail::BatchLoader> loader_;
  bool is_open_ = false;
};

}  // namespace promptview::postgres
