// SPDX-License-Identifier: MIT
// What save does beside writing, for many: hooks, versions, soft removal; and triggers of the database.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/pipeline_ways.hpp>

using namespace promptview_test;

namespace pipeline_rules_test {

using Time = std::chrono::sys_time<std::chrono::microseconds>;

struct Account : pv::Model<Account> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int version{};
  std::optional<Time> removed_at{};
  int hooks = 0;  // no field

  void before_save() { ++hooks; }
  void validate(pv::Problems& problems) const {
    if (name.empty()) problems.add("name", "must not be empty");
  }
  void after_save() { hooks += 10; }

  friend bool operator==(const Account&, const Account&) = default;
};
PROMPTVIEW_MODEL(Account, postgres, "pipeline_rules_accounts", FIELD(id, primary_key), FIELD(name), FIELD(version, row_version), FIELD(removed_at),
                 TABLE(soft_remove="removed_at"))

struct Document : pv::Model<Document> {
  std::string name{};
  std::string text{};
  int version{};

  friend bool operator==(const Document&, const Document&) = default;
};
PROMPTVIEW_MODEL(Document, postgres, "pipeline_rules_documents", FIELD(name, primary_key), FIELD(text), FIELD(version, row_version))

std::vector<Account> three() {
  std::vector<Account> made{{.name = "a"}, {.name = "b"}, {.name = "c"}};
  Account::initialize();
  Account::save_all(made);
  return made;
}

}  // namespace pipeline_rules_test

using namespace pipeline_rules_test;

TEST_CASE("save_all calls the hooks of each object, and sends nothing when one is not valid") {
  const TestDatabase database;
  std::vector<Account> accounts = three();
  for (const Account& account : accounts) CHECK(account.hooks == 11);
  accounts[1].name.clear();
  const auto sent = pv::testing::count_queries([&] {
    try {
      Account::save_all(accounts);
      FAIL("it was not valid");
    } catch (const pv::ValidationFailed& failed) {
      CHECK(failed.object() == 1);
      CHECK(failed.place() == 1);
    }
  });
  CHECK(sent.statements == 0);
  CHECK(accounts[0].hooks == 12);
}

TEST_CASE("save_all and update_all count versions; a stale object leaves nothing and is named") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    CAPTURE(options.statement_cache, options.pipelining);
    const TestDatabase database{options};
    std::vector<Account> accounts = three();
    Account::update_all(accounts);
    for (const Account& account : accounts) CHECK(account.version == 1);
    Account others = *Account::get(3);
    others.name = "others";
    others.save();
    for (const bool in_transaction : {false, true}) {
      std::optional<pv::Transaction> transaction;
      if (in_transaction) transaction.emplace();
      accounts[0].name = "changed";
      try {
        Account::save_all(accounts);
        FAIL("it was stale");
      } catch (const pv::StaleObject& stale) {
        CHECK(stale.place() == 2);
        CHECK(std::string{stale.what()}.find("Account (object 2): read the object again") != std::string::npos);
      }
      CHECK(Account::get(1)->name == "a");
      CHECK(accounts[0].version == 1);
      if (transaction) transaction->commit();
    }
    accounts[2].refresh();
    Account::save_all(accounts);
    CHECK(Account::get(1)->name == "changed");
    CHECK(accounts[2].version == 3);
    // One row twice: the second is stale, as it would be after the first.
    std::vector<Account> twice{accounts[0], accounts[0]};
    CHECK_THROWS_AS(Account::update_all(twice), pv::StaleObject);
    CHECK(Account::get(1)->version == 2);
    accounts[0].remove();
    accounts[0].version = 3;
    CHECK_THROWS_AS(Account::update_all(accounts), pv::Error);
    CHECK(Account::get(2)->version == 2);
  }
}

TEST_CASE("save_all of objects whose key the application gives, with a version") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    const TestDatabase database{options};
    Document::initialize();
    std::vector<Document> documents{{.name = "a", .text = "1"}, {.name = "b", .text = "2"}};
    Document::save_all(documents);
    documents[1].text = "3";
    Document::save_all(documents);
    CHECK(documents[1].version == 1);
    documents[1].version = 0;
    documents[0].text = "lost";
    CHECK_THROWS_AS(Document::save_all(documents), pv::StaleObject);
    CHECK(Document::get("a")->text == "1");
  }
}

TEST_CASE("a trigger that drops a row: the error says of which object") {
  const TestDatabase database;
  Account::initialize();
  TestDatabase::execute("CREATE FUNCTION drop_b() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.name = ''b'' THEN RETURN NULL; END IF; RETURN NEW; END';"
                        "CREATE TRIGGER t BEFORE INSERT ON pipeline_rules_accounts FOR EACH ROW EXECUTE FUNCTION drop_b()");
  std::vector<Account> accounts{{.name = "a"}, {.name = "b"}};
  try {
    Account::save_all(accounts);
    FAIL("the row was dropped");
  } catch (const pv::Error& error) {
    CHECK(error.place() == 1);
    CHECK(std::string{error.what()}.find("the database left the row out") != std::string::npos);
  }
  CHECK_FALSE(accounts[0].id.has_value());
}

TEST_CASE("a constraint that is checked at the end fails all of it, without a place") {
  for (const pv::ConnectOptions& options : pipeline_ways()) {
    CAPTURE(options.statement_cache, options.pipelining);
    const TestDatabase database{options};
    Document::initialize();
    Account::initialize();
    TestDatabase::execute("ALTER TABLE pipeline_rules_accounts ADD UNIQUE (name) DEFERRABLE INITIALLY DEFERRED;"
                          "ALTER TABLE pipeline_rules_documents ADD UNIQUE (text) DEFERRABLE INITIALLY DEFERRED");
    std::vector<Account> accounts{{.name = "a"}, {.name = "b"}, {.name = "a"}};
    const std::vector<Account> before = accounts;
    try {
      Account::save_all(accounts);
      FAIL("two are the same");
    } catch (const pv::UniqueViolation& taken) {
      CHECK(taken.place() == pv::Error::no_place);
    }
    CHECK(accounts[0].id.has_value() == before[0].id.has_value());
    CHECK(Account::query().count() == 0);
    std::vector<Document> documents{{.name = "a", .text = "1"}, {.name = "b", .text = "1"}};
    CHECK_THROWS_AS(Document::save_all(documents), pv::UniqueViolation);
    CHECK(Document::query().count() == 0);
    CHECK(pv::postgres::pool_of({})->idle() == 1);
  }
}
