// SPDX-License-Identifier: MIT
// What the hook for statements is told.
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace promptview_test;
using namespace std::chrono_literals;
using pv::postgres::set_statement_log;
using pv::postgres::StatementEvent;
using pv::postgres::StatementLogOptions;

namespace statement_log_test {

struct Secret : pv::Model<Secret> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
};
PROMPTVIEW_MODEL(Secret, postgres, "statement_log_test_secrets", FIELD(id, primary_key), FIELD(text, unique))

}  // namespace statement_log_test

using statement_log_test::Secret;

namespace {

struct Seen {
  std::string sql{};
  std::int64_t rows = 0;
  bool failed = false;
  std::string values{};

  friend bool operator==(const Seen&, const Seen&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Seen& seen) {
    return out << "{" << seen.sql << ", " << seen.rows << (seen.failed ? ", failed, " : ", ") << seen.values << "}";
  }
};

// Keeps what the hook is told while it lives.
class Log {
 public:
  explicit Log(StatementLogOptions options = {}) {
    set_statement_log(
        [this](const StatementEvent& event) {
          seen_.push_back({std::string{event.sql}, event.rows, event.failed, std::string{event.values}});
          durations_.push_back(event.duration);
        },
        options);
  }
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  ~Log() { set_statement_log({}); }

  const std::vector<Seen>& seen() const { return seen_; }
  const std::vector<std::chrono::nanoseconds>& durations() const { return durations_; }

 private:
  std::vector<Seen> seen_{};
  std::vector<std::chrono::nanoseconds> durations_{};
};

struct Fixture : TestDatabase {
  Fixture() { Secret::initialize(); }
};

const std::string insert = "INSERT INTO \"statement_log_test_secrets\" (\"text\") VALUES ($1) RETURNING \"id\"";

void sleep_on_the_server(const std::string& seconds) { TestDatabase::ask("pg_sleep(" + seconds + ")"); }

}  // namespace

TEST_CASE("statement log: each statement with its rows, without its values") {
  const Fixture fixture;
  const Log log;
  Secret secret{.text = "hunter2"};
  secret.save();
  secret.text = "hunter3";
  secret.save();
  (void)Secret::query().execute();
  (void)Secret::query().filter("text", "nobody").execute();
  CHECK(secret.remove());
  CHECK_FALSE(secret.remove());

  CHECK(log.seen() ==
        std::vector<Seen>{
            {insert, 1, false, ""},
            {"UPDATE \"statement_log_test_secrets\" SET \"text\" = $1 WHERE \"id\" = $2", 1, false, ""},
            {"SELECT \"id\", \"text\" FROM \"statement_log_test_secrets\"", 1, false, ""},
            {"SELECT \"id\", \"text\" FROM \"statement_log_test_secrets\" WHERE \"text\" = $1", 0, false, ""},
            {"DELETE FROM \"statement_log_test_secrets\" WHERE \"id\" = $1", 1, false, ""},
            {"DELETE FROM \"statement_log_test_secrets\" WHERE \"id\" = $1", 0, false, ""}});
}

TEST_CASE("statement log: transactions and scripts") {
  const Fixture fixture;
  const Log log;
  {
    pv::Transaction transaction;
    { const pv::Transaction inner; }
    transaction.commit();
  }
  CHECK(log.seen() ==
        std::vector<Seen>{
            {"BEGIN"}, {"SAVEPOINT pv_1"}, {"ROLLBACK TO SAVEPOINT pv_1; RELEASE SAVEPOINT pv_1"}, {"COMMIT"}});
}

TEST_CASE("statement log: failures, and no values with them either") {
  const Fixture fixture;
  Secret secret{.text = "hunter2"};
  secret.save();
  const Log log;
  secret.id = {};
  CHECK_THROWS_AS(secret.save(), pv::UniqueViolation);
  CHECK_THROWS_AS(TestDatabase::execute("no SQL"), pv::DatabaseError);
  CHECK(log.seen() == std::vector<Seen>{{insert, 0, true, ""}, {"no SQL", 0, true, ""}});
}

TEST_CASE("statement log: values on demand") {
  const Fixture fixture;
  const Log log{{.values = true}};
  Secret secret{.text = "it's a secret"};
  secret.save();
  TestDatabase::execute("SELECT 1");
  REQUIRE(log.seen().size() == 2);
  CHECK_THAT(log.seen()[0].values, starts_with("$1 = ") && contains("secret"));
  CHECK(log.seen()[1].values.empty());
}

TEST_CASE("statement log: the duration is that of the statement") {
  const Fixture fixture;
  const Log log;
  sleep_on_the_server("0.2");
  REQUIRE(log.durations().size() == 1);
  CHECK(log.durations()[0] >= 200ms);
  CHECK(log.durations()[0] < 60s);
}

TEST_CASE("statement log: a threshold lets only slow and failed statements through") {
  const Fixture fixture;
  const Log log{{.slower_than = 150ms}};
  const std::string slow = "SELECT (pg_sleep(0.3))::text";
  sleep_on_the_server("0.3");
  CHECK_THROWS_AS(TestDatabase::execute("no SQL"), pv::DatabaseError);
  REQUIRE_FALSE(log.seen().empty());
  CHECK(log.seen().front() == Seen{slow, 1, false, ""});
  CHECK(log.seen().back() == Seen{"no SQL", 0, true, ""});

  const Log none{{.slower_than = 1h}};
  (void)Secret::query().count();
  CHECK(none.seen().empty());
}

TEST_CASE("statement log: a connection that is lost is a failure of its statement") {
  const Fixture fixture;
  const Log log;
  const bool sent_in_vain = GENERATE(true, false);
  const std::string end = "SELECT pg_terminate_backend(pg_backend_pid())";
  const auto connection = pv::postgres::acquire();
  CHECK_THROWS_AS(connection->run_script(end), pv::ConnectionLost);
  if (sent_in_vain) CHECK_THROWS_AS(connection->run_script("SELECT 1"), pv::ConnectionLost);
  REQUIRE(log.seen().size() == (sent_in_vain ? 2 : 1));
  CHECK(log.seen().front() == Seen{end, 0, true, ""});
  CHECK(log.seen().back().failed);
}

TEST_CASE("statement log: a stale plan that is prepared anew is one event") {
  const Fixture fixture;
  (void)Secret::query().execute();
  TestDatabase::execute("ALTER TABLE statement_log_test_secrets ALTER COLUMN text TYPE varchar(9)");
  const Log log;
  (void)Secret::query().execute();
  CHECK(log.seen() == std::vector<Seen>{{"SELECT \"id\", \"text\" FROM \"statement_log_test_secrets\"", 0, false, ""}});
}

TEST_CASE("statement log: what the hook throws is ignored, and it can be taken away") {
  const Fixture fixture;
  int calls = 0;
  set_statement_log([&](const StatementEvent&) {
    ++calls;
    throw std::runtime_error{"of the hook"};
  });
  {
    pv::Transaction transaction;
    Secret secret{.text = "kept"};
    secret.save();
    transaction.commit();
  }
  CHECK(Secret::query().one().text == "kept");
  CHECK(calls == 4);
  set_statement_log({});
  CHECK(Secret::query().count() == 1);
  CHECK(calls == 4);
}
