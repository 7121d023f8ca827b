// SPDX-License-Identifier: MIT
// Many threads on one pool. Also run under ThreadSanitizer.
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/threads.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

using namespace promptview_test;

namespace threads_test {

enum class Side { left, right };
PROMPTVIEW_ENUM_AS(Side, "threads_test_side", left, right)

struct Mark : pv::Model<Mark> {
  pv::Auto<std::int64_t> id{};
  int worker{};
  int turn{};
  std::string text{};
  Side side{};
};
PROMPTVIEW_MODEL(Mark, postgres, "threads_test_marks", FIELD(id, primary_key), FIELD(worker, index = btree),
                 FIELD(turn), FIELD(text), FIELD(side), UNIQUE("worker, turn"))

}  // namespace threads_test

using threads_test::Mark;
using threads_test::Side;

namespace {

void expect(bool condition, const std::string& otherwise) {
  if (!condition) throw std::runtime_error{otherwise};
}

std::string text_of(int worker, int turn) {
  return "worker " + std::to_string(worker) + ", turn " + std::to_string(turn);
}

const std::vector<std::string> nothing{};

constexpr int workers = 8;
constexpr int turns = 300;

}  // namespace

TEST_CASE("threads: eight on a pool of four save and read, and nothing is lost", "[threads]") {
  const TestDatabase database{{.pool_size = 4}};
  Mark::initialize();

  const auto work = [](int worker) {
    for (int turn = 0; turn < turns; ++turn) {
      Mark mark{.worker = worker, .turn = turn, .text = text_of(worker, turn)};
      mark.save();
      const std::optional<Mark> read = Mark::get(*mark.id);
      expect(read && read->worker == worker && read->text == mark.text, "a row of another thread was read");
      if (turn % 10 != 0) continue;
      expect(Mark::query().filter("worker", worker).count() == turn + 1, "a row was lost");
      mark.side = Side::right;
      mark.save();
    }
  };
  CHECK(on_threads(workers, work) == nothing);

  const std::vector<Mark> all = Mark::query().order_by("worker", "turn").execute();
  REQUIRE(all.size() == workers * turns);
  std::set<std::int64_t> ids;
  bool right = true;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const int worker = static_cast<int>(i) / turns;
    const int turn = static_cast<int>(i) % turns;
    ids.insert(*all[i].id);
    right = right && all[i].text == text_of(worker, turn) && all[i].side == (turn % 10 == 0 ? Side::right : Side::left);
  }
  CHECK(right);
  CHECK(ids.size() == all.size());
  const auto pool = pv::postgres::pool_of({});
  CHECK(pool->in_use() == 0);
  CHECK(pool->idle() <= 4);
}

TEST_CASE("threads: transactions of many threads do not mix", "[threads]") {
  const TestDatabase database{{.pool_size = 4}};
  Mark::initialize();
  const auto work = [](int worker) {
    for (int turn = 0; turn < 40; ++turn) {
      pv::Transaction transaction;
      Mark{.worker = worker, .turn = 2 * turn}.save();
      {
        pv::Transaction inner;
        Mark{.worker = worker, .turn = 2 * turn + 1}.save();
        if (turn % 2 == 0) inner.commit();
      }
      expect(Mark::query().filter("worker", worker).filter("turn__gte", 2 * turn).count() == (turn % 2 == 0 ? 2 : 1),
             "not in its transaction");
      if (turn % 4 < 2) transaction.commit();
    }
  };
  CHECK(on_threads(workers, work) == nothing);
  CHECK(Mark::query().count() == workers * (10 * 2 + 10 * 1));
}

TEST_CASE("threads: the same model is initialised by many at once", "[threads]") {
  // Two databases by name that are one: as two programs that start together.
  const TestDatabase database{{.pool_size = 4}};
  pv::connect({.url = database.url(), .name = "second program", .pool_size = 4});
  for (int round = 0; round < 5; ++round) {
    const auto work = [](int number) {
      const pv::Database program = pv::on(number % 2 == 0 ? "" : "second program");
      program.initialize<Mark>();
      Mark mark{.worker = number, .text = "begun"};
      program.save(mark);
    };
    pv::NamespaceManager::reset();
    CHECK(on_threads(workers, work) == nothing);
    CHECK(Mark::query().count() == workers);
    Mark::drop();
    TestDatabase::execute("DROP TYPE IF EXISTS threads_test_side");
  }
  pv::disconnect("second program");
}

TEST_CASE("threads: the statement log is set and taken away while others run", "[threads]") {
  const TestDatabase database{{.pool_size = 4}};
  Mark::initialize();
  std::atomic<bool> done = false;
  std::atomic<int> seen = 0;
  std::thread setter{[&] {
    while (!done) {
      pv::postgres::set_statement_log(
          [&seen](const pv::postgres::StatementEvent& event) { seen += event.failed ? 1'000'000 : 1; },
          {.values = true});
      std::this_thread::yield();
      pv::postgres::set_statement_log({});
    }
  }};
  const auto work = [](int worker) {
    for (int turn = 0; turn < 100; ++turn) Mark{.worker = worker, .turn = turn}.save();
  };
  CHECK(on_threads(4, work) == nothing);
  done = true;
  setter.join();
  CHECK(seen < 1'000'000);
  CHECK(Mark::query().count() == 400);

  seen = 0;
  pv::postgres::set_statement_log([&seen](const pv::postgres::StatementEvent&) { ++seen; });
  CHECK(on_threads(4, [](int) { expect(Mark::query().count() == 400, "lost"); }) == nothing);
  pv::postgres::set_statement_log({});
  CHECK(seen == 4);
}

TEST_CASE("threads: databases are connected, replaced and used at once", "[threads]") {
  const TestDatabase database{{.pool_size = 4}};
  Mark::initialize();
  std::atomic<bool> done = false;
  std::thread replacer{[&] {
    while (!done) pv::connect({.url = database.url(), .pool_size = 4});
  }};
  const auto work = [](int worker) {
    for (int turn = 0; turn < 50; ++turn) Mark{.worker = worker, .turn = turn}.save();
  };
  const std::vector<std::string> failures = on_threads(4, work);
  done = true;
  replacer.join();
  CHECK(failures == nothing);
  CHECK(Mark::query().count() == 200);
}

TEST_CASE("threads: sessions that are killed cost single statements, and nothing else", "[threads]") {
  const TestDatabase database{{.pool_size = 4}};
  Mark::initialize();
  std::atomic<bool> done = false;
  std::thread killer{[&] {
    pv::postgres::Connection other{pv::postgres::conninfo_of({.url = server().url()}), 0};
    while (!done) {
      other.run_script("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database.name() +
                       "'");
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
  }};
  std::atomic<int> saved = 0;
  std::atomic<int> lost = 0;
  const auto work = [&](int worker) {
    for (int turn = 0; turn < 200; ++turn) try {
        Mark{.worker = worker, .turn = turn}.save();
        ++saved;
      } catch (const pv::ConnectionError&) {
        ++lost;
      }
  };
  const std::vector<std::string> failures = on_threads(4, work);
  done = true;
  killer.join();
  CHECK(failures == nothing);
  CHECK(saved + lost == 800);
  // Of those that were lost it is not known whether they took effect.
  std::int64_t count = -1;
  for (int tries = 0; tries < 10 && count < 0; ++tries) try {
      count = Mark::query().count();
    } catch (const pv::ConnectionLost&) {  // the last one that was killed had not ended yet
    }
  CHECK(count >= saved);
  CHECK(count <= saved + lost);
  CHECK(pv::postgres::pool_of({})->in_use() == 0);
}
