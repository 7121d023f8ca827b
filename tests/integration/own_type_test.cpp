// SPDX-License-Identifier: MIT
// A type of the user's own, by a TypeMapping that knows no database.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/types/range.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace own_type_test {

struct Money {
  std::int64_t cents = 0;
  friend auto operator<=>(const Money&, const Money&) = default;
};

// A type that only the database knows, as its text.
struct Point {
  double x = 0;
  double y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

struct Email {
  std::string address{};
  friend bool operator==(const Email&, const Email&) = default;
};

}  // namespace own_type_test

template <>
struct promptview::TypeMapping<own_type_test::Money> {
  static constexpr TypeInfo type{.kind = Kind::int64};
  static void write(ValueWriter& out, const own_type_test::Money& money) { out.integer(money.cents); }
  static void read(ValueReader& in, own_type_test::Money& money) { money.cents = in.integer(); }
};

template <>
struct promptview::TypeMapping<own_type_test::Point> {
  static constexpr TypeInfo type{.kind = Kind::text, .sql_name = "point"};
  static void write(ValueWriter& out, const own_type_test::Point& point) {
    out.text(out.keep("(" + std::to_string(point.x) + "," + std::to_string(point.y) + ")"));
  }
  static void read(ValueReader& in, own_type_test::Point& point) {
    const std::string text{in.text()};
    const std::size_t comma = text.find(',');
    if (comma == std::string::npos) in.fail("a point is written as (x,y)");
    point = {std::stod(text.substr(1)), std::stod(text.substr(comma + 1))};
  }
};

template <>
struct promptview::TypeMapping<own_type_test::Email> {
  static constexpr TypeInfo type{.kind = Kind::text};
  static void write(ValueWriter& out, const own_type_test::Email& email) { out.text(email.address); }
  static void read(ValueReader& in, own_type_test::Email& email) {
    email.address.assign(in.text());
    if (email.address.find('@') == std::string::npos) in.fail("this is no e-mail address");
  }
};

namespace own_type_test {

struct Account : pv::Model<Account> {
  pv::Auto<std::int64_t> id{};
  Money balance{};
  std::optional<Money> limit{};
  std::vector<Money> history{};
  pv::Auto<Money> fee{};

  friend bool operator==(const Account&, const Account&) = default;
};
PROMPTVIEW_MODEL(Account, postgres, "own_type_test_accounts",
                 FIELD(id, primary_key),
                 FIELD(balance, index=btree),
                 FIELD(limit),
                 FIELD(history),
                 FIELD(fee, default_sql="250"))

struct Place : pv::Model<Place> {
  Email owner{};
  Point at{};
  std::optional<Point> before{};
  std::vector<Point> path{};

  friend bool operator==(const Place&, const Place&) = default;
};
PROMPTVIEW_MODEL(Place, postgres, "own_type_test_places", FIELD(owner, primary_key), FIELD(at), FIELD(before), FIELD(path))

}  // namespace own_type_test

using namespace own_type_test;

TEST_CASE("Money is a bigint") {
  const TestDatabase database;
  Account::initialize();
  Account rich{.balance = {INT64_MAX}, .limit = Money{-500}, .history = {{1}, {2}}};
  rich.save();
  Account poor{.balance = {-1}, .fee = Money{0}};
  poor.save();
  CHECK(rich.fee == Money{250});
  CHECK(Account::query().order_by("id").execute() == std::vector{rich, poor});
  CHECK(TestDatabase::ask(
            "SELECT pg_typeof(balance) || ' ' || balance || ' ' || \"limit\" || ' ' || history::text || ' ' || fee "
            "FROM own_type_test_accounts WHERE id = 1") == "bigint 9223372036854775807 -500 {1,2} 250");
  CHECK(Account::query().filter("balance", Money{-1}).one() == poor);
  CHECK(Account::query().filter("balance__gt", Money{0}).one() == rich);
  CHECK(Account::query().filter("balance__gt", 0).one() == rich);
  CHECK(Account::query().filter("balance__in", {Money{-1}, Money{5}}).one() == poor);
  CHECK(Account::query().filter("balance__range", {Money{-5}, Money{5}}).one() == poor);
  CHECK(Account::query().filter("limit", std::optional<Money>{}).one() == poor);
  CHECK(Account::query().filter("history", std::vector{Money{1}, Money{2}}).one() == rich);
  CHECK(Account::query().exclude("limit", Money{-500}).one() == poor);
  rich.balance.cents = 7;
  rich.save_fields("balance");
  CHECK(Account::get(1)->balance == Money{7});
}

TEST_CASE("a type that only the database knows travels as its text") {
  const TestDatabase database;
  Place::initialize();
  Place place{.owner = {"a@b"}, .at = {1.5, -2}, .before = Point{0, 0.25}, .path = {{1, 2}, {3, 4}}};
  place.save();
  CHECK(Place::get(Email{"a@b"}) == place);
  CHECK(Place::get("a@b") == place);
  CHECK(TestDatabase::ask(
            "SELECT pg_typeof(at) || ' ' || at::text || before::text || path::text FROM own_type_test_places") ==
        "point (1.5,-2)(0,0.25){\"(1,2)\",\"(3,4)\"}");
  place.before.reset();
  place.path.clear();
  place.save();
  CHECK(Place::query().one() == place);
  CHECK(Place::query().filter("owner", Email{"a@b"}).filter("before__isnull", true).count() == 1);
}

TEST_CASE("a mapping can refuse what it reads") {
  const TestDatabase database;
  Place::initialize();
  TestDatabase::execute("INSERT INTO own_type_test_places VALUES ('nobody', '(0,0)', NULL, '{}')");
  CHECK_THROWS_MATCHES(Place::query().execute(), pv::InvalidValue,
                       message("own_type_test::Place.owner: this is no e-mail address"));
}
