// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

namespace promptview_test {

// A temporary folder of the account that runs the tests' server.
class AccountFolder {
 public:
  AccountFolder() {
    REQUIRE(::mkdtemp(path_.data()) != nullptr);
    struct stat owner {};
    REQUIRE(::stat(server().directory().c_str(), &owner) == 0);
    if (::geteuid() == 0) REQUIRE(::chown(path_.c_str(), owner.st_uid, owner.st_gid) == 0);
  }
  AccountFolder(const AccountFolder&) = delete;
  AccountFolder& operator=(const AccountFolder&) = delete;
  ~AccountFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::string& path() const noexcept { return path_; }

 private:
  std::string path_ = "/tmp/promptview_test-XXXXXX";
};

// A program that runs as that account, since servers refuse to run as root, and silently. It ends with this object, and with
// this process.
class AccountProcess {
 public:
  // The first of `command` is the path of the program, or its name.
  explicit AccountProcess(std::vector<std::string> command) {
    struct stat owner {};
    REQUIRE(::stat(server().directory().c_str(), &owner) == 0);
    std::vector<char*> arguments;
    for (std::string& each : command) arguments.push_back(each.data());
    arguments.push_back(nullptr);
    const bool drop = ::geteuid() == 0;
    const pid_t parent = ::getpid();
    process_ = ::fork();
    REQUIRE(process_ >= 0);
    if (process_ > 0) return;
    if (drop && (::setgroups(0, nullptr) != 0 || ::setgid(owner.st_gid) != 0 || ::setuid(owner.st_uid) != 0)) ::_exit(126);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(126);
    const int nowhere = ::open("/dev/null", O_RDWR);
    for (int stream = 0; stream < 3; ++stream) ::dup2(nowhere, stream);
    ::execvp(arguments.front(), arguments.data());
    ::_exit(127);
  }
  AccountProcess(const AccountProcess&) = delete;
  AccountProcess& operator=(const AccountProcess&) = delete;
  ~AccountProcess() {
    if (process_ <= 0) return;
    ::kill(process_, ending_);
    ::waitpid(process_, nullptr, 0);
  }

  // Its exit status, which is 127 where there is no such program; nothing while it runs.
  std::optional<int> status() { return status_after(WNOHANG); }
  // Blocks for its end.
  int wait() { return status_after(0).value_or(-1); }
  // How the destructor ends it: SIGKILL unless this says otherwise.
  void end_by(int signal) noexcept { ending_ = signal; }

 private:
  std::optional<int> status_after(int options) {
    int status = 0;
    if (process_ > 0 && ::waitpid(process_, &status, options) == process_) {
      process_ = 0;
      status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    return status_;
  }

  pid_t process_ = 0;
  int ending_ = SIGKILL;
  std::optional<int> status_{};
};

}  // namespace promptview_test
