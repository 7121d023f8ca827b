// SPDX-License-Identifier: MIT
#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <promptview/postgres/connection/fork_guard.hpp>
#include <promptview/postgres/embedded/child_process.hpp>

// One run of a PostgreSQL server under a supervisor that outlives its owner.
namespace promptview::postgres::detail {

// $1: folder of the programs; $2: home, which holds data/; $3: an option for initdb, or empty; $4, $5: folders to
// remove once the owner is gone; then the server's options. Standard input: the owner's words, one a line; its end
// means that the owner is gone, in whatever way. Descriptor 3: told the server's process id, and open as long as any
// process of the server lives. A new cluster gets its name only when it is complete.
inline constexpr const char* supervisor_script = R"sh(
bin=$1 home=$2 sync=$3 folder=$4 socket_folder=$5
shift 5
trap '' HUP INT QUIT TERM PIPE
HOME=$home
export HOME
data=$home/data
server=

create_cluster() {
  rm -rf -- "$data.new"
  rmdir -- "$data" 2>/dev/null
  if [ -e "$data" ]; then
    echo "$data exists, but it holds no cluster" >&2
    return 1
  fi
  "$bin/initdb" -D "$data.new" $sync --no-locale --encoding=UTF8 --auth=trust --username=postgres </dev/null &&
    mv -- "$data.new" "$data"
}

if [ -e "$data/PG_VERSION" ] || create_cluster; then
  "$bin/postgres" -D "$data" "$@" </dev/null &
  server=$!
  echo "$server" >&3
fi
exec 3>&- >/dev/null 2>&1

while read -r word; do
  case $word in
    leave) exit ;;
    ended) wait "$server"; server= ;;
    *) kill "-$word" "$server" ;;
  esac
done

if [ -n "$server" ]; then
  tries=0
  # Again and again: a server that has just been started may not heed it yet.
  while kill -QUIT "$server" && [ "$tries" -lt 500 ]; do
    sleep 0.02
    tries=$((tries + 1))
  done
  kill -KILL "$server"
  wait "$server"
fi
rm -rf -- "$folder" "$socket_folder"
)sh";

struct ServerLaunch {
  std::string bin_folder{};
  std::string home{};
  std::string log{};
  bool durable = true;                 // sync a new cluster to the disk
  std::string temporary_folders[2]{};  // removed at the end; empty: none
  std::vector<std::string> options{};  // for `postgres`
  std::optional<Account> account{};    // to run as
};

enum class StartOutcome { ready, ended, timed_out, in_use, no_account, no_log, no_shell };

inline std::int64_t monotonic_milliseconds() noexcept {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1000 + std::int64_t{now.tv_nsec} / 1'000'000;
}

// Starts on construction, without waiting. Destruction stops the server, blocking, and removes the temporary folders;
// so does the supervisor when this process ends without a destruction. Does nothing in a fork of its owner.
class ServerProcess {
 public:
  explicit ServerProcess(const ServerLaunch& launch)
      : home_{launch.home}, temporary_folders_{launch.temporary_folders[0], launch.temporary_folders[1]} {
    Channel control = make_channel();
    Channel status = make_channel();
    ScriptLaunch script{.script = supervisor_script,
                        .arguments = {"promptview-postgres", launch.bin_folder, launch.home,
                                      launch.durable ? "" : "--no-sync", temporary_folders_[0], temporary_folders_[1]},
                        .input = control.theirs.get(),
                        .status = status.theirs.get(),
                        .log = launch.log,
                        .account = launch.account};
    script.arguments.insert(script.arguments.end(), launch.options.begin(), launch.options.end());
    control_ = std::move(control.ours);
    status_ = std::move(status.ours);
    control_in_forks_.emplace(control_.get());
    supervisor_ = spawn(script);
  }

  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  ~ServerProcess() {
    if (supervisor_ == 0 || owner_ != ::getpid()) return;
    stop(SIGINT);
    end_control();
    reap();
    std::error_code ignored;
    for (const std::string& folder : temporary_folders_) {
      if (!folder.empty()) std::filesystem::remove_all(folder, ignored);
    }
  }

  // The server's process id; 0 before it is known and once the server has ended.
  int pid() const noexcept { return ended(0) ? 0 : server_; }

  // Blocks until the server accepts connections or cannot.
  StartOutcome await_ready(std::int64_t timeout_milliseconds) {
    const std::int64_t deadline = monotonic_milliseconds() + timeout_milliseconds;
    const std::string word = read_status(deadline);
    if (word == "in use") return StartOutcome::in_use;
    if (word == "account") return StartOutcome::no_account;
    if (word == "log") return StartOutcome::no_log;
    if (word == "shell") return StartOutcome::no_shell;
    server_ = static_cast<int>(std::strtol(word.c_str(), nullptr, 10));
    while (server_ == 0 || !ready()) {
      if (ended(10)) return StartOutcome::ended;
      if (server_ == 0 || monotonic_milliseconds() > deadline) return StartOutcome::timed_out;
    }
    return StartOutcome::ready;
  }

  // Ends the server, beginning with SIGINT (fast) or SIGQUIT (immediate), and blocks until all its processes have
  // gone. The temporary folders stay.
  void stop(int first_signal) noexcept {
    if (owner_ != ::getpid() || (server_ == 0 && ended(0))) return;
    if (server_ == 0) {
      ::kill(-supervisor_, SIGKILL);  // its process group: creating the cluster hangs
      return;
    }
    if (first_signal == SIGINT && !ended(0)) end_with(SIGINT, 30'000);
    if (!ended(0)) end_with(SIGQUIT, 10'000);
    if (!ended(0)) end_with(SIGKILL, 10'000);
    if (!ended(0)) return;
    const int zombie = std::exchange(server_, 0);
    for (int tries = say("ended") ? 1000 : 0; tries > 0 && ::kill(zombie, 0) == 0; --tries) ::usleep(1000);
  }

  // After stop(): ends the supervisor; the temporary folders are someone else's now.
  void leave() noexcept {
    say("leave");
    end_control();
    reap();
    supervisor_ = 0;
  }

 private:
  // Whether all processes of the server have gone, waiting for it at most so long.
  bool ended(int milliseconds) const noexcept {
    pollfd waited{.fd = status_.get(), .events = 0, .revents = 0};
    const std::int64_t deadline = monotonic_milliseconds() + milliseconds;
    int answer = ::poll(&waited, 1, milliseconds);
    while (answer < 0 && errno == EINTR) {
      const std::int64_t rest = deadline - monotonic_milliseconds();
      answer = ::poll(&waited, 1, rest > 0 ? static_cast<int>(rest) : 0);
    }
    return answer > 0;
  }

  // One line of the status without its end; empty when there is none in time.
  std::string read_status(std::int64_t deadline) const {
    std::string line;
    while (true) {
      const std::int64_t rest = deadline - monotonic_milliseconds();
      pollfd waited{.fd = status_.get(), .events = POLLIN, .revents = 0};
      const int answer = ::poll(&waited, 1, rest > 0 ? static_cast<int>(rest) : 0);
      if (answer < 0 && errno == EINTR) continue;
      char next = '\n';
      if (answer <= 0 || ::recv(status_.get(), &next, 1, 0) != 1 || next == '\n') return line;
      line += next;
    }
  }

  // postmaster.pid begins with the process id and ends with a line that says "ready" (PostgreSQL 10 and later). One
  // that another server left behind has another process id.
  bool ready() const {
    std::ifstream file{home_ + "/data/postmaster.pid"};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (text.compare(0, text.find('\n'), std::to_string(server_)) != 0) return false;
    return text.find("\nready") != std::string::npos;
  }

  bool say(const std::string& word) const noexcept {
    const std::string line = word + '\n';
    return ::send(control_.get(), line.data(), line.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(line.size());
  }

  void end_with(int signal, int milliseconds) const noexcept {
    if (!say(std::to_string(signal))) ::kill(server_, signal);  // somebody ended the supervisor
    ended(milliseconds);
  }

  void end_control() noexcept {
    control_in_forks_.reset();
    control_.reset();
  }

  void reap() const noexcept {
    while (::waitpid(supervisor_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

  pid_t owner_ = ::getpid();
  std::string home_;
  std::string temporary_folders_[2];
  FileDescriptor control_{};
  std::optional<ParentsSocket> control_in_forks_{};  // the supervisor waits for the owner's end, not for that of its forks
  FileDescriptor status_{};
  pid_t supervisor_ = 0;
  int server_ = 0;
};

}  // namespace promptview::postgres::detail
