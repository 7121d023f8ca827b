// SPDX-License-Identifier: MIT
// bulk_create of every type that a column can have, by INSERT and by COPY.
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;
using namespace std::chrono_literals;

namespace bulk_types_test {

using Time = std::chrono::sys_time<std::chrono::microseconds>;
using Local = std::chrono::local_time<std::chrono::microseconds>;

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)
enum class Mood { good, bad };
PROMPTVIEW_TEXT_ENUM(Mood, good, bad)

struct Money {
  std::int64_t cents{};
  friend bool operator==(const Money&, const Money&) = default;
};

struct All : pv::Model<All> {
  std::int64_t id{};
  bool yes{};
  std::int16_t small{};
  std::int32_t normal{};
  float real{};
  double precise{};
  std::string text{};
  std::vector<std::byte> bytes{};
  pv::Numeric number{};
  pv::Uuid uuid{};
  std::chrono::sys_days day{};
  std::chrono::year_month_day date{std::chrono::year{2000} / 1 / 1};
  pv::TimeOfDay time{};
  Local local{};
  Time instant{};
  std::chrono::microseconds interval{};
  pv::Json json{};
  Role role{};
  Mood mood{};
  Money money{};
  std::optional<std::string> maybe{};

  friend bool operator==(const All&, const All&) = default;
};

struct Lists : pv::Model<Lists> {
  pv::Auto<std::int64_t> id{};
  std::vector<bool> yes{};
  std::vector<std::int64_t> big{};
  std::vector<double> real{};
  std::vector<std::string> text{};
  std::vector<std::optional<int>> holes{};
  std::vector<std::vector<std::byte>> bytes{};
  std::vector<pv::Numeric> numbers{};
  std::vector<pv::Uuid> uuids{};
  std::vector<std::chrono::sys_days> days{};
  std::vector<Time> instants{};
  std::vector<std::chrono::microseconds> intervals{};
  std::vector<pv::Json> documents{};
  std::vector<Role> roles{};
  std::vector<pv::Range<std::int32_t>> ranges{};
  std::optional<std::vector<int>> maybe{};

  friend bool operator==(const Lists&, const Lists&) = default;
};

struct Ranges : pv::Model<Ranges> {
  std::int64_t id{};
  pv::Range<std::int32_t> small{};
  pv::Range<std::int64_t> big{};
  pv::Range<pv::Numeric> number{};
  pv::Range<std::chrono::sys_days> days{};
  pv::Range<Time> instants{};

  friend bool operator==(const Ranges&, const Ranges&) = default;
};

struct Named : pv::Model<Named> {
  pv::Auto<std::int64_t> id{};
  std::string path{};
  std::string letters{};
  std::string bits{};
  std::vector<std::string> paths{};
  pv::Numeric rounded{};

  friend bool operator==(const Named&, const Named&) = default;
};

}  // namespace bulk_types_test

template <>
struct promptview::TypeMapping<bulk_types_test::Money> {
  static constexpr TypeInfo type{.kind = Kind::int64};
  static void write(ValueWriter& out, const bulk_types_test::Money& money) { out.integer(money.cents); }
  static void read(ValueReader& in, bulk_types_test::Money& money) { money.cents = in.integer(); }
};

namespace bulk_types_test {

PROMPTVIEW_MODEL(All, postgres, "bulk_types_test_all", FIELD(id, primary_key), FIELD(yes), FIELD(small), FIELD(normal), FIELD(real),
                 FIELD(precise), FIELD(text), FIELD(bytes), FIELD(number), FIELD(uuid), FIELD(day), FIELD(date), FIELD(time),
                 FIELD(local), FIELD(instant), FIELD(interval), FIELD(json), FIELD(role), FIELD(mood), FIELD(money), FIELD(maybe))
PROMPTVIEW_MODEL(Lists, postgres, "bulk_types_test_lists", FIELD(id, primary_key), FIELD(yes), FIELD(big), FIELD(real), FIELD(text),
                 FIELD(holes), FIELD(bytes), FIELD(numbers), FIELD(uuids), FIELD(days), FIELD(instants), FIELD(intervals),
                 FIELD(documents), FIELD(roles), FIELD(ranges), FIELD(maybe))
PROMPTVIEW_MODEL(Ranges, postgres, "bulk_types_test_ranges", FIELD(id, primary_key), FIELD(small), FIELD(big), FIELD(number),
                 FIELD(days), FIELD(instants))
PROMPTVIEW_MODEL(Named, postgres, "bulk_types_test_named", FIELD(id, primary_key), FIELD(path, type="ltree"),
                 FIELD(letters, type="char(3)"), FIELD(bits, type="bit(4)"), FIELD(paths, type="ltree[]"), FIELD(rounded, type="numeric(6, 2)"), TABLE(managed=false))

std::vector<std::byte> some_bytes() { return {std::byte{0}, std::byte{0x5c}, std::byte{0xff}, std::byte{'"'}}; }

All filled(int i) {
  return {.id = i, .yes = i % 2 == 0, .small = static_cast<std::int16_t>(-i), .normal = i * 1000, .real = 0.1F * static_cast<float>(i),
          .precise = 1.0 / (i + 1), .text = "a\"b\\c,{}'\n" + std::to_string(i), .bytes = some_bytes(),
          .number = pv::Numeric{"-12345.67890"}, .uuid = pv::Uuid::parse("12345678-1234-1234-1234-123456789abc"),
          .day = std::chrono::sys_days{std::chrono::year{2024} / 2 / 29}, .date = std::chrono::year{1066} / 10 / 14,
          .time = pv::TimeOfDay{3h + 4min}, .local = Local{std::chrono::microseconds{-123456789}},
          .instant = Time{std::chrono::microseconds{1700000000123456}}, .interval = -90min, .json = pv::Json{{"a", {1, "x", nullptr}}},
          .role = Role::member, .mood = Mood::bad, .money = {i}, .maybe = i % 3 == 0 ? std::nullopt : std::optional<std::string>{""}};
}

Lists filled_lists(int i) {
  const Time instant{std::chrono::microseconds{1700000000123456}};
  return {.yes = {true, false}, .big = {i, std::numeric_limits<std::int64_t>::min()}, .real = {0.1, 1e300, -std::numeric_limits<double>::infinity()},
          .text = {"a,b", "c\"d", "NULL", "", "e\\f", "{}"}, .holes = {1, std::nullopt, i}, .bytes = {some_bytes(), {}},
          .numbers = {pv::Numeric{"1.50"}, pv::Numeric{"NaN"}}, .uuids = {pv::Uuid::parse("12345678-1234-1234-1234-123456789abc")},
          .days = {std::chrono::sys_days{std::chrono::year{-43} / 3 / 15}}, .instants = {instant, (Time::max)()}, .intervals = {-90min, 30h},
          .documents = {pv::Json{{"k", "\"\\"}}, nullptr}, .roles = {Role::member, Role::guest},
          .ranges = {pv::Range<std::int32_t>::closed(1, 5), pv::Range<std::int32_t>::at_least(7), {}},
          .maybe = i % 2 == 0 ? std::nullopt : std::optional{std::vector<int>{}}};
}

Ranges filled_ranges(int i) {
  const Time instant{std::chrono::microseconds{1700000000123456}};
  return {.id = i, .small = pv::Range<std::int32_t>::closed(i, i + 5), .big = pv::Range<std::int64_t>::all(),
          .number = pv::Range<pv::Numeric>::open(pv::Numeric{"1.5"}, pv::Numeric{"2.5"}),
          .days = pv::Range<std::chrono::sys_days>::less_than(2024y / 1 / 1), .instants = pv::Range<Time>::open_closed(instant, instant + 1s)};
}

template <class M>
std::vector<M> many(M (*make)(int), int count) {
  std::vector<M> made;
  for (int i = 0; i < count; ++i) made.push_back(make(i));
  return made;
}

}  // namespace bulk_types_test

using namespace bulk_types_test;

TEST_CASE("every scalar, by INSERT and by COPY") {
  const TestDatabase database;
  All::initialize();
  for (const int count : {3, 600}) {
    std::vector<All> rows = many(filled, count);
    CHECK(All::bulk_create(rows) == count);
    CHECK(All::query().order_by("id").execute() == rows);
    TestDatabase::execute("TRUNCATE bulk_types_test_all");
  }
}

TEST_CASE("every array") {
  const TestDatabase database;
  Lists::initialize();
  std::vector<Lists> rows = many(filled_lists, 4);
  CHECK(Lists::bulk_create(rows) == 4);
  const std::vector<Lists> read = Lists::query().order_by("id").execute();
  CHECK(read == rows);
  // The same as by one INSERT each.
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Lists one = filled_lists(static_cast<int>(i));
    one.insert();
    one = Lists::get(one.id.value()).value();
    one.id = rows[i].id;
    CHECK(one == rows[i]);
  }
}

TEST_CASE("every range, by INSERT and by COPY") {
  const TestDatabase database;
  Ranges::initialize();
  for (const int count : {3, 600}) {
    std::vector<Ranges> rows = many(filled_ranges, count);
    rows[1].small = {};
    CHECK(Ranges::bulk_create(rows) == count);
    CHECK(Ranges::query().order_by("id").execute() == rows);
    TestDatabase::execute("TRUNCATE bulk_types_test_ranges");
  }
}

TEST_CASE("types that only the database knows") {
  const TestDatabase database;
  TestDatabase::execute("CREATE EXTENSION IF NOT EXISTS ltree");
  TestDatabase::execute(pv::postgres::SQLBuilder::create_table(pv::detail::model_of<Named>()));  // needs an extension: not managed
  std::vector<Named> rows{{.path = "a.b", .letters = "abc", .bits = "1010", .paths = {"a", "b.c"}, .rounded = pv::Numeric{"1.50"}},
                          {.path = "", .letters = "xyz", .bits = "0000", .paths = {}, .rounded = pv::Numeric{"2.25"}}};
  CHECK(Named::bulk_create(rows) == 2);
  CHECK(Named::query().order_by("id").execute() == rows);

  SECTION("a text that is too long is an error, never cut") {
    rows[0].id.reset();
    rows[1].id.reset();
    rows[1].letters = "abcd";
    CHECK_THROWS_MATCHES(Named::bulk_create(rows), pv::InvalidValue,
                         message("bulk_types_test::Named.letters (object 1): shorten the text: it has 4 characters, and the column holds 3"));
  }
  SECTION("so are too many bits") {
    rows[0].id.reset();
    rows[1].id.reset();
    rows[1].bits = "00001";
    CHECK_THROWS_AS(Named::bulk_create(rows), pv::DatabaseError);
  }
  CHECK(Named::query().count() == 2);
}
