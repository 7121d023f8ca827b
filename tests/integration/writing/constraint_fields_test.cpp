// SPDX-License-Identifier: MIT
// Which fields a refused row is about.
#include <cstdint>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace constraint_fields_test {

struct Account : pv::Model<Account> {
  pv::Auto<std::int64_t> id{};
  std::string email{};
  std::string first{};
  std::string last{};
  int low{};
  int high{};
  std::optional<int> code{};
  int a_number_whose_name_is_so_long_that_a_constraint_cannot_have_it{};
};
PROMPTVIEW_MODEL(Account, postgres, "constraint_fields_test_accounts", FIELD(id, primary_key), FIELD(email, unique, column="E-Mail, the"),
                 FIELD(first), FIELD(last, column="Last \"Name\""), FIELD(low, check="low <= high"), FIELD(high), FIELD(code),
                 FIELD(a_number_whose_name_is_so_long_that_a_constraint_cannot_have_it,
                       check="a_number_whose_name_is_so_long_that_a_constraint_cannot_have_it >= 0"),
                 UNIQUE("first, last"), INDEX("(lower(first)), code DESC", unique), CONSTRAINT("high < 100", name="not_too_high"))

using List = std::vector<std::string>;

template <class Error, class Work>
Error refused(Work&& work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  FAIL("no error");
  throw;
}

}  // namespace constraint_fields_test

using namespace constraint_fields_test;

TEST_CASE("a unique set tells all of its fields") {
  const TestDatabase database;
  Account::initialize();
  Account::create({.email = "a", .first = "Ann", .last = "B", .code = 1});

  const auto one = refused<pv::UniqueViolation>([] { Account::create({.email = "a", .first = "x"}); });
  CHECK(one.fields() == List{"email"});
  CHECK(one.field() == "email");
  CHECK(one.is_on("email"));
  CHECK_FALSE(one.is_on("E-Mail, the"));

  const auto two = refused<pv::UniqueViolation>([] { Account::create({.email = "b", .first = "Ann", .last = "B"}); });
  CHECK(two.fields() == List{"first", "last"});
  CHECK(two.field().empty());
  CHECK(two.is_on("first"));
  CHECK(two.is_on("last"));
  CHECK_FALSE(two.is_on("email"));

  const auto expression = refused<pv::UniqueViolation>([] { Account::create({.email = "b", .first = "ANN", .last = "C", .code = 1}); });
  CHECK(expression.fields() == List{"code"});

  const auto key = refused<pv::UniqueViolation>([] { Account::create({.id = 1, .email = "b", .first = "x"}); });
  CHECK(key.fields() == List{"id"});
}

TEST_CASE("a check of a FIELD tells the field, one of the table does not") {
  const TestDatabase database;
  Account::initialize();
  CHECK(refused<pv::CheckViolation>([] { Account::create({.low = 2, .high = 1}); }).fields() == List{"low"});
  CHECK(refused<pv::CheckViolation>([] { Account::create({.a_number_whose_name_is_so_long_that_a_constraint_cannot_have_it = -1}); })
            .is_on("a_number_whose_name_is_so_long_that_a_constraint_cannot_have_it"));
  const auto table = refused<pv::CheckViolation>([] { Account::create({.high = 100}); });
  CHECK(table.fields().empty());
  CHECK(table.constraint() == "not_too_high");
}

TEST_CASE("an error of a bulk write tells the fields as well") {
  const TestDatabase database;
  Account::initialize();
  std::vector<Account> accounts{{.email = "a", .first = "A"}, {.email = "b", .first = "A"}};
  CHECK(refused<pv::UniqueViolation>([&] { Account::bulk_create(accounts); }).fields() == List{"first", "last"});
}
