// SPDX-License-Identifier: MIT
#pragma once

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <promptview/pqxx.hpp>
#include <promptview_test/account_process.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

namespace promptview_test {

// A pgbouncer before the tests' server, on a unix socket only, with a few sessions for all clients, each lent for a transaction.
class Pooler {
 public:
  explicit Pooler(int sessions = 2) {
    const pv::postgres::Connection direct{pv::postgres::conninfo_of({.url = server().url()}), 0};
    const std::string target = PQhost(direct.raw());
    const std::string settings = folder_.path() + "/pgbouncer.ini";
    std::ofstream{settings} << "[databases]\n* = host=" << target << " port=5432 user=postgres\n"
                            << "[pgbouncer]\nlisten_addr =\nlisten_port = 6432\nunix_socket_dir = " << folder_.path()
                            << "\nauth_type = any\npool_mode = transaction\ndefault_pool_size = " << sessions << "\n"
                            << "max_client_conn = 100\nlogfile = " << folder_.path() << "/log\n";
    std::filesystem::permissions(settings, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
    const bool is_there = ::access("/usr/sbin/pgbouncer", X_OK) == 0;  // a folder that PATH may not have
    process_.emplace(std::vector<std::string>{is_there ? "/usr/sbin/pgbouncer" : "pgbouncer", settings});
    await_answer();
  }

  std::string url(const std::string& database) const {
    return "host=" + folder_.path() + " hostaddr='' port=6432 user=postgres dbname=" + database;
  }

 private:
  void await_answer() {
    for (int tries = 0; tries < 600; ++tries) {
      if (const std::optional<int> status = process_->status()) {
        if (*status == 127) FAIL("install pgbouncer: apt-get install pgbouncer");
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
    text << std::ifstream{folder_.path() + "/log"}.rdbuf();
    return text.str();
  }

  AccountFolder folder_{};
  std::optional<AccountProcess> process_{};
};

}  // namespace promptview_test
