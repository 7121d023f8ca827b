// SPDX-License-Identifier: MIT
// What tuples and single values look like as the fields of a row.
#include <optional>
#include <string>
#include <tuple>

#include <promptview/postgres/store/raw_row_type.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using namespace pv::postgres::detail;

static_assert(is_readable<int> && is_readable<std::optional<std::string>> && is_readable<std::tuple<int, bool>>);
static_assert(!is_readable<char> && !is_readable<std::tuple<>> && !is_readable<std::tuple<int, char>> && !is_readable<int*>);

TEST_CASE("a tuple has a field for each place, which knows where it is") {
  using Tuple = std::tuple<int, std::optional<std::string>, double>;
  const pv::ModelInfo& shape = shape_of<Tuple>();
  REQUIRE(shape.field_count == 3);
  CHECK(shape.fields[0].name == "column 1");
  CHECK(shape.fields[2].name == "column 3");
  CHECK(shape.fields[1].type->nullable);
  Tuple tuple;
  CHECK(shape.fields[0].address(&tuple) == &std::get<0>(tuple));
  CHECK(shape.fields[2].address(&tuple) == &std::get<2>(tuple));
  CHECK(ColumnName<8>::view == "column 9");
  CHECK(ColumnName<9>::view == "column 10");
  CHECK(ColumnName<98>::view == "column 99");
}

TEST_CASE("a single value is a row of one field") {
  int value = 5;
  const pv::ModelInfo& shape = shape_of<int>();
  REQUIRE(shape.field_count == 1);
  CHECK(shape.fields[0].type->kind == pv::Kind::int32);
  CHECK(shape.fields[0].address(&value) == &value);
}
