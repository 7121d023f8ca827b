// SPDX-License-Identifier: MIT
// The tables of the manuals are those of the code.
#include <string>

#include <promptview_test/catch.hpp>
#include <promptview_test/readme.hpp>

#include <promptview/postgres/expressions/lookup_sql.hpp>
#include <promptview/postgres/expressions/transform_sql.hpp>
#include <promptview/postgres/format/sql_types.hpp>
#include <promptview/types/json.hpp>
#include <promptview/types/numeric.hpp>
#include <promptview/types/range.hpp>
#include <promptview/types/time.hpp>
#include <promptview/types/uuid.hpp>

namespace pv = promptview;

static std::size_t rows_of(const std::string& table) {
  std::size_t rows = 0;
  for (std::size_t at = table.find("\n| `"); at != std::string::npos; at = table.find("\n| `", at + 1)) ++rows;
  return rows;
}

// `text, json value`: the classes that a lookup or transform serves.
static std::string class_names(std::uint16_t classes) {
  constexpr const char* names[] = {"boolean",   "number",   "text", "bytes",      "uuid",  "date", "time",
                                   "timestamp", "interval", "json", "json value", "array", "range"};
  if (classes == pv::every_class) return "all";
  if (classes == pv::sql_classes) return "all but json value";
  std::string made;
  for (std::size_t bit = 0; bit < std::size(names); ++bit)
    if ((classes >> bit & 1) != 0) made += (made.empty() ? "" : ", ") + std::string{names[bit]};
  if (classes == pv::ordered_classes) return "all but json, json value";
  if (classes == pv::single_ordered_classes) return "all but json, json value, array";
  if (classes == pv::single_classes) return "all but json value, array, range";
  return made;
}

static std::string in_table(std::string_view sql) {
  std::string made;
  for (const char c : sql) made += c == '|' ? std::string{"\\|"} : std::string{c};
  return made;
}

static std::string row(std::string_view name, std::uint16_t classes, std::string_view sql) {
  return "\n| `" + std::string{name} + "` | " + class_names(classes) + " | `" + in_table(sql) + "` |\n";
}

TEST_CASE("the manual's lookups are the table of lookups") {
  const std::string table = promptview_test::manual_section("lookups", "Lookups");
  for (std::size_t place = 0; place < pv::lookup_count; ++place) {
    const pv::Lookup& lookup = pv::lookups[place];
    INFO(lookup.name);
    CHECK_THAT(table, promptview_test::contains(row(lookup.name, lookup.classes, pv::postgres::lookup_sql[place].sql)));
  }
  CHECK(rows_of(table) == pv::lookup_count);
}

TEST_CASE("the manual's transforms are the table of transforms") {
  const std::string table = promptview_test::manual_section("lookups", "Transforms");
  constexpr std::string_view unnamed[] = {"0", "0_2", "key", "key__other", "key", "key__other"};
  for (std::size_t place = 0; place < pv::transform_count; ++place) {
    const pv::Transform& transform = pv::transforms[place];
    INFO(transform.name);
    const std::string_view name = transform.takes_text ? unnamed[place] : transform.name;
    CHECK_THAT(table, promptview_test::contains(row(name, transform.classes, pv::postgres::transform_sql[place].sql)));
  }
  CHECK(rows_of(table) == pv::transform_count);
}

template <class T>
static std::size_t check_row(const std::string& table, const std::string& name) {
  CHECK_THAT(table, promptview_test::contains("\n| `" + name + "` | `" + pv::postgres::sql_name(pv::TypeMapping<T>::type) + "` |\n"));
  return 1;
}
#define CHECK_ROW(...) check_row<__VA_ARGS__>(table, #__VA_ARGS__)

TEST_CASE("the manual's types are those of the mappings") {
  const std::string table = promptview_test::manual_section("types", "Types");
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
