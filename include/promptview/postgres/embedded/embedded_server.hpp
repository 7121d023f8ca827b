// SPDX-License-Identifier: MIT
#pragma once

#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/embedded/server_binaries.hpp>
#include <promptview/postgres/embedded/server_folder.hpp>
#include <promptview/postgres/embedded/server_process.hpp>

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
// Errors: NotInitialized, with the end of the server's log where there is one.
// Threads: one at a time. Start, stop, restart and kill block until they are done.
class EmbeddedServer {
 public:
  // Creates the cluster if there is none and starts the server; about a second.
  explicit EmbeddedServer(EmbeddedServerOptions options = {});

  EmbeddedServer(EmbeddedServer&&) noexcept = default;
  EmbeddedServer& operator=(EmbeddedServer&&) noexcept = default;
  ~EmbeddedServer() = default;

  // Whether the programs can be found. Starts nothing.
  static bool available() { return !detail::find_server_binaries({}).found.empty(); }

  // Starts a stopped or killed server on the same directory and socket; does nothing while it runs.
  void start();

  // Ends the server in order (a fast shutdown; an immediate one after 30 s). The directory stays until destruction.
  void stop() {
    if (process_) process_->stop(SIGINT);
  }

  // Ends the server at once, as a crash does: connections are cut, and the next start recovers from the write-ahead
  // log. A temporary server loses the commits of its last moments, unless it has the setting "synchronous_commit=on".
  void kill() {
    if (process_) process_->stop(SIGQUIT);
  }

  // Stops it in order and starts it again.
  void restart() {
    stop();
    start();
  }

  // Restarts with other settings in place of EmbeddedServerOptions::settings. After an error the server is stopped.
  void restart(std::vector<std::string> settings) {
    options_.settings = std::move(settings);
    restart();
  }

  // A URI for libpq. Valid for the object's whole life, whether the server runs or not.
  std::string url() const { return url("postgres"); }
  std::string url(std::string_view database) const;

  // Absolute path of the directory that holds data/, the log and, unless its path is too long, the socket.
  const std::string& directory() const noexcept { return directory_; }

  // Process id of the server; 0 while it does not run.
  int pid() const noexcept { return process_ ? process_->pid() : 0; }

 private:
  detail::ServerLaunch launch() const;
  [[noreturn]] void fail(detail::StartOutcome outcome, const std::string& log) const;

  EmbeddedServerOptions options_;
  std::string bin_folder_{};
  std::string directory_{};
  std::string socket_folder_{};
  std::optional<detail::Account> account_{};
  std::unique_ptr<detail::ServerProcess> process_{};
};

namespace detail {

inline std::string percent_encoded(std::string_view text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (plain.find(letter) != std::string_view::npos) {
      encoded += letter;
    } else {
      encoded += {'%', digits[byte / 16], digits[byte % 16]};
    }
  }
  return encoded;
}

// As an item of a list in a PostgreSQL setting.
inline std::string list_item(const std::string& text) {
  std::string quoted = "\"";
  for (const char letter : text) quoted += letter == '"' ? std::string{"\"\""} : std::string{letter};
  return quoted + '"';
}

inline std::string missing_binaries_message(const ServerBinaries& search) {
  std::string message =
      "promptview: install PostgreSQL's server programs (Debian, Ubuntu: apt-get install postgresql) or set "
      "PROMPTVIEW_POSTGRES_BIN to the folder of `initdb` and `postgres`; not found in:";
  for (const std::string& folder : search.looked_in) message += "\n  " + folder;
  return message;
}

}  // namespace detail

inline EmbeddedServer::EmbeddedServer(EmbeddedServerOptions options) : options_{std::move(options)} {
  const detail::ServerBinaries search = detail::find_server_binaries(options_.bin_directory);
  if (search.found.empty()) throw NotInitialized{detail::missing_binaries_message(search)};
  bin_folder_ = search.found;

  if (options_.directory.empty()) {
    if (::geteuid() == 0) account_ = detail::unprivileged_account();
    directory_ = detail::make_temporary_folder(account_);
  } else {
    directory_ = detail::make_kept_folder(options_.directory);
    account_ = detail::account_for(directory_);
  }
  socket_folder_ = detail::holds_socket(directory_) ? directory_ : detail::make_temporary_folder(account_);

  try {
    start();
  } catch (...) {
    process_.reset();
    for (const std::string& folder : launch().temporary_folders) {
      std::error_code ignored;
      if (!folder.empty()) std::filesystem::remove_all(folder, ignored);
    }
    throw;
  }
}

inline void EmbeddedServer::start() {
  if (pid() != 0) return;
  stop();  // should it have ended on its own: PostgreSQL takes an unreaped process for a running one
  const detail::ServerLaunch next = launch();
  const std::uintmax_t log_begin = detail::file_size(next.log);
  auto process = std::make_unique<detail::ServerProcess>(next);
  if (process_) process_->leave();
  process_ = std::move(process);
  const detail::StartOutcome outcome = process_->await_ready(std::int64_t{options_.start_timeout_seconds} * 1000);
  if (outcome == detail::StartOutcome::ready) return;
  process_->stop(SIGQUIT);
  fail(outcome, detail::tail(next.log, log_begin));
}

inline std::string EmbeddedServer::url(std::string_view database) const {
  // An empty hostaddr, or PGHOSTADDR would lead elsewhere.
  return "postgresql://postgres@/" + detail::percent_encoded(database) +
         "?host=" + detail::percent_encoded(socket_folder_) + "&hostaddr=&port=5432";
}

inline detail::ServerLaunch EmbeddedServer::launch() const {
  const bool temporary = options_.directory.empty();
  detail::ServerLaunch launch{.bin_folder = bin_folder_,
                              .home = directory_,
                              .log = directory_ + "/server.log",
                              .durable = !temporary,
                              .temporary_folders = {temporary ? directory_ : std::string{},
                                                    socket_folder_ == directory_ ? std::string{} : socket_folder_},
                              .options = {},
                              .account = account_};
  std::vector<std::string> settings;
  if (temporary) settings = {"fsync=off", "synchronous_commit=off", "full_page_writes=off"};
  settings.insert(settings.end(), options_.settings.begin(), options_.settings.end());
  // The settings that this class promises come last, and win.
  settings.insert(settings.end(), {"listen_addresses=", "port=5432", "unix_socket_permissions=0700",
                                   "unix_socket_directories=" + detail::list_item(socket_folder_)});
  for (std::string& setting : settings) {
    launch.options.emplace_back("-c");
    launch.options.push_back(std::move(setting));
  }
  return launch;
}

inline void EmbeddedServer::fail(detail::StartOutcome outcome, const std::string& log) const {
  using detail::StartOutcome;
  std::string remedy = "correct what PostgreSQL complains of below; it did not start";
  if (outcome == StartOutcome::timed_out) remedy = "raise start_timeout_seconds; PostgreSQL was not ready in time";
  if (outcome == StartOutcome::no_shell) remedy = "provide /bin/sh, which starts PostgreSQL";
  if (outcome == StartOutcome::no_log) remedy = "let the server's account write here; it cannot open server.log";
  if (outcome == StartOutcome::no_account) remedy = "run as a user other than root; root may not change accounts here";
  if (outcome == StartOutcome::in_use) {
    std::ifstream file{directory_ + "/data/postmaster.pid"};
    std::string pid;
    std::getline(file, pid);
    remedy = "stop the other server (process " + pid + ") or give another directory; this one is in use";
  }
  std::string message = "promptview: " + remedy + ": " + directory_;
  if (account_) message += " (as user id " + std::to_string(account_->user) + ", because PostgreSQL refuses root)";
  throw NotInitialized{log.empty() || outcome == StartOutcome::in_use ? message : message + '\n' + log};
}

}  // namespace promptview::postgres
