// SPDX-License-Identifier: MIT
// The tables of the README are those of the code.
#include <fstream>
#include <sstream>
#include <string>

#include <promptview_test/catch.hpp>

#include <promptview/lookup.hpp>
#include <promptview/postgres/type_mapping.hpp>
#include <promptview/types/json.hpp>
#include <promptview/types/numeric.hpp>
#include <promptview/types/range.hpp>
#include <promptview/types/time.hpp>
#include <promptview/types/uuid.hpp>

namespace pv = promptview;

static std::string section(const std::string& title) {
  std::ifstream file{PROMPTVIEW_TEST_SOURCE_DIR "/../README.md"};
  std::ostringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  const std::size_t begin = all.find("\n## " + title + "\n");
  REQUIRE(begin != std::string::npos);
  return all.substr(begin, all.find("\n## ", begin + 1) - begin);
}

static std::size_t rows_of(const std::string& table) {
  std::size_t rows = 0;
  for (std::size_t at = table.find("\n| `"); at != std::string::npos; at = table.find("\n| `", at + 1)) ++rows;
  return rows;
}

TEST_CASE("the README's lookups are the table of lookups") {
  const std::string table = section("Lookups");
  for (const pv::Lookup& lookup : pv::lookups) {
    INFO(lookup.name);
    CHECK_THAT(table, promptview_test::contains("\n| `" + std::string{lookup.name} + "` | `" + std::string{lookup.sql} + "` |\n"));
  }
  CHECK(rows_of(table) == pv::lookup_count);
}

template <class T>
static std::size_t check_row(const std::string& table, const std::string& name) {
  CHECK_THAT(table, promptview_test::contains("\n| `" + name + "` | `" + pv::postgres::sql_name(pv::TypeMapping<T>::type) + "` |\n"));
  return 1;
}
#define CHECK_ROW(...) check_row<__VA_ARGS__>(table, #__VA_ARGS__)

TEST_CASE("the README's types are those of the mappings") {
  const std::string table = section("Types");
  std::size_t rows = 0;
  rows += CHECK_ROW(bool);
  rows += CHECK_ROW(std::int16_t);
  rows += CHECK_ROW(std::int32_t);
  rows += CHECK_ROW(std::int64_t);
  rows += CHECK_ROW(float);
  rows += CHECK_ROW(double);
  rows += CHECK_ROW(std::string);
  rows += CHECK_ROW(std::vector<std::byte>);
  rows += CHECK_ROW(pv::Numeric);
  rows += CHECK_ROW(pv::Uuid);
  rows += CHECK_ROW(std::chrono::sys_days);
  rows += CHECK_ROW(std::chrono::year_month_day);
  rows += CHECK_ROW(pv::TimeOfDay);
  rows += CHECK_ROW(std::chrono::local_time<std::chrono::microseconds>);
  rows += CHECK_ROW(std::chrono::sys_time<std::chrono::microseconds>);
  rows += CHECK_ROW(std::chrono::microseconds);
  rows += CHECK_ROW(pv::Json);
  rows += CHECK_ROW(std::vector<std::int64_t>);
  rows += CHECK_ROW(pv::Range<std::int32_t>);
  rows += CHECK_ROW(pv::Range<std::int64_t>);
  rows += CHECK_ROW(pv::Range<pv::Numeric>);
  rows += CHECK_ROW(pv::Range<std::chrono::sys_days>);
  rows += CHECK_ROW(pv::Range<std::chrono::sys_time<std::chrono::microseconds>>);
  CHECK(rows_of(table) == rows);
}
