// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <pqxx/pqxx>
#include <pqxx/version>
#include <memory>
#include <string>
#include <utility>

#include <promptview/error.hpp>

// All that differs between libpqxx 6.4, 7.8 and later, and 8.x. libpqxx owns the connection and handles its notices; we
// keep the PGconn that it holds, to reach libpq for what libpqxx cannot do. Nobody may close the connection or move it
// away while its PqxxLink lives. The constructor throws pqxx::failure if it cannot connect.
namespace promptview::postgres {

#if PQXX_VERSION_MAJOR < 7

using PqxxConnection = pqxx::connection_base;

namespace detail {

// Connects as libpqxx's own policy does and remembers the handle.
class HandlePolicy final : public pqxx::connectionpolicy {
 public:
  using pqxx::connectionpolicy::connectionpolicy;

  handle do_startconnect(handle original) override {
    if (original != nullptr) return original;
    const handle made = normalconnect(original);
    if (PQstatus(made) != CONNECTION_OK) {
      const std::string message = PQerrorMessage(made);
      do_disconnect(made);
      throw pqxx::broken_connection{message};
    }
    return raw_of_this_thread() = made;
  }

  // The base class connects in its constructor, where the policy cannot be asked: the handle waits here.
  static handle& raw_of_this_thread() {
    static thread_local handle raw = nullptr;
    return raw;
  }
};

}  // namespace detail

class PqxxLink {
 public:
  explicit PqxxLink(const std::string& conninfo) : connection_{conninfo} {
    raw_ = detail::HandlePolicy::raw_of_this_thread();
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    connection_.inhibit_reactivation(true);  // a new handle behind our back would lose the prepared statements
#pragma GCC diagnostic pop
  }

  PGconn* raw() const noexcept { return raw_; }
  PqxxConnection& pqxx() noexcept { return connection_; }

 private:
  pqxx::basic_connection_base<detail::HandlePolicy> connection_;
  PGconn* raw_ = nullptr;
};

#else

using PqxxConnection = pqxx::connection;

class PqxxLink {
 public:
  explicit PqxxLink(const std::string& conninfo) : raw_{connected(conninfo)}, connection_{seized(raw_)} {}

  PGconn* raw() const noexcept { return raw_; }
  PqxxConnection& pqxx() noexcept { return connection_; }

 private:
  static PGconn* connected(const std::string& conninfo) {
    PGconn* raw = PQconnectdb(conninfo.c_str());
    if (PQstatus(raw) == CONNECTION_OK) {
      // Until 7.9 a seized connection keeps libpq's processor, which prints. From then on libpqxx sets its own.
      PQsetNoticeProcessor(raw, [](void*, const char*) {}, nullptr);
      return raw;
    }
    const std::string message = raw == nullptr ? "out of memory" : PQerrorMessage(raw);
    PQfinish(raw);
    throw pqxx::broken_connection{message};
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
};

#endif

// Throws ConnectionLost if the server cannot be reached, refuses or does not answer in time.
inline std::unique_ptr<PqxxLink> connect_link(const std::string& conninfo) try {
  return std::make_unique<PqxxLink>(conninfo);
} catch (const pqxx::failure& failure) {
  throw ConnectionLost{
      std::string{"could not connect to the database: check the URL and that the server runs\n  cause: "} + failure.what()};
}

}  // namespace promptview::postgres
