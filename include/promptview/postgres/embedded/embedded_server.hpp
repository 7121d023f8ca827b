// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <promptview/base/inline.hpp>
#include <promptview/base/owned.hpp>

namespace promptview::postgres {

// Where an EmbeddedServer keeps its files, and how it runs.
struct EmbeddedServerOptions {
  std::string directory{};                // empty: a temporary one, not durable, removed at the end
  std::string bin_directory{};            // of `initdb` and `postgres`; empty: search for it
  std::vector<std::string> settings{};    // further settings of the server, each "name=value"
  int start_timeout_seconds = 30;         // for creating the cluster and starting
};

// A private PostgreSQL server, run from the installed programs (Linux). It listens on a unix socket only, which its
// account and root may open without a password; the superuser is `postgres`, the encoding UTF-8, the locale C.
//
// Lifetime: the server stops with this object, and also when this process ends in any other way, SIGKILL included;
// a temporary directory goes with it. A directory that was named is kept, and its cluster (in data/) is used again;
// it should hold nothing else. In a fork of its owner the object does nothing.
// Accounts: PostgreSQL refuses to run as root. A process of root runs it as the owner of the directory; a new or empty
// directory is given to `postgres`, or else `nobody`.
// Programs: EmbeddedServerOptions::bin_directory, or else the folder in PROMPTVIEW_POSTGRES_BIN, or else the newest
// of /usr/lib/postgresql/<version>/bin, or else PATH.
// Errors: NotInitialized, with the end of the server's log where there is one; also from start, restart, url and directory of
// an object that was moved from, whose server does not run: pid is 0, stop and kill do nothing.
// Threads: one at a time. Start, stop, restart and kill block until they are done.
class EmbeddedServer {
 public:
  // Creates the cluster if there is none and starts the server; about a second.
  PROMPTVIEW_INLINE explicit EmbeddedServer(EmbeddedServerOptions options = {});

  EmbeddedServer(EmbeddedServer&&) noexcept = default;
  EmbeddedServer& operator=(EmbeddedServer&&) noexcept = default;
  ~EmbeddedServer() = default;

  // Whether the programs can be found. Starts nothing.
  PROMPTVIEW_INLINE static bool available();

  // Starts a stopped or killed server on the same directory and socket; does nothing while it runs.
  PROMPTVIEW_INLINE void start();

  // Ends the server in order (a fast shutdown; an immediate one after 30 s). The directory stays until destruction.
  PROMPTVIEW_INLINE void stop();

  // Ends the server at once, as a crash does: connections are cut, and the next start recovers from the write-ahead
  // log. A temporary server loses the commits of its last moments, unless it has the setting "synchronous_commit=on".
  PROMPTVIEW_INLINE void kill();

  // Stops it in order and starts it again.
  PROMPTVIEW_INLINE void restart();

  // Restarts with other settings in place of EmbeddedServerOptions::settings. After an error the server is stopped.
  PROMPTVIEW_INLINE void restart(std::vector<std::string> settings);

  // A URI for libpq. Valid for the object's whole life, whether the server runs or not.
  std::string url() const { return url("postgres"); }
  PROMPTVIEW_INLINE std::string url(std::string_view database) const;

  // Absolute path of the directory that holds data/, the log and, unless its path is too long, the socket.
  PROMPTVIEW_INLINE const std::string& directory() const;

  // Process id of the server; 0 while it does not run.
  PROMPTVIEW_INLINE int pid() const noexcept;

 private:
  struct Cluster;

  // Throws NotInitialized where it was moved away.
  PROMPTVIEW_INLINE Cluster& cluster() const;

  promptview::detail::Owned<Cluster> cluster_;
};

}  // namespace promptview::postgres

#ifndef PROMPTVIEW_COMPILED
#include <promptview/postgres/embedded/embedded_server.ipp>
#endif
