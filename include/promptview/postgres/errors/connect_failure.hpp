// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>
#include <poll.h>
#include <sys/socket.h>

#include <cstddef>
#include <string>
#include <string_view>

#include <promptview/base/error.hpp>
#include <promptview/postgres/errors/libpq_message.hpp>

// Why no connection could be made. libpq gives a text only, so the server's SQLSTATE has to be found in it.
namespace promptview::postgres {

namespace detail {

// The SQLSTATE in a verbose message, "FATAL:  28P01: ..."; of several hosts the last one's. Empty: there is none.
inline std::string_view sqlstate_in(std::string_view verbose) noexcept {
  constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  constexpr std::size_t length = 5;
  for (std::size_t at = verbose.rfind(":  "); at != std::string_view::npos && at > 0; at = verbose.rfind(":  ", at - 1)) {
    const std::string_view state = verbose.substr(at + 3, length);
    if (state.size() == length && state.find_first_not_of(alphabet) == std::string_view::npos &&
        verbose.substr(at + 3 + length).starts_with(": "))
      return state;
  }
  return {};
}

// Why no session could be had, by its SQLSTATE; also from poolers, which say some of it in words of their own.
enum class Refusal { none, unavailable, authentication, role, database, other };

inline Refusal refusal_of(std::string_view sqlstate, std::string_view verbose) noexcept {
  if (sqlstate.empty()) return Refusal::none;
  if (sqlstate == "3D000") return Refusal::database;
  if (sqlstate == "28000" && verbose.find("InitializeSessionUserId") != std::string_view::npos) return Refusal::role;
  if (sqlstate.starts_with("28") || sqlstate == "42501") return Refusal::authentication;
  if (sqlstate.starts_with("53") || sqlstate.starts_with("57P")) return Refusal::unavailable;
  return Refusal::other;
}

// Whether libpq turned the last server down, which does not read and write as target_session_attrs asks for. Another one may
// come to, as a standby that is promoted.
inline bool is_other_kind_of_server(std::string_view message) noexcept {
  return message.ends_with("session is read-only") || message.ends_with("session is not read-only") ||
         message.ends_with("server is in hot standby mode") || message.ends_with("server is not in hot standby mode");
}

// The same by a message in English; none: it says something else.
inline Refusal refusal_in(std::string_view message) noexcept {
  if (is_other_kind_of_server(message)) return Refusal::unavailable;
  constexpr std::string_view severity = "FATAL:  ";
  const std::size_t at = message.rfind(severity);
  if (at == std::string_view::npos) return Refusal::none;
  const std::string_view reason = message.substr(at + severity.size());
  const auto says = [&](std::string_view begin, std::string_view later = {}) {
    return reason.starts_with(begin) && reason.find(later) != std::string_view::npos;
  };
  if (says("password authentication failed") || says("SASL authentication failed") || says("no pg_hba.conf entry"))
    return Refusal::authentication;
  if (says("role \"", "\" does not exist") || says("role \"", "\" is not permitted to log in") || says("no such user"))
    return Refusal::role;
  if (says("database \"", "\" does not exist") || says("no such database")) return Refusal::database;
  if (says("the database system is ") || says("sorry, too many clients") || says("remaining connection slots"))
    return Refusal::unavailable;
  return Refusal::none;
}

// Whether a server took the connection and ended it. One that never said anything has not.
inline bool was_refused(PGconn* failed) noexcept {
  constexpr int longest_end = 500;  // ms from the server's last word to the end of the link
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  if (PQsocket(failed) < 0 || ::getpeername(PQsocket(failed), reinterpret_cast<sockaddr*>(&address), &size) != 0) return false;
  pollfd socket{.fd = PQsocket(failed), .events = POLLIN, .revents = 0};
  return ::poll(&socket, 1, longest_end) > 0;
}

// The same for a connection that could not be made. Where a server answered in another language, connects once more, for the
// SQLSTATE; should that succeed, PQstatus is CONNECTION_OK. Blocks.
inline Refusal ask_for_refusal(PGconn* failed, std::string_view message) {
  if (PQconnectionNeedsPassword(failed) == 1) return Refusal::authentication;
  if (const Refusal known = refusal_in(message); known != Refusal::none) return known;
  if (!was_refused(failed)) return Refusal::unavailable;
  PQsetErrorVerbosity(failed, PQERRORS_VERBOSE);
  PQreset(failed);
  PQsetErrorVerbosity(failed, PQERRORS_DEFAULT);
  const std::string verbose = libpq_message(PQerrorMessage(failed));
  const Refusal found = refusal_of(sqlstate_in(verbose), verbose);
  return found == Refusal::none ? Refusal::other : found;
}

[[noreturn]] inline void raise_refusal(Refusal why, const std::string& message) {
  const auto text = [&](const char* remedy) {
    return std::string{"could not connect to the database: "} + remedy + "\n  cause: " + message;
  };
  switch (why) {
    case Refusal::unavailable: throw ServerUnavailable{text("check the URL and that the server runs")};
    case Refusal::authentication:
      throw AuthenticationFailed{text("correct the user and the password, or let the server admit the user (pg_hba.conf)")};
    case Refusal::role: throw RoleNotFound{text("create the role, let it log in, or correct the user in the URL")};
    case Refusal::database: throw DatabaseNotFound{text("create the database, or correct its name in the URL")};
    default: throw ConnectFailed{text("correct what the cause says; trying again does not help")};
  }
}

}  // namespace detail

// Connects. Blocks, at most for connect_timeout a host. Throws ConnectFailed or a type derived from it.
inline PGconn* connect_handle(const std::string& conninfo) {
  PGconn* const made = PQconnectdb(conninfo.c_str());
  if (made == nullptr) throw ConnectFailed{"could not connect to the database: free memory; there is none left"};
  if (PQstatus(made) == CONNECTION_OK) return made;
  const std::string message = libpq_message(PQerrorMessage(made));
  const detail::Refusal why = detail::ask_for_refusal(made, message);
  if (PQstatus(made) == CONNECTION_OK) return made;
  PQfinish(made);
  detail::raise_refusal(why, message);
}

}  // namespace promptview::postgres
