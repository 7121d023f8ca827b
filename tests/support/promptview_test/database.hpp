// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <promptview/promptview.hpp>

// A database for each test, on one throw-away server for each test program. (Defined in support/database.cpp, so that a
// test does not compile connections unless it has to.)
namespace promptview_test {

namespace pv = promptview;

// The server of this program; started by its first user, stopped at exit. `PROMPTVIEW_TEST_URL` is not looked at: tests
// kill and restart servers, which must be theirs.
pv::postgres::EmbeddedServer& server();

// An empty database that is connected as the default one while this lives. As a base or a member of a fixture, or a
// local variable.
class TestDatabase {
 public:
  explicit TestDatabase(pv::ConnectOptions options = {});
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;
  ~TestDatabase();

  std::string url() const;
  const std::string& name() const noexcept { return name_; }

  // Runs SQL of the test's own, without promptview's models.
  static void execute(const std::string& sql);

  // The first column of the first row, as the server prints it.
  static std::string ask(const std::string& sql);

 private:
  std::string name_;
};

}  // namespace promptview_test
