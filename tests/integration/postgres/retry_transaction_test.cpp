// SPDX-License-Identifier: MIT
// pv::retry_transaction: what runs again, what does not, and how often.
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <concepts>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <thread>

using namespace promptview_test;

namespace retry_transaction_test {

struct Counter : pv::Model<Counter> {
  int id{};
  int value{};
};
PROMPTVIEW_MODEL(Counter, postgres, "retry_transaction_test_counters", FIELD(id, primary_key), FIELD(value))

}  // namespace retry_transaction_test

using retry_transaction_test::Counter;

namespace {

struct Fixture : TestDatabase {
  Fixture() {
    Counter::initialize();
    Counter::create({.id = 1, .value = 0});
  }
};

const pv::TransactionOptions repeatable{.isolation = pv::Isolation::repeatable_read};

// Another session changes the row.
void interfere() {
  std::thread{[] {
    Counter counter = Counter::query().one();
    counter.value += 100;
    counter.save();
  }}.join();
}

// Reads, lets another session change what was read, and writes: fails under repeatable read.
void conflict() {
  Counter counter = Counter::query().one();
  interfere();
  counter.value += 1;
  counter.save();
}

[[noreturn]] void fail() { throw pv::SerializationFailure{"made up", {.sqlstate = "40001"}}; }

}  // namespace

TEST_CASE("retry_transaction: runs again in a new transaction, until it succeeds") {
  const Fixture fixture;
  int attempts = 0;
  const int value = pv::retry_transaction(5, {.isolation = pv::Isolation::repeatable_read}, [&] {
    Counter counter = Counter::query().one();
    if (++attempts < 3) interfere();
    counter.value += 1;
    counter.save();
    return counter.value;
  });
  CHECK(attempts == 3);
  CHECK(value == 201);
  CHECK(Counter::query().one().value == 201);
  CHECK(pv::postgres::pool_of({})->in_use() == 0);
}

TEST_CASE("retry_transaction: throws the last failure when the attempts are used up") {
  const Fixture fixture;
  const int most = GENERATE(1, 3);
  int attempts = 0;
  int rolled_back = 0;
  const auto work = [&](pv::Transaction& transaction) {
    ++attempts;
    transaction.on_rollback([&] { ++rolled_back; });
    conflict();
  };
  CHECK_THROWS_AS(pv::retry_transaction(most, repeatable, work), pv::SerializationFailure);
  CHECK(attempts == most);
  CHECK(rolled_back == most);
  CHECK(Counter::query().one().value == 100 * most);
}

TEST_CASE("retry_transaction: a failure of COMMIT, and a deadlock, run again as well") {
  const Fixture fixture;
  // A deferred trigger fails with that SQLSTATE at COMMIT, while a sequence, which no rollback undoes, is below 3.
  const std::string sqlstate = GENERATE(as<std::string>{}, "40001", "40P01");
  TestDatabase::execute("CREATE SEQUENCE attempts; CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                        "IF nextval('attempts') < 3 THEN RAISE 'refused' USING ERRCODE = '" +
                        sqlstate + "'; END IF; RETURN NULL; END $$; CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON " +
                        "retry_transaction_test_counters DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()");
  int attempts = 0;
  pv::retry_transaction(5, [&] {
    ++attempts;
    Counter counter = Counter::query().one();
    counter.value += 1;
    counter.save();
  });
  CHECK(attempts == 3);
  CHECK(Counter::query().one().value == 1);
}

TEST_CASE("retry_transaction: a conflict that the closure has caught runs again, too") {
  const Fixture fixture;
  const bool goes_on = GENERATE(true, false);
  int attempts = 0;
  const auto work = [&](int conflicts) {
    if (++attempts > conflicts) return;
    try {
      conflict();
    } catch (const pv::Error&) {
    }
    if (goes_on) (void)Counter::query().count();
  };
  pv::retry_transaction(5, repeatable, [&] { work(2); });
  CHECK(attempts == 3);

  attempts = 0;
  const auto always = [&] { work(5); };
  try {
    pv::retry_transaction(2, repeatable, always);
    FAIL("it must throw");
  } catch (const pv::TransactionFailed& failed) {
    CHECK(failed.first_sqlstate() == "40001");
  }
  CHECK(attempts == 2);
  CHECK(pv::postgres::pool_of({})->in_use() == 0);

  attempts = 0;
  const auto nested = [&] { pv::atomic([&] { work(1); }); };
  pv::retry_transaction(5, repeatable, nested);
  CHECK(attempts == 2);
}

TEST_CASE("retry_transaction: a table that was altered meanwhile runs again, once for all statements on it") {
  const Fixture fixture;
  const auto work = [] {
    Counter counter = Counter::query().one();  // each of them was prepared for the table as it was
    counter.value += 1;
    counter.save();
    return Counter::query().filter("value__gt", 0).order_by("id").execute().size();
  };
  CHECK(pv::atomic(work) == 1);
  const auto alter = [] { TestDatabase::execute("ALTER TABLE retry_transaction_test_counters ALTER value TYPE bigint"); };

  SECTION("that the closure lets through") {
    alter();
    int attempts = 0;
    CHECK(pv::retry_transaction(2, [&] { return ++attempts, work(); }) == 1);
    CHECK(attempts == 2);
  }
  SECTION("that the closure has caught") {
    alter();
    int attempts = 0;
    pv::retry_transaction(2, [&] {
      ++attempts;
      try {
        work();
      } catch (const pv::StalePlan& stale) {
        CHECK_THAT(stale.what(), contains("run the transaction again"));
        CHECK_THROWS_AS(work(), pv::TransactionFailed);
      }
    });
    CHECK(attempts == 2);
  }
  SECTION("in a pipeline") {
    const auto ask = [] { return std::get<0>(pv::pipeline(Counter::query(), Counter::query().count_query())).size(); };
    CHECK(pv::atomic(ask) == 1);
    alter();
    int attempts = 0;
    CHECK(pv::retry_transaction(2, [&] { return ++attempts, ask() + work(); }) == 2);
    CHECK(attempts == 2);
  }
  SECTION("or others have deallocated what was prepared") {
    int attempts = 0;
    CHECK(pv::retry_transaction(2, [&](pv::Transaction& transaction) {
            if (++attempts == 1) pqxx::nontransaction{transaction.connection().pqxx()}.exec("DEALLOCATE ALL");
            return work();
          }) == 1);
    CHECK(attempts == 2);
  }
  SECTION("at the last attempt it is thrown") {
    alter();
    CHECK_THROWS_AS(pv::retry_transaction(1, work), pv::StalePlan);
    CHECK(pv::retry_transaction(1, work) == 1);
  }
}

TEST_CASE("retry_transaction: other errors end it at once") {
  const Fixture fixture;
  int attempts = 0;
  SECTION("of the database") {
    const auto work = [&] {
      ++attempts;
      Counter::create({.id = 2});
      Counter::create({.id = 2});
    };
    CHECK_THROWS_AS(pv::retry_transaction(5, work), pv::UniqueViolation);
  }
  SECTION("of the database, which the closure has caught") {
    const auto work = [&] {
      ++attempts;
      CHECK_THROWS_AS(Counter::create({.id = 1}), pv::UniqueViolation);
      (void)Counter::query().count();
    };
    try {
      pv::retry_transaction(5, work);
      FAIL("it must throw");
    } catch (const pv::TransactionFailed& failed) {
      CHECK(failed.first_sqlstate() == "23505");
    }
  }
  SECTION("of the program") {
    const auto work = [&] {
      ++attempts;
      throw std::runtime_error{"no"};
    };
    CHECK_THROWS_AS(pv::retry_transaction(5, work), std::runtime_error);
  }
  SECTION("a commit of which nobody knows what became of it") {
    TestDatabase::execute("CREATE FUNCTION end_session() RETURNS trigger LANGUAGE plpgsql AS "
                          "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
                          "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON retry_transaction_test_counters "
                          "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION end_session()");
    const auto work = [&] {
      ++attempts;
      Counter::create({.id = 2});
    };
    CHECK_THROWS_AS(pv::retry_transaction(5, work), pv::CommitUnknown);
  }
  SECTION("a callback, after the commit") {
    const auto work = [&](pv::Transaction& transaction) {
      ++attempts;
      transaction.on_commit([] { fail(); });
      Counter::create({.id = 2});
    };
    CHECK_THROWS_AS(pv::retry_transaction(5, work), pv::CallbackFailed);
    CHECK(Counter::query().count() == 2);
  }
  SECTION("a failure after the closure itself has committed") {
    const auto work = [&](pv::Transaction& transaction) {
      ++attempts;
      Counter::create({.id = 2});
      transaction.commit();
      fail();
    };
    CHECK_THROWS_AS(pv::retry_transaction(5, work), pv::SerializationFailure);
    CHECK(Counter::query().count() == 2);
  }
  CHECK(attempts == 1);
}

TEST_CASE("retry_transaction: inside another transaction it runs once, and the outermost runs all of it again") {
  const Fixture fixture;
  int outer_attempts = 0;
  int inner_attempts = 0;
  pv::retry_transaction(3, repeatable, [&] {
    ++outer_attempts;
    pv::retry_transaction(3, [&] {
      ++inner_attempts;
      if (outer_attempts == 1) return conflict();
      Counter counter = Counter::query().one();
      counter.value += 1;
      counter.save();
    });
  });
  CHECK(outer_attempts == 2);
  CHECK(inner_attempts == 2);
  CHECK(Counter::query().one().value == 101);

  const pv::Transaction outer{repeatable};
  inner_attempts = 0;
  const auto work = [&] {
    ++inner_attempts;
    conflict();
  };
  CHECK_THROWS_AS(pv::retry_transaction(3, work), pv::SerializationFailure);
  CHECK(inner_attempts == 1);
  CHECK(Counter::query().one().value == 101);  // the savepoint is undone, and the outer transaction goes on
}

TEST_CASE("retry_transaction: takes a number of attempts from 1") {
  const Fixture fixture;
  const auto work = [] { FAIL("it must not run"); };
  CHECK_THROWS_MATCHES(pv::retry_transaction(0, work), pv::InvalidValue,
                       message("retry_transaction takes a number of attempts from 1, not 0"));
  CHECK_THROWS_MATCHES(pv::retry_transaction(-1, work), pv::InvalidValue,
                       message("retry_transaction takes a number of attempts from 1, not -1"));
}

static_assert(std::same_as<decltype(pv::retry_transaction(1, [] {})), void>);
static_assert(std::same_as<decltype(pv::retry_transaction(1, {.read_only = true}, [] { return 1; })), int>);
