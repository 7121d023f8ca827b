// SPDX-License-Identifier: MIT
// Prepared statements behind pgbouncer in transaction mode, with default options: clients meet on its sessions, and none may
// run another's statement, or meet an error that is not due.
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/pooler.hpp>
#include <promptview_test/threads.hpp>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace promptview_test;
using promptview::testing::count_queries;

namespace pooler_statements_test {

struct Ticket : pv::Model<Ticket> {
  pv::Auto<std::int64_t> id{};
  int owner{};
  std::string text{};
};
PROMPTVIEW_MODEL(Ticket, postgres, "pooler_statements_test_tickets", FIELD(id, primary_key), FIELD(owner), FIELD(text))

struct Coin : pv::Model<Coin> {
  std::int64_t id{};
  int owner{};
  std::string face{};
};
PROMPTVIEW_MODEL(Coin, postgres, "pooler_statements_test_coins", FIELD(id, primary_key), FIELD(owner), FIELD(face))

}  // namespace pooler_statements_test

using pooler_statements_test::Coin;
using pooler_statements_test::Ticket;

namespace {

// Two clients, `pv::on("one")` and `pv::on("two")`, on one session; the default database goes around the pooler.
struct Clients : TestDatabase {
  Clients() {
    Ticket::initialize();
    for (const char* name : {"one", "two"}) pv::connect({.url = pooler.url(TestDatabase::name()), .name = name, .pool_size = 1});
  }
  ~Clients() {
    for (const char* name : {"one", "two"}) pv::disconnect(name);
  }

  // On the session behind the pooler.
  static std::string prepared() {
    pv::postgres::PooledConnection handle = pv::postgres::acquire("two");
    return std::string{handle->run_once("SELECT count(*)::text FROM pg_prepared_statements WHERE name LIKE 'pv\\_%'").bytes(0, 0)};
  }
  static void deallocate() { pv::postgres::acquire("two")->run_script("DEALLOCATE ALL"); }

  Pooler pooler{1};
};

const pv::Database one = pv::on("one");
const pv::Database two = pv::on("two");

}  // namespace

TEST_CASE("pooler: a statement that another client has prepared is no error, outside of a transaction") {
  const Clients clients;
  CHECK(count_queries([] { CHECK(one.query<Ticket>().count() == 0); }).round_trips == 1);
  CHECK(Clients::prepared() == "1");
  CHECK(count_queries([] { CHECK(two.query<Ticket>().count() == 0); }).round_trips == 2);  // once; then it knows
  CHECK(count_queries([] { CHECK(two.query<Ticket>().count() == 0); }).round_trips == 1);
  CHECK(count_queries([] { CHECK(one.query<Ticket>().count() == 0); }).round_trips == 1);
  CHECK_FALSE(two.get<Ticket>(5));
  CHECK(Clients::prepared() == "1");
}

TEST_CASE("pooler: a statement that is prepared no longer is no error, outside of a transaction") {
  const Clients clients;
  CHECK(one.query<Ticket>().count() == 0);
  CHECK_FALSE(one.get<Ticket>(5));
  Clients::deallocate();
  CHECK(count_queries([] { CHECK_FALSE(one.get<Ticket>(5)); }).round_trips == 2);
  CHECK(count_queries([] { CHECK_FALSE(one.get<Ticket>(5)); }).round_trips == 1);
  CHECK(count_queries([] { CHECK(one.query<Ticket>().count() == 0); }).round_trips == 1);
  CHECK(Clients::prepared() == "0");
}

TEST_CASE("pooler: pipelines outside of a transaction are sent again") {
  const Clients clients;
  const auto count = [](const pv::Database& client) { return std::get<0>(pv::pipeline(client.query<Ticket>().count_query())); };
  CHECK(count(one) == 0);
  CHECK(count(two) == 0);
  std::vector<Ticket> tickets(3);
  one.save_all(tickets);
  Clients::deallocate();
  for (Ticket& ticket : tickets) ticket.text = "changed";
  one.save_all(tickets);
  CHECK(count(one) == 3);
  CHECK(two.query<Ticket>().filter("text", "changed").count() == 3);
}

TEST_CASE("pooler: inside of a transaction nothing has a name, for each failure would cost the transaction") {
  const Clients clients;
  const auto all = [](const pv::Database& client) { return client.query<Ticket>().filter("text__startswith", "t").execute().size(); };
  CHECK(all(one) == 0);
  CHECK(Clients::prepared() == "1");
  const bool known = GENERATE(true, false);
  if (!known) Clients::deallocate();
  {
    pv::Transaction transaction{"one"};
    CHECK(count_queries([&] { CHECK(all(one) == 0); }).round_trips == 1);
    Ticket ticket{.text = "t"};
    one.save(ticket);
    std::vector<Ticket> more(2, Ticket{.text = "t"});
    one.save_all(more);
    CHECK(std::get<0>(pv::pipeline(one.query<Ticket>().count_query())) == 3);
    transaction.advisory_lock("a lock");
    transaction.commit();
  }
  {
    pv::Transaction transaction{"two"};
    CHECK(all(two) == 3);
    transaction.commit();
  }
  CHECK(Clients::prepared() == (known ? "1" : "0"));
}

TEST_CASE("pooler: a table that is altered is no error, outside of a transaction and inside of one") {
  const Clients clients;
  const auto all = [](const pv::Database& client) { return client.query<Ticket>().execute().size(); };
  for (const char* column : {"a", "b", "c"}) {
    CHECK(all(one) + all(two) == 0);
    TestDatabase::execute(std::string{"ALTER TABLE pooler_statements_test_tickets ADD COLUMN "} + column + " int");
    if (*column == 'b') CHECK(all(one) + all(two) == 0);
    const pv::Transaction transaction{"one"};
    CHECK(all(one) == 0);
  }
}

// --- Two programs ----------------------------------------------------------------------------------------------------------

namespace {

constexpr int threads = 8;
constexpr int turns = 40;

void expect(bool condition, const char* otherwise) {
  if (!condition) throw std::runtime_error{otherwise};
}

// Rows of its own for each thread. The statements of the two models are different and take the same values, so that one
// that is run for another is seen by nothing but its result.
template <class M>
void use(int owner, int turn) {
  M row{};
  const std::int64_t id = std::int64_t{owner} * 1'000'000 + turn;
  row.id = id;
  row.owner = owner;
  if constexpr (requires { row.face; }) row.face = "new";
  else row.text = "new";
  row.insert();
  const auto mine = M::query().filter("owner", owner);
  expect(mine.count() == 1, "another number was counted");
  const auto read = M::get(id);
  expect(read && read->owner == owner, "another row was read");
  expect(std::get<0>(pv::pipeline(mine.count_query(), mine.first_query())) == 1, "another number was counted in a pipeline");
  // a text that comes once, and one that both programs have
  expect(pv::raw<int>("SELECT $1::int + " + std::to_string(100 * owner + turn), turn).at(0) == 100 * owner + 2 * turn, "another sum");
  expect(pv::raw<int>("SELECT $1::int * 2", turn).at(0) == 2 * turn, "another product");
  pv::atomic([&] {
    row.owner = owner + 1'000'000;
    row.save();
    expect(mine.count() == 0, "the row has its owner after it was saved");
    expect(pv::raw<int>("SELECT $1::int * 3", turn).at(0) == 3 * turn, "another product in a transaction");
    row.owner = owner;
    row.save();
  });
  expect(M::query().filter("id", id).remove() == 1, "the row was not removed");
  expect(!mine.exists(), "the row is still there");
}

// Runs this test program again for one test, with these variables, and with its output in a file.
class Program {
 public:
  Program(const std::string& test, const std::string& url, const std::string& output) : output_{output} {
    const std::vector<std::string> added{"PROMPTVIEW_TEST_PROGRAM=1", "PROMPTVIEW_POSTGRES_URL=" + url};
    std::vector<char*> environment;
    for (char** each = environ; *each != nullptr; ++each) environment.push_back(*each);
    for (const std::string& each : added) environment.push_back(const_cast<char*>(each.c_str()));
    environment.push_back(nullptr);
    const char* arguments[] = {"program", test.c_str(), nullptr};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 1, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&files, 1, 2);
    REQUIRE(::posix_spawn(&process_, "/proc/self/exe", &files, nullptr, const_cast<char**>(arguments), environment.data()) == 0);
    posix_spawn_file_actions_destroy(&files);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() { wait(); }

  // What it printed; empty when its test passed.
  std::string wait() {
    if (process_ == 0) return {};
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = 0;
    std::ostringstream text;
    text << std::ifstream{output_}.rdbuf();
    const bool passed = WIFEXITED(status) && WEXITSTATUS(status) == 0 && text.str().find("All tests passed") != std::string::npos;
    return passed ? "" : text.str() + "\nstatus " + std::to_string(status);
  }

 private:
  std::string output_;
  pid_t process_ = 0;
};

template <class M>
void run_program(int first_owner) {
  if (std::getenv("PROMPTVIEW_TEST_PROGRAM") == nullptr) FAIL("is run by another test");
  const auto failures = on_threads(threads, [&](int number) {
    for (int turn = 0; turn < turns; ++turn) use<M>(first_owner + number, turn);
  });
  CHECK(failures == std::vector<std::string>{});
}

}  // namespace

TEST_CASE("pooler program: tickets", "[.]") { run_program<Ticket>(1); }
TEST_CASE("pooler program: coins", "[.]") { run_program<Coin>(100); }

TEST_CASE("pooler: two programs of eight threads each, on four sessions, with default options") {
  const TestDatabase database;
  Ticket::initialize();
  Coin::initialize();
  const Pooler pooler{4};
  std::string folder = "/tmp/promptview_test-XXXXXX";
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  {
    Program tickets{"pooler program: tickets", pooler.url(database.name()), folder + "/tickets"};
    Program coins{"pooler program: coins", pooler.url(database.name()), folder + "/coins"};
    CHECK(tickets.wait() == "");
    CHECK(coins.wait() == "");
  }
  std::filesystem::remove_all(folder);
  CHECK(Ticket::query().count() == 0);
  CHECK(Coin::query().count() == 0);
}
