// SPDX-License-Identifier: MIT
#include <promptview/postgres/connection/connect_options.hpp>
#include <promptview/postgres/connection/environment.hpp>
#include <promptview_test/catch.hpp>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

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
                                     "PGCLIENTENCODING",
                                     "PGSERVICEFILE",
                                     "PGSSLMODE",
                                     "PGPORT",
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
        "options='-c geqo=off -c statement_timeout=1000 ' " + fallback + "client_encoding='UTF8'");
  CHECK(conninfo_of({.connect_timeout = 3s}) ==
        "options='-c geqo=off' " + fallback + "connect_timeout='3' client_encoding='UTF8'");
}

namespace {

// A service file with these settings of the service "app", while it lives.
class ServiceFile {
 public:
  explicit ServiceFile(const std::string& settings) { std::ofstream{path_} << "[app]\n" << settings; }
  ServiceFile(const ServiceFile&) = delete;
  ServiceFile& operator=(const ServiceFile&) = delete;
  ~ServiceFile() { std::remove(path_.c_str()); }
  const std::string& path() const noexcept { return path_; }

 private:
  std::string path_ = (std::filesystem::temp_directory_path() / ("promptview_service_" + std::to_string(::getpid()))).string();
};

}  // namespace

TEST_CASE("what a service file says wins over our defaults, and over the environment as libpq has it") {
  const ServiceFile file{"host=db\nconnect_timeout=3\noptions=-c geqo=off\nclient_encoding=LATIN1\n"
                         "fallback_application_name=theirs\napplication_name=mine\n"};
  {
    const Environment set{{{"PGSERVICEFILE", file.path()}}};
    CHECK(conninfo_of({.url = "service=app"}) == "service='app' options='-c geqo=off'");
    CHECK(conninfo_of({.url = "postgresql:///x?service=app"}) == "service='app' dbname='x' options='-c geqo=off'");
    CHECK(conninfo_of({.url = "service=app connect_timeout=1 client_encoding=UTF8 options=''"}) ==
          "service='app' connect_timeout='1' client_encoding='UTF8' options=''");
    CHECK(conninfo_of({.url = "service=app", .application_name = "shop", .connect_timeout = 7s, .statement_timeout = 250ms}) ==
          "service='app' options='-c geqo=off -c statement_timeout=250 ' application_name='shop' connect_timeout='7'");
    CHECK(conninfo_of({.url = "dbname=x"}) == "dbname='x' " + defaults);
  }
  const Environment set{{{"PGSERVICEFILE", file.path()}, {"PGSERVICE", "app"}, {"PGOPTIONS", "-c jit=off"}, {"PGCONNECT_TIMEOUT", "9"}}};
  CHECK(conninfo_of({}) == "options='-c geqo=off'");
  CHECK(conninfo_of({.url = "dbname=x"}) == "dbname='x' options='-c geqo=off'");
}

TEST_CASE("a service that is not defined is an error at once") {
  const ServiceFile file{""};
  const Environment set{{{"PGSERVICEFILE", file.path()}}};
  const std::string remedy = "define the service of the URL or of PGSERVICE in a service file (~/.pg_service.conf, PGSERVICEFILE); "
                             "libpq cannot read it";
  CHECK_THROWS_MATCHES(conninfo_of({.url = "service=other"}), InvalidValue, promptview_test::message(remedy));
}

TEST_CASE("every variable of the environment that says what our defaults say wins over them") {
  const Environment set{{{"PGCLIENTENCODING", "LATIN1"}, {"PGCONNECT_TIMEOUT", "4"}, {"PGAPPNAME", "mine"}, {"PGOPTIONS", "-c jit=off"}}};
  CHECK(conninfo_of({.url = "dbname=x"}) == "dbname='x' options='-c jit=off' fallback_application_name='promptview'");
  CHECK(conninfo_of({.url = "dbname=x options="}) == "dbname='x' options='' fallback_application_name='promptview'");
}

TEST_CASE("values that libpq does not take are an error at once, which shows none of them") {
  const Environment none;
  const auto refusal = [](const std::string& url) -> std::string {
    try {
      (void)conninfo_of({.url = url});
    } catch (const InvalidValue& refused) {
      return refused.what();
    }
    return "";
  };
  const std::string begin = "correct the database URL, the service or the PG* variables: libpq does not take the value of ";
  CHECK(refusal("host=h sslmode=s3cret") == begin + "sslmode");
  CHECK(refusal("host=h channel_binding=s3cret") == begin + "channel_binding");
  CHECK(refusal("host=a,b port=1,2,3") == begin + "host");
  CHECK(refusal("host=a target_session_attrs=read-write") == "");
}

TEST_CASE("no part of a password is in a message about a URL that is none") {
  const Environment none;
  for (const char* url : {
           "postgresql://ann:s3cret%zz@host/app",      // an encoding that is none
           "postgresql://ann:s3cret%00@host/app",
           "postgresql://ann:s3cret%@host/app",
           "postgresql://ann:s3cret@[::1/app",         // an address that does not end
           "postgresql://ann:pa@s3cret@host/app",      // what has to be encoded: the rest would be the host
           "postgresql://ann:pa@s3cret@host",
           "postgresql://ann:pa@s3cret@host?sslmode=require",
           "postgresql://ann:s3cret/s3cret@host/app",  // the port, and the database
           "postgresql://ann:12/s3cret@host/app",
           "postgresql://ann:s3cret/x?y@host/app",
           "postgresql://ann:s3cret/x",
           "postgresql://ann@host/app?password=x&s3cret",
           "postgresql://ann@host/app?password=x&s3cret=1",
           "postgresql://ann@host/app?password=s3cret%",
           "postgres://ann:s3cret%zz@host/app",
           "mysql://ann:s3cret@host/app",
           "ann:s3cret@host",
           "s3cret",
           "host=h password=my s3cret",                // what has to be quoted
           "host=h password=my s3cret=x",
           "host=h password='my' s3cret'",
           "host=h password='s3cret",
           "host=h port=s3cret",
           "host=h sslmode=s3cret",
           "host=h passwort=s3cret",
       }) {
    INFO(url);
    std::string what;
    try {
      (void)conninfo_of({.url = url});
    } catch (const InvalidValue& refused) {
      what = refused.what();
    }
    CHECK_THAT(what, promptview_test::starts_with("correct the database URL"));
    CHECK(what.find("s3cret") == std::string::npos);
    CHECK(what.find("pa@") == std::string::npos);
    CHECK(what.find("my") == std::string::npos);
  }
}

TEST_CASE("a setting that libpq does not know is named where the text can hold no password") {
  const Environment none;
  for (const char* url : {"host=h sslmod=require", "postgresql://h/app?sslmod=require", "postgresql:///app?host=h&sslmod=x"})
    CHECK_THROWS_MATCHES(conninfo_of({.url = url}), InvalidValue,
                         promptview_test::message("correct the database URL, e.g. postgresql://user@host/database: libpq knows no "
                                                  "setting \"sslmod\""));
}

TEST_CASE("URLs with what must be encoded are taken, and signs that may stand as they are") {
  const Environment none;
  CHECK(conninfo_of({.url = "postgresql://ann:pa%40%2F%3A%3F%25ss@host/my%40db"}) ==
        "user='ann' password='pa@/:?%ss' dbname='my@db' host='host' " + defaults);
  CHECK(conninfo_of({.url = "postgresql:///app?user=ann@tenant&host=@socket"}) ==
        "user='ann@tenant' dbname='app' host='@socket' " + defaults);
  CHECK(conninfo_of({.url = "postgresql://ann@one:1,two:2/app"}) == "user='ann' dbname='app' host='one,two' port='1,2' " + defaults);
}

TEST_CASE("a NUL in a text for libpq is an InvalidValue") {
  const Environment none;
  using namespace std::string_literals;
  CHECK_THROWS_MATCHES(conninfo_of({.application_name = "shop\0s3cret"s}), InvalidValue,
                       promptview_test::message("leave out the NUL character: the application_name of the ConnectOptions has one"));
  CHECK_THROWS_MATCHES(conninfo_of({.url = "dbname=x\0 s3cret"s}), InvalidValue,
                       promptview_test::message("leave out the NUL character: the url of the ConnectOptions has one"));
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
