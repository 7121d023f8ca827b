// SPDX-License-Identifier: MIT
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <string>
#include <thread>

using namespace promptview_test;
using pv::testing::RolledBackTransaction;

namespace rolled_back_transaction_test {

struct Entry : pv::Model<Entry> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
};
PROMPTVIEW_MODEL(Entry, postgres, "rolled_back_transaction_test_entries", FIELD(id, primary_key), FIELD(text, unique))

}  // namespace rolled_back_transaction_test

using rolled_back_transaction_test::Entry;

TEST_CASE("rolled back transaction: leaves the tables as they were") {
  const TestDatabase database;
  Entry::initialize();
  Entry::create({.text = "before"});
  for (int test = 0; test < 2; ++test) {
    const RolledBackTransaction around;
    Entry::create({.text = "during"});
    CHECK(Entry::query().count() == 2);
    CHECK(around.connection().in_transaction());
  }
  CHECK(Entry::query().count() == 1);
  CHECK(pv::postgres::pool_of({})->in_use() == 0);
}

TEST_CASE("rolled back transaction: commits inside are savepoints, whose on_commit is not called") {
  const TestDatabase database;
  Entry::initialize();
  int called = 0;
  {
    const RolledBackTransaction around;
    pv::atomic([&](pv::Transaction& transaction) {
      Entry::create({.text = "inner"});
      transaction.on_commit([&] { ++called; });
    });
    pv::retry_transaction(3, [] { Entry::create({.text = "second"}); });
    CHECK_THROWS_AS(pv::atomic([] { Entry::create({.text = "inner"}); }), pv::UniqueViolation);
    CHECK(Entry::query().count() == 2);
  }
  CHECK(Entry::query().count() == 0);
  CHECK(called == 0);
}

TEST_CASE("rolled back transaction: with options, on a named database") {
  const TestDatabase database;
  pv::connect({.url = database.url(), .name = "second"});
  pv::on("second").initialize<Entry>();
  {
    const RolledBackTransaction around{{.database = "second", .isolation = pv::Isolation::serializable}};
    CHECK(around.connection().run("SHOW transaction_isolation").bytes(0, 0) == "serializable");
    Entry entry{.text = "x"};
    pv::on("second").save(entry);
  }
  CHECK(pv::on("second").query<Entry>().count() == 0);
  pv::disconnect("second");
}
