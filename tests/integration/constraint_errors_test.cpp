// SPDX-License-Identifier: MIT
// What comes back when the database refuses a row: which error, which constraint, which field, and what to do.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace constraint_errors_test {

struct Account : pv::Model<Account> {
  pv::Auto<std::int64_t> id{};
  std::string email{};
  std::string name{};
  int balance{};
  std::optional<std::string> phone{};

  friend bool operator==(const Account&, const Account&) = default;
};
PROMPTVIEW_MODEL(Account, postgres, "constraint_errors_test_accounts",
                 FIELD(id, primary_key),
                 FIELD(email, unique, column="E-Mail"),
                 FIELD(name, max_length=5),
                 FIELD(balance, check="balance >= 0"),
                 FIELD(phone),
                 UNIQUE("name, balance"),
                 CONSTRAINT("length(name) > 0", name="has_name"))

struct Order : pv::Model<Order> {
  std::string number{};
  std::int64_t account_id{};

  friend bool operator==(const Order&, const Order&) = default;
};
PROMPTVIEW_MODEL(Order, postgres, "constraint_errors_test_orders", FIELD(number, primary_key), FIELD(account_id))

// As an error shows itself to a caller.
struct Refusal {
  std::string type{};
  std::string sqlstate{};
  std::string constraint{};
  std::string field{};
  std::string first_line{};

  friend bool operator==(const Refusal&, const Refusal&) = default;
};

std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
  return out << refusal.type << ", " << refusal.sqlstate << ", " << refusal.constraint << ", " << refusal.field << ", "
             << refusal.first_line;
}

Refusal describe(const std::string& type, const pv::DatabaseError& error) {
  const std::string what = error.what();
  return {type, error.sqlstate(), error.constraint(), error.field(), what.substr(0, what.find('\n'))};
}

template <class Work>
Refusal refusal_of(Work&& work) {
  try {
    work();
  } catch (const pv::UniqueViolation& error) {
    return describe("unique", error);
  } catch (const pv::ForeignKeyViolation& error) {
    return describe("foreign key", error);
  } catch (const pv::CheckViolation& error) {
    return describe("check", error);
  } catch (const pv::NotNullViolation& error) {
    return describe("not null", error);
  } catch (const pv::DatabaseError& error) {
    return describe("other", error);
  }
  return {.type = "none"};
}

}  // namespace constraint_errors_test

using namespace constraint_errors_test;

namespace {

// One account, which is still all there is after each refusal.
struct Fixture {
  Fixture() {
    Account::initialize();
    ann.save();
  }
  bool nothing_changed() const { return Account::query().execute() == std::vector{ann}; }

  Account ann{.email = "ann@x", .name = "Ann", .balance = 5, .phone = "1"};
};

}  // namespace

TEST_CASE("a value that another row has") {
  const TestDatabase database;
  const Fixture rows;
  Account twin{.email = "ann@x", .name = "Bob"};
  const Account before = twin;
  CHECK(
      refusal_of([&] { twin.save(); }) ==
      Refusal{"unique", "23505", "constraint_errors_test_accounts_E-Mail_key", "email",
              "constraint_errors_test::Account.email: there is a row with this value already; change the value, or use "
              "upsert()"});
  CHECK(twin == before);
  CHECK(rows.nothing_changed());
  twin.email = "bob@x";
  twin.save();
  CHECK(Account::query().count() == 2);

  twin.email = "ann@x";
  CHECK(refusal_of([&] { twin.save(); }).field == "email");
  CHECK(refusal_of([&] { twin.save_fields("email"); }).field == "email");
  CHECK(Account::get(twin.id)->email == "bob@x");
}

TEST_CASE("a key that another row has") {
  const TestDatabase database;
  const Fixture rows;
  Account second{.id = rows.ann.id, .email = "b", .name = "B"};
  CHECK(refusal_of([&] { second.insert(); }) ==
        Refusal{"unique", "23505", "constraint_errors_test_accounts_pkey", "id",
                "constraint_errors_test::Account.id: there is a row with this value already; change the value, or use "
                "upsert()"});
  CHECK(rows.nothing_changed());
}

TEST_CASE("a combination that another row has belongs to no single field") {
  const TestDatabase database;
  const Fixture rows;
  Account second{.email = "b", .name = "Ann", .balance = 5};
  CHECK(refusal_of([&] { second.save(); }) ==
        Refusal{"unique", "23505", "constraint_errors_test_accounts_name_balance_key", "",
                "constraint_errors_test::Account: there is a row with this value already; change the value, or use "
                "upsert()"});
  CHECK(rows.nothing_changed());
}

TEST_CASE("a check of a field, and one of the table") {
  const TestDatabase database;
  const Fixture rows;
  Account poor{.email = "b", .name = "B", .balance = -1};
  CHECK(refusal_of([&] { poor.save(); }) ==
        Refusal{"check", "23514", "constraint_errors_test_accounts_balance_check", "balance",
                "constraint_errors_test::Account.balance: the value breaks the check "
                "constraint_errors_test_accounts_balance_check"});
  Account nameless{.email = "b"};
  CHECK(refusal_of([&] { nameless.save(); }) ==
        Refusal{"check", "23514", "has_name", "",
                "constraint_errors_test::Account: the value breaks the check has_name"});
  CHECK(rows.nothing_changed());
}

TEST_CASE("a column of the table that must not be NULL") {
  const TestDatabase database;
  const Fixture rows;
  TestDatabase::execute("ALTER TABLE constraint_errors_test_accounts ALTER phone SET NOT NULL");
  Account silent{.email = "b", .name = "B"};
  CHECK(refusal_of([&] { silent.save(); }) ==
        Refusal{"not null", "23502", "", "phone",
                "constraint_errors_test::Account.phone: the column must not be NULL; give it a value"});
  TestDatabase::execute(
      "ALTER TABLE constraint_errors_test_accounts ALTER phone DROP NOT NULL, ADD other int NOT NULL DEFAULT 1");
  TestDatabase::execute("ALTER TABLE constraint_errors_test_accounts ALTER other DROP DEFAULT");
  CHECK(refusal_of([&] { silent.save(); }) ==
        Refusal{"not null", "23502", "", "",
                "constraint_errors_test::Account: the column must not be NULL; give it a value"});
  CHECK(rows.nothing_changed());
}

TEST_CASE("a reference to a row that is missing, and the removal of one that is referred to") {
  const TestDatabase database;
  const Fixture rows;
  Order::initialize();
  TestDatabase::execute(
      "ALTER TABLE constraint_errors_test_orders ADD CONSTRAINT belongs FOREIGN KEY (account_id) "
      "REFERENCES constraint_errors_test_accounts");
  Order lost{.number = "A", .account_id = 77};
  CHECK(refusal_of([&] { lost.save(); }) ==
        Refusal{"foreign key", "23503", "belongs", "account_id",
                "constraint_errors_test::Order.account_id: the row that is referred to does not exist, or is still "
                "referred to"});
  CHECK(Order::query().count() == 0);
  lost.account_id = *rows.ann.id;
  lost.save();
  CHECK(refusal_of([&] { rows.ann.remove(); }) ==
        Refusal{"foreign key", "23503", "belongs", "id",
                "constraint_errors_test::Account.id: the row that is referred to does not exist, or is still referred "
                "to"});
  CHECK(rows.nothing_changed());
  CHECK(lost.remove());
  CHECK(rows.ann.remove());
}

TEST_CASE("a text that is too long for its column") {
  const TestDatabase database;
  const Fixture rows;
  Account wordy{.email = "b", .name = "123456"};
  CHECK_THROWS_MATCHES(wordy.save(), pv::InvalidValue,
                       message("constraint_errors_test::Account.name: shorten the text: it has 6 characters, and the column holds 5"));
  wordy.name = "äöüßé";
  wordy.save();
  CHECK(Account::query().filter("name", "äöüßé").one() == wordy);
}

TEST_CASE("a default that the database cannot evaluate, and a regular expression that is none") {
  const TestDatabase database;
  const Fixture rows;
  CHECK(refusal_of([] { (void)Account::query().filter("name__regex", "(").count(); }) ==
        Refusal{
            "other", "2201B", "", "",
            "constraint_errors_test::Account: correct the regular expression: the server cannot read it"});
  CHECK(rows.nothing_changed());
}

TEST_CASE("the message goes on with what the server said, and never with the values that were bound") {
  const TestDatabase database;
  const Fixture rows;
  Account poor{.email = "secret@x", .name = "B", .balance = -1};
  try {
    poor.save();
    FAIL("the check was not applied");
  } catch (const pv::CheckViolation& error) {
    CHECK(error.report().message ==
          "new row for relation \"constraint_errors_test_accounts\" violates check constraint "
          "\"constraint_errors_test_accounts_balance_check\"");
    CHECK(error.report().table == "constraint_errors_test_accounts");
    CHECK(
        error.statement() ==
        "INSERT INTO \"constraint_errors_test_accounts\" (\"E-Mail\", \"name\", \"balance\", \"phone\") VALUES ($1, $2, "
        "$3, $4) RETURNING \"id\"");
    CHECK_THAT(error.what(), contains("\n  server:    new row for relation"));
    CHECK_THAT(error.what(), contains("(SQLSTATE 23514)"));
    CHECK_THAT(error.what(), contains("\n  statement: INSERT INTO"));
  }
}

TEST_CASE("a refused statement can be repeated often, on one connection") {
  TestDatabase database{{.pool_size = 1}};
  const Fixture rows;
  for (int i = 0; i < 20; ++i) {
    Account twin{.email = "ann@x", .name = "B", .balance = i};
    CHECK_THROWS_AS(twin.save(), pv::UniqueViolation);
    CHECK(rows.nothing_changed());
  }
}
