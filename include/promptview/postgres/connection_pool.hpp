// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <promptview/error.hpp>
#include <promptview/postgres/connect_options.hpp>
#include <promptview/postgres/connection.hpp>

namespace promptview::postgres {

class ConnectionPool;

// A connection that is lent out; it goes back when this ends. Holds the pool alive.
class PooledConnection {
 public:
  PooledConnection(std::shared_ptr<ConnectionPool> pool, std::unique_ptr<Connection> connection) noexcept
      : pool_{std::move(pool)}, connection_{std::move(connection)} {}
  PooledConnection(PooledConnection&&) noexcept = default;
  PooledConnection& operator=(PooledConnection&& other) noexcept {
    std::swap(pool_, other.pool_);
    std::swap(connection_, other.connection_);
    return *this;
  }
  inline ~PooledConnection();

  Connection& operator*() const noexcept { return *connection_; }
  Connection* operator->() const noexcept { return connection_.get(); }

 private:
  std::shared_ptr<ConnectionPool> pool_;
  std::unique_ptr<Connection> connection_;
};

// At most `pool_size` connections to one database, made when they are needed. Thread-safe.
class ConnectionPool : public std::enable_shared_from_this<ConnectionPool> {
 public:
  // Does not connect yet. Throws InvalidValue for a URL that is none.
  explicit ConnectionPool(ConnectOptions options)
      : options_{std::move(options)}, conninfo_{conninfo_of(options_)} {
    if (options_.pool_size == 0) throw InvalidValue{"a pool needs at least one connection: pool_size is 0"};
  }

  // Lends a connection that works; waits for one when all are out. A connection that died while it was idle is replaced
  // silently. Throws PoolTimeout, or ConnectionLost if no connection can be made.
  [[nodiscard]] PooledConnection acquire() {
    std::unique_ptr<Connection> idle = take_place();
    try {
      if (idle == nullptr) idle = std::make_unique<Connection>(conninfo_, options_.statement_cache);
    } catch (...) {
      give_back(nullptr);
      throw;
    }
    return {shared_from_this(), std::move(idle)};
  }

  // Closes the connections that are idle; those that are out close when they come back.
  void close_idle() {
    std::vector<std::unique_ptr<Connection>> closing;
    const std::lock_guard lock{mutex_};
    closing.swap(idle_);
  }

  std::size_t in_use() const {
    const std::lock_guard lock{mutex_};
    return out_;
  }
  std::size_t idle() const {
    const std::lock_guard lock{mutex_};
    return idle_.size();
  }
  const ConnectOptions& options() const noexcept { return options_; }

 private:
  friend class PooledConnection;

  // Reserves a place among `pool_size`; with an idle connection in it when there is a live one.
  std::unique_ptr<Connection> take_place() {
    std::vector<std::unique_ptr<Connection>> dead;  // closed without the lock
    std::unique_lock lock{mutex_};
    if (out_ >= options_.pool_size && !wait_for_place(lock))
      throw PoolTimeout{"no connection became free in " + std::to_string(options_.pool_timeout.count()) +
                        " ms: all " + std::to_string(out_) +
                        " of the pool are in use; raise pool_size, or hold transactions and handles for a shorter time"};
    ++out_;
    drop_idle_for_long(dead);
    while (!idle_.empty()) {
      std::unique_ptr<Connection> candidate = std::move(idle_.back());
      idle_.pop_back();
      if (candidate->is_alive()) return candidate;
      dead.push_back(std::move(candidate));
    }
    return nullptr;
  }

  bool wait_for_place(std::unique_lock<std::mutex>& lock) {
    const auto free = [this] { return out_ < options_.pool_size; };
    if (options_.pool_timeout.count() > 0) return returned_.wait_for(lock, options_.pool_timeout, free);
    returned_.wait(lock, free);
    return true;
  }

  // The one that was unused for the longest stands first.
  void drop_idle_for_long(std::vector<std::unique_ptr<Connection>>& dead) {
    if (options_.idle_timeout.count() == 0 || idle_.size() < 2) return;
    const auto oldest = Connection::Clock::now() - options_.idle_timeout;
    while (!idle_.empty() && idle_.front()->last_use < oldest) {
      dead.push_back(std::move(idle_.front()));
      idle_.erase(idle_.begin());
    }
  }

  void give_back(std::unique_ptr<Connection> connection) noexcept {
    if (connection != nullptr && (PQstatus(connection->raw()) != CONNECTION_OK || connection->in_transaction()))
      connection.reset();  // its transaction ends with it
    const bool keeps_times = options_.idle_timeout.count() > 0;
    if (connection != nullptr && keeps_times) connection->last_use = Connection::Clock::now();
    const std::lock_guard lock{mutex_};
    --out_;
    if (connection != nullptr) idle_.push_back(std::move(connection));
    returned_.notify_one();
  }

  ConnectOptions options_;
  std::string conninfo_;
  mutable std::mutex mutex_{};
  std::condition_variable returned_{};
  std::vector<std::unique_ptr<Connection>> idle_{};
  std::size_t out_ = 0;
};

inline PooledConnection::~PooledConnection() {
  if (pool_ != nullptr && connection_ != nullptr) pool_->give_back(std::move(connection_));
}

}  // namespace promptview::postgres
