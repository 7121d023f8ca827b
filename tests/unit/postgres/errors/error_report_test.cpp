// SPDX-License-Identifier: MIT
#include <promptview/model.hpp>
#include <promptview/postgres/errors/error_report.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using promptview_test::message;
using pv::ServerReport;
using pv::postgres::raise;
using pv::postgres::detail::key_columns;
using pv::postgres::detail::report_fields;

namespace {

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string email{};
  int age{};
  std::string odd{};
};
PROMPTVIEW_MODEL(User, postgres, "report_users", FIELD(id, primary_key), FIELD(email), FIELD(age, column="years"),
                 FIELD(odd, column="a \"b\""))

const pv::ModelInfo& model = pv::detail::model_of<User>();
const std::string name{model.name};

// What is thrown: its type and its message.
std::string thrown(ServerReport report, const pv::ModelInfo* of = &model) {
  pv::postgres::detail::name_fields(of, report);
  try {
    raise(report, of, pv::postgres::Stale::no);
  } catch (const pv::UniqueViolation& error) {
    return std::string{"UniqueViolation: "} + error.what();
  } catch (const pv::ForeignKeyViolation& error) {
    return std::string{"ForeignKeyViolation: "} + error.what();
  } catch (const pv::CheckViolation& error) {
    return std::string{"CheckViolation: "} + error.what();
  } catch (const pv::NotNullViolation& error) {
    return std::string{"NotNullViolation: "} + error.what();
  } catch (const pv::SerializationFailure& error) {
    return std::string{"SerializationFailure: "} + error.what();
  } catch (const pv::ReadOnlyTransaction& error) {
    return std::string{"ReadOnlyTransaction: "} + error.what();
  } catch (const pv::StatementCancelled& error) {
    return std::string{"StatementCancelled: "} + error.what();
  } catch (const pv::LockNotAvailable& error) {
    return std::string{"LockNotAvailable: "} + error.what();
  } catch (const pv::DatabaseError& error) {
    return std::string{"DatabaseError: "} + error.what();
  } catch (const pv::NotInitialized& error) {
    return std::string{"NotInitialized: "} + error.what();
  }
}

struct Case {
  ServerReport report;
  std::string type;
  std::string remedy;  // behind the model's or field's name
};

}  // namespace

TEST_CASE("the type and the first line follow the SQLSTATE") {
  const Case cases[] = {
      {{.sqlstate = "23505", .detail = "Key (email)=(a@b) already exists."},
       "UniqueViolation",
       ".email: there is a row with this value already; change the value, or use upsert()"},
      {{.sqlstate = "23503", .detail = "Key (id)=(1) is not present in table \"x\"."},
       "ForeignKeyViolation",
       ".id: the row that is referred to does not exist, or is still referred to"},
      {{.sqlstate = "23514", .constraint = "report_users_years_check"},
       "CheckViolation",
       ".age: the value breaks the check report_users_years_check"},
      {{.sqlstate = "23514", .constraint = "positive"}, "CheckViolation", ": the value breaks the check positive"},
      {{.sqlstate = "23502", .column = "years"},
       "NotNullViolation",
       ".age: the column must not be NULL; give it a value"},
      {{.sqlstate = "40001"},
       "SerializationFailure",
       ": lost against a concurrent transaction; run the transaction again"},
      {{.sqlstate = "40P01"},
       "SerializationFailure",
       ": lost against a concurrent transaction; run the transaction again"},
      {{.sqlstate = "57014"},
       "StatementCancelled",
       ": the statement was cancelled or ran into its timeout; make it cheaper or raise statement_timeout"},
      {{.sqlstate = "55P03"},
       "LockNotAvailable",
       ": another transaction holds the lock; try again later, wait longer, or use skip_locked"},
      {{.sqlstate = "42P01"},
       "NotInitialized",
       ": the table does not exist; call initialize() once, or migrate the database"},
      {{.sqlstate = "42703"}, "DatabaseError", ": the table lacks a column of the model; migrate the database"},
      {{.sqlstate = "22001"}, "DatabaseError", ": a text is longer than its column allows"},
      {{.sqlstate = "22P02"},
       "DatabaseError",
       ": write the value in the form that its type has, or add it to the type's labels: the server cannot read the text as this type"},
      {{.sqlstate = "22012"},
       "DatabaseError",
       ": keep the divisor from being 0: filter such rows out, or divide by pv::nullif(divisor, 0)"},
      {{.sqlstate = "22000"}, "DatabaseError", ": the database cannot take a value of this statement; correct the value"},
      {{.sqlstate = "25006"}, "ReadOnlyTransaction", ": the database or transaction is read-only; write to the primary"},
      {{.sqlstate = "42501"}, "DatabaseError", ": the database user lacks a privilege; grant it"},
      {{.sqlstate = "XX000"}, "DatabaseError", ": the database refused the statement"},
      {{.sqlstate = ""}, "DatabaseError", ": the database refused the statement"},
  };
  for (const Case& each : cases) {
    const std::string what = thrown(each.report);
    CHECK(what.substr(0, what.find('\n')) == each.type + ": " + name + each.remedy);
  }
}

TEST_CASE("the message holds all that the server said, and the statement") {
  CHECK(thrown({.sqlstate = "23505",
                .message = "doppelter Schlüsselwert",
                .detail = "Schlüssel »(email)=(a@b)« existiert bereits.",
                .hint = "a hint",
                .constraint = "report_users_email_key",
                .table = "report_users",
                .statement = "INSERT INTO ..."}) ==
        "UniqueViolation: " + name +
            ".email: there is a row with this value already; change the value, or use upsert()\n"
            "  server:    doppelter Schlüsselwert (SQLSTATE 23505)\n"
            "  detail:    Schlüssel »(email)=(a@b)« existiert bereits.\n"
            "  hint:      a hint\n"
            "  statement: INSERT INTO ...");
  CHECK(thrown({.sqlstate = "XX000", .message = "oops"}, nullptr) ==
        "DatabaseError: statement: the database refused the statement\n"
        "  server:    oops (SQLSTATE XX000)");
}

TEST_CASE("the parts of the report stay readable") {
  try {
    raise({.sqlstate = "23505", .message = "m", .detail = "d", .constraint = "c", .statement = "s", .field = "f"},
          &model, pv::postgres::Stale::no);
    FAIL("it must throw");
  } catch (const pv::DatabaseError& error) {
    CHECK(error.sqlstate() == "23505");
    CHECK(error.constraint() == "c");
    CHECK(error.field() == "f");
    CHECK(error.statement() == "s");
    CHECK(error.report().message == "m");
    CHECK(error.report().detail == "d");
  }
}

TEST_CASE("a plan that is stale says so first") {
  REQUIRE_THROWS_MATCHES(
      raise({.sqlstate = "0A000", .message = "cached plan must not change result type"}, &model, pv::postgres::Stale::altered),
      pv::DatabaseError,
      message(name + ": run the transaction again: the table was altered after this statement was prepared\n"
                     "  server:    cached plan must not change result type (SQLSTATE 0A000)"));
}

TEST_CASE("the column is read out of the detail, in any language") {
  using List = std::vector<std::string>;
  CHECK(key_columns("Key (email)=(a@b) already exists.") == List{"email"});
  CHECK(key_columns("Schlüssel »(email)=(a@b)« existiert bereits.") == List{"email"});
  CHECK(key_columns("Key (\"a \"\"b\"\"\")=(1) already exists.") == List{"a \"b\""});
  CHECK(key_columns("Key (\"a, )=(b\", c)=(1, 2) already exists.") == List{"a, )=(b", "c"});
  CHECK(key_columns("Key (a, b)=(1, 2) already exists.") == List{"a", "b"});
  CHECK(key_columns("Key (lower(email), b)=(a, 1) already exists.") == List{"lower(email)", "b"});
  CHECK(key_columns("Failing row contains (1, a).").empty());
  CHECK(key_columns("Key (a").empty());
  CHECK(key_columns("").empty());
  CHECK(key_columns("no key").empty());
  CHECK(key_columns(")=(").empty());
}

TEST_CASE("the field behind a report, where there is exactly one") {
  const auto field = [](ServerReport report) {
    const std::vector<std::string> fields = report_fields(&model, report);
    return fields.size() == 1 ? fields.front() : std::string{};
  };
  CHECK(field({.column = "email"}) == "email");
  CHECK(field({.column = "years"}) == "age");
  CHECK(field({.column = "age"}) == "");
  CHECK(field({.detail = "Key (years)=(1) already exists."}) == "age");
  CHECK(field({.detail = "Key (\"a \"\"b\"\"\")=(1) already exists."}) == "odd");
  CHECK(field({.detail = "Key (email, years)=(a, 1) already exists."}) == "");
  CHECK(field({.constraint = "report_users_years_check"}) == "age");
  CHECK(field({.constraint = "report_users_email_key"}) == "");
  CHECK(field({}) == "");
  CHECK(report_fields(nullptr, {.column = "email"}).empty());
}
