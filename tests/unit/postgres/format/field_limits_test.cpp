// SPDX-License-Identifier: MIT
#include <promptview/postgres/format/field_limits.hpp>
#include <promptview_test/catch.hpp>

namespace limits = promptview::postgres::field_limits;
namespace pv = promptview;

TEST_CASE("the numbers in brackets behind a type") {
  CHECK(limits::modifiers_of("numeric(10,2)").count == 2);
  CHECK(limits::modifiers_of("numeric(10, 2)").values[1] == 2);
  CHECK(limits::modifiers_of("varchar(80)").values[0] == 80);
  for (const char* other : {"text", "numeric", "geometry(Point, 4326)", "numeric(", "numeric()", "numeric(1,2,3)", "numeric(3,-2)", "numeric(99999999999)"})
    CHECK(limits::modifiers_of(other).count == 0);
}

TEST_CASE("a number overflows its precision when its rounded whole part has too many digits") {
  for (const char* fits : {"0", "999.99", "-999.99", "999.994", "000999.99", "0.001", "NaN", "-0", ".5", "+12", "1e2"}) CHECK_FALSE(limits::overflows(fits, 5, 2));
  for (const char* beyond : {"1000", "-1000", "999.995", "-999.999", "12345", "Infinity", "-Infinity"}) CHECK(limits::overflows(beyond, 5, 2));
  CHECK_FALSE(limits::overflows("0.49", 0 + 2, 2));
  CHECK(limits::overflows("1", 2, 2));
  CHECK(limits::overflows("0.995", 2, 2));
  CHECK_FALSE(limits::overflows("0.994", 2, 2));
}

TEST_CASE("how many characters a column holds") {
  const auto of = [](pv::FieldOptions options) { return limits::max_characters(pv::FieldInfo{.options = options}); };
  CHECK(of({}) == 0);
  CHECK(of({.max_length = 7}) == 7);
  CHECK(of({.type = "varchar(9)"}) == 9);
  CHECK(of({.type = "character varying(9)"}) == 9);
  CHECK(of({.type = "char(3)"}) == 3);
  CHECK(of({.type = "varchar"}) == 0);
  CHECK(of({.type = "ltree"}) == 0);
  CHECK(of({.type = "bit(3)"}) == 0);
}
