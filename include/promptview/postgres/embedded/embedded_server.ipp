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
#include <system_error>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/postgres/embedded/server_binaries.hpp>
#include <promptview/postgres/embedded/server_folder.hpp>
#include <promptview/postgres/embedded/server_process.hpp>

namespace promptview::postgres {

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

// The server, its files and how it runs.
struct EmbeddedServer::Cluster {
  explicit Cluster(EmbeddedServerOptions given);
  void start();
  void stop(int signal) {
    if (process) process->stop(signal);
  }
  int pid() const noexcept { return process ? process->pid() : 0; }
  detail::ServerLaunch launch() const;
  [[noreturn]] void fail(detail::StartOutcome outcome, const std::string& log) const;

  EmbeddedServerOptions options;
  std::string bin_folder{};
  std::string directory{};
  std::string socket_folder{};
  std::optional<detail::Account> account{};
  std::unique_ptr<detail::ServerProcess> process{};
};

inline EmbeddedServer::Cluster::Cluster(EmbeddedServerOptions given) : options{std::move(given)} {
  const detail::ServerBinaries search = detail::find_server_binaries(options.bin_directory);
  if (search.found.empty()) throw NotInitialized{detail::missing_binaries_message(search)};
  bin_folder = search.found;

  if (options.directory.empty()) {
    if (::geteuid() == 0) account = detail::unprivileged_account();
    directory = detail::make_temporary_folder(account);
  } else {
    directory = detail::make_kept_folder(options.directory);
    account = detail::account_for(directory);
  }
  socket_folder = detail::holds_socket(directory) ? directory : detail::make_temporary_folder(account);

  try {
    start();
  } catch (...) {
    process.reset();
    for (const std::string& folder : launch().temporary_folders) {
      std::error_code ignored;
      if (!folder.empty()) std::filesystem::remove_all(folder, ignored);
    }
    throw;
  }
}

inline void EmbeddedServer::Cluster::start() {
  if (pid() != 0) return;
  stop(SIGINT);  // should it have ended on its own: PostgreSQL takes an unreaped process for a running one
  const detail::ServerLaunch next = launch();
  const std::uintmax_t log_begin = detail::file_size(next.log);
  auto next_process = std::make_unique<detail::ServerProcess>(next);
  if (process) process->leave();
  process = std::move(next_process);
  const detail::StartOutcome outcome = process->await_ready(std::int64_t{options.start_timeout_seconds} * 1000);
  if (outcome == detail::StartOutcome::ready) return;
  process->stop(SIGQUIT);
  fail(outcome, detail::tail(next.log, log_begin));
}

inline detail::ServerLaunch EmbeddedServer::Cluster::launch() const {
  const bool temporary = options.directory.empty();
  detail::ServerLaunch launch{.bin_folder = bin_folder,
                              .home = directory,
                              .log = directory + "/server.log",
                              .durable = !temporary,
                              .temporary_folders = {temporary ? directory : std::string{},
                                                    socket_folder == directory ? std::string{} : socket_folder},
                              .options = {},
                              .account = account};
  std::vector<std::string> settings;
  if (temporary) settings = {"fsync=off", "synchronous_commit=off", "full_page_writes=off"};
  settings.insert(settings.end(), options.settings.begin(), options.settings.end());
  // The settings that this class promises come last, and win.
  settings.insert(settings.end(), {"listen_addresses=", "port=5432", "unix_socket_permissions=0700",
                                   "unix_socket_directories=" + detail::list_item(socket_folder)});
  for (std::string& setting : settings) {
    launch.options.emplace_back("-c");
    launch.options.push_back(std::move(setting));
  }
  return launch;
}

inline void EmbeddedServer::Cluster::fail(detail::StartOutcome outcome, const std::string& log) const {
  using detail::StartOutcome;
  std::string remedy = "correct what PostgreSQL complains of below; it did not start";
  if (outcome == StartOutcome::timed_out) remedy = "raise start_timeout_seconds; PostgreSQL was not ready in time";
  if (outcome == StartOutcome::no_shell) remedy = "provide /bin/sh, which starts PostgreSQL";
  if (outcome == StartOutcome::no_log) remedy = "let the server's account write here; it cannot open server.log";
  if (outcome == StartOutcome::no_account) remedy = "run as a user other than root; root may not change accounts here";
  if (outcome == StartOutcome::in_use) {
    std::ifstream file{directory + "/data/postmaster.pid"};
    std::string pid;
    std::getline(file, pid);
    remedy = "stop the other server (process " + pid + ") or give another directory; this one is in use";
  }
  std::string message = "promptview: " + remedy + ": " + directory;
  if (account) message += " (as user id " + std::to_string(account->user) + ", because PostgreSQL refuses root)";
  throw NotInitialized{log.empty() || outcome == StartOutcome::in_use ? message : message + '\n' + log};
}

EmbeddedServer::EmbeddedServer(EmbeddedServerOptions options) : cluster_{new Cluster{std::move(options)}} {}

bool EmbeddedServer::available() { return !detail::find_server_binaries({}).found.empty(); }

EmbeddedServer::Cluster& EmbeddedServer::cluster() const {
  if (!cluster_) throw NotInitialized{"promptview: use the EmbeddedServer that this one was moved to; this one has no server"};
  return *cluster_;
}

void EmbeddedServer::start() { cluster().start(); }

void EmbeddedServer::stop() {
  if (cluster_) cluster_->stop(SIGINT);
}

void EmbeddedServer::kill() {
  if (cluster_) cluster_->stop(SIGQUIT);
}

void EmbeddedServer::restart() {
  stop();
  start();
}

void EmbeddedServer::restart(std::vector<std::string> settings) {
  cluster().options.settings = std::move(settings);
  restart();
}

std::string EmbeddedServer::url(std::string_view database) const {
  // An empty hostaddr, or PGHOSTADDR would lead elsewhere.
  return "postgresql://postgres@/" + detail::percent_encoded(database) +
         "?host=" + detail::percent_encoded(cluster().socket_folder) + "&hostaddr=&port=5432";
}

const std::string& EmbeddedServer::directory() const { return cluster().directory; }

int EmbeddedServer::pid() const noexcept { return cluster_ ? cluster_->pid() : 0; }

}  // namespace promptview::postgres
