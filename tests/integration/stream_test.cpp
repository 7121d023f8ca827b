// SPDX-License-Identifier: MIT
// Rows read batch by batch: the memory, the cursor, the connection and the transaction that they need.
#include <algorithm>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>

#include <unistd.h>

#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;
using promptview::testing::count_queries;

namespace stream_test {

struct Event : pv::Model<Event> {
  std::int64_t id{};
  std::string text{};
  std::optional<int> rank{};
};
PROMPTVIEW_MODEL(Event, postgres, "stream_test_events", FIELD(id, primary_key), FIELD(text), FIELD(rank))

}  // namespace stream_test

using namespace stream_test;

namespace {

void insert_events(int count) {
  TestDatabase::execute("INSERT INTO stream_test_events SELECT i, 'event ' || i, nullif(i % 3, 0) FROM generate_series(1, " +
                        std::to_string(count) + ") AS i");
}

struct Events {
  explicit Events(int count, pv::ConnectOptions options = {}) : database{std::move(options)} {
    Event::initialize();
    insert_events(count);
  }
  TestDatabase database;
};

// Those of streams, in the session of the transaction.
std::int64_t cursors(const pv::Transaction& transaction) {
  pv::postgres::Connection& connection = transaction.connection();
  return connection.run("SELECT 1 FROM pg_cursors WHERE name LIKE 'pv\\_stream%'").rows();
}
std::size_t in_use() { return pv::postgres::pool_of({})->in_use(); }

// Sanitizers keep memory that was freed.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool memory_is_given_back = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
constexpr bool memory_is_given_back = false;
#else
constexpr bool memory_is_given_back = true;
#endif
#else
constexpr bool memory_is_given_back = true;
#endif

std::size_t resident_bytes() {
  std::ifstream file{"/proc/self/statm"};
  std::size_t total = 0;
  std::size_t resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

TEST_CASE("a million rows need the memory of one batch") {
  const Events events{1'000'000};
  std::int64_t count = 0;
  std::int64_t sum = 0;
  std::int64_t ranks = 0;
  std::size_t before = 0;
  std::size_t most = 0;
  for (const Event& event : Event::query().filter("id__gt", 0).stream(1000)) {
    if (++count == 1000) before = resident_bytes();
    if (count % 50'000 == 0) most = std::max(most, resident_bytes());
    sum += event.id;
    ranks += event.rank.value_or(0);
  }
  CHECK(count == 1'000'000);
  CHECK(sum == 500'000'500'000);
  CHECK(ranks == 1'000'000);
  if (memory_is_given_back) CHECK(most < before + 4'000'000);
}

TEST_CASE("the rows are whole, in their order, whatever the batch") {
  const Events events{25};
  for (const std::int64_t batch : {1, 5, 7, 25, 1000}) {
    CAPTURE(batch);
    std::int64_t next = 22;
    for (const Event& event : Event::query().filter("text__startswith", "event ").order_by("-id").offset(3).stream(batch)) {
      REQUIRE(event.id == next);
      CHECK(event.text == "event " + std::to_string(next));
      CHECK(event.rank == (next % 3 == 0 ? std::nullopt : std::optional{static_cast<int>(next % 3)}));
      --next;
    }
    CHECK(next == 0);
  }
}

TEST_CASE("rows of other shapes are streamed as well") {
  const Events events{25};
  std::int64_t sum = 0;
  for (const auto& [id, rank] : Event::query().values(&Event::id, &Event::rank).order_by("id").stream(4)) sum += id * rank.value_or(0);
  CHECK(sum == 317);
  std::size_t most = 0;
  for (const auto& [event, length] : Event::query().annotate<"length">(pv::length(&Event::text)).filter("length__gt", 7).stream(5)) {
    CHECK(event.text.size() == static_cast<std::size_t>(length));
    most = std::max(most, event.text.size());
  }
  CHECK(most == 8);
  std::string low;
  for (const bool is_low : Event::query().order_by("id").limit(5).values_list(Event::f(&Event::id) < 3).stream(2)) low += is_low ? '1' : '0';
  CHECK(low == "11000");
  for (const auto& [rank, count] : Event::query().values(&Event::rank).annotate<"n">(pv::count()).order_by("rank").stream(2))
    CHECK(count == (rank == 1 ? 9 : 8));
}

TEST_CASE("each batch is one round trip, and nothing is prepared") {
  const Events events{10};
  const auto read = [](std::int64_t batch) {
    return count_queries([&] {
      for (const Event& event : Event::query().stream(batch)) (void)event;
    });
  };
  CHECK(read(4).round_trips == 2 + 3 + 1);    // BEGIN, DECLARE, the batches, ROLLBACK
  CHECK(read(100).round_trips == 2 + 1 + 1);
  const pv::Transaction transaction;
  CHECK(read(4).round_trips == 1 + 3 + 1);    // DECLARE, the batches, CLOSE
  CHECK(TestDatabase::ask("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'FETCH%'") == "0");
}

TEST_CASE("outside of a transaction the stream has a connection of its own, and gives it back") {
  const Events events{10};
  {
    auto stream = Event::query().stream(3);
    auto row = stream.begin();
    CHECK(row->id == 1);
    CHECK(in_use() == 1);
    Event{.id = 100, .text = "new"}.save();  // on another connection; the stream does not see it
    CHECK(TestDatabase::ask("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'") == "1");
    int rows = 0;
    for (; row != stream.end(); ++row) ++rows;
    CHECK(rows == 10);
    CHECK(in_use() == 0);  // at its end, before it is destroyed
  }
  for (const Event& event : Event::query().stream(3))
    if (event.id == 5) break;
  CHECK(in_use() == 0);
  CHECK(pv::postgres::pool_of({})->idle() == 2);  // the connection was kept: nothing was under way on it
  CHECK(TestDatabase::ask("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'") == "0");
}

TEST_CASE("the transaction of a stream of its own can only read") {
  const Events events{10, {.pool_size = 1}};
  TestDatabase::execute("CREATE FUNCTION note() RETURNS integer LANGUAGE plpgsql AS "
                        "'BEGIN INSERT INTO kept VALUES (99, $$x$$); RETURN 1; END'");
  TestDatabase::execute("ALTER TABLE stream_test_events RENAME TO kept");
  TestDatabase::execute("CREATE VIEW stream_test_events AS SELECT note()::bigint AS id, ''::text AS text, 1 AS rank");
  CHECK_THROWS_MATCHES([] { for (const Event& event : Event::query().stream(3)) (void)event; }(), pv::DatabaseError,
                       message_contains("read-only"));
  CHECK(in_use() == 0);
  CHECK(TestDatabase::ask("SELECT count(*) FROM kept") == "10");  // on the only connection, which works
}

TEST_CASE("inside of a transaction the stream reads what the transaction has written, and leaves it open") {
  const Events events{10};
  {
    pv::Transaction transaction;
    Event{.id = 11, .text = "written here"}.save();
    int rows = 0;
    for (const Event& event : Event::query().stream(4)) {
      ++rows;
      CHECK(cursors(transaction) == (event.id <= 8 ? 1 : 0));
      Event copy = event;
      copy.text += "!";
      copy.save();  // in the same transaction, between two batches
    }
    CHECK(rows == 11);
    CHECK(in_use() == 1);
    CHECK(transaction.connection().in_transaction());
    CHECK(cursors(transaction) == 0);
    transaction.commit();
  }
  CHECK(Event::query().filter("text__endswith", "!").count() == 11);
}

TEST_CASE("a stream that is left early closes its cursor, and the transaction goes on") {
  const Events events{10};
  pv::Transaction transaction;
  Event{.id = 11}.save();
  for (const Event& event : Event::query().stream(2))
    if (event.id == 3) break;
  CHECK(cursors(transaction) == 0);
  CHECK_THROWS_AS([] { for (const Event& event : Event::query().stream(2)) throw event.id; }(), std::int64_t);
  CHECK(cursors(transaction) == 0);
  transaction.rollback();
  CHECK(Event::query().count() == 10);
}

TEST_CASE("two streams at once, in one transaction and without one") {
  const Events events{6};
  const auto read_two = [] {
    std::string seen;
    auto down = Event::query().order_by("-id").stream(2);
    auto last = down.begin();
    for (const Event& event : Event::query().order_by("id").stream(4)) {
      seen += std::to_string(event.id) + "/" + std::to_string(last->id) + " ";
      ++last;
    }
    return seen;
  };
  CHECK(read_two() == "1/6 2/5 3/4 4/3 5/2 6/1 ");
  const pv::Transaction transaction;
  CHECK(read_two() == "1/6 2/5 3/4 4/3 5/2 6/1 ");
  CHECK(cursors(transaction) == 0);
}

TEST_CASE("a stream whose transaction has ended says so") {
  const Events events{10};
  const auto ended = message_contains("stream_test::Event: read the stream inside of the transaction in which it began; that has ended");
  const auto read_rest = [](pv::Stream<Event>& stream, pv::Stream<Event>::Iterator& row) {
    while (row != stream.end()) ++row;
  };
  std::optional<pv::Transaction> transaction{std::in_place};
  {
    auto stream = Event::query().stream(2);
    auto row = stream.begin();
    transaction->commit();
    CHECK(row->id == 1);  // of the batch that is here
    CHECK_THROWS_MATCHES(read_rest(stream, row), pv::TransactionFailed, ended);
  }
  transaction.reset();
  transaction.emplace();
  {
    auto stream = Event::query().stream(2);
    auto row = stream.begin();
    transaction.reset();
    CHECK(in_use() == 0);
    CHECK_THROWS_MATCHES(read_rest(stream, row), pv::TransactionFailed, ended);
  }
  transaction.emplace();
  {
    auto stream = Event::query().stream(2);
    auto row = stream.begin();
    transaction->connection().run_script("COMMIT");  // behind promptview's back
    CHECK_THROWS_MATCHES(read_rest(stream, row), pv::TransactionFailed, message_contains("leave COMMIT and ROLLBACK to the Transaction"));
  }
}

TEST_CASE("a stream of a savepoint ends with it, and the outer transaction lives on") {
  const Events events{10};
  pv::Transaction outer;
  {
    std::optional<pv::Transaction> inner{std::in_place};
    auto stream = Event::query().stream(2);
    auto row = stream.begin();
    inner.reset();
    CHECK_THROWS_AS(([&] { while (row != stream.end()) ++row; })(), pv::TransactionFailed);
  }
  CHECK(cursors(outer) == 0);
  CHECK(Event::query().count() == 10);
}

TEST_CASE("a statement that failed in the transaction ends the stream with what failed") {
  const Events events{10};
  pv::Transaction transaction;
  auto stream = Event::query().stream(2);
  auto row = stream.begin();
  CHECK_THROWS_AS(transaction.connection().run_script("SELECT 1/0"), pv::DatabaseError);
  CHECK_THROWS_MATCHES(([&] { while (row != stream.end()) ++row; })(), pv::TransactionFailed,
                       message_contains("division by zero"));
}

TEST_CASE("a table that is missing, or dropped under the stream") {
  const Events events{10};
  const auto drop = [] { TestDatabase::execute("DROP TABLE stream_test_events"); };
  {
    pv::Transaction transaction;
    auto stream = Event::query().stream(2);
    CHECK(stream.begin()->id == 1);
    CHECK_THROWS_MATCHES(transaction.connection().run_script("DROP TABLE stream_test_events"), pv::DatabaseError,
                         message_contains("being used by active queries"));
  }
  drop();
  CHECK_THROWS_MATCHES(Event::query().stream(2).begin(), pv::NotInitialized, message_contains("the table does not exist"));
  CHECK(in_use() == 0);
  CHECK(pv::postgres::pool_of({})->idle() == 1);
  pv::Transaction transaction;
  CHECK_THROWS_AS(Event::query().stream(2).begin(), pv::NotInitialized);
  CHECK(transaction.connection().transaction_failed());
}

TEST_CASE("a connection that is lost between two batches") {
  const Events events{10};
  const auto kill = [] {
    TestDatabase::ask("SELECT count(pg_terminate_backend(pid, 60000)) FROM pg_stat_activity "
                      "WHERE state = 'idle in transaction' AND datname = current_database()");
  };
  int rows = 0;
  CHECK_THROWS_AS(([&] {
                    for (const Event& event : Event::query().stream(4)) {
                      rows = static_cast<int>(event.id);
                      if (rows == 2) kill();
                    }
                  })(),
                  pv::ConnectionLost);
  CHECK(rows == 4);
  CHECK(in_use() == 0);
  CHECK(Event::query().count() == 10);
}

TEST_CASE("a connection that is lost under a stream inside of a transaction") {
  const Events events{10};
  const pv::Transaction transaction;
  const int process = PQbackendPID(transaction.connection().raw());
  auto stream = Event::query().stream(4);
  auto row = stream.begin();
  CHECK(TestDatabase::ask("SELECT pg_terminate_backend(" + std::to_string(process) + ", 60000)") == "true");
  const bool seen_before = GENERATE(false, true);
  if (seen_before) CHECK_THROWS_AS(Event::get(1), pv::ConnectionLost);
  CHECK_THROWS_AS(([&] { while (row != stream.end()) ++row; })(), pv::ConnectionLost);
}

TEST_CASE("values that the model cannot hold end the stream and give everything back") {
  const Events events{10};
  TestDatabase::execute("ALTER TABLE stream_test_events ALTER text DROP NOT NULL");
  TestDatabase::execute("UPDATE stream_test_events SET text = NULL WHERE id = 5");
  std::int64_t last = 0;
  CHECK_THROWS_MATCHES(([&] { for (const Event& event : Event::query().order_by("id").stream(2)) last = event.id; })(),
                       pv::InvalidValue, message_contains("stream_test::Event.text: the database holds NULL"));
  CHECK(last == 4);
  CHECK(in_use() == 0);
}
