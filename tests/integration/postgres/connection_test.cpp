// SPDX-License-Identifier: MIT
// Reaching a database: by URL, keywords, options and environment; named databases; time limits; libpqxx on our connection.
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace promptview_test;
using namespace std::chrono_literals;

namespace connection_test {

struct Note : pv::Model<Note> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
};
PROMPTVIEW_MODEL(Note, postgres, "connection_test_notes", FIELD(id, primary_key), FIELD(text))

}  // namespace connection_test

using connection_test::Note;

namespace {

// While it lives, of the variables that name a database only these are set.
class Environment {
 public:
  explicit Environment(const std::map<std::string, std::string>& variables = {}) {
    for (const char* name : {"PROMPTVIEW_POSTGRES_URL", "POSTGRES_URL", "PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE",
                             "PGUSER", "PGPASSWORD", "PGSERVICE", "PGAPPNAME", "PGOPTIONS", "PGCONNECT_TIMEOUT"})
      set(name, std::nullopt);
    for (const auto& [name, value] : variables) set(name, value);
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment() {
    for (const auto& [name, value] : before_) put(name, value);
  }

 private:
  void set(const std::string& name, const std::optional<std::string>& value) {
    const char* now = std::getenv(name.c_str());
    before_.emplace(name, now == nullptr ? std::nullopt : std::optional<std::string>{now});
    put(name, value);
  }
  static void put(const std::string& name, const std::optional<std::string>& value) {
    if (value)
      ::setenv(name.c_str(), value->c_str(), 1);
    else
      ::unsetenv(name.c_str());
  }

  std::map<std::string, std::optional<std::string>> before_{};
};

// Disconnects the default database before and after.
struct Disconnected {
  Disconnected() { pv::disconnect(); }
  Disconnected(const Disconnected&) = delete;
  Disconnected& operator=(const Disconnected&) = delete;
  ~Disconnected() { pv::disconnect(); }
};

std::string socket_folder() {
  const pv::postgres::Connection connection{pv::postgres::conninfo_of({.url = server().url()}), 0};
  return PQhost(connection.raw());
}

std::string ask(pv::postgres::Connection& connection, const std::string& sql) {
  return std::string{connection.run("SELECT (" + sql + ")::text").bytes(0, 0)};
}

std::string ask(const std::string& sql, const std::string& database = {}) {
  const auto connection = pv::postgres::acquire(database);
  return ask(*connection, sql);
}

// What connecting with these options throws, in less than 20 s.
std::string failure_of(const pv::ConnectOptions& options) {
  const auto begin = std::chrono::steady_clock::now();
  try {
    pv::connect(options);
  } catch (const pv::ConnectFailed& failure) {
    CHECK(std::chrono::steady_clock::now() - begin < 20s);
    return failure.what();
  }
  return "connected";
}

const std::string could_not_connect = "could not connect to the database: check the URL and that the server runs\n";
const std::string not_admitted =
    "could not connect to the database: correct the user and the password, or let the server admit the user (pg_hba.conf)\n";

// A server that takes connections and never says anything.
class SilentServer {
 public:
  SilentServer() : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
    REQUIRE(::listen(socket_, 8) == 0);
    socklen_t size = sizeof(address);
    REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;
  ~SilentServer() { ::close(socket_); }

  std::string url() const { return "postgresql://user@127.0.0.1:" + std::to_string(port_) + "/silent"; }

 private:
  int socket_;
  int port_ = 0;
};

}  // namespace

TEST_CASE("connection: by URL, by keywords and by options") {
  const TestDatabase database;
  const std::string keywords =
      "host='" + socket_folder() + "' hostaddr='' port=5432 user=postgres dbname=" + database.name();

  pv::connect(database.url());
  CHECK(ask("current_database()") == database.name());
  pv::connect(keywords);
  CHECK(ask("current_database()") == database.name());
  pv::connect({.url = keywords, .application_name = "by options"});
  CHECK(ask("current_database() || ' ' || current_setting('application_name')") == database.name() + " by options");
  CHECK(ask("current_setting('client_encoding')") == "UTF8");
}

TEST_CASE("connection: by the environment") {
  const TestDatabase database;
  const Disconnected clean;
  const std::map<std::string, std::string> ours{
      {"PGHOST", socket_folder()}, {"PGPORT", "5432"}, {"PGUSER", "postgres"}, {"PGDATABASE", database.name()}};

  SECTION("PROMPTVIEW_POSTGRES_URL comes first") {
    const Environment environment{
        {{"PROMPTVIEW_POSTGRES_URL", database.url()}, {"POSTGRES_URL", "postgresql://nowhere.invalid/x"}}};
    CHECK(ask("current_database()") == database.name());
  }
  SECTION("POSTGRES_URL comes second") {
    const Environment environment{{{"POSTGRES_URL", database.url()}, {"PGDATABASE", "no_such_database"}}};
    CHECK(ask("current_database()") == database.name());
  }
  SECTION("the variables of libpq come last") {
    const Environment environment{ours};
    CHECK(ask("current_database()") == database.name());
  }
  SECTION("pv::connect() without arguments reads them too, as a named database does") {
    const Environment environment{ours};
    pv::connect();
    pv::connect({.name = "named"});
    CHECK(ask("current_database()") == database.name());
    CHECK(ask("current_database()", "named") == database.name());
    pv::disconnect("named");
  }
  SECTION("nothing is set") {
    const Environment environment;
    const std::string remedy =
        "connect to a database first: pv::connect(\"postgresql://...\"), or set PROMPTVIEW_POSTGRES_URL";
    CHECK_THROWS_MATCHES(pv::postgres::acquire(), pv::NotInitialized, message(remedy));
    CHECK_THROWS_MATCHES(Note::get(1), pv::NotInitialized, message(remedy));
    CHECK_THROWS_MATCHES(pv::Transaction{}, pv::NotInitialized, message(remedy));
  }
  SECTION("a URL that is set later is found") {
    {
      const Environment environment;
      CHECK_THROWS_AS(pv::postgres::acquire(), pv::NotInitialized);
    }
    const Environment environment{{{"PROMPTVIEW_POSTGRES_URL", database.url()}}};
    CHECK(ask("current_database()") == database.name());
  }
}

TEST_CASE("connection: the URL wins over the options, and these over PG variables") {
  const TestDatabase database;
  const Environment environment{{{"PGAPPNAME", "of the environment"},
                                 {"PGOPTIONS", "-c work_mem=1234kB -c lock_timeout=1234"},
                                 {"PGCONNECT_TIMEOUT", "7"}}};
  const auto setting = [](const std::string& name) { return ask("current_setting('" + name + "')"); };

  SECTION("of the environment, what nobody said otherwise") {
    pv::connect({.url = database.url(), .statement_timeout = 5s});
    CHECK(setting("application_name") == "of the environment");
    CHECK(setting("lock_timeout") == "1234ms");
    CHECK(setting("statement_timeout") == "5s");
    CHECK_THAT(pv::postgres::conninfo_of({.url = database.url()}), !contains("connect_timeout"));
  }
  SECTION("the options") {
    pv::connect({.url = database.url(), .application_name = "of the options"});
    CHECK(setting("application_name") == "of the options");
    CHECK_THAT(pv::postgres::conninfo_of({.url = database.url(), .connect_timeout = 9s}),
               contains("connect_timeout='9'"));
  }
  SECTION("the URL") {
    const std::string url =
        database.url() + "&application_name=of%20the%20URL&options=-c%20statement_timeout%3D7s&connect_timeout=8";
    pv::connect({.url = url, .application_name = "of the options", .connect_timeout = 9s, .statement_timeout = 5s});
    CHECK(setting("application_name") == "of the URL");
    CHECK(setting("statement_timeout") == "7s");
    CHECK(setting("lock_timeout") == "0");
    CHECK_THAT(pv::postgres::conninfo_of({.url = url, .connect_timeout = 9s}), contains("connect_timeout='8'"));
  }
}

TEST_CASE("connection: values in keywords are quoted") {
  const TestDatabase database;
  const std::string name = R"(it's a \ "name" = x)";
  pv::connect({.url = database.url(), .application_name = name});
  CHECK(ask("current_setting('application_name')") == name);
}

TEST_CASE("connection: errors say what is wrong, soon") {
  const TestDatabase database;
  const Environment environment;

  SECTION("a URL that is none") {
    CHECK_THROWS_MATCHES(pv::connect("postgresql://[half/"), pv::InvalidValue,
                         message_contains("correct the database URL, e.g. postgresql://user@host/database: "));
    CHECK_THROWS_MATCHES(pv::connect("no_such_keyword=1"), pv::InvalidValue, message_contains("no_such_keyword"));
  }
  SECTION("a host that does not exist") {
    const std::string failure = failure_of({.url = "postgresql://user@no-such-host.invalid/x"});
    CHECK_THAT(failure, starts_with(could_not_connect) && contains("no-such-host.invalid"));
  }
  SECTION("a port on which nobody listens") {
    const std::string failure = failure_of({.url = "postgresql://user@127.0.0.1:1/x"});
    CHECK_THAT(failure, starts_with(could_not_connect) && contains("port 1 failed"));
  }
  SECTION("a database that does not exist") {
    const std::string failure = failure_of({.url = server().url("no_such_database")});
    CHECK_THAT(failure, starts_with("could not connect to the database: create the database") && contains("database \"no_such_database\" does not exist"));
  }
  SECTION("a role that does not exist") {
    const std::string failure =
        failure_of({.url = "host='" + socket_folder() + "' hostaddr='' port=5432 user=nobody_of_note dbname=x"});
    CHECK_THAT(failure, starts_with("could not connect to the database: create the role") && contains("nobody_of_note"));
  }
  SECTION("options that make no sense") {
    CHECK_THROWS_MATCHES(pv::connect({.url = database.url(), .pool_size = 0}), pv::InvalidValue,
                         message("a pool needs at least one connection: pool_size is 0"));
    CHECK_THROWS_MATCHES(pv::connect({.url = database.url(), .pool_timeout = -1ms}), pv::InvalidValue,
                         message("give zero (no limit) or more: a duration of the ConnectOptions is negative"));
  }
  SECTION("a database that was never named") {
    const std::string remedy = "connect the database \"replica\" first: pv::connect({.url = ..., .name = \"replica\"})";
    CHECK_THROWS_MATCHES(pv::postgres::acquire("replica"), pv::NotInitialized, message(remedy));
    CHECK_THROWS_MATCHES(pv::on("replica").get<Note>(1), pv::NotInitialized, message(remedy));
    CHECK_THROWS_MATCHES(pv::Transaction{"replica"}, pv::NotInitialized, message(remedy));
  }
  SECTION("a URL in the place of a name, which is not shown") {
    const std::string remedy =
        "give the name that a database was connected under, not its URL: pv::connect({.url = ..., .name = \"replica\"})";
    CHECK_THROWS_MATCHES(pv::on("postgresql://ann:s3cret@host/app").get<Note>(1), pv::NotInitialized, message(remedy));
    CHECK_THROWS_MATCHES(pv::postgres::acquire("host=h password=s3cret"), pv::NotInitialized, message(remedy));
  }
  CHECK(ask("current_database()") == database.name());  // the failed attempts changed nothing
}

TEST_CASE("connection: passwords") {
  pv::postgres::EmbeddedServer own;
  const std::string host_rules = own.directory() + "/password_hba.conf";
  std::ofstream{host_rules} << "local all all scram-sha-256\n";
  std::filesystem::permissions(host_rules, std::filesystem::perms::all);
  pv::postgres::Connection{pv::postgres::conninfo_of({.url = own.url()}), 0}.run_script(
      "CREATE ROLE guest LOGIN PASSWORD 'right&'");
  own.restart({"hba_file=" + host_rules});
  const Environment environment;
  const Disconnected clean;
  const auto url = [&](const std::string& user) {
    return "postgresql://" + user + own.url().substr(std::string{"postgresql://postgres"}.size());
  };

  pv::connect(url("guest:right%26"));
  CHECK(ask("current_user") == "guest");
  const std::string failure = failure_of({.url = url("guest:wr0ng")});
  CHECK_THAT(failure, starts_with(not_admitted) && contains("password authentication failed for user \"guest\"") &&
                          !contains("wr0ng"));
  CHECK_THAT(failure_of({.url = url("guest")}), starts_with(not_admitted) && contains("no password supplied"));
}

TEST_CASE("connection: a server that does not answer runs into connect_timeout") {
  const Environment environment;
  const SilentServer silent;
  const std::string failure = failure_of({.url = silent.url(), .connect_timeout = 2s});
  CHECK_THAT(failure, starts_with(could_not_connect) && contains("timeout expired"));
}

TEST_CASE("connection: pg_stat_activity shows the application's name") {
  const Environment environment;
  const std::string mine = "(SELECT application_name FROM pg_stat_activity WHERE pid = pg_backend_pid())";
  const TestDatabase by_default;
  CHECK(ask(mine) == "promptview");
  const TestDatabase named{{.application_name = "billing é"}};
  CHECK_THAT(ask(mine), starts_with("billing "));
}

TEST_CASE("connection: statement_timeout ends a statement") {
  const TestDatabase database{{.statement_timeout = 50ms}};
  const auto begin = std::chrono::steady_clock::now();
  try {
    TestDatabase::ask("pg_sleep(60)");
    FAIL("the statement was not ended");
  } catch (const pv::StatementCancelled& failure) {
    CHECK(failure.sqlstate() == "57014");
    CHECK_THAT(failure.what(),
               starts_with("statement: the statement was cancelled or ran into its timeout; make it cheaper or raise "
                           "statement_timeout\n"));
  }
  CHECK(std::chrono::steady_clock::now() - begin < 30s);
  CHECK(TestDatabase::ask("1") == "1");
}

TEST_CASE("connection: databases have names, and can be replaced") {
  const TestDatabase database;
  const std::string other_url = server().url("postgres");

  pv::connect({.url = other_url, .name = "other"});
  CHECK(ask("current_database()") == database.name());
  CHECK(ask("current_database()", "other") == "postgres");

  pv::connect({.url = database.url(), .name = "other"});
  CHECK(ask("current_database()", "other") == database.name());

  CHECK_THROWS_AS(pv::connect({.url = server().url("no_such_database"), .name = "other"}), pv::DatabaseNotFound);
  CHECK(ask("current_database()", "other") == database.name());

  SECTION("a handle of the replaced one still works, and closes when it is given back") {
    auto handle = std::make_optional(pv::postgres::acquire("other"));
    const std::string pid = ask(**handle, "pg_backend_pid()");
    pv::connect({.url = other_url, .name = "other"});
    CHECK(ask(**handle, "current_database()") == database.name());
    CHECK(ask("current_database()", "other") == "postgres");
    handle.reset();
    const std::string sessions = "SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid;
    for (int tries = 0; tries < 300 && ask(sessions) != "0"; ++tries) std::this_thread::sleep_for(100ms);
    CHECK(ask(sessions) == "0");
  }
  pv::disconnect("other");
  pv::disconnect("other");  // does nothing
  CHECK_THROWS_AS(pv::postgres::acquire("other"), pv::NotInitialized);
  CHECK(ask("current_database()") == database.name());
}

TEST_CASE("connection: libpqxx runs on ours") {
  const TestDatabase database;
  Note::initialize();

  SECTION("outside of a transaction") {
    const auto handle = pv::postgres::acquire();
    pqxx::nontransaction work{handle->pqxx()};
    CHECK(work.exec("SELECT 6 * 7")[0][0].as<int>() == 42);
  }
  SECTION("in a transaction of its own, beside our statements") {
    const auto handle = pv::postgres::acquire();
    {
      pqxx::work work{handle->pqxx()};
      work.exec("INSERT INTO connection_test_notes (text) VALUES ('by libpqxx')");
      CHECK(ask(*handle, "SELECT count(*) FROM connection_test_notes") ==
            "1");                         // on the same session, in the same transaction
      CHECK(Note::query().count() == 0);  // on another one
      work.commit();
    }
    CHECK(Note::query().count() == 1);
  }
  SECTION("inside of a pv::Transaction, joining it") {
    {
      pv::Transaction transaction;
      Note::create({.text = "ours"});
      pqxx::nontransaction work{transaction.connection().pqxx()};
      work.exec("INSERT INTO connection_test_notes (text) VALUES ('theirs')");
      CHECK(work.exec("SELECT count(*) FROM connection_test_notes")[0][0].as<int>() == 2);
      CHECK(Note::query().count() == 2);
    }
    CHECK(Note::query().count() == 0);
    {
      pv::Transaction transaction;
      pqxx::nontransaction{transaction.connection().pqxx()}.exec(
          "INSERT INTO connection_test_notes (text) VALUES ('theirs')");
      transaction.commit();
    }
    CHECK(Note::query().one().text == "theirs");
  }
  SECTION("an error of libpqxx's in a pv::Transaction is seen before COMMIT") {
    pv::Transaction transaction;
    Note::create({.text = "lost"});
    {
      pqxx::nontransaction work{transaction.connection().pqxx()};
      CHECK_THROWS_AS(work.exec("SELECT no_such_column"), pqxx::sql_error);
    }
    CHECK_THROWS_MATCHES(Note::query().count(), pv::TransactionFailed,
                         message_contains("first error: not known, since it was not sent by promptview"));
    CHECK_THROWS_AS(transaction.commit(), pv::TransactionFailed);
    CHECK(Note::query().count() == 0);
  }
}

namespace {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

class Receiver final : public pqxx::notification_receiver {
 public:
  explicit Receiver(pv::postgres::PqxxConnection& connection) : pqxx::notification_receiver{connection, "news"} {}
  void operator()(const std::string& payload, int) override { payloads.push_back(payload); }
  std::vector<std::string> payloads{};
};

class Listener final : public pqxx::errorhandler {
 public:
  Listener(pv::postgres::PqxxConnection& connection, std::vector<std::string>& heard)
      : pqxx::errorhandler{connection}, heard_{heard} {}
  bool operator()(const char text[]) noexcept override {
    heard_.emplace_back(text);
    return true;
  }

 private:
  std::vector<std::string>& heard_;
};

#pragma GCC diagnostic pop

}  // namespace

TEST_CASE("connection: libpqxx listens on ours") {
  const TestDatabase database;
  const auto handle = pv::postgres::acquire();
  Receiver receiver{handle->pqxx()};
  TestDatabase::execute("NOTIFY news, 'first'");
  CHECK(handle->pqxx().await_notification(30, 0) == 1);
  TestDatabase::execute("NOTIFY news, 'second'");
  CHECK(ask(*handle, "1") == "1");  // our statements leave notifications for libpqxx
  if (receiver.payloads.size() < 2) handle->pqxx().await_notification(30, 0);
  CHECK(receiver.payloads == std::vector<std::string>{"first", "second"});
}

TEST_CASE("connection: notices break nothing, and libpqxx can be asked for them") {
  const TestDatabase database;
  const std::string raise = "DO $$ BEGIN RAISE NOTICE 'to note'; RAISE WARNING 'to heed'; END $$";
  const auto handle = pv::postgres::acquire();
  handle->run_script(raise + "; " + raise);
  for (int i = 0; i < 3; ++i) {
    handle->run(raise);
  }
  TestDatabase::execute("DROP TABLE IF EXISTS no_such_table");
  CHECK(ask(*handle, "1") == "1");

  std::vector<std::string> heard;
  {
    const Listener listener{handle->pqxx(), heard};
    handle->run_script(raise);
  }
  handle->run_script(raise);
  REQUIRE(heard.size() == 2);
  CHECK_THAT(heard[0], contains("to note"));
  CHECK_THAT(heard[1], contains("to heed"));
}
