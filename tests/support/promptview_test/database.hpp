// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <string>

#include <promptview/promptview.hpp>

// A database for each test, on one throw-away server for each test program.
namespace promptview_test {

namespace pv = promptview;

// The server of this program; started by its first user, stopped at exit. `PROMPTVIEW_TEST_URL` is not looked at: tests
// kill and restart servers, which must be theirs.
inline pv::postgres::EmbeddedServer& server() {
  static pv::postgres::EmbeddedServer instance;
  return instance;
}

// An empty database that is connected as the default one while this lives. As a base or a member of a fixture, or a
// local variable.
class TestDatabase {
 public:
  explicit TestDatabase(pv::ConnectOptions options = {}) : name_{"test_" + std::to_string(next_number())} {
    administrate("CREATE DATABASE " + name_);
    options.url = url();
    pv::connect(options);
  }
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;
  ~TestDatabase() {
    pv::disconnect();
    pv::NamespaceManager::reset();
  }

  std::string url() const { return server().url(name_); }
  const std::string& name() const noexcept { return name_; }

  // Runs SQL of the test's own, without promptview's models.
  static void execute(const std::string& sql) { pv::postgres::acquire()->run_script(sql); }

  // The first column of the first row, as the server prints it.
  static std::string ask(const std::string& sql) {
    const auto connection = pv::postgres::acquire();
    connection->parameters();
    const auto result = connection->run("SELECT (" + sql + ")::text");
    return result.is_null(0, 0) ? "NULL" : std::string{result.bytes(0, 0)};
  }

 private:
  static int next_number() {
    static std::atomic<int> number = 0;
    return ++number;
  }
  static void administrate(const std::string& sql) {
    pv::postgres::Connection{pv::postgres::conninfo_of({.url = server().url()}), 0}.run_script(sql);
  }

  std::string name_;
};

}  // namespace promptview_test
