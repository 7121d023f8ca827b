// SPDX-License-Identifier: MIT
// Sessions that are replaced although they work: those of a server that has ceased to write, and those that are old.
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <promptview/postgres/embedded/server_binaries.hpp>
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/account_process.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;
using namespace std::chrono_literals;
using pv::testing::count_queries;

namespace failover_test {

struct Entry : pv::Model<Entry> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
};
PROMPTVIEW_MODEL(Entry, postgres, "failover_test_entries", FIELD(id, primary_key), FIELD(text))

}  // namespace failover_test

using failover_test::Entry;

namespace {

// The folder of its socket.
std::string folder_of(const pv::postgres::EmbeddedServer& server) { return server.directory(); }

// Two servers, each with the table; the default database is the first of them that can be written.
struct TwoServers {
  explicit TwoServers(const std::string& wanted, pv::ConnectOptions options = {}) {
    for (const pv::postgres::EmbeddedServer* each : {&first, &second}) {
      pv::connect(each->url());
      Entry::drop();
      Entry::initialize();
      pv::disconnect();
    }
    options.url = "host='" + folder_of(first) + "," + folder_of(second) + "' hostaddr='' port=5432 user=postgres dbname=postgres" +
                  (wanted.empty() ? "" : " target_session_attrs=" + wanted);
    pv::connect(options);
  }
  TwoServers(const TwoServers&) = delete;
  TwoServers& operator=(const TwoServers&) = delete;
  ~TwoServers() {
    pv::disconnect();
    pv::NamespaceManager::reset();
    change("RESET default_transaction_read_only", "off");
  }

  // The first server refuses to write from now on, in sessions that there are, too.
  void demote() const { change("SET default_transaction_read_only = on", "on"); }
  std::int64_t rows_of(const pv::postgres::EmbeddedServer& server) const {
    pv::postgres::Connection session{pv::postgres::conninfo_of({.url = server.url()}), 0};
    return std::stoll(std::string{session.run("SELECT count(*)::text FROM failover_test_entries").bytes(0, 0)});
  }

  void change(const std::string& setting, const std::string& expected) const {
    pv::postgres::Connection session{pv::postgres::conninfo_of({.url = first.url()}), 0};
    session.run_script("ALTER SYSTEM " + setting);
    session.run_script("SELECT pg_reload_conf()");
    for (int tries = 0; tries < 300; ++tries) {
      if (session.run("SHOW default_transaction_read_only").bytes(0, 0) == expected) break;
      std::this_thread::sleep_for(10ms);
    }
    std::this_thread::sleep_for(200ms);  // the other sessions hear of it
  }

  static pv::postgres::EmbeddedServer& server_number(int number) {
    static pv::postgres::EmbeddedServer servers[2];
    return servers[number];
  }
  pv::postgres::EmbeddedServer& first = server_number(0);
  pv::postgres::EmbeddedServer& second = server_number(1);
};

void add(const std::string& text) { Entry{.text = text}.save(); }

}  // namespace

TEST_CASE("failover: where the URL asks for a server that writes, one error replaces all sessions of one that does not") {
  const TwoServers servers{"read-write"};
  const auto pool = pv::postgres::pool_of({});
  std::optional<pv::postgres::PooledConnection> out;
  {
    std::vector<pv::postgres::PooledConnection> many;
    for (int i = 0; i < 4; ++i) many.push_back(pool->acquire());
    out.emplace(std::move(many.back()));
    many.pop_back();
  }
  add("before");
  CHECK(servers.rows_of(servers.first) == 1);
  CHECK(pool->idle() == 3);
  servers.demote();

  CHECK_THROWS_MATCHES(add("refused"), pv::ReadOnlyTransaction, message_contains("the database or transaction is read-only; write to the primary"));
  CHECK(pool->idle() == 0);
  add("after");
  add("after");
  CHECK(servers.rows_of(servers.first) == 1);
  CHECK(servers.rows_of(servers.second) == 2);
  CHECK(pool->idle() == 1);
  out.reset();  // was out meanwhile: it is not kept either
  CHECK(pool->idle() == 1);
  CHECK(pool->in_use() == 0);
}

TEST_CASE("failover: a transaction ends with the error, and run again is on the other server") {
  const TwoServers servers{"read-write"};
  add("before");
  servers.demote();
  int runs = 0;
  const auto work = [&] {
    ++runs;
    add("work");
  };
  CHECK_THROWS_AS(pv::atomic(work), pv::ReadOnlyTransaction);
  pv::atomic(work);
  CHECK(runs == 2);
  CHECK(servers.rows_of(servers.second) == 1);
}

TEST_CASE("failover: a pool that asks for no server that writes keeps its sessions") {
  const TwoServers servers{""};
  add("before");
  servers.demote();
  const auto pool = pv::postgres::pool_of({});
  for (int i = 0; i < 2; ++i) {
    CHECK_THROWS_AS(add("refused"), pv::ReadOnlyTransaction);
    CHECK(pool->idle() == 1);
  }
  CHECK(Entry::query().count() == 1);
  CHECK(servers.rows_of(servers.second) == 0);
}

TEST_CASE("failover: a transaction that is read-only by its own will costs no session") {
  const TwoServers servers{"read-write"};
  const auto process = [] { return TestDatabase::ask("pg_backend_pid()"); };
  const std::string before = process();
  {
    const pv::Transaction reading{{.read_only = true}};
    CHECK_THROWS_AS(add("refused"), pv::ReadOnlyTransaction);
  }
  CHECK(process() == before);
  add("after");
  CHECK(servers.rows_of(servers.first) == 1);
}

TEST_CASE("failover: the pool finds a standby that was promoted when the primary ended") {
  using pv::postgres::EmbeddedServer;
  EmbeddedServer primary;
  const AccountFolder folder;
  const std::string programs = pv::postgres::detail::find_server_binaries({}).found;
  AccountProcess backup{{programs + "/pg_basebackup", "--dbname=" + primary.url(), "--pgdata=" + folder.path() + "/data",
                         "--checkpoint=fast", "--no-sync", "--write-recovery-conf"}};
  REQUIRE(backup.wait() == 0);
  EmbeddedServer standby{{.directory = folder.path(), .settings = {"fsync=off"}}};

  pv::connect({.url = "host='" + folder_of(primary) + "," + folder_of(standby) +
                      "' hostaddr='' port=5432 user=postgres dbname=postgres target_session_attrs=read-write"});
  Entry::initialize();
  add("before");
  const auto on_standby = [&](const std::string& question) {
    pv::postgres::Connection session{pv::postgres::conninfo_of({.url = standby.url()}), 0};
    return std::string{session.run("SELECT (" + question + ")::text").bytes(0, 0)};
  };
  primary.stop();  // when what it wrote has been sent
  CHECK(on_standby("pg_is_in_recovery()") == "true");

  CHECK_THROWS_MATCHES(add("nowhere"), pv::ServerUnavailable, message_contains("session is read-only"));  // worth trying again
  CHECK(on_standby("pg_promote()") == "true");
  add("after");
  std::string all;
  for (const Entry& each : Entry::query().order_by("text")) all += each.text + " ";
  CHECK(all == "after before ");
  CHECK(on_standby("SELECT count(*) FROM failover_test_entries") == "2");
  pv::disconnect();
  pv::NamespaceManager::reset();
}

TEST_CASE("pool: connections are closed when they have lived for max_lifetime") {
  const auto process = [] { return TestDatabase::ask("pg_backend_pid()"); };
  SECTION("before they are lent") {
    const TestDatabase database{{.max_lifetime = 300ms}};
    const std::string first = process();
    CHECK(process() == first);
    std::this_thread::sleep_for(400ms);
    CHECK(process() != first);
    CHECK(pv::postgres::pool_of({})->idle() == 1);
  }
  SECTION("when they come back, however much they are used") {
    const TestDatabase database{{.max_lifetime = 300ms}};
    {
      const auto handle = pv::postgres::acquire();
      std::this_thread::sleep_for(400ms);
      handle->run_script("SELECT 1");  // nothing that is under way is hindered
    }
    CHECK(pv::postgres::pool_of({})->idle() == 0);
    CHECK(pv::postgres::pool_of({})->in_use() == 0);
  }
  SECTION("none by default, and durations that are as long as can be do not overflow") {
    const TestDatabase database;
    const std::string first = process();
    std::this_thread::sleep_for(400ms);
    CHECK(process() == first);
    const TestDatabase longest{{.max_lifetime = std::chrono::milliseconds::max()}};
    const std::string second = process();
    CHECK(process() == second);
  }
  SECTION("replacing one costs no statement") {
    const TestDatabase database{{.max_lifetime = 300ms}};
    (void)process();
    std::this_thread::sleep_for(400ms);
    CHECK(count_queries([&] { (void)process(); }).round_trips == 1);
  }
  CHECK_THROWS_MATCHES(pv::connect({.url = "dbname=x", .max_lifetime = -1ms}), pv::InvalidValue,
                       message("give zero (no limit) or more: a duration of the ConnectOptions is negative"));
}
