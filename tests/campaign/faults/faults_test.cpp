// SPDX-License-Identifier: MIT
// Eight threads on a pool of five read and write while sessions are ended, links are cut and stalled, and the server is
// restarted and killed. What was acknowledged must be there, what was refused must not, nothing may be torn, nobody may
// be given another's rows, and no wait may be without an end.
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "../scale.hpp"
#include "disturber.hpp"
#include "entry.hpp"
#include "proxy.hpp"
#include "worker.hpp"

namespace pv = promptview;
using namespace promptview_test;
using namespace std::chrono_literals;

using campaign::Account;
using campaign::Entry;
using campaign::Outcome;
using campaign::Transfer;
using campaign::Worker;

namespace {

constexpr int workers = 8;
constexpr auto longest_wait = 120s;  // for one piece of work, with all that may come between on a busy machine

pv::postgres::EmbeddedServer& own_server() {
  static pv::postgres::EmbeddedServer instance{{.settings = {"synchronous_commit=on"}}};
  instance.start();
  return instance;
}

std::string socket_of(const pv::postgres::EmbeddedServer& server) {
  const pv::postgres::Connection direct{pv::postgres::conninfo_of({.url = server.url()}), 0};
  return std::string{PQhost(direct.raw())} + "/.s.PGSQL.5432";
}

// Ends the program when a worker waits for too long: a hang has no other end.
class Watchdog {
 public:
  explicit Watchdog(const std::vector<std::unique_ptr<Worker>>& watched)
      : thread_{[this, &watched] {
          while (!stopped_) {
            for (const auto& worker : watched)
              if (worker->waiting() > longest_wait) {
                std::fprintf(stderr, "worker %d has waited for more than two minutes in one call\n", worker->number());
                std::abort();
              }
            std::this_thread::sleep_for(200ms);
          }
        }} {}
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
  ~Watchdog() {
    stopped_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> stopped_ = false;
  std::thread thread_;
};

// All rows of a worker, read from the server behind the program's back: key and value.
template <class Rows>
std::map<std::int64_t, std::int64_t> values_of(const Rows& rows, std::int64_t Rows::value_type::*value) {
  std::map<std::int64_t, std::int64_t> found;
  for (const auto& each : rows) found[each.key] = each.*value;
  return found;
}

void check_rows(const Worker& worker) {
  const std::vector<Entry> rows = Entry::query().filter("worker", worker.number()).execute();
  for (const Entry& row : rows)
    if (!row.is_whole()) FAIL_CHECK("row " << row.key << " is torn");
  for (const std::string& difference : worker.ledger().differences(values_of(rows, &Entry::value))) FAIL_CHECK(difference);
  const std::vector<Transfer> transfers =
      Transfer::query().filter("key__range", std::pair{std::int64_t{worker.number()} << 32, std::int64_t{worker.number() + 1} << 32}).execute();
  for (const std::string& difference : worker.transfers().differences(values_of(transfers, &Transfer::amount))) FAIL_CHECK(difference);
}

// The accounts have what the transfers that happened leave them.
void check_accounts() {
  std::map<int, std::int64_t> expected;
  for (int id = 0; id < campaign::accounts; ++id) expected[id] = campaign::initial_balance;
  for (const Transfer& each : Transfer::query()) {
    expected[each.from] -= each.amount;
    expected[each.to] += each.amount;
  }
  for (const Account& account : Account::query()) CHECK(account.balance == expected[account.id]);
}

void run_faults(pv::ConnectOptions options, int faults, unsigned seed) {
  auto& server = own_server();
  pv::postgres::Connection{pv::postgres::conninfo_of({.url = server.url()}), 0}.run_script("DROP DATABASE IF EXISTS campaign WITH (FORCE)");
  pv::postgres::Connection{pv::postgres::conninfo_of({.url = server.url()}), 0}.run_script("CREATE DATABASE campaign");
  campaign::Proxy proxy{socket_of(server)};
  options.url = proxy.url("campaign");
  options.pool_size = 5;
  options.pool_timeout = 5s;
  pv::connect(options);
  Entry::initialize();
  Account::initialize();
  Transfer::initialize();
  for (int id = 0; id < campaign::accounts; ++id) Account::create({.id = id, .balance = campaign::initial_balance});

  std::vector<std::unique_ptr<Worker>> all;
  for (int number = 0; number < workers; ++number) all.push_back(std::make_unique<Worker>(number + 1, seed));
  campaign::Disturber disturber{server, proxy, seed};
  {
    const Watchdog watchdog{all};
    std::atomic<bool> stopped = false;
    std::vector<std::thread> threads;
    for (const auto& worker : all)
      threads.emplace_back([&stopped, &worker = *worker] {
        while (!stopped) worker.step();
      });
    try {
      while (disturber.counts().all() < faults) disturber.cause_one();
    } catch (const std::exception& failed) {
      UNSCOPED_INFO("the faults ended early: " << failed.what());
    }
    proxy.stall(false);
    stopped = true;
    for (std::thread& each : threads) each.join();
  }
  REQUIRE(disturber.counts().all() == faults);

  // All is well again: nothing fails now, and nothing of the pool is lost.
  CHECK(pv::postgres::pool_of({})->in_use() == 0);
  for (const auto& worker : all)
    for (const std::string& violation : worker->violations()) FAIL_CHECK(violation);
  pv::disconnect();
  pv::connect({.url = server.url("campaign")});
  CHECK(Account::query().count() == campaign::accounts);
  int done = 0;
  int unknown = 0;
  int refused = 0;
  int reads = 0;
  for (const auto& worker : all) {
    check_rows(*worker);
    for (const campaign::Ledger* ledger : {&worker->ledger(), &worker->transfers()}) {
      done += ledger->count(Outcome::done);
      unknown += ledger->count(Outcome::unknown);
      refused += ledger->count(Outcome::refused);
    }
    reads += worker->reads() - worker->failed_reads();
  }
  check_accounts();
  const auto& counts = disturber.counts();
  std::printf("%d writes acknowledged, %d unknown, %d refused; %d reads; %d sessions ended, %d cuts, %d stalls, %d restarts, %d crashes\n",
              done, unknown, refused, reads, counts.terminated, counts.cut, counts.stalled, counts.restarted, counts.killed);
  CHECK(done > 5 * faults);
  CHECK(reads > faults);
  CHECK(unknown + refused > 0);
  pv::disconnect();
  pv::NamespaceManager::reset();
}

}  // namespace

TEST_CASE("faults: a ledger says what is lost, torn, changed or made up") {
  campaign::Ledger ledger;
  ledger.record({{{.key = 1, .before = {}, .after = 10}}}, Outcome::done);
  ledger.record({{{.key = 2, .before = {}, .after = 20}, {.key = 3, .before = {}, .after = 30}}}, Outcome::unknown);
  ledger.record({{{.key = 4, .before = {}, .after = 40}}}, Outcome::refused);
  ledger.record({{{.key = 5, .before = {}, .after = 50}}}, Outcome::done);
  ledger.record({{{.key = 5, .before = 50, .after = {}}}}, Outcome::done);
  const std::vector<std::string> none;
  CHECK(ledger.differences({{1, 10}}) == none);
  CHECK(ledger.differences({{1, 10}, {2, 20}, {3, 30}}) == none);
  CHECK(ledger.differences({}) == std::vector<std::string>{"row 1 should have 10 and has no row"});
  CHECK(ledger.differences({{1, 11}}) == std::vector<std::string>{"row 1 should have 10 and has 11"});
  CHECK(ledger.differences({{1, 10}, {2, 20}}) ==
        std::vector<std::string>{"a write of 2 rows from 2 on is torn: 1 are as before, 1 as written"});
  CHECK(ledger.differences({{1, 10}, {4, 40}}) == std::vector<std::string>{"row 4 should have no row and has 40"});
  CHECK(ledger.differences({{1, 10}, {5, 50}}) == std::vector<std::string>{"row 5 should have no row and has 50"});
  CHECK(ledger.differences({{1, 10}, {6, 60}}) == std::vector<std::string>{"nobody wrote row 6"});
}

TEST_CASE("faults: what was acknowledged is there, and what was refused is not", "[threads]") {
  run_faults({}, campaign::scaled(40), campaign::seed());
}

TEST_CASE("faults: without pipelines and names on the server") {
  run_faults({.statement_cache = 0, .pipelining = false}, campaign::scaled(20), campaign::seed() + 1000);
}

TEST_CASE("faults: with room for two names on the server") {
  run_faults({.statement_cache = 2}, campaign::scaled(20), campaign::seed() + 2000);
}
