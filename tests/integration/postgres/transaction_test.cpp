// SPDX-License-Identifier: MIT
// pv::Transaction: what joins it, how it ends, savepoints, failures.
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

using namespace promptview_test;
using promptview::testing::count_queries;

namespace transaction_test {

struct Account : pv::Model<Account> {
  pv::Auto<std::int64_t> id{};
  std::string owner{};
  int balance{};
};
PROMPTVIEW_MODEL(Account, postgres, "transaction_test_accounts", FIELD(id, primary_key), FIELD(owner, unique),
                 FIELD(balance, check = "balance >= 0"))

}  // namespace transaction_test

using transaction_test::Account;

namespace {

using Owners = std::vector<std::string>;

Owners owners(const std::string& database = {}) {
  Owners all;
  for (const Account& each : pv::on(database).query<Account>().order_by("owner").execute()) all.push_back(each.owner);
  return all;
}

// What others see.
Owners committed(const std::string& database = {}) {
  Owners all;
  std::thread{[&] { all = owners(database); }}.join();
  return all;
}

void open_account(const std::string& owner, int balance = 0) {
  Account account{.owner = owner, .balance = balance};
  account.save();
}

struct Fixture : TestDatabase {
  Fixture() { Account::initialize(); }
};

const std::string has_ended = "the transaction has ended: begin a new one";

}  // namespace

TEST_CASE("transaction: commit makes all of it durable at once") {
  const Fixture fixture;
  pv::Transaction transaction;
  CHECK(transaction.is_open());
  CHECK(transaction.database().empty());
  open_account("ann", 1);
  open_account("bob", 2);
  CHECK(owners() == Owners{"ann", "bob"});
  CHECK(committed().empty());
  transaction.commit();
  CHECK_FALSE(transaction.is_open());
  CHECK(committed() == Owners{"ann", "bob"});
}

TEST_CASE("transaction: rolls back unless it was committed") {
  const Fixture fixture;
  SECTION("at the end of its scope") {
    const pv::Transaction transaction;
    CHECK_NOTHROW(open_account("ann"));
  }
  SECTION("by an exception") {
    const auto fails = [] {
      const pv::Transaction transaction;
      open_account("ann");
      throw std::runtime_error{"changed my mind"};
    };
    CHECK_THROWS_AS(fails(), std::runtime_error);
  }
  SECTION("when told to") {
    pv::Transaction transaction;
    open_account("ann");
    transaction.rollback();
    CHECK_FALSE(transaction.is_open());
    CHECK(owners().empty());
    open_account("bob");  // no longer part of it
    CHECK(committed() == Owners{"bob"});
    Account::query().filter("owner", "bob").one().remove();
  }
  CHECK(owners().empty());
  CHECK(pv::postgres::pool_of({})->in_use() == 0);
}

TEST_CASE("transaction: every operation of its thread joins it") {
  const Fixture fixture;
  Account kept{.owner = "kept", .balance = 1};
  kept.save();
  {
    const pv::Transaction transaction;
    CHECK(transaction.database().empty());
    Account ann = Account::create({.owner = "ann", .balance = 1});
    ann.balance = 2;
    ann.save();
    ann.save_fields("balance");
    ann.refresh();
    CHECK(ann.balance == 2);
    CHECK(Account::get(*ann.id)->owner == "ann");
    CHECK(Account::query().filter("owner", "ann").exists());
    CHECK(Account::query().count() == 2);
    CHECK(Account::query().order_by("owner").first()->owner == "ann");
    CHECK(kept.remove());
    Account other{.owner = "other"};
    pv::insert(other);
    CHECK(pv::query<Account>().count() == 2);
    CHECK(pv::postgres::pool_of({})->in_use() == 1);
  }
  CHECK(owners() == Owners{"kept"});
}

TEST_CASE("transaction: other threads do not join it") {
  const Fixture fixture;
  pv::Transaction transaction;
  open_account("mine");
  std::thread{[] {
    open_account("theirs");
    pv::Transaction own;
    open_account("theirs too");
    own.commit();
  }}.join();
  CHECK(owners() == Owners{"mine", "theirs", "theirs too"});
  transaction.rollback();
  CHECK(owners() == Owners{"theirs", "theirs too"});
}

TEST_CASE("transaction: other databases do not join it, and have their own") {
  const Fixture fixture;
  TestDatabase::execute("CREATE DATABASE other_" + fixture.name());
  pv::connect({.url = server().url("other_" + fixture.name()), .name = "other"});
  const pv::Database other = pv::on("other");
  other.initialize<Account>();
  const auto open_there = [&](const std::string& owner) {
    Account account{.owner = owner};
    other.save(account);
  };

  SECTION("one on the default database") {
    pv::Transaction here;
    open_account("here");
    open_there("there");
    here.rollback();
    CHECK(owners().empty());
    CHECK(owners("other") == Owners{"there"});
  }
  SECTION("one on the named one") {
    pv::Transaction there{"other"};
    CHECK(there.database() == "other");
    open_account("here");
    open_there("there");
    there.rollback();
    CHECK(owners() == Owners{"here"});
    CHECK(owners("other").empty());
  }
  SECTION("both, which end in any order") {
    pv::Transaction here;
    pv::Transaction there{"other"};
    pv::Transaction inner;  // of the first one
    open_account("here");
    open_there("there");
    there.commit();
    open_there("there alone");
    inner.commit();
    here.rollback();
    CHECK(owners().empty());
    CHECK(owners("other") == Owners{"there", "there alone"});
  }
  pv::disconnect("other");
}

TEST_CASE("transaction: one inside another is a savepoint") {
  const Fixture fixture;
  pv::Transaction outer;
  open_account("outer");
  SECTION("rolled back alone") {
    {
      const pv::Transaction inner;
      open_account("inner");
      CHECK(owners() == Owners{"inner", "outer"});
    }
    CHECK(owners() == Owners{"outer"});
    outer.commit();
    CHECK(committed() == Owners{"outer"});
  }
  SECTION("committed, it is part of the outer one") {
    {
      pv::Transaction inner;
      open_account("inner");
      inner.commit();
    }
    CHECK(committed().empty());
    outer.commit();
    CHECK(committed() == Owners{"inner", "outer"});
  }
  SECTION("committed, and undone by the outer one") {
    {
      pv::Transaction inner;
      open_account("inner");
      inner.commit();
    }
    outer.rollback();
    CHECK(committed().empty());
  }
  SECTION("several levels, several in a row") {
    for (const bool keep : {true, false, true}) {
      pv::Transaction first;
      open_account(std::string{"first "} + (keep ? "kept " : "") + std::to_string(owners().size()));
      {
        pv::Transaction second;
        open_account("second " + std::to_string(owners().size()));
        const pv::Transaction third;
        open_account("third");
      }
      if (keep) first.commit();
    }
    CHECK(owners() == Owners{"first kept 1", "first kept 2", "outer"});
    outer.commit();
    CHECK(committed() == Owners{"first kept 1", "first kept 2", "outer"});
  }
  SECTION("a failure inside costs the inner one only") {
    {
      const pv::Transaction inner;
      CHECK_THROWS_AS(open_account("outer"), pv::UniqueViolation);
      CHECK_THROWS_AS(owners(), pv::TransactionFailed);
    }
    CHECK(owners() == Owners{"outer"});
    {
      pv::Transaction inner;
      CHECK_THROWS_AS(open_account("poor", -1), pv::CheckViolation);
      CHECK_THROWS_MATCHES(inner.commit(), pv::TransactionFailed,
                           message_contains("transaction_test_accounts_balance_check"));
    }
    open_account("more");
    outer.commit();
    CHECK(committed() == Owners{"more", "outer"});
  }
}

TEST_CASE("transaction: an inner one cannot begin in a failed one") {
  const Fixture fixture;
  open_account("ann");
  const pv::Transaction outer;
  CHECK_THROWS_AS(open_account("ann"), pv::UniqueViolation);
  CHECK_THROWS_MATCHES(pv::Transaction{}, pv::TransactionFailed, message_contains("first error: duplicate key value"));
}

TEST_CASE("transaction: ends out of order") {
  const Fixture fixture;
  auto outer = std::make_unique<pv::Transaction>();
  open_account("outer");
  auto middle = std::make_unique<pv::Transaction>();
  open_account("middle");
  auto inner = std::make_unique<pv::Transaction>();
  open_account("inner");
  const std::string remedy =
      "end the inner transaction first: transactions end in the opposite order of their beginning";

  SECTION("by a call: an error that changes nothing") {
    CHECK_THROWS_MATCHES(outer->commit(), pv::TransactionFailed, message(remedy));
    CHECK_THROWS_MATCHES(outer->rollback(), pv::TransactionFailed, message(remedy));
    CHECK_THROWS_MATCHES(middle->commit(), pv::TransactionFailed, message(remedy));
    CHECK(owners() == Owners{"inner", "middle", "outer"});
    inner->commit();
    middle->commit();
    outer->commit();
    CHECK(committed() == Owners{"inner", "middle", "outer"});
  }
  SECTION("the outermost is destroyed: all end with it") {
    outer.reset();
    CHECK_FALSE(middle->is_open());
    CHECK_FALSE(inner->is_open());
    CHECK_THROWS_MATCHES(inner->connection(), pv::TransactionFailed, message(has_ended));
    CHECK_THROWS_MATCHES(inner->commit(), pv::TransactionFailed, message(has_ended));
    open_account("afterwards");
    inner.reset();
    middle.reset();
    CHECK(committed() == Owners{"afterwards"});
  }
  SECTION("one in the middle is destroyed: the inner one ends with it, the outer one goes on") {
    middle.reset();
    CHECK_FALSE(inner->is_open());
    CHECK(owners() == Owners{"outer"});
    outer->commit();
    CHECK(committed() == Owners{"outer"});
  }
  inner.reset();
  middle.reset();
  outer.reset();
  CHECK(pv::postgres::pool_of({})->in_use() == 0);
}

TEST_CASE("transaction: after a failed statement, only the end is left") {
  const Fixture fixture;
  open_account("ann");
  pv::Transaction transaction;
  open_account("bob");
  CHECK_THROWS_AS(open_account("ann"), pv::UniqueViolation);
  const std::string first =
      "first error: duplicate key value violates unique constraint \"transaction_test_accounts_owner_key\" (SQLSTATE 23505), "
      "in INSERT INTO \"transaction_test_accounts\"";

  SECTION("each use says what failed first, and sends nothing") {
    const auto traffic = count_queries([&] {
      CHECK_THROWS_MATCHES(
          owners(), pv::TransactionFailed,
          message_contains("roll the transaction back: an earlier statement in it failed") && message_contains(first));
      CHECK_THROWS_MATCHES(open_account("carl"), pv::TransactionFailed, message_contains(first));
      CHECK_THROWS_MATCHES(Account::initialize(), pv::TransactionFailed, message_contains(first));
    });
    CHECK(traffic.round_trips == 0);
  }
  SECTION("commit rolls back and says so") {
    CHECK_THROWS_MATCHES(
        transaction.commit(), pv::TransactionFailed,
        message_contains("the transaction was rolled back, not committed: a statement in it had failed\n") &&
            message_contains(first));
    CHECK_FALSE(transaction.is_open());
  }
  SECTION("rollback") { CHECK_NOTHROW(transaction.rollback()); }
  if (transaction.is_open()) transaction.rollback();
  CHECK(committed() == Owners{"ann"});

  pv::Transaction next;  // on the same connection: the error is forgotten
  open_account("dora");
  {
    pqxx::nontransaction work{next.connection().pqxx()};
    CHECK_THROWS_AS(work.exec("SELECT 1/0"), pqxx::sql_error);
  }
  CHECK_THROWS_MATCHES(owners(), pv::TransactionFailed,
                       message_contains("first error: not known, since it was not sent by promptview"));
}

TEST_CASE("transaction: a value that is refused before sending costs nothing") {
  const Fixture fixture;
  pv::Transaction transaction;
  open_account("ann");
  CHECK_THROWS_AS(open_account(std::string("nul\0byte", 8)), pv::InvalidValue);
  open_account("bob");
  transaction.commit();
  CHECK(committed() == Owners{"ann", "bob"});
}

TEST_CASE("transaction: cannot be used after its end") {
  const Fixture fixture;
  pv::Transaction transaction;
  const bool committed_it = GENERATE(true, false);
  if (committed_it)
    transaction.commit();
  else
    transaction.rollback();
  CHECK_THROWS_MATCHES(transaction.commit(), pv::TransactionFailed, message(has_ended));
  CHECK_THROWS_MATCHES(transaction.rollback(), pv::TransactionFailed, message(has_ended));
  CHECK_THROWS_MATCHES(transaction.connection(), pv::TransactionFailed, message(has_ended));
  CHECK_THROWS_MATCHES(transaction.check_open(), pv::TransactionFailed, message(has_ended));
}

TEST_CASE("transaction: its end on another thread is an error") {
  const Fixture fixture;
  pv::Transaction transaction;
  open_account("ann");
  std::string failure;
  std::thread{[&] {
    try {
      transaction.commit();
    } catch (const pv::TransactionFailed& failed) {
      failure = failed.what();
    }
  }}.join();
  CHECK(failure == "end the transaction on the thread on which it began");
  transaction.commit();
  CHECK(committed() == Owners{"ann"});
}

TEST_CASE("transaction: the server refuses to commit") {
  const Fixture fixture;
  TestDatabase::execute(
      "ALTER TABLE transaction_test_accounts ADD CONSTRAINT late UNIQUE (balance) DEFERRABLE INITIALLY DEFERRED");
  pv::Transaction transaction;
  open_account("ann", 7);
  open_account("bob", 7);
  CHECK_THROWS_MATCHES(transaction.commit(), pv::UniqueViolation, message_contains("\"late\""));
  CHECK_FALSE(transaction.is_open());
  open_account("carl", 7);  // on its own: the transaction is over although its object lives
  CHECK(committed() == Owners{"carl"});
  CHECK(pv::postgres::pool_of({})->in_use() == 0);
}

TEST_CASE("transaction: two that conflict are told to run again") {
  const Fixture fixture;
  open_account("ann", 1);
  pv::Transaction mine;
  mine.connection().run_script("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
  Account ann = Account::query().one();
  std::thread{[] {
    Account same = Account::query().one();
    same.balance = 2;
    same.save();
  }}.join();
  ann.balance = 3;
  CHECK_THROWS_AS(ann.save(), pv::SerializationFailure);
}

TEST_CASE("transaction: reads begin and end nothing") {
  const Fixture fixture;
  std::vector<std::string> sent;
  pv::Transaction transaction;
  open_account("ann");
  pv::postgres::set_statement_log([&](const pv::postgres::StatementEvent& event) { sent.emplace_back(event.sql); });
  (void)Account::get(1);
  (void)Account::query().execute();
  (void)Account::query().first();
  (void)Account::query().count();
  (void)Account::query().exists();
  for (const Account& each : Account::query()) CHECK(each.owner == "ann");
  pv::postgres::set_statement_log({});
  CHECK(sent.size() == 6);
  for (const std::string& each : sent) CHECK_THAT(each, starts_with("SELECT"));
  CHECK(transaction.connection().in_transaction());
  CHECK(committed().empty());
}

TEST_CASE("transaction: each step is one round trip, and statements outside of one need no BEGIN") {
  const Fixture fixture;
  CHECK(count_queries([] { open_account("ann"); }).round_trips == 1);
  std::optional<pv::Transaction> outer;
  std::optional<pv::Transaction> inner;
  CHECK(count_queries([&] { outer.emplace(); }).round_trips == 1);
  CHECK(count_queries([&] { inner.emplace(); }).round_trips == 1);
  CHECK(count_queries([&] { inner->rollback(); }).round_trips == 1);
  CHECK(count_queries([&] { inner.emplace(); }).round_trips == 1);
  CHECK(count_queries([&] { inner->commit(); }).round_trips == 1);
  CHECK(count_queries([&] { outer->commit(); }).round_trips == 1);
  CHECK(count_queries([&] {
          inner.reset();
          outer.reset();
        }).round_trips == 0);
}

TEST_CASE("transaction: afterwards the thread uses the pool again") {
  const Fixture fixture;
  const auto pool = pv::postgres::pool_of({});
  {
    pv::Transaction transaction;
    CHECK(pool->in_use() == 1);
    open_account("ann");
    CHECK(pool->in_use() == 1);
    transaction.commit();
    CHECK(pool->in_use() == 0);
    open_account("bob");
    CHECK(committed() == Owners{"ann", "bob"});
  }
  pv::Transaction again;
  open_account("carl");
  again.commit();
  CHECK(committed() == Owners{"ann", "bob", "carl"});
}

TEST_CASE("transaction: other code that ends it is found out") {
  const Fixture fixture;
  pv::Transaction transaction;
  open_account("ann");
  pqxx::nontransaction{transaction.connection().pqxx()}.exec("ROLLBACK");
  CHECK_THROWS_MATCHES(
      transaction.commit(), pv::TransactionFailed,
      message("leave COMMIT and ROLLBACK to the Transaction: other code on its connection has ended it"));
  CHECK_FALSE(transaction.is_open());
  CHECK(committed().empty());
}

TEST_CASE("transaction: a replacement of the ambient accessor stays") {
  const Fixture fixture;
  auto& ambient = pv::detail::ambient_transaction;
  const auto before = ambient.exchange([](std::string_view) -> void* { return nullptr; });
  {
    pv::Transaction transaction;
    open_account("ann");  // what is asked says that there is none
    transaction.rollback();
  }
  ambient.store(before);
  CHECK(owners() == Owners{"ann"});
}

static_assert(!std::is_copy_constructible_v<pv::Transaction> && !std::is_move_constructible_v<pv::Transaction>);
