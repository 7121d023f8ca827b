// SPDX-License-Identifier: MIT
#include <promptview/postgres/errors/connect_failure.hpp>
#include <promptview_test/catch.hpp>

#include <string>

using promptview::postgres::libpq_message;
using promptview::postgres::detail::Refusal;
using promptview::postgres::detail::refusal_in;
using promptview::postgres::detail::refusal_of;
using promptview::postgres::detail::sqlstate_in;

TEST_CASE("the newlines at the end of libpq's messages go, those within stay") {
  CHECK(libpq_message("no\n") == "no");
  CHECK(libpq_message("no\n\twhy\n\n") == "no\n\twhy");
  CHECK(libpq_message("no") == "no");
  CHECK(libpq_message("") == "");
  CHECK(libpq_message(nullptr) == "");
}

TEST_CASE("the SQLSTATE is found in a verbose message of any language") {
  CHECK(sqlstate_in("connection to server on socket \"/x\" failed: FATAL:  28P01: password authentication failed") == "28P01");
  CHECK(sqlstate_in("Verbindung fehlgeschlagen: FATAL:  3D000: Datenbank »x« existiert nicht\nORT:  InitPostgres, "
                    "postinit.c:948") == "3D000");
  CHECK(sqlstate_in("first: FATAL:  57P03: starts\nsecond: FATAL:  28P01: password") == "28P01");
  CHECK(sqlstate_in("FATAL:  password authentication failed for user \"x\"") == "");
  CHECK(sqlstate_in("FATAL:  SHORT") == "");
  CHECK(sqlstate_in("FATAL:  28p01: lower case") == "");
  CHECK(sqlstate_in(":  ") == "");
  CHECK(sqlstate_in("") == "");
}

TEST_CASE("what the SQLSTATEs at the beginning of a session mean") {
  CHECK(refusal_of("28P01", "") == Refusal::authentication);
  CHECK(refusal_of("28000", "LOCATION:  ClientAuthentication, auth.c:1") == Refusal::authentication);
  CHECK(refusal_of("28000", "ORT:  InitializeSessionUserId, miscinit.c:768") == Refusal::role);
  CHECK(refusal_of("42501", "") == Refusal::authentication);
  CHECK(refusal_of("3D000", "") == Refusal::database);
  CHECK(refusal_of("53300", "") == Refusal::unavailable);
  CHECK(refusal_of("57P03", "") == Refusal::unavailable);
  CHECK(refusal_of("57P01", "") == Refusal::unavailable);
  CHECK(refusal_of("42704", "") == Refusal::other);
  CHECK(refusal_of("", "") == Refusal::none);
}

TEST_CASE("what the messages of servers and poolers in English mean") {
  const auto fatal = [](const std::string& text) { return refusal_in("connection to server at \"h\" failed: FATAL:  " + text); };
  CHECK(fatal("password authentication failed for user \"x\"") == Refusal::authentication);
  CHECK(fatal("no pg_hba.conf entry for host \"::1\", user \"x\"") == Refusal::authentication);
  CHECK(fatal("SASL authentication failed") == Refusal::authentication);
  CHECK(fatal("role \"x\" does not exist") == Refusal::role);
  CHECK(fatal("role \"x\" is not permitted to log in") == Refusal::role);
  CHECK(fatal("no such user: x") == Refusal::role);
  CHECK(fatal("database \"x\" does not exist\nDETAIL:  It seems to have just been dropped or renamed.") == Refusal::database);
  CHECK(fatal("no such database: x") == Refusal::database);
  CHECK(fatal("database \"role \"x\" does not exist\" does not exist") == Refusal::database);
  CHECK(fatal("the database system is starting up") == Refusal::unavailable);
  CHECK(fatal("sorry, too many clients already") == Refusal::unavailable);
  CHECK(fatal("remaining connection slots are reserved for non-replication superuser connections") == Refusal::unavailable);
  CHECK(fatal("unrecognized configuration parameter \"x\"") == Refusal::none);
  CHECK(refusal_in("connection to server at \"h\" failed: session is read-only") == Refusal::unavailable);
  CHECK(refusal_in("connection to server at \"h\" failed: session is not read-only") == Refusal::unavailable);
  CHECK(refusal_in("connection to server at \"h\" failed: server is in hot standby mode") == Refusal::unavailable);
  CHECK(refusal_in("connection to server at \"h\" failed: server is not in hot standby mode") == Refusal::unavailable);
  CHECK(refusal_in("could not translate host name \"role \"x\" does not exist\"") == Refusal::none);
}
