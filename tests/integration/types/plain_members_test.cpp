// SPDX-License-Identifier: MIT
// Members of plain types, optional, Auto or neither, are put in place without their mapping where the column has their own
// size: the rows are the same as where it has another one, by a result and by COPY.
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace plain_members_test {

struct Sizes : pv::Model<Sizes> {
  pv::Auto<std::int64_t> id{};
  std::int16_t small{};
  std::int32_t medium{};
  std::int64_t large{};
  float single{};
  double twice{};
  bool flag{};
  std::string text{};
  std::optional<std::int16_t> maybe_small{};
  std::optional<std::int32_t> maybe_medium{};
  std::optional<std::int64_t> maybe_large{};
  std::optional<float> maybe_single{};
  std::optional<double> maybe_twice{};
  std::optional<bool> maybe_flag{};
  std::optional<std::string> maybe_text{};

  friend bool operator==(const Sizes&, const Sizes&) = default;
};
PROMPTVIEW_MODEL(Sizes, postgres, "plain_members",
                 FIELD(id, primary_key), FIELD(small), FIELD(medium), FIELD(large), FIELD(single), FIELD(twice), FIELD(flag),
                 FIELD(text), FIELD(maybe_small), FIELD(maybe_medium), FIELD(maybe_large), FIELD(maybe_single),
                 FIELD(maybe_twice), FIELD(maybe_flag), FIELD(maybe_text), TABLE(managed=false))

struct Types {
  std::string id, small, medium, large, single, twice, text;
};
const Types own{"bigint", "smallint", "integer", "bigint", "real", "double precision", "text"};
const Types other{"integer", "bigint", "smallint", "integer", "real", "real", "varchar(60)"};

void make_table(const Types& of) {
  TestDatabase::execute("CREATE TABLE plain_members (id " + of.id + " PRIMARY KEY, small " + of.small + ", medium " + of.medium +
                        ", large " + of.large + ", single " + of.single + ", twice " + of.twice + ", flag boolean, text " + of.text +
                        ", maybe_small " + of.small + ", maybe_medium " + of.medium + ", maybe_large " + of.large + ", maybe_single " +
                        of.single + ", maybe_twice " + of.twice + ", maybe_flag boolean, maybe_text " + of.text + ")");
}

const std::string some_values = "(1, -2, 3, -4, 0.5, -0.25, true, 'longer than what a string holds by itself', "
                                "5, -6, 7, -1.5, 2.25, false, 'another text that is longer than that')";
Sizes some() {
  Sizes row;
  row.id = 1, row.small = -2, row.medium = 3, row.large = -4, row.single = 0.5F, row.twice = -0.25, row.flag = true;
  row.text = "longer than what a string holds by itself";
  row.maybe_small = std::int16_t{5}, row.maybe_medium = -6, row.maybe_large = 7, row.maybe_single = -1.5F, row.maybe_twice = 2.25;
  row.maybe_flag = false, row.maybe_text = "another text that is longer than that";
  return row;
}
const std::string zero_values = "(2, 0, 0, 0, 0, 0, false, '', null, null, null, null, null, null, null)";
Sizes zeros() {
  Sizes row;
  row.id = 2;
  return row;
}

// The rows by each way that reads them.
void check_rows(const std::vector<Sizes>& expected) {
  CHECK(Sizes::query().order_by("id").execute() == expected);
  std::vector<Sizes> copied, streamed, got;
  for (const Sizes& row : Sizes::query().order_by("id").copy_out()) copied.push_back(row);
  for (const Sizes& row : Sizes::query().order_by("id").stream(1)) streamed.push_back(row);
  for (const Sizes& row : expected) got.push_back(Sizes::get(*row.id).value());
  CHECK(copied == expected);
  CHECK(streamed == expected);
  CHECK(got == expected);
}

// Sets one column of the only row to `value`; the error is the same by a result and by COPY.
void check_refused(const std::string& column, const std::string& value, const std::string& error) {
  TestDatabase::execute("UPDATE plain_members SET " + column + " = " + value);
  const std::string expected = "plain_members_test::Sizes." + column + ": " + error;
  CHECK_THROWS_MATCHES(Sizes::query().execute(), pv::InvalidValue, message_contains(expected));
  CHECK_THROWS_MATCHES([] { for (const Sizes& row : Sizes::query().copy_out()) (void)row; }(), pv::InvalidValue, message_contains(expected));
}

}  // namespace plain_members_test

using namespace plain_members_test;

TEST_CASE("plain members are read from columns of their own types and of others") {
  const TestDatabase database;
  make_table(GENERATE(own, other));
  TestDatabase::execute("INSERT INTO plain_members VALUES " + some_values + ", " + zero_values);
  check_rows({some(), zeros()});
}

TEST_CASE("plain members hold the extremes of their types") {
  const TestDatabase database;
  make_table(own);
  TestDatabase::execute("INSERT INTO plain_members VALUES (9223372036854775807, -32768, -2147483648, -9223372036854775808, 'Infinity', "
                        "'-Infinity', true, '', 32767, 2147483647, 9223372036854775807, 1e-45, 5e-324, true, '')");
  Sizes row;
  row.id = INT64_MAX, row.small = INT16_MIN, row.medium = INT32_MIN, row.large = INT64_MIN, row.flag = true;
  row.single = std::numeric_limits<float>::infinity(), row.twice = -std::numeric_limits<double>::infinity();
  row.maybe_small = INT16_MAX, row.maybe_medium = INT32_MAX, row.maybe_large = INT64_MAX;
  row.maybe_single = std::numeric_limits<float>::denorm_min(), row.maybe_twice = std::numeric_limits<double>::denorm_min();
  row.maybe_flag = true, row.maybe_text = "";
  check_rows({row});
}

TEST_CASE("NULL is refused by a plain member that is no optional, with its name") {
  const TestDatabase database;
  make_table(GENERATE(own, other));
  const auto column = GENERATE(as<std::string>{}, "small", "medium", "large", "single", "twice", "flag", "text");
  TestDatabase::execute("INSERT INTO plain_members VALUES " + some_values);
  check_refused(column, "NULL", "the database holds NULL, which the field cannot hold: make it a std::optional");
}

TEST_CASE("a number of a wider column is refused where it does not fit the member") {
  const TestDatabase database;
  make_table({"bigint", "bigint", "bigint", "bigint", "real", "double precision", "text"});
  const auto [column, value] = GENERATE(table<std::string, std::string>({{"small", "32768"},
                                                                         {"medium", "-2147483649"},
                                                                         {"maybe_small", "-32769"},
                                                                         {"maybe_medium", "2147483648"}}));
  TestDatabase::execute("INSERT INTO plain_members VALUES " + some_values);
  check_refused(column, value, "the number is out of the range of the C++ type");
}

TEST_CASE("an object that is read again takes over what became NULL and what no longer is") {
  const TestDatabase database;
  make_table(own);
  TestDatabase::execute("INSERT INTO plain_members VALUES " + some_values);
  Sizes row = some();
  TestDatabase::execute("UPDATE plain_members SET text = 'short', maybe_text = NULL, maybe_large = NULL, maybe_flag = true");
  row.refresh();
  Sizes expected = some();
  expected.text = "short", expected.maybe_text.reset(), expected.maybe_large.reset(), expected.maybe_flag = true;
  CHECK(row == expected);
  TestDatabase::execute("UPDATE plain_members SET maybe_text = 'there again', maybe_large = 8");
  row.refresh();
  expected.maybe_text = "there again", expected.maybe_large = 8;
  CHECK(row == expected);
}
