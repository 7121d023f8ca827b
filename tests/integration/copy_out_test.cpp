// SPDX-License-Identifier: MIT
// copy_out: the rows of SELECT by COPY, for all types; what COPY cannot do; early ends, errors, transactions.
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace copy_out_test {

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)

struct All : pv::Model<All> {
  std::int64_t id{};
  std::string text{};
  std::optional<std::string> note{};
  bool flag{};
  std::int16_t small{};
  float real{};
  double wide{};
  pv::Numeric exact{};
  pv::Uuid uuid{};
  std::chrono::sys_days day{};
  std::chrono::sys_time<std::chrono::microseconds> at{};
  std::chrono::microseconds span{};
  std::vector<std::byte> bytes{};
  std::vector<std::optional<std::string>> words{};
  pv::Range<int> range{};
  Role role{};
  std::vector<Role> roles{};
  pv::Json json{};

  friend bool operator==(const All&, const All&) = default;
};
PROMPTVIEW_MODEL(All, postgres, "copy_out_test_all", FIELD(id, primary_key), FIELD(text), FIELD(note), FIELD(flag), FIELD(small),
                 FIELD(real), FIELD(wide), FIELD(exact), FIELD(uuid), FIELD(day), FIELD(at), FIELD(span), FIELD(bytes), FIELD(words),
                 FIELD(range), FIELD(role), FIELD(roles), FIELD(json))

struct Line : pv::Model<Line> {
  std::int64_t id{};
  std::string text{};
};
PROMPTVIEW_MODEL(Line, postgres, "copy_out_test_lines", FIELD(id, primary_key), FIELD(text))

template <class Rows>
auto all_of(Rows&& rows) {
  std::vector<typename std::remove_cvref_t<Rows>::row_type> all;
  for (const auto& row : rows) all.push_back(row);
  return all;
}

void insert_lines(int count) {
  Line::initialize();
  TestDatabase::execute("INSERT INTO copy_out_test_lines SELECT i, 'line ' || i FROM generate_series(1, " + std::to_string(count) + ") AS i");
}
std::size_t in_use() { return pv::postgres::pool_of({})->in_use(); }

}  // namespace copy_out_test

using namespace copy_out_test;

TEST_CASE("copy_out gives the rows of execute, for all types and extremes, with COPY and without") {
  const TestDatabase database{{.copy = GENERATE(true, false)}};
  All::initialize();
  std::vector<All> rows(2500);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].id = static_cast<std::int64_t>(i);
  rows[1] = {.id = 1, .text = "tab\t\n\\\"'\u00fc", .note = "", .flag = true, .small = -32768, .real = std::numeric_limits<float>::infinity(),
             .wide = -0.1, .exact = pv::Numeric{"-123456789012345678901234567890.000001"}, .uuid = pv::Uuid::parse("00112233-4455-6677-8899-aabbccddeeff"),
             .day = std::chrono::sys_days::max(), .at = decltype(All::at)::min(), .span = std::chrono::microseconds{-1},
             .bytes = {std::byte{0}, std::byte{255}}, .words = {"a", std::nullopt, "{,}\""}, .range = pv::Range<int>::closed_open(3, 9), .role = Role::member,
             .roles = {Role::member, Role::guest}, .json = pv::Json::parse(R"({"a": [1, null, "\u00e9"]})")};
  All::bulk_create(rows);
  CHECK(all_of(All::query().order_by("id").copy_out()) == All::query().order_by("id").execute());
  CHECK(all_of(All::query().filter("note__isnull", false).copy_out()) == std::vector{rows[1]});
}

TEST_CASE("copy_out takes two round trips, whatever the rows, and any shape") {
  const TestDatabase database;
  insert_lines(2500);
  CHECK(pv::testing::count_queries([] { CHECK(all_of(Line::query().copy_out()).size() == 2500); }).round_trips == 2);
  CHECK(all_of(Line::query().order_by("-id").values(&Line::text, pv::length(&Line::text)).copy_out()).front() == std::tuple{std::string{"line 2500"}, 9});
  CHECK(all_of(Line::query().filter("text__isnull", true).copy_out()).empty());
  CHECK(pv::testing::count_queries([] { CHECK(all_of(Line::query().none().copy_out()).empty()); }).statements == 0);
  CHECK(in_use() == 0);
}

TEST_CASE("what COPY cannot do is refused before it is sent, also where COPY is not used") {
  const TestDatabase database{{.copy = GENERATE(true, false)}};
  insert_lines(3);
  const auto refused = message("copy_out_test::Line: copy_out takes no values, since COPY has none: use stream(), or leave out offset and filters "
                               "with values");
  CHECK_THROWS_MATCHES(all_of(Line::query().filter("id__gt", 1).copy_out()), pv::InvalidValue, refused);
  CHECK_THROWS_MATCHES(all_of(Line::query().offset(1).copy_out()), pv::InvalidValue, refused);
  CHECK(all_of(Line::query().order_by("id").limit(2).copy_out()).size() == 2);
  auto rows = Line::query().copy_out();
  (void)rows.begin();
  CHECK_THROWS_AS(rows.begin(), pv::InvalidValue);
  TestDatabase::execute("ALTER TABLE copy_out_test_lines ALTER COLUMN text TYPE boolean USING true");
  CHECK_THROWS_AS(all_of(Line::query().copy_out()), pv::TypeMismatch);
  CHECK(in_use() == 0);
}

TEST_CASE("without COPY, copy_out reads by a cursor: other statements can run meanwhile, and nothing is left over") {
  const TestDatabase database{{.copy = false}};
  insert_lines(2500);
  std::vector<std::string> sent;
  pv::postgres::set_statement_log([&](const pv::postgres::StatementEvent& event) { sent.emplace_back(event.sql); });
  CHECK(all_of(Line::query().order_by("id").copy_out()).size() == 2500);
  CHECK(all_of(Line::query().order_by("-id").values(&Line::text, pv::length(&Line::text)).copy_out()).front() == std::tuple{std::string{"line 2500"}, 9});
  CHECK(all_of(Line::query().none().copy_out()).empty());
  pv::postgres::set_statement_log({});
  for (const std::string& each : sent) CHECK(each.find("COPY") == std::string::npos);
  CHECK(in_use() == 0);

  pv::Transaction transaction;
  for (const Line& line : Line::query().order_by("id").copy_out()) {
    CHECK(Line::query().count() == 2500);
    if (line.id == 5) break;
  }
  transaction.commit();
}

TEST_CASE("a copy that is left early gives its connection back, and ends one of a transaction") {
  const TestDatabase database;
  insert_lines(200000);
  for (const Line& line : Line::query().order_by("id").copy_out())
    if (line.id == 5) break;
  CHECK(in_use() == 0);
  CHECK(Line::query().count() == 200000);

  pv::Transaction transaction;
  Line{.id = 0, .text = "mine"}.insert();
  for (const Line& line : Line::query().order_by("id").copy_out()) {
    CHECK(line.text == "mine");
    break;
  }
  CHECK(Line::query().count() == 200001);
  for (const Line& line : Line::query().order_by("id").copy_out()) {
    CHECK_THROWS_WITH(Line::query().count(), Catch::StartsWith("end the loop over copy_out() first, or use stream()"));
    if (line.id == 1) break;
  }
  transaction.commit();
  CHECK(Line::query().count() == 200001);
}

TEST_CASE("an error in the middle of a copy") {
  const TestDatabase database{{.copy = GENERATE(true, false)}};
  insert_lines(5000);
  const auto broken = Line::query().order_by("id").values_list(pv::sql<int>("1000 / (4000 - {0})::integer", &Line::id));
  std::size_t before = 0;
  const auto read = [&] {
    for (const int row : broken.copy_out()) before += row >= 0 ? 1 : 1;
  };
  CHECK_THROWS_AS(read(), pv::DatabaseError);
  CHECK(before >= 3000);
  CHECK(before < 4000);
  CHECK(in_use() == 0);
  {
    const pv::Transaction transaction;
    CHECK_THROWS_AS(read(), pv::DatabaseError);
    CHECK_THROWS_AS(Line::query().count(), pv::TransactionFailed);
  }
  CHECK(Line::query().count() == 5000);
  TestDatabase::execute("ALTER TABLE copy_out_test_lines ALTER COLUMN text DROP NOT NULL; UPDATE copy_out_test_lines SET text = NULL WHERE id = 3");
  CHECK_THROWS_AS(all_of(Line::query().order_by("id").copy_out()), pv::InvalidValue);
  CHECK(in_use() == 0);
}

TEST_CASE("a copy whose transaction ends under it") {
  const TestDatabase database;
  insert_lines(5000);
  auto rows = Line::query().copy_out();
  {
    pv::Transaction transaction;
    auto row = rows.begin();
    CHECK(row->text.starts_with("line"));
    CHECK_THROWS_AS(transaction.commit(), pv::Error);
  }
  CHECK(in_use() == 0);
  CHECK(Line::query().count() == 5000);
}
