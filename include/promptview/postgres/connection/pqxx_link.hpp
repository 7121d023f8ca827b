// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <pqxx/pqxx>
#include <pqxx/version>
#include <memory>
#include <string>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/postgres/connection/fork_guard.hpp>
#include <promptview/postgres/errors/connect_failure.hpp>
#include <promptview/postgres/errors/libpq_message.hpp>

// All that differs between libpqxx 6.4, 7.8 and later, and 8.x. libpqxx owns the connection and handles its notices; we
// keep the PGconn that it holds, to reach libpq for what libpqxx cannot do. Nobody may close the connection or move it
// away while its PqxxLink lives. The constructor throws ConnectFailed if it cannot connect.
namespace promptview::postgres {

#if PQXX_VERSION_MAJOR < 7

using PqxxConnection = pqxx::connection_base;

namespace detail {

// Takes the handle that waits for it.
class HandlePolicy final : public pqxx::connectionpolicy {
 public:
  using pqxx::connectionpolicy::connectionpolicy;

  handle do_startconnect(handle original) override {
    return original != nullptr ? original : std::exchange(raw_of_this_thread(), nullptr);
  }

  // The base class connects in its constructor, where the policy cannot be given anything: the handle waits here.
  static handle& raw_of_this_thread() {
    static thread_local handle raw = nullptr;
    return raw;
  }
};

}  // namespace detail

class PqxxLink {
 public:
  explicit PqxxLink(const std::string& conninfo) : raw_{connect_handle(conninfo)}, connection_{waiting(raw_, conninfo)} {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    connection_.inhibit_reactivation(true);  // a new handle behind our back would lose the prepared statements
#pragma GCC diagnostic pop
  }

  PGconn* raw() const noexcept { return raw_; }
  PqxxConnection& pqxx() noexcept { return connection_; }
  // Whether it belongs to the parent of this process.
  bool is_inherited() const noexcept { return socket_.is_inherited(); }

 private:
  static const std::string& waiting(PGconn* raw, const std::string& conninfo) noexcept {
    detail::HandlePolicy::raw_of_this_thread() = raw;
    return conninfo;
  }

  PGconn* raw_ = nullptr;
  pqxx::basic_connection_base<detail::HandlePolicy> connection_;  // owns raw_
  detail::ParentsSocket socket_{PQsocket(raw_), raw_};
};

#else

using PqxxConnection = pqxx::connection;

class PqxxLink {
 public:
  explicit PqxxLink(const std::string& conninfo) : raw_{connected(conninfo)}, connection_{seized(raw_)} {}

  PGconn* raw() const noexcept { return raw_; }
  PqxxConnection& pqxx() noexcept { return connection_; }
  // Whether it belongs to the parent of this process.
  bool is_inherited() const noexcept { return socket_.is_inherited(); }

 private:
  static PGconn* connected(const std::string& conninfo) {
    PGconn* const raw = connect_handle(conninfo);
    // Until 7.9 a seized connection keeps libpq's processor, which prints. From then on libpqxx sets its own.
    PQsetNoticeProcessor(raw, [](void*, const char*) {}, nullptr);
    return raw;
  }
  static pqxx::connection seized(PGconn* raw) {
    try {
      return pqxx::connection::seize_raw_connection(raw);
    } catch (...) {
      PQfinish(raw);
      throw;
    }
  }

  PGconn* raw_;
  pqxx::connection connection_;  // owns raw_
  detail::ParentsSocket socket_{PQsocket(raw_), raw_};
};

#endif

// Throws ConnectFailed, or a type derived from it, if the server cannot be reached, refuses or does not answer in time.
inline std::unique_ptr<PqxxLink> connect_link(const std::string& conninfo) try {
  return std::make_unique<PqxxLink>(conninfo);
} catch (const pqxx::failure& failure) {  // it ended while libpqxx set it up
  detail::raise_refusal(detail::Refusal::unavailable, libpq_message(failure.what()));
}

}  // namespace promptview::postgres
