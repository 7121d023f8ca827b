// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <thread>

#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

namespace promptview_test {

// A pgbouncer before the tests' server, on a unix socket only, with a few sessions for all clients, each lent for a transaction. It refuses to run as
// root, so it runs as the account of the server, which may open its socket.
class Pooler {
 public:
  explicit Pooler(int sessions = 2) {
    REQUIRE(::mkdtemp(folder_.data()) != nullptr);
    const pv::postgres::Connection direct{pv::postgres::conninfo_of({.url = server().url()}), 0};
    const std::string target = PQhost(direct.raw());
    struct stat owner {};
    REQUIRE(::stat(server().directory().c_str(), &owner) == 0);
    std::ofstream{folder_ + "/pgbouncer.ini"}
        << "[databases]\n* = host=" << target << " port=5432 user=postgres\n"
        << "[pgbouncer]\nlisten_addr =\nlisten_port = 6432\nunix_socket_dir = " << folder_
        << "\nauth_type = any\npool_mode = transaction\ndefault_pool_size = " << sessions << "\n"
        << "max_client_conn = 100\nlogfile = " << folder_ << "/log\n";
    if (::geteuid() == 0) REQUIRE(::chown(folder_.c_str(), owner.st_uid, owner.st_gid) == 0);
    std::filesystem::permissions(folder_ + "/pgbouncer.ini", std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
    start(owner);
  }
  Pooler(const Pooler&) = delete;
  Pooler& operator=(const Pooler&) = delete;
  ~Pooler() {
    if (process_ > 0) {
      ::kill(process_, SIGKILL);
      ::waitpid(process_, nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string url(const std::string& database) const {
    return "host=" + folder_ + " hostaddr='' port=6432 user=postgres dbname=" + database;
  }

 private:
  void start(const struct stat& owner) {
    const std::string settings = folder_ + "/pgbouncer.ini";
    const bool drop = ::geteuid() == 0;
    const pid_t parent = ::getpid();
    process_ = ::fork();
    REQUIRE(process_ >= 0);
    if (process_ == 0) {
      if (drop && (::setgroups(0, nullptr) != 0 || ::setgid(owner.st_gid) != 0 || ::setuid(owner.st_uid) != 0))
        ::_exit(126);
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (::getppid() != parent) ::_exit(126);
      const int nowhere = ::open("/dev/null", O_RDWR);
      for (int stream = 0; stream < 3; ++stream) ::dup2(nowhere, stream);
      ::execl("/usr/sbin/pgbouncer", "pgbouncer", settings.c_str(), nullptr);
      ::execlp("pgbouncer", "pgbouncer", settings.c_str(), nullptr);
      ::_exit(127);
    }
    for (int tries = 0; tries < 600; ++tries) {
      int status = 0;
      if (::waitpid(process_, &status, WNOHANG) == process_) {
        process_ = 0;
        if (WIFEXITED(status) && WEXITSTATUS(status) == 127) FAIL("install pgbouncer: apt-get install pgbouncer");
        FAIL("pgbouncer ended:\n" << log());
      }
      const PGPing answer = PQping(url("postgres").c_str());
      if (answer == PQPING_OK) return;
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    FAIL("pgbouncer does not answer:\n" << log());
  }
  std::string log() const {
    std::ostringstream text;
    text << std::ifstream{folder_ + "/log"}.rdbuf();
    return text.str();
  }

  std::string folder_ = "/tmp/promptview_test-XXXXXX";
  pid_t process_ = 0;
};

}  // namespace promptview_test
