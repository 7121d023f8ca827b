// SPDX-License-Identifier: MIT
// Behind pgbouncer in transaction mode, where consecutive transactions of a client run in any of a few sessions.
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/pooler.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace promptview_test;

namespace pooler_test {

struct Ticket : pv::Model<Ticket> {
  pv::Auto<std::int64_t> id{};
  int client{};
  std::string text{};
  std::optional<double> price{};
};
PROMPTVIEW_MODEL(Ticket, postgres, "pooler_test_tickets", FIELD(id, primary_key), FIELD(client), FIELD(text),
                 FIELD(price))

}  // namespace pooler_test

using pooler_test::Ticket;

namespace {

// The default database is behind a pooler. `direct` goes around it.
struct Fixture : TestDatabase {
  explicit Fixture(std::size_t cached = pv::ConnectOptions{}.statement_cache) : statement_cache{cached} {
    pv::connect(behind());
    pv::connect({.url = url(), .name = "direct"});
  }
  ~Fixture() { pv::disconnect("direct"); }

  pv::ConnectOptions behind() const {
    return {.url = pooler.url(name()), .pool_size = 4, .statement_cache = statement_cache};
  }

  static std::string ask_directly(const std::string& sql) {
    const auto connection = pv::postgres::acquire("direct");
    return std::string{connection->run("SELECT (" + sql + ")::text").bytes(0, 0)};
  }

  std::size_t statement_cache;
  Pooler pooler{};
};

void expect(bool condition, const std::string& otherwise) {
  if (!condition) throw std::runtime_error{otherwise};
}

}  // namespace

TEST_CASE("pooler: tables, rows and queries, without named statements and session settings") {
  const Fixture fixture{0};
  Ticket::initialize();
  Ticket::initialize();
  Ticket ticket{.client = 1, .text = "first", .price = 2.5};
  ticket.save();
  CHECK(ticket.id == 1);
  ticket.text = "changed";
  ticket.save();
  CHECK(Ticket::get(1)->text == "changed");
  CHECK(Ticket::query().filter("price__gt", 2.0).filter("text__startswith", "ch").count() == 1);
  CHECK_THROWS_AS(TestDatabase::ask("no_such_column"), pv::DatabaseError);
  CHECK(TestDatabase::ask("SELECT count(*) FROM pg_prepared_statements") == "0");
  CHECK(ticket.remove());
  CHECK_FALSE(Ticket::query().exists());
}

TEST_CASE("pooler: several clients on two sessions do not see each other's statements") {
  const Fixture fixture;
  Ticket::initialize();
  // Each client is a program: a pool of its own. All of them send many texts, the same and different ones.
  constexpr int clients = 4;
  constexpr int turns = 60;
  for (int client = 0; client < clients; ++client) {
    pv::ConnectOptions options = fixture.behind();
    options.name = "client " + std::to_string(client);
    pv::connect(options);
  }
  std::mutex mutex;
  std::vector<std::string> failures;
  const auto work = [](int client, int thread) {
    const pv::Database database = pv::on("client " + std::to_string(client));
    for (int turn = 0; turn < turns; ++turn) {
      Ticket ticket{.client = 10 * client + thread, .text = "turn " + std::to_string(turn)};
      if (turn % 2 == 0) ticket.price = turn;
      database.save(ticket);
      const std::optional<Ticket> read = database.get<Ticket>(*ticket.id);
      expect(read && read->client == ticket.client && read->text == ticket.text && read->price == ticket.price,
             "another row was read");
      const auto mine = database.query<Ticket>().filter("client", ticket.client);
      expect(mine.count() == turn + 1, "another statement was counted");
      expect(mine.order_by("-id").limit(client + 1).execute().front().text == ticket.text, "another statement was run");
      if (turn % 5 != 0) continue;
      const pv::Transaction transaction{database.query<Ticket>().to_sql().empty() ? ""
                                                                                  : "client " + std::to_string(client)};
      Ticket undone{.client = ticket.client, .text = "undone"};
      database.save(undone);
      expect(mine.count() == turn + 2, "not in the transaction");
    }
  };
  std::vector<std::thread> threads;
  for (int client = 0; client < clients; ++client)
    for (int thread = 0; thread < 2; ++thread)
      threads.emplace_back([&, client, thread] {
        try {
          work(client, thread);
        } catch (const std::exception& failure) {
          const std::lock_guard lock{mutex};
          failures.emplace_back(failure.what());
        }
      });
  for (std::thread& each : threads) each.join();
  for (int client = 0; client < clients; ++client) pv::disconnect("client " + std::to_string(client));

  CHECK(failures == std::vector<std::string>{});
  CHECK(Ticket::query().count() == clients * 2 * turns);
  CHECK(Ticket::query().filter("text", "undone").count() == 0);
  CHECK(
      Fixture::ask_directly(
          "SELECT count(*) <= 2 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()") ==
      "true");
}

TEST_CASE("pooler: transactions, savepoints and failures") {
  const Fixture fixture;
  Ticket::initialize();
  {
    pv::Transaction transaction;
    Ticket{.text = "kept"}.save();
    {
      const pv::Transaction inner;
      Ticket{.text = "undone"}.save();
    }
    {
      const pv::Transaction inner;
      CHECK_THROWS_AS(transaction.connection().run_script("no SQL"), pv::DatabaseError);
    }
    transaction.commit();
  }
  {
    pv::Transaction transaction;
    Ticket{.text = "lost"}.save();
    CHECK_THROWS_AS(transaction.connection().run_script("no SQL"), pv::DatabaseError);
    CHECK_THROWS_AS(transaction.commit(), pv::TransactionFailed);
  }
  CHECK(Ticket::query().one().text == "kept");
  CHECK(Fixture::ask_directly("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'") == "0");
}

TEST_CASE("pooler: the sessions behind it end, and others take their place") {
  const Fixture fixture;
  Ticket::initialize();
  Ticket{.text = "before"}.save();
  Fixture::ask_directly(
      "SELECT count(pg_terminate_backend(pid, 60000)) FROM pg_stat_activity WHERE datname = current_database() AND "
      "application_name = 'promptview' AND pid <> pg_backend_pid()");
  // pgbouncer may lend out a session before it has noticed its end.
  bool saved = false;
  for (int tries = 0; tries < 20 && !saved; ++tries) try {
      Ticket{.text = "after"}.save();
      saved = true;
    } catch (const pv::ConnectionError&) {
    }
  CHECK(saved);
  CHECK(Ticket::query().count() == 2);
}

TEST_CASE("pooler: settings and locks of a transaction end with it, in whichever session it ran") {
  const Fixture fixture;
  const auto locks = [] { return Fixture::ask_directly("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"); };
  const auto setting = [](const pv::Transaction& transaction, const std::string& name) {
    pv::postgres::Connection& session = transaction.connection();
    return std::string{session.run("SELECT coalesce(current_setting('" + name + "', true), '')").bytes(0, 0)};
  };
  for (int turn = 0; turn < 4; ++turn) {
    // Two at once, so that both sessions are used.
    pv::Transaction first{{.isolation = pv::Isolation::serializable}};
    first.set_local("statement_timeout", "7s");
    first.advisory_lock("first");
    std::thread{[&] {
      pv::Transaction second;
      second.set_local("app.person", "me");
      CHECK_FALSE(second.try_advisory_lock("first"));
      CHECK(second.try_advisory_lock({1, 2}));
      CHECK(setting(second, "statement_timeout") == "0");
      CHECK(setting(second, "transaction_isolation") == "read committed");
      second.commit();
    }}.join();
    CHECK(setting(first, "statement_timeout") == "7s");
    CHECK(setting(first, "app.person").empty());
    CHECK(locks() == "1");
    if (turn % 2 == 0) first.commit();
  }
  CHECK(locks() == "0");
}

TEST_CASE("pooler: pipelines of several clients at once, and one by one where it must be") {
  for (const bool pipelining : {true, false}) {
    CAPTURE(pipelining);
    const Fixture fixture;
    pv::ConnectOptions options = fixture.behind();
    options.pipelining = pipelining;
    pv::connect(options);
    Ticket::initialize();
    std::mutex mutex;
    std::vector<std::string> failures;
    const auto work = [](int client) {
      for (int turn = 0; turn < 20; ++turn) {
        std::vector<Ticket> tickets(20, Ticket{.client = client, .text = "turn " + std::to_string(turn)});
        Ticket::save_all(tickets);
        for (Ticket& ticket : tickets) ticket.price = turn;
        Ticket::save_all(tickets);
        const auto mine = Ticket::query().filter("client", client);
        const auto [n, first, last] = pv::pipeline(mine.count_query(), Ticket::get_query(*tickets.front().id), mine.order_by("-id").first_query());
        expect(n == 20 * (turn + 1), "another number was counted");
        expect(first && first->client == client && first->price == turn, "another row was read");
        expect(last && last->id == tickets.back().id, "another row was the last");
        tickets[7].text = std::string{"a\0b", 3};
        try {
          Ticket::update_all(tickets);
          expect(false, "a NUL byte was sent");
        } catch (const pv::InvalidValue& error) {
          expect(error.place() == 7, "another object was refused");
        }
        pv::Transaction transaction;
        tickets.resize(3);
        for (Ticket& ticket : tickets) ticket.id = {}, ticket.text = "undone";
        Ticket::save_all(tickets);
        expect(std::get<0>(pv::pipeline(mine.count_query())) == 20 * (turn + 1) + 3, "not in the transaction");
      }
    };
    std::vector<std::thread> threads;
    for (int client = 0; client < 8; ++client)
      threads.emplace_back([&, client] {
        try {
          work(client);
        } catch (const std::exception& failure) {
          const std::lock_guard lock{mutex};
          failures.emplace_back(failure.what());
        }
      });
    for (std::thread& each : threads) each.join();
    CHECK(failures == std::vector<std::string>{});
    CHECK(Ticket::query().count() == 8 * 20 * 20);
    CHECK(Ticket::query().filter("text", "undone").count() == 0);
    CHECK(Fixture::ask_directly("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'") == "0");
  }
}
