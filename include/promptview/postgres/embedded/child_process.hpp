// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>
#include <grp.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>

// Starting a shell script as a process of its own (Linux).
namespace promptview::postgres::detail {

// Owns an open file descriptor; -1 is none.
class FileDescriptor {
 public:
  explicit FileDescriptor(int number = -1) noexcept : number_{number} {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~FileDescriptor() { reset(); }

  int get() const noexcept { return number_; }
  void reset() noexcept {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

 private:
  int number_;
};

// Two ends of one channel. Neither reaches programs that this process starts.
struct Channel {
  FileDescriptor ours{};
  FileDescriptor theirs{};
};

// A stream socket rather than a pipe: writing to an ended process is then an error code, never SIGPIPE.
inline Channel make_channel() {
  int ends[2] = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    throw NotInitialized{std::string{"promptview: no channel to a new process: "} + std::strerror(errno)};
  }
  return {FileDescriptor{ends[0]}, FileDescriptor{ends[1]}};
}

struct Account {
  uid_t user{};
  gid_t group{};
};

// A script, and what it finds when it starts: its standard input, descriptor 3 as status, standard output and error appended to
// the file `log`. The log is locked (flock) as long as a process has it open. Should the script not start, one line on the
// status says why: "account", "log", "in use" or "shell".
struct ScriptLaunch {
  std::string script{};
  std::vector<std::string> arguments{};  // $0, $1, ...
  int input = -1;
  int status = -1;
  std::string log{};
  std::optional<Account> account{};  // to become before anything is opened
};

// The part between fork and exec: async-signal-safe calls only, for other threads may hold any lock.
[[noreturn]] inline void run_script(const ScriptLaunch& launch, char* const* arguments) noexcept {
  const auto give_up = [status = launch.status](const char* why, std::size_t size) {
    [[maybe_unused]] const auto sent = ::send(status, why, size, MSG_NOSIGNAL);
    ::_exit(127);
  };
  ::setsid();
  for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (launch.account && (::setgroups(0, nullptr) != 0 || ::setgid(launch.account->group) != 0 ||
                         ::setuid(launch.account->user) != 0)) {
    give_up("account\n", 8);
  }
  ::umask(077);
  if (::chdir("/") != 0) give_up("account\n", 8);
  const int log = ::open(launch.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) give_up("log\n", 4);
  if (::flock(log, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) give_up("in use\n", 7);
  // Away from 0 to 3 first, so that no descriptor overwrites another one.
  const int input = ::fcntl(launch.input, F_DUPFD_CLOEXEC, 10);
  const int output = ::fcntl(log, F_DUPFD_CLOEXEC, 10);
  const int status = ::fcntl(launch.status, F_DUPFD_CLOEXEC, 10);
  if (::dup2(input, 0) < 0 || ::dup2(output, 1) < 0 || ::dup2(output, 2) < 0 || ::dup2(status, 3) < 0) ::_exit(127);
#ifdef SYS_close_range
  const bool closed = ::syscall(SYS_close_range, 4U, ~0U, 0U) == 0;
#else
  const bool closed = false;
#endif
  for (int number = 4; !closed && number < 1024; ++number) ::close(number);
  ::execv("/bin/sh", arguments);
  [[maybe_unused]] const auto sent = ::send(3, "shell\n", 6, MSG_NOSIGNAL);
  ::_exit(127);
}

// Starts the script in a session of its own, with default signal handling, and returns its process id. The caller
// reaps it. Safe in a program with threads.
inline pid_t spawn(const ScriptLaunch& launch) {
  std::vector<std::string> texts{"sh", "-c", launch.script};
  texts.insert(texts.end(), launch.arguments.begin(), launch.arguments.end());
  std::vector<char*> arguments;
  for (std::string& text : texts) arguments.push_back(text.data());
  arguments.push_back(nullptr);

  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);  // no handler of this program may run in the child
  const pid_t child = ::fork();
  if (child == 0) run_script(launch, arguments.data());
  const int error = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (child < 0) throw NotInitialized{std::string{"promptview: cannot start a process: "} + std::strerror(error)};
  return child;
}

}  // namespace promptview::postgres::detail
