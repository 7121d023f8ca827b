// SPDX-License-Identifier: MIT
#include <atomic>
#include <string>

#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/database.hpp>

namespace promptview_test {

namespace {

int next_number() {
  static std::atomic<int> number = 0;
  return ++number;
}
void administrate(const std::string& sql) {
  pv::postgres::Connection{pv::postgres::conninfo_of({.url = server().url()}), 0}.run_script(sql);
}

}  // namespace

pv::postgres::EmbeddedServer& server() {
  static pv::postgres::EmbeddedServer instance;
  return instance;
}

TestDatabase::TestDatabase(pv::ConnectOptions options) : name_{"test_" + std::to_string(next_number())} {
  administrate("CREATE DATABASE " + name_);
  options.url = url();
  pv::connect(options);
}

TestDatabase::~TestDatabase() {
  pv::disconnect();
  pv::NamespaceManager::reset();
}

std::string TestDatabase::url() const { return server().url(name_); }

void TestDatabase::execute(const std::string& sql) { pv::postgres::acquire()->run_script(sql); }

std::string TestDatabase::ask(const std::string& sql) {
  const auto connection = pv::postgres::acquire();
  const auto result = connection->run("SELECT (" + sql + ")::text");
  return result.is_null(0, 0) ? "NULL" : std::string{result.bytes(0, 0)};
}

}  // namespace promptview_test
