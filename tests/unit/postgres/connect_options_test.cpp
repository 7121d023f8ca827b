// SPDX-License-Identifier: MIT
#include <promptview/postgres/connect_options.hpp>
#include <promptview_test/catch.hpp>

#include <cstdlib>
#include <map>

using promptview::InvalidValue;
using promptview::postgres::ConnectOptions;
using promptview::postgres::conninfo_of;
using promptview::postgres::database_configured;
using promptview::postgres::url_from_environment;
using namespace std::chrono_literals;

namespace {

constexpr const char* variables[] = {"PROMPTVIEW_POSTGRES_URL",
                                     "POSTGRES_URL",
                                     "PGHOST",
                                     "PGHOSTADDR",
                                     "PGDATABASE",
                                     "PGSERVICE",
                                     "PGOPTIONS",
                                     "PGAPPNAME",
                                     "PGCONNECT_TIMEOUT"};

// The environment with these variables only, while it lives.
class Environment {
 public:
  explicit Environment(const std::map<std::string, std::string>& set = {}) {
    for (const char* name : variables) {
      if (const char* value = std::getenv(name); value != nullptr) before_[name] = value;
      ::unsetenv(name);
    }
    for (const auto& [name, value] : set) ::setenv(name.c_str(), value.c_str(), 1);
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment() {
    for (const char* name : variables) ::unsetenv(name);
    for (const auto& [name, value] : before_) ::setenv(name.c_str(), value.c_str(), 1);
  }

 private:
  std::map<std::string, std::string> before_{};
};

const std::string fallback = "fallback_application_name='promptview' ";
const std::string defaults = fallback + "connect_timeout='10' client_encoding='UTF8'";

}  // namespace

TEST_CASE("a URL becomes settings, and the options are added") {
  const Environment none;
  CHECK(conninfo_of({.url = "postgresql://john@db.example:5433/app"}) ==
        "user='john' dbname='app' host='db.example' port='5433' " + defaults);
  CHECK(conninfo_of({.url = "host=/run/pg dbname=app"}) == "dbname='app' host='/run/pg' " + defaults);
  CHECK(conninfo_of({}) == defaults);
  CHECK(conninfo_of({.url = "postgresql:///app", .application_name = "shop", .connect_timeout = 3s}) ==
        "dbname='app' application_name='shop' " + fallback + "connect_timeout='3' client_encoding='UTF8'");
  CHECK(conninfo_of({.url = "postgresql:///app", .connect_timeout = 0s}) ==
        "dbname='app' " + fallback + "connect_timeout='0' client_encoding='UTF8'");
}

TEST_CASE("what the URL says itself wins") {
  const Environment none;
  CHECK(
      conninfo_of({.url = "postgresql:///app?application_name=mine&connect_timeout=1&client_encoding=LATIN1"
                          "&fallback_application_name=other",
                   .application_name = "shop",
                   .connect_timeout = 3s}) ==
      "connect_timeout='1' dbname='app' client_encoding='LATIN1' application_name='mine' fallback_application_name='other'");
}

TEST_CASE("the statement timeout stands before the URL's own options, which win") {
  const Environment none;
  CHECK(conninfo_of({.url = "dbname=app", .statement_timeout = 250ms}) ==
        "dbname='app' options='-c statement_timeout=250 ' " + defaults);
  CHECK(conninfo_of({.url = "dbname=app options='-c search_path=x\\ y'", .statement_timeout = 250ms}) ==
        "dbname='app' options='-c statement_timeout=250 -c search_path=x y' " + defaults);
  CHECK(conninfo_of({.url = "dbname=app options='-c geqo=off'"}) == "dbname='app' options='-c geqo=off' " + defaults);
}

TEST_CASE("values with quotes and backslashes are quoted") {
  const Environment none;
  CHECK(conninfo_of({.url = "postgresql://jo%27hn:pa%5Css%20@h/d%3Db"}) ==
        "user='jo\\'hn' password='pa\\\\ss ' dbname='d=b' host='h' " + defaults);
  CHECK(conninfo_of({.application_name = "it's a \\"}) == "application_name='it\\'s a \\\\' " + defaults);
}

TEST_CASE("a text that is no URL is an error that shows one") {
  const Environment none;
  CHECK_THROWS_MATCHES(
      conninfo_of({.url = "no url"}), InvalidValue,
      promptview_test::message_contains("correct the database URL, e.g. postgresql://user@host/database: "));
  CHECK_THROWS_AS(conninfo_of({.url = "postgresql://[::1/app"}), InvalidValue);
  CHECK_THROWS_AS(conninfo_of({.url = "unknown_setting=1"}), InvalidValue);
}

TEST_CASE("the environment serves when nothing was said") {
  {
    const Environment set{{{"PROMPTVIEW_POSTGRES_URL", "dbname=one"}, {"POSTGRES_URL", "dbname=two"}}};
    CHECK(url_from_environment() == "dbname=one");
    CHECK(conninfo_of({}) == "dbname='one' " + defaults);
    CHECK(conninfo_of({.url = "dbname=three"}) == "dbname='three' " + defaults);
  }
  {
    const Environment set{{{"POSTGRES_URL", "dbname=two"}}};
    CHECK(url_from_environment() == "dbname=two");
  }
  {
    const Environment set{{{"PROMPTVIEW_POSTGRES_URL", ""}, {"POSTGRES_URL", "dbname=two"}}};
    CHECK(url_from_environment() == "dbname=two");
  }
  const Environment none;
  CHECK(url_from_environment() == "");
}

TEST_CASE("libpq's own variables are left to it") {
  const Environment set{
      {{"PGHOST", "db"}, {"PGAPPNAME", "mine"}, {"PGCONNECT_TIMEOUT", "2"}, {"PGOPTIONS", "-c geqo=off"}}};
  CHECK(conninfo_of({}) == "options='-c geqo=off' " + fallback + "client_encoding='UTF8'");
  CHECK(conninfo_of({.statement_timeout = 1s}) ==
        "options='-c statement_timeout=1000 -c geqo=off' " + fallback + "client_encoding='UTF8'");
  CHECK(conninfo_of({.connect_timeout = 3s}) ==
        "options='-c geqo=off' " + fallback + "connect_timeout='3' client_encoding='UTF8'");
}

TEST_CASE("whether the environment names a database") {
  const auto configured = [](const char* name, const char* value) {
    const Environment set{{{name, value}}};
    return database_configured();
  };
  for (const char* name :
       {"PROMPTVIEW_POSTGRES_URL", "POSTGRES_URL", "PGHOST", "PGHOSTADDR", "PGDATABASE", "PGSERVICE"}) {
    CHECK(configured(name, "x"));
    CHECK_FALSE(configured(name, ""));
  }
  CHECK_FALSE(configured("PGOPTIONS", "x"));
  CHECK_FALSE(configured("PGAPPNAME", "x"));
  const Environment none;
  CHECK_FALSE(database_configured());
}
