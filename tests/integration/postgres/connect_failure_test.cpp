// SPDX-License-Identifier: MIT
// Each reason for which no connection can be made is a type of its own, in whatever language the server says it.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <typeindex>
#include <typeinfo>
#include <utility>

#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace connect_failure_test {

struct Line : pv::Model<Line> {
  pv::Auto<std::int64_t> id{};
};
PROMPTVIEW_MODEL(Line, postgres, "connect_failure_test_lines", FIELD(id, primary_key))

}  // namespace connect_failure_test

using connect_failure_test::Line;

namespace {

struct Failure {
  std::type_index type;
  std::string what;
};

Failure failure_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const std::exception& thrown) {
    return {typeid(thrown), thrown.what()};
  }
  return {typeid(void), ""};
}
Failure failure_of_connect(const std::string& url) {
  return failure_of([&] { pv::connect({.url = url, .name = "failing"}); });
}

// A server that says one thing to all, and takes no more than `most` connections.
class RefusingServer {
 public:
  RefusingServer(std::string sqlstate, std::string text, std::string function)
      : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
    REQUIRE(::listen(socket_, 8) == 0);
    socklen_t size = sizeof(address);
    REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    std::string fields;
    for (const auto& [field, value] : {std::pair<char, std::string>{'S', "FATAL"}, {'V', "FATAL"}, {'C', std::move(sqlstate)},
                                       {'M', std::move(text)}, {'F', "miscinit.c"}, {'L', "1"}, {'R', std::move(function)}})
      fields += std::string(1, field) + value + '\0';
    fields += '\0';
    const std::uint32_t length = htonl(static_cast<std::uint32_t>(fields.size() + sizeof(length)));
    answer_ = "E" + std::string(reinterpret_cast<const char*>(&length), sizeof(length)) + fields;
    thread_ = std::thread{[this] { serve(); }};
  }
  RefusingServer(const RefusingServer&) = delete;
  RefusingServer& operator=(const RefusingServer&) = delete;
  ~RefusingServer() {
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
  }

  std::string url() const {
    return "postgresql://ann@127.0.0.1:" + std::to_string(port_) + "/x?sslmode=disable&gssencmode=disable";
  }

 private:
  void serve() const {
    for (int client = ::accept(socket_, nullptr, nullptr); client >= 0; client = ::accept(socket_, nullptr, nullptr)) {
      char startup[1000];
      [[maybe_unused]] const auto got = ::recv(client, startup, sizeof(startup), 0);
      [[maybe_unused]] const auto sent = ::send(client, answer_.data(), answer_.size(), MSG_NOSIGNAL);
      ::close(client);
    }
  }

  int socket_;
  int port_ = 0;
  std::string answer_{};
  std::thread thread_{};
};

const std::string could_not = "could not connect to the database: ";

}  // namespace

TEST_CASE("connect failure: a database, a role and a server that are missing are types of their own") {
  const TestDatabase database;
  const Failure no_database = failure_of_connect(server().url("no_such_database"));
  CHECK(no_database.type == typeid(pv::DatabaseNotFound));
  CHECK_THAT(no_database.what, starts_with(could_not + "create the database, or correct its name in the URL\n  cause: ") &&
                                   contains("database \"no_such_database\" does not exist"));

  const Failure no_role = failure_of_connect(database.url() + "&user=nobody_of_note");
  CHECK(no_role.type == typeid(pv::RoleNotFound));
  CHECK_THAT(no_role.what, starts_with(could_not + "create the role, let it log in, or correct the user in the URL\n  cause: ") &&
                               contains("role \"nobody_of_note\" does not exist"));

  for (const char* url : {"postgresql://ann@127.0.0.1:1/x", "postgresql://ann@/x?host=/nonexistent&hostaddr=",
                          "postgresql://ann@no-such-host.invalid/x"}) {
    const Failure down = failure_of_connect(url);
    CHECK(down.type == typeid(pv::ServerUnavailable));
    CHECK_THAT(down.what, starts_with(could_not + "check the URL and that the server runs\n  cause: "));
    CHECK(down.what.back() != '\n');
  }

  const Failure wrong_option = failure_of_connect(database.url() + "&options=-c%20no_such_setting%3D1");
  CHECK(wrong_option.type == typeid(pv::ConnectFailed));
  CHECK_THAT(wrong_option.what, starts_with(could_not + "correct what the cause says; trying again does not help\n  cause: ") &&
                                    contains("no_such_setting"));
}

TEST_CASE("connect failure: a role that may not log in, or has no right to connect") {
  const TestDatabase database;
  TestDatabase::execute("CREATE ROLE connect_failure_group; CREATE ROLE connect_failure_guest LOGIN; REVOKE CONNECT ON DATABASE " +
                        database.name() + " FROM PUBLIC");
  CHECK(failure_of_connect(database.url() + "&user=connect_failure_group").type == typeid(pv::RoleNotFound));
  CHECK(failure_of_connect(database.url() + "&user=connect_failure_guest").type == typeid(pv::AuthenticationFailed));
  TestDatabase::execute("DROP ROLE connect_failure_group; DROP ROLE connect_failure_guest");
}

TEST_CASE("connect failure: the server's language does not matter") {
  const auto type_for = [](const char* sqlstate, const char* text, const char* function = "InitPostgres") {
    const RefusingServer refusing{sqlstate, text, function};
    const Failure failure = failure_of_connect(refusing.url());
    CHECK_THAT(failure.what, starts_with(could_not) && contains(text));
    CHECK(failure.what.find(sqlstate) == std::string::npos);  // the message is that of the first time
    return failure.type;
  };
  CHECK(type_for("28P01", "Passwort-Authentifizierung für Benutzer »ann« fehlgeschlagen", "auth_failed") ==
        typeid(pv::AuthenticationFailed));
  CHECK(type_for("28000", "Rolle »ann« existiert nicht", "InitializeSessionUserId") == typeid(pv::RoleNotFound));
  CHECK(type_for("3D000", "Datenbank »x« existiert nicht") == typeid(pv::DatabaseNotFound));
  CHECK(type_for("57P03", "das Datenbanksystem startet") == typeid(pv::ServerUnavailable));
  CHECK(type_for("53300", "tut mir leid, schon zu viele Verbindungen") == typeid(pv::ServerUnavailable));
  CHECK(type_for("42704", "unbekannter Konfigurationsparameter") == typeid(pv::ConnectFailed));
}

TEST_CASE("connect failure: nothing has happened, and a connect that failed can be repeated") {
  const TestDatabase around;
  const std::string name = "connect_failure_" + around.name();
  const pv::ConnectOptions options{.url = server().url(name), .name = "later"};
  CHECK_THROWS_AS(pv::connect(options), pv::ConnectFailed);
  CHECK_THROWS_AS(pv::connect(options), pv::DatabaseNotFound);
  CHECK_THROWS_AS(pv::postgres::pool_of("later"), pv::NotInitialized);
  TestDatabase::execute("CREATE DATABASE " + name);
  pv::connect(options);
  pv::on("later").initialize<Line>();
  CHECK(pv::on("later").query<Line>().count() == 0);
  pv::disconnect("later");
}

TEST_CASE("connect failure: a lazy connect sends nothing; the first statement connects, and can be repeated") {
  const TestDatabase around;
  const std::string name = "lazy_" + around.name();
  pv::connect({.url = server().url(name), .name = "later", .lazy = true});
  CHECK(pv::postgres::pool_of("later")->idle() == 0);
  CHECK_THROWS_AS(pv::on("later").initialize<Line>(), pv::DatabaseNotFound);
  CHECK_THROWS_AS(pv::Transaction{"later"}, pv::DatabaseNotFound);
  TestDatabase::execute("CREATE DATABASE " + name);
  pv::on("later").initialize<Line>();
  CHECK(pv::on("later").query<Line>().count() == 0);
  pv::disconnect("later");
  CHECK_THROWS_AS(pv::connect({.url = "no url", .name = "later", .lazy = true}), pv::InvalidValue);
}

TEST_CASE("connect failure: it is none of a statement that was under way") {
  STATIC_REQUIRE_FALSE(std::is_base_of_v<pv::ConnectionLost, pv::ConnectFailed>);
  STATIC_REQUIRE_FALSE(std::is_base_of_v<pv::ConnectFailed, pv::ConnectionLost>);
  STATIC_REQUIRE(std::is_base_of_v<pv::ConnectionError, pv::ConnectFailed>);
  STATIC_REQUIRE(std::is_base_of_v<pv::ConnectionError, pv::CommitUnknown>);
  const TestDatabase database{{.pool_size = 1}};
  Line::initialize();
  const std::string pid = TestDatabase::ask("pg_backend_pid()");
  const auto end = [&] {
    pv::postgres::Connection{pv::postgres::conninfo_of({.url = server().url()}), 0}.run_script(
        "SELECT pg_terminate_backend(" + pid + ", 60000)");
  };
  {
    const pv::Transaction transaction;
    end();
    const Failure lost = failure_of([] { Line{}.save(); });
    CHECK(lost.type == typeid(pv::ConnectionLost));
    CHECK_THAT(lost.what, contains("\n  cause:     FATAL:  terminating connection due to administrator command\n  statement: INSERT"));
  }
  CHECK(Line::query().count() == 0);
}
