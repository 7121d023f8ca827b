// SPDX-License-Identifier: MIT
// The end of a connection or of the server, at each moment at which it can come.
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>

#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace pv = promptview;
using namespace promptview_test;
using namespace std::chrono_literals;

namespace lost_connection_test {

struct Entry : pv::Model<Entry> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
};
PROMPTVIEW_MODEL(Entry, postgres, "lost_connection_test_entries", FIELD(id, primary_key), FIELD(text))

}  // namespace lost_connection_test

using lost_connection_test::Entry;

namespace {

// A server of this file's own, which its tests may kill. Commits survive that.
pv::postgres::EmbeddedServer& own_server() {
  static pv::postgres::EmbeddedServer instance{{.settings = {"synchronous_commit=on"}}};
  instance.start();
  return instance;
}

// The server runs and is the default database, with an empty table.
struct Fixture {
  explicit Fixture(pv::ConnectOptions options = {}) {
    options.url = server.url();
    pv::connect(options);
    Entry::drop();
    Entry::initialize();
  }
  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;
  ~Fixture() {
    pv::postgres::set_statement_log({});
    pv::disconnect();
    pv::NamespaceManager::reset();
  }

  // On a connection that no pool knows.
  std::string ask(const std::string& sql) const {
    pv::postgres::Connection other{pv::postgres::conninfo_of({.url = server.url()}), 0};
    return std::string{other.run("SELECT (" + sql + ")::text").bytes(0, 0)};
  }
  void execute(const std::string& sql) const {
    pv::postgres::Connection{pv::postgres::conninfo_of({.url = server.url()}), 0}.run_script(sql);
  }
  void terminate(int pid) const { REQUIRE(ask("pg_terminate_backend(" + std::to_string(pid) + ", 60000)") == "true"); }

  // Waits until a session runs a statement with this text, or for half a minute.
  void await_running(const std::string& text) const {
    const std::string running =
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE '%" +
        text + "%'";
    for (int tries = 0; tries < 600 && ask(running) == "0"; ++tries) std::this_thread::sleep_for(50ms);
  }

  pv::postgres::EmbeddedServer& server = own_server();
};

int process_of(const pv::Transaction& transaction) { return PQbackendPID(transaction.connection().raw()); }

// What `work` throws as E; "" if it throws nothing or something else.
template <class E, class Work>
std::string thrown(const Work& work) {
  try {
    work();
  } catch (const E& failure) {
    return failure.what();
  } catch (const std::exception& other) {
    UNSCOPED_INFO("thrown instead: " << other.what());
  }
  return {};
}

void add(const std::string& text) {
  Entry entry{.text = text};
  entry.save();
}

}  // namespace

TEST_CASE("lost: the server is killed between two statements, and back for the next") {
  const Fixture fixture;
  add("before");
  fixture.server.kill();
  fixture.server.start();
  add("after");
  CHECK(Entry::query().order_by("id").execute().size() == 2);

  SECTION("restarted in order, too") {
    fixture.server.restart();
    add("again");
    CHECK(Entry::query().count() == 3);
  }
  SECTION("with many idle connections") {
    const auto pool = pv::postgres::pool_of({});
    {
      std::vector<pv::postgres::PooledConnection> out;
      for (int i = 0; i < 5; ++i) out.push_back(pool->acquire());
    }
    CHECK(pool->idle() == 5);
    fixture.server.restart();
    add("again");
    CHECK(pool->idle() == 1);
    CHECK(Entry::query().count() == 3);
  }
}

TEST_CASE("lost: while the server is down, each use fails soon; afterwards all works") {
  const Fixture fixture;
  add("before");
  fixture.server.kill();
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) {
    CHECK_THAT(thrown<pv::ServerUnavailable>([] { add("lost"); }),
               starts_with("could not connect to the database: check the URL and that the server runs\n"));
    CHECK_THAT(thrown<pv::ServerUnavailable>([] { (void)Entry::query().count(); }), starts_with("could not connect"));
    CHECK_THAT(thrown<pv::ServerUnavailable>([] { const pv::Transaction transaction; }), starts_with("could not connect"));
  }
  CHECK(std::chrono::steady_clock::now() - begin < 20s);
  CHECK(pv::postgres::pool_of({})->in_use() == 0);
  fixture.server.start();
  CHECK(Entry::query().one().text == "before");
}

TEST_CASE("lost: in the middle of a statement") {
  const Fixture fixture;
  // A sequence keeps what a transaction took of it: it counts how often the statement was begun.
  fixture.execute("DROP SEQUENCE IF EXISTS lost_connection_test_begun; CREATE SEQUENCE lost_connection_test_begun");
  const std::string slow =
      "INSERT INTO lost_connection_test_entries (text) SELECT 'slow ' || nextval('lost_connection_test_begun') || pg_sleep(120)";
  const bool prepared_before = GENERATE(false, true);
  if (prepared_before) {
    const auto connection = pv::postgres::acquire();
    connection->run("SET statement_timeout = 1000");
    CHECK_THROWS_AS(connection->run(slow), pv::StatementCancelled);
    connection->run("SET statement_timeout = 0");
  }
  const int begun_before = prepared_before ? 1 : 0;

  std::mutex mutex;
  std::vector<std::pair<std::string, bool>> log;
  pv::postgres::set_statement_log([&](const pv::postgres::StatementEvent& event) {
    const std::lock_guard lock{mutex};
    if (event.sql == slow) log.emplace_back(event.sql, event.failed);
  });
  std::string failure;
  std::thread worker{[&] {
    failure = thrown<pv::ConnectionLost>([&] {
      const auto connection = pv::postgres::acquire();
      connection->run(slow);
    });
  }};
  fixture.await_running("pg_sleep(120)");

  SECTION("the session is ended: ConnectionLost, and the statement is not repeated") {
    fixture.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE 'INSERT%pg_sleep(120)%'");
    worker.join();
    CHECK_THAT(failure, contains("terminating connection due to administrator command"));
    CHECK(fixture.ask("SELECT last_value FROM lost_connection_test_begun") == std::to_string(begun_before + 1));
  }
  SECTION("the server is killed, and comes back at once") {
    fixture.server.kill();
    fixture.server.start();
    worker.join();
    std::this_thread::sleep_for(200ms);
    CHECK(fixture.ask(
              "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%pg_sleep(120)%'") ==
          "0");
  }
  CHECK_THAT(
      failure,
      starts_with(
          "the connection to the database was lost; whether the statement took effect is not known, so it was not repeated\n") &&
          contains(slow));
  CHECK(log == std::vector<std::pair<std::string, bool>>{{slow, true}});
  CHECK(Entry::query().count() == 0);
  add("after");
  CHECK(Entry::query().one().text == "after");
}

TEST_CASE("lost: libpq reports a failed send while it still calls the connection good") {
  const Fixture fixture{{.pool_size = 1}};
  Entry::create({.text = "first"});
  int pid = 0;
  {
    const auto session = pv::postgres::pool_of({})->acquire();
    pid = PQbackendPID(session->raw());
    pv::postgres::Result{PQexec(session->raw(), "LISTEN lost")};
    fixture.execute("NOTIFY lost");
    pollfd socket{.fd = PQsocket(session->raw()), .events = POLLIN, .revents = 0};
    REQUIRE(::poll(&socket, 1, 30'000) == 1);
    REQUIRE(::shutdown(PQsocket(session->raw()), SHUT_WR) == 0);
    // The notification is read where the answer should be; then the failed send is reported, with no word of the server.
    CHECK_THROWS_WITH(session->run_script("SELECT 1"), starts_with("the connection to the database was lost"));
    CHECK(PQstatus(session->raw()) == CONNECTION_OK);
  }
  CHECK(Entry::query().count() == 1);
  CHECK(PQbackendPID(pv::postgres::pool_of({})->acquire()->raw()) != pid);
}

TEST_CASE("lost: during COMMIT") {
  const Fixture fixture;
  // Its session ends itself; the server is killed meanwhile.
  const bool slow = GENERATE(false, true);
  fixture.execute(
      "CREATE OR REPLACE FUNCTION lost_connection_test_end() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM " +
      std::string{slow ? "pg_sleep(120)" : "pg_terminate_backend(pg_backend_pid())"} +
      "; RETURN NULL; END $$; "
      "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON lost_connection_test_entries "
      "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lost_connection_test_end()");
  pv::Transaction transaction;
  add("unknown");
  std::thread killer;
  if (slow)
    killer = std::thread{[&] {
      fixture.await_running("COMMIT");
      fixture.server.kill();
      fixture.server.start();
    }};
  const std::string failure = thrown<pv::CommitUnknown>([&] { transaction.commit(); });
  if (killer.joinable()) killer.join();
  CHECK_THAT(failure,
             starts_with("the connection was lost during COMMIT: look into the database whether it took effect\n"));
  CHECK_FALSE(transaction.is_open());
  CHECK(Entry::query().count() == 0);  // on another connection; here it did not take effect
  CHECK(pv::postgres::pool_of({})->in_use() == 0);
}

TEST_CASE("lost: in a transaction, which can then only be run again") {
  const Fixture fixture;
  add("before");
  auto transaction = std::make_optional<pv::Transaction>();
  add("lost");
  fixture.terminate(process_of(*transaction));

  SECTION("seen by a statement, and by all that follow") {
    CHECK_THAT(thrown<pv::ConnectionLost>([] { add("lost"); }), starts_with("the connection to the database was lost"));
    CHECK_THAT(thrown<pv::ConnectionLost>([] { add("lost"); }), starts_with("the connection to the database was lost"));
    CHECK_THAT(thrown<pv::ConnectionLost>([] { const pv::Transaction inner; }),
               starts_with("the connection to the database was lost"));
    CHECK(thrown<pv::CommitUnknown>([&] { transaction->commit(); }).empty());
    CHECK_FALSE(transaction->is_open());
  }
  SECTION("seen by COMMIT, of which is known that it had no effect") {
    std::string failure;
    try {
      transaction->commit();
    } catch (const pv::CommitUnknown&) {
      failure = "unknown";
    } catch (const pv::ConnectionLost& lost) {
      failure = lost.what();
    }
    CHECK(failure == "run the transaction again: the connection was lost before COMMIT, so the server rolled it back");
    CHECK_FALSE(transaction->is_open());
  }
  SECTION("rolled back: that is so already") {
    CHECK_NOTHROW(transaction->rollback());
    CHECK_FALSE(transaction->is_open());
  }
  SECTION("left") { CHECK_NOTHROW(transaction.reset()); }
  SECTION("in a savepoint") {
    std::optional<pv::Transaction> inner;
    CHECK_THAT(thrown<pv::ConnectionLost>([&] { inner.emplace(); }),
               starts_with("the connection to the database was lost"));
    transaction.reset();
  }
  // The thread goes on, in a new transaction and without one.
  {
    pv::Transaction next;
    add("next");
    next.commit();
  }
  add("after");
  CHECK(Entry::query().count() == 3);
  CHECK(Entry::query().filter("text", "lost").count() == 0);
  CHECK(pv::postgres::pool_of({})->in_use() == 0);
}

TEST_CASE("lost: while a savepoint is open") {
  const Fixture fixture;
  {
    pv::Transaction outer;
    add("outer");
    {
      pv::Transaction inner;
      add("inner");
      fixture.terminate(process_of(outer));
      CHECK(thrown<pv::CommitUnknown>([&] {
              inner.commit();
            }).empty());  // ConnectionLost: a savepoint is nothing durable
      CHECK_FALSE(inner.is_open());
    }
    CHECK(outer.is_open());
    CHECK_THAT(thrown<pv::ConnectionLost>([&] { outer.commit(); }), starts_with("run the transaction again"));
  }
  CHECK(Entry::query().count() == 0);
}

TEST_CASE("lost: the server's own time limits end sessions too") {
  const Fixture fixture;
  SECTION("an idle session, which is replaced") {
    fixture.execute("ALTER DATABASE postgres SET idle_session_timeout = 50");
    pv::connect({.url = fixture.server.url()});  // makes one such session, and no other
    fixture.execute("ALTER DATABASE postgres RESET idle_session_timeout");
    std::this_thread::sleep_for(500ms);
    add("after");
    CHECK(Entry::query().count() == 1);
  }
  SECTION("an idle transaction") {
    const pv::Transaction transaction;
    transaction.connection().run_script("SET LOCAL idle_in_transaction_session_timeout = 50");
    std::this_thread::sleep_for(500ms);
    CHECK_THAT(thrown<pv::ConnectionLost>([] { add("lost"); }), contains("idle-in-transaction timeout"));
  }
}
