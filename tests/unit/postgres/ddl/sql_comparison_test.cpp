// SPDX-License-Identifier: MIT
#include <promptview/postgres/ddl/sql_comparison.hpp>
#include <promptview_test/catch.hpp>

using namespace promptview::postgres::sql_comparison;

TEST_CASE("a type is its name and what stands in its brackets") {
  const auto of = [](const char* type) {
    const TypeText text = type_text(type);
    return text.name + "|" + text.modifiers;
  };
  CHECK(of("text") == "text|");
  CHECK(of("numeric(10, 2)") == "numeric|10,2");
  CHECK(of("numeric(10)") == "numeric|10,0");
  CHECK(of("character varying(5)[]") == "character varying[]|5");
  CHECK(of("timestamp(3) with time zone") == "timestamp with time zone|3");
  CHECK(of("char") == "char|1");
  CHECK(of("\"odd (1)\"") == "\"odd (1)\"|");
}

TEST_CASE("expressions are the same but for spaces, brackets, casts and quotes of names") {
  CHECK(is_same("price >= 0", "(price >= (0)::numeric)"));
  CHECK(is_same("state = 'open'", "(state = 'open'::state)"));
  CHECK(is_same("now() AT TIME ZONE 'UTC'", "(now() AT TIME ZONE 'UTC'::text)"));
  CHECK(is_same("\"Last\" = ''", "(\"Last\" = ''::character varying(20))"));
  CHECK(is_same("x = '{}'", "x = '{}'::text[]"));
  CHECK(is_same("a = 'it''s (1) ok'", "(a = 'it''s (1) ok'::\"odd type\")"));
  CHECK(is_same("d > 1", "(d > '1'::double precision)") == false);
  CHECK_FALSE(is_same("a = 'x'", "a = 'X'"));
  CHECK_FALSE(is_same("a > 1", "a >= 1"));
}
