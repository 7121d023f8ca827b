// SPDX-License-Identifier: MIT
// A fork of the process: the child never touches what it inherits of its parent's sessions.
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <thread>
#include <vector>

#include <promptview/postgres/embedded/server_binaries.hpp>
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing.hpp>
#include <promptview_test/account_process.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;
using namespace std::chrono_literals;

namespace fork_test {

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
};
PROMPTVIEW_MODEL(Row, postgres, "fork_test_rows", FIELD(id, primary_key), FIELD(text))

}  // namespace fork_test

using fork_test::Row;

namespace {

// A child that does `work` and tells what that returns. It ends without any destructor, unless it `exits`, and by itself
// after a minute.
class Child {
 public:
  explicit Child(const std::function<std::string()>& work, bool exits = false) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    process_ = ::fork();
    if (process_ == 0) {
      ::alarm(60);
      std::string report;
      try {
        report = work();
      } catch (const std::exception& failure) {
        report = std::string{"thrown: "} + failure.what();
      }
      [[maybe_unused]] const auto sent = ::write(ends[1], report.data(), report.size());
      if (exits) std::exit(0);
      ::_exit(0);
    }
    ::close(ends[1]);
    output_ = ends[0];
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() { ::close(output_); }

  // Blocks for its end. "hangs" if it did not end by itself.
  std::string report() const {
    std::string text;
    char piece[1000];
    for (ssize_t got = ::read(output_, piece, sizeof(piece)); got > 0; got = ::read(output_, piece, sizeof(piece)))
      text.append(piece, static_cast<std::size_t>(got));
    int status = 0;
    ::waitpid(process_, &status, 0);
    return WIFEXITED(status) ? text : "hangs";
  }

 private:
  pid_t process_ = 0;
  int output_ = -1;
};

// A server that is reached by TLS only, with a certificate of its own making. (An EmbeddedServer has a socket, which has no TLS.)
class EncryptedServer {
 public:
  EncryptedServer() {
    { const pv::postgres::EmbeddedServer made{{.directory = folder_.path(), .settings = {"fsync=off"}}}; }
    const std::string key = folder_.path() + "/data/server.key", certificate = folder_.path() + "/data/server.crt";
    AccountProcess openssl{{"openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", key, "-out",
                            certificate}};
    INFO("127: install openssl");
    REQUIRE(openssl.wait() == 0);
    process_.emplace(std::vector<std::string>{pv::postgres::detail::find_server_binaries({}).found + "/postgres", "-D", folder_.path() + "/data", "-c",
                                              "ssl=on", "-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-c", "port=" + port_, "-c",
                                              "unix_socket_directories="});
    process_->end_by(SIGQUIT);
    for (int tries = 0; tries < 300 && PQping(url().c_str()) != PQPING_OK; ++tries) std::this_thread::sleep_for(50ms);
    REQUIRE(PQping(url().c_str()) == PQPING_OK);
  }

  std::string url() const { return "host=127.0.0.1 hostaddr='' port=" + port_ + " user=postgres dbname=postgres sslmode=require"; }

 private:
  static std::string free_port() {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    ::close(listener);
    return std::to_string(ntohs(address.sin_port));
  }

  AccountFolder folder_{};
  std::string port_ = free_port();
  std::optional<AccountProcess> process_{};
};

std::string report_of_child(const std::function<std::string()>& work) { return Child{work}.report(); }

std::string pid() { return TestDatabase::ask("pg_backend_pid()"); }

// What `work` throws as E; "nothing", or what else is thrown.
template <class E, class Work>
std::string thrown(const Work& work) {
  try {
    work();
  } catch (const E&) {
    return "";
  } catch (const std::exception& other) {
    return std::string{"another: "} + other.what() + "\n";
  }
  return "nothing\n";
}

struct Fixture : TestDatabase {
  explicit Fixture(pv::ConnectOptions options = {}) : TestDatabase{std::move(options)} { Row::initialize(); }
  ~Fixture() { pv::postgres::set_statement_log({}); }
};

void add(const std::string& text) { Row{.text = text}.save(); }
std::string texts() {
  std::string all;
  for (const Row& row : Row::query().order_by("id")) all += row.text + " ";
  return all;
}

}  // namespace

TEST_CASE("fork: a child has sessions of its own, and both get their own rows") {
  const Fixture fixture;
  {
    std::vector<pv::postgres::PooledConnection> out;
    for (int i = 0; i < 4; ++i) out.push_back(pv::postgres::acquire());
  }
  const std::string before = pid();
  const auto work = [](const std::string& who) {
    for (int i = 0; i < 100; ++i) {
      const std::string expected = who + std::to_string(i);
      if (pv::raw<std::string>("SELECT $1::text", expected) != std::vector{expected}) return "another's row";
      if (i % 10 == 0) add(who);
    }
    return "";
  };
  const Child first{[&] { return pid() == before ? "the parent's session" : work("first"); }};
  const Child second{[&] { return pid() == before ? "the parent's session" : work("second"); }};
  CHECK(work("parent") == std::string{});
  CHECK(first.report() == "");
  CHECK(second.report() == "");
  CHECK(pid() == before);
  CHECK(Row::query().count() == 30);
  CHECK(Row::query().filter("text", "second").count() == 10);
}

TEST_CASE("fork: the child's pool is empty, whatever the parent's has lent") {
  const Fixture fixture{{.pool_size = 2, .pool_timeout = 1s}};
  auto one = std::make_optional(pv::postgres::acquire());
  const auto two = pv::postgres::acquire();
  CHECK(report_of_child([&] {
          const auto pool = pv::postgres::pool_of({});
          std::string report = std::to_string(pool->in_use());
          add("child");
          {
            const auto third = pool->acquire();
            const auto fourth = pool->acquire();
            report += std::to_string(pool->in_use()) + thrown<pv::PoolTimeout>([&] { (void)pool->acquire(); });
            one.reset();  // gives back what this pool has not lent
            report += std::to_string(pool->in_use());
          }
          return report + std::to_string(pool->in_use()) + std::to_string(pool->idle());
        }) == "02202");
  CHECK(pv::postgres::pool_of({})->in_use() == 2);
  (*one)->run_script("INSERT INTO fork_test_rows (text) VALUES ('one')");
  one.reset();
  CHECK(texts() == "child one ");
}

TEST_CASE("fork: an inherited transaction throws in the child, whatever is done in it, and goes on in the parent") {
  const Fixture fixture;
  {
    pv::Transaction transaction;
    add("before");
    std::optional<pv::Transaction> savepoint{std::in_place};
    add("savepoint");
    CHECK(report_of_child([&] {
            using pv::TransactionFailed;
            std::vector<Row> rows(2);
            return thrown<TransactionFailed>([] { add("child"); }) + thrown<TransactionFailed>([] { (void)Row::query().count(); }) +
                   thrown<TransactionFailed>([&] { Row::save_all(rows); }) +
                   thrown<TransactionFailed>([] { (void)pv::pipeline(Row::query(), Row::query().count_query()); }) +
                   thrown<TransactionFailed>([] { for (const Row& row : Row::query().stream(1)) (void)row; }) +
                   thrown<TransactionFailed>([] { pv::execute("DELETE FROM fork_test_rows"); }) +
                   thrown<TransactionFailed>([] { const pv::Transaction inner; }) +
                   thrown<TransactionFailed>([] { pv::atomic([] { add("child"); }); }) +
                   thrown<TransactionFailed>([] { pv::retry_transaction(3, [] { add("child"); }); }) +
                   thrown<TransactionFailed>([&] { transaction.advisory_lock(7); }) +
                   thrown<TransactionFailed>([&] { transaction.set_local("work_mem", "1MB"); }) +
                   thrown<TransactionFailed>([&] { (void)transaction.connection(); }) +
                   thrown<TransactionFailed>([&] { savepoint->rollback(); }) +
                   thrown<TransactionFailed>([&] { savepoint->commit(); }) + thrown<TransactionFailed>([&] { transaction.commit(); }) +
                   (transaction.is_open() || savepoint->is_open() ? "open" : "");
          }) == "");
    CHECK_THAT(report_of_child([] {
                 try {
                   add("child");
                 } catch (const pv::TransactionFailed& failure) {
                   return std::string{failure.what()};
                 }
                 return std::string{};
               }),
               starts_with("begin a transaction of this process's own, when the object of this one has ended: it belongs to the "
                           "parent of this fork, and goes on there"));
    savepoint->commit();
    add("after");
    transaction.commit();
  }
  CHECK(texts() == "before savepoint after ");
}

TEST_CASE("fork: when the object of an inherited transaction has ended, the child works on its own") {
  const Fixture fixture;
  auto outer = std::make_optional<pv::Transaction>();
  bool called = false;
  outer->on_rollback([&] { called = true; });
  add("parent");
  auto inner = std::make_optional<pv::Transaction>();
  CHECK(report_of_child([&] {
          inner.reset();
          outer.reset();
          add("child");
          pv::atomic([] { add("atomic"); });
          return called ? std::string{"called back"} : texts();
        }) == "child atomic ");
  inner.reset();
  outer->commit();
  CHECK_FALSE(called);
  CHECK(Row::query().count() == 3);
}

TEST_CASE("fork: what a child ends stays in the parent") {
  const Fixture fixture;
  auto pool = std::make_shared<pv::postgres::ConnectionPool>(pv::ConnectOptions{.url = fixture.url()});
  auto handle = std::make_optional(pool->acquire());
  const std::string before = pid();
  pv::Transaction transaction;
  transaction.advisory_lock(42);
  add("parent");
  const std::string in_transaction = pid();

  SECTION("it disconnects") {
    CHECK(report_of_child([&] {
            pv::disconnect();
            handle.reset();
            pool.reset();
            return std::string{"ended"};
          }) == "ended");
  }
  SECTION("it connects anew") {
    CHECK(report_of_child([&] {
            pv::connect({.url = fixture.url(), .name = "other"});
            pv::connect({.url = fixture.url()});
            return std::to_string(pv::on("other").query<Row>().count());
          }) == "0");
  }
  SECTION("it exits, with all that ends then") {
    CHECK(Child{[] { return std::string{"exits"}; }, true}.report() == "exits");
  }
  CHECK(pid() == in_transaction);
  CHECK(pv::raw<bool>("SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory' AND granted") == std::vector{true});
  transaction.commit();
  CHECK(pid() == before);
  (*handle)->run_script("SELECT 1");
  CHECK(texts() == "parent ");
}

TEST_CASE("fork: a handle and libpqxx's connection reach nobody in the child") {
  const Fixture fixture;
  const auto handle = pv::postgres::acquire();
  handle->run_script("LISTEN news; CREATE TEMPORARY TABLE mine (x int)");
  CHECK(report_of_child([&] {
          std::string report;
          for (int i = 0; i < 2; ++i) report += thrown<pv::ConnectFailed>([&] { handle->run_script("INSERT INTO mine VALUES (1)"); });
          try {
            handle->run_script("SELECT 2");
          } catch (const pv::ConnectFailed& failure) {
            report += failure.what();
          }
          return report + thrown<pqxx::broken_connection>([&] { pqxx::nontransaction{handle->pqxx()}.exec("SELECT 1"); });
        }) == "take a connection of this process's own: this one belongs to the parent of this fork, and nothing was sent\n"
              "  statement: SELECT 2");
  TestDatabase::execute("NOTIFY news");
  int heard = 0;
  struct Receiver final : pqxx::notification_receiver {
    Receiver(pv::postgres::PqxxConnection& connection, int& count) : notification_receiver{connection, "news"}, heard{count} {}
    void operator()(const std::string&, int) override { ++heard; }
    int& heard;
  } receiver{handle->pqxx(), heard};
  handle->pqxx().await_notification(10, 0);
  CHECK(heard == 1);
  CHECK(handle->run("SELECT 1 FROM mine").rows() == 0);
}

TEST_CASE("fork: a child says nothing on its parent's encrypted connections either") {
  const EncryptedServer encrypted;
  pv::connect({.url = encrypted.url()});
  Row::initialize();
  const auto handle = pv::postgres::acquire();
  REQUIRE(PQsslInUse(handle->raw()) == 1);
  const std::string before = pid();
  const auto work = [&] {
    add("child");
    return std::string{PQsslInUse(pv::postgres::acquire()->raw()) == 1 ? "encrypted" : "plain"} + (pid() == before ? ", the parent's session" : "");
  };
  CHECK(report_of_child(work) == "encrypted");
  CHECK(report_of_child([&] {
          const std::string refused = thrown<pv::ConnectFailed>([&] { handle->run_script("SELECT 1"); });
          pv::disconnect();  // would say that the encryption ends
          return refused;
        }) == "");
  CHECK(Child{work, true}.report() == "encrypted");  // with all destructors
  for (int i = 0; i < 20; ++i) CHECK(pid() == before);
  handle->run_script("INSERT INTO fork_test_rows (text) VALUES ('parent')");
  CHECK(texts() == "child child parent ");
  pv::disconnect();
  pv::NamespaceManager::reset();
}

TEST_CASE("fork: streams and copies go on in the parent, and end in the child") {
  const Fixture fixture;
  std::vector<Row> rows(5000, Row{.text = std::string(100, 'x')});
  Row::bulk_create(rows);
  const bool is_copy = GENERATE(false, true);
  const bool is_inside = GENERATE(false, true);
  std::optional<pv::Transaction> around;
  if (is_inside) around.emplace();
  auto stream = is_copy ? Row::query().copy_out() : Row::query().stream(10);
  std::size_t read = 0;
  for (auto row = stream.begin(); row != stream.end(); ++row) {
    if (++read != 5) continue;
    CHECK(report_of_child([&] {
            // What had come before the fork may be read; then there is an error, and never a row of others.
            try {
              for (; row != stream.end(); ++row)
                if (row->text != std::string(100, 'x')) return "another row";
            } catch (const pv::Error&) {
              return "error";
            }
            return "all rows";
          }) == "error");
  }
  CHECK(read == 5000);
  if (around) around->commit();
  CHECK(Row::query().count() == 5000);
}

TEST_CASE("fork: a child of a program whose threads hold locks and wait does not hang [threads]", "[threads]") {
  const Fixture fixture{{.pool_size = 2, .pool_timeout = 100s}};
  std::atomic<bool> done = false;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      while (!done) {
        const auto handle = pv::postgres::acquire();  // two at once hold one, the others wait
        std::this_thread::yield();
      }
    });
  threads.emplace_back([&] {
    for (int i = 0; !done; ++i) {
      pv::postgres::set_statement_log([](const pv::postgres::StatementEvent&) {});
      pv::connect({.url = fixture.url(), .name = "other" + std::to_string(i % 3), .lazy = true});
      pv::disconnect("other" + std::to_string(i % 3));
    }
  });
  std::string reports;
  for (int i = 0; i < 40; ++i)
    reports += report_of_child([] {
      add("child");
      pv::postgres::set_statement_log({});
      const auto pool = pv::postgres::pool_of({});
      pv::disconnect();
      const auto one = pool->acquire();
      return std::to_string(pool->in_use());
    });
  done = true;
  for (std::thread& each : threads) each.join();
  CHECK(reports == std::string(40, '1'));
  CHECK(Row::query().count() == 40);
}

TEST_CASE("fork: children of children, too") {
  const Fixture fixture;
  add("parent");
  CHECK(report_of_child([] {
          add("child");
          const pv::Transaction open;
          add("lost");
          const std::string inner = report_of_child([] { return thrown<pv::TransactionFailed>([] { add("grandchild"); }); });
          return inner + texts();
        }) == "parent child lost ");
  CHECK(report_of_child([] {
          return report_of_child([] {
            add("grandchild");
            return texts();
          });
        }) == "parent child grandchild ");
  CHECK(texts() == "parent child grandchild ");
}

TEST_CASE("fork: a temporary database stays when a child ends its object") {
  const Fixture fixture;
  std::optional<pv::testing::TemporaryDatabase> temporary;
  temporary.emplace(pv::testing::TemporaryDatabaseOptions{.server = {.url = server().url(), .name = "temporary"}, .initialize = false});
  pv::on("temporary").initialize<Row>();
  CHECK(report_of_child([&] {
          temporary.reset();
          return std::to_string(pv::on("temporary").query<Row>().count());
        }) == "0");
  CHECK(pv::on("temporary").query<Row>().count() == 0);
}
