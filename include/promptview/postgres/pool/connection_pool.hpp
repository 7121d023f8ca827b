// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/connection/connect_options.hpp>
#include <promptview/postgres/connection/connection.hpp>
#include <promptview/postgres/connection/fork_guard.hpp>
#include <promptview/postgres/pool/session_attributes.hpp>

namespace promptview::postgres {

class ConnectionPool;

// A connection that is lent out; it goes back when this ends. Holds the pool alive. For one thread at a time.
class PooledConnection {
 public:
  // Blocks and throws as ConnectionPool::acquire.
  explicit inline PooledConnection(std::shared_ptr<ConnectionPool> pool);
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

// At most `pool_size` connections to one database, made when they are needed. Thread-safe. In a fork of its process the
// pool is empty, and makes connections of its own; those of the parent are never touched.
class ConnectionPool : public std::enable_shared_from_this<ConnectionPool>, private detail::ForkParticipant {
 public:
  // Does not connect yet. Throws InvalidValue for options that make no sense and for a URL that is none.
  explicit ConnectionPool(ConnectOptions options) : options_{std::move(options)}, conninfo_{conninfo_of(options_)} {
    if (options_.pool_size == 0) throw InvalidValue{"a pool needs at least one connection: pool_size is 0"};
    if (options_.pool_timeout.count() < 0 || options_.idle_timeout.count() < 0 || options_.max_lifetime.count() < 0 ||
        options_.statement_timeout.count() < 0 || options_.connect_timeout.count() < 0)
      throw InvalidValue{"give zero (no limit) or more: a duration of the ConnectOptions is negative"};
    enroll();
  }
  ConnectionPool(const ConnectionPool&) = delete;
  ConnectionPool& operator=(const ConnectionPool&) = delete;
  ~ConnectionPool() override { withdraw(); }

  // Lends a connection that works; waits for one when all are out. A connection that died while it was idle is replaced
  // silently. Throws PoolTimeout, or ConnectFailed if no connection can be made.
  [[nodiscard]] PooledConnection acquire() { return PooledConnection{shared_from_this()}; }

  // Closes the connections that are idle; those that are out close when they come back. What is lent from now on is not
  // kept either.
  void close() {
    std::vector<std::unique_ptr<Connection>> closing;  // without the lock
    const std::lock_guard lock{mutex_};
    kept_ = none;
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
  using Clock = Connection::Clock;

  // Longer waits are no different, and the clock's arithmetic would overflow.
  static constexpr std::chrono::milliseconds longest_wait = std::chrono::hours{24 * 365};
  static constexpr std::uint64_t none = UINT64_MAX;  // a generation that no connection has

  void before_fork() noexcept override { mutex_.lock(); }
  void after_fork_in_parent() noexcept override { mutex_.unlock(); }
  // Threads that wait, and those that hold connections, are in the parent only. Idle connections have ended here, as their
  // sockets have; they are dropped when the next one is to be lent.
  void after_fork_in_child() noexcept override {
    new (&returned_) std::condition_variable;
    out_ = 0;
    waiting_ = 0;
    next_generation();
    mutex_.unlock();
  }

  // Under the lock: connections that were made until now are not kept any more.
  void next_generation() noexcept {
    ++generation_;
    if (kept_ != none) kept_ = generation_;
  }

  std::unique_ptr<Connection> take() {
    std::unique_ptr<Connection> idle = take_place();
    while (idle != nullptr && (is_old(*idle) || !idle->is_alive())) idle = take_idle();
    if (idle != nullptr) return idle;
    try {
      return connect();
    } catch (...) {
      free_place();
      throw;
    }
  }

  std::unique_ptr<Connection> connect() {
    const std::uint64_t generation = generation_;
    auto made = std::make_unique<Connection>(conninfo_, options_.statement_cache, options_.pipelining, options_.copy);
    made->record.made_in = made->record.generation = generation;
    if (lifetime_.count() > 0) made->record.end_of_life = Clock::now() + lifetime_;
    return made;
  }

  bool is_old(const Connection& connection) const {
    return lifetime_.count() > 0 && Clock::now() >= connection.record.end_of_life;
  }

  // Reserves a place among `pool_size`, with the idle connection that was used last; null when there is none. Closes what
  // was idle for too long.
  std::unique_ptr<Connection> take_place() {
    std::vector<std::unique_ptr<Connection>> closing;  // without the lock
    std::unique_lock lock{mutex_};
    if (out_ >= options_.pool_size && !wait_for_place(lock))
      throw PoolTimeout{
          "no connection became free in " + std::to_string(options_.pool_timeout.count()) + " ms: all " +
          std::to_string(out_) +
          " of the pool are in use; raise pool_size, or hold transactions and handles for a shorter time"};
    if (idle_for_.count() > 0 && !idle_.empty()) drop_idle_for_long(closing);
    std::unique_ptr<Connection> last = pop_idle();
    if (last == nullptr && idle_.capacity() <= out_) idle_.reserve(2 * (out_ + 1));  // for give_back
    ++out_;
    return last;
  }

  std::unique_ptr<Connection> take_idle() {
    const std::lock_guard lock{mutex_};
    return pop_idle();
  }

  std::unique_ptr<Connection> pop_idle() noexcept {
    if (idle_.empty()) return nullptr;
    std::unique_ptr<Connection> last = std::move(idle_.back());
    idle_.pop_back();
    return last;
  }

  bool wait_for_place(std::unique_lock<std::mutex>& lock) {
    const auto free = [this] { return out_ < options_.pool_size; };
    ++waiting_;
    bool got = true;
    if (options_.pool_timeout.count() > 0)
      got = returned_.wait_for(lock, (std::min)(options_.pool_timeout, longest_wait), free);
    else
      returned_.wait(lock, free);
    --waiting_;
    return got;
  }

  // The one that was unused for the longest stands first.
  void drop_idle_for_long(std::vector<std::unique_ptr<Connection>>& closing) {
    const auto oldest = Clock::now() - idle_for_;
    if (idle_.front()->record.last_use >= oldest) return;
    const auto kept =
        std::find_if(idle_.begin(), idle_.end(), [&](const auto& each) { return each->record.last_use >= oldest; });
    closing.assign(std::make_move_iterator(idle_.begin()), std::make_move_iterator(kept));
    idle_.erase(idle_.begin(), kept);
  }

  void give_back(std::unique_ptr<Connection> connection) noexcept {
    if (is_old(*connection) || !connection->is_reusable()) return drop(std::move(connection));  // its transaction ends with it
    if (idle_for_.count() > 0) connection->record.last_use = Clock::now();
    bool is_awaited = false;
    {
      const std::lock_guard lock{mutex_};
      if (connection->record.generation == kept_) {
        --out_;
        idle_.push_back(std::move(connection));
        is_awaited = waiting_ > 0;
      }
    }
    if (connection != nullptr) return drop(std::move(connection));
    if (is_awaited) returned_.notify_one();
  }

  // Ends a connection that is not kept, and frees its place. An inherited one is the parent's, and has no place in this pool.
  void drop(std::unique_ptr<Connection> connection) noexcept {
    if (connection->is_inherited()) return;
    if (connection->record.generation == 0 && connection->is_idle()) {
      if (!detail::is_unfit_to_write(*connection)) {
        connection->record.generation = connection->record.made_in;
        return give_back(std::move(connection));
      }
      try {
        retire_all();
      } catch (const std::bad_alloc&) {  // the others find out by themselves
      }
    }
    connection.reset();
    free_place();
  }

  // Idle connections are closed, and those that are out when they come back: the server is not what it was.
  void retire_all() {
    std::vector<std::unique_ptr<Connection>> closing;  // without the lock
    const std::lock_guard lock{mutex_};
    closing.reserve(idle_.capacity());
    next_generation();
    closing.swap(idle_);
  }

  void free_place() noexcept {
    bool is_awaited = false;
    {
      const std::lock_guard lock{mutex_};
      --out_;
      is_awaited = waiting_ > 0;
    }
    if (is_awaited) returned_.notify_one();
  }

  ConnectOptions options_;
  std::string conninfo_;
  Clock::duration idle_for_ = (std::min)(options_.idle_timeout, longest_wait);
  Clock::duration lifetime_ = (std::min)(options_.max_lifetime, longest_wait);
  mutable std::mutex mutex_{};
  std::condition_variable returned_{};
  std::vector<std::unique_ptr<Connection>> idle_{};
  std::size_t out_ = 0;
  std::size_t waiting_ = 0;                    // threads
  std::atomic<std::uint64_t> generation_ = 1;  // of connections that are made now
  std::uint64_t kept_ = 1;                     // the generation that comes back to the pool; none: it is closed
};

inline PooledConnection::PooledConnection(std::shared_ptr<ConnectionPool> pool)
    : pool_{std::move(pool)}, connection_{pool_->take()} {}

inline PooledConnection::~PooledConnection() {
  if (pool_ != nullptr && connection_ != nullptr) pool_->give_back(std::move(connection_));
}

}  // namespace promptview::postgres
