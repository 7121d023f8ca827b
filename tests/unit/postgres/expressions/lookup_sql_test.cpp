// SPDX-License-Identifier: MIT
// PostgreSQL's tables have a row for each lookup, transform and function, with the places that its operands need.
#include <iterator>
#include <string_view>

#include <promptview/lookups/operand_rules.hpp>
#include <promptview/postgres/expressions/function_sql.hpp>
#include <promptview/postgres/expressions/lookup_sql.hpp>
#include <promptview/postgres/expressions/transform_sql.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;

TEST_CASE("the SQL of each lookup has the places that its operand needs") {
  for (std::size_t place = 0; place < pv::lookup_count; ++place) {
    const pv::Lookup& lookup = pv::lookups[place];
    INFO(lookup.name);
    const pv::postgres::LookupSql& row = pv::postgres::lookup_sql[place];
    const auto has = [&](std::string_view name) { return row.sql.find(name) != std::string_view::npos; };
    const bool is_json = lookup.operand == pv::Operand::json || lookup.operand == pv::Operand::nullable_json;
    const bool is_pair = pv::detail::is_pair(lookup.operand);
    CHECK(has("{c}"));
    CHECK(has("{j}") == is_json);
    CHECK(has("{v}") == (!is_json && !is_pair && lookup.operand != pv::Operand::boolean));
    CHECK(has("{a}") == is_pair);
    CHECK(has("{b}") == is_pair);
    CHECK((row.pattern == pv::postgres::Pattern::none || lookup.operand == pv::Operand::text));
  }
}

TEST_CASE("the SQL of each transform has its subject, and that of each function is there") {
  for (std::size_t place = 0; place < pv::transform_count; ++place) {
    INFO(pv::transforms[place].name);
    const std::string_view sql = pv::postgres::transform_sql[place].sql;
    CHECK((sql.find("{c}") != std::string_view::npos || sql.find("{l}") != std::string_view::npos));
  }
  CHECK(pv::postgres::transform_sql[pv::item_place].sql == "{c}[{v}]");
  CHECK(pv::postgres::transform_sql[pv::slice_place].sql == "{c}[{a}:{b}]");
  CHECK(pv::postgres::transform_sql[pv::key_place].sql == "({c} -> {v})");
  CHECK(pv::postgres::transform_sql[pv::path_place].sql == "({c} #> {v})");
  CHECK(pv::postgres::transform_sql[pv::key_text_place].sql == "({c} ->> {v})");
  CHECK(pv::postgres::transform_sql[pv::path_text_place].sql == "({c} #>> {v})");
  for (std::size_t place = 0; place < std::size(pv::functions); ++place) CHECK_FALSE(pv::postgres::function_sql[place].sql.empty());
}
