// SPDX-License-Identifier: MIT
#include <promptview/postgres/format/identifier.hpp>
#include <promptview_test/catch.hpp>

using promptview::InvalidValue;
using promptview::postgres::append_identifier;
using promptview::postgres::append_literal;
using promptview::postgres::quote_identifier;
using promptview::postgres::quote_literal;
using promptview_test::message;

namespace {

struct Case {
  std::string text;
  std::string quoted;
};

}  // namespace

TEST_CASE("an identifier is always quoted") {
  const Case cases[] = {
      {"users", R"("users")"},
      {"Users", R"("Users")"},
      {"select", R"("select")"},
      {"two words", R"("two words")"},
      {"\"", R"("""")"},
      {"a\"b\"\"c", R"("a""b""""c")"},
      {"x\"; DROP TABLE users; --", R"("x""; DROP TABLE users; --")"},
      {"it's", R"("it's")"},
      {"back\\slash", R"("back\slash")"},
      {"größe 表 \U0001F600", "\"größe 表 \U0001F600\""},
      {"$1", R"("$1")"},
      {"a.b", R"("a.b")"},
      {"\n\t", "\"\n\t\""},
      {std::string(63, 'x'), "\"" + std::string(63, 'x') + "\""},
      {std::string(63, '"'), "\"" + std::string(126, '"') + "\""},
  };
  for (const Case& each : cases) CHECK(quote_identifier(each.text) == each.quoted);
}

TEST_CASE("a name that PostgreSQL does not have is refused") {
  CHECK_THROWS_MATCHES(quote_identifier(""), InvalidValue,
                       message("a table, column or type name is empty: give it a name"));
  CHECK_THROWS_MATCHES(quote_identifier({"a\0b", 3}), InvalidValue,
                       message("leave out the NUL byte of the table, column or type name at byte 1, counted from 0\n  before it: a"));
  CHECK_THROWS_MATCHES(quote_identifier("caf\xe9"), InvalidValue,
                       message("make the table, column or type name valid UTF-8, which it is not at byte 3, counted from 0\n  before it: caf"));
  const std::string longer(64, 'x');
  CHECK_THROWS_MATCHES(quote_identifier(longer), InvalidValue,
                       message("shorten the name \"" + longer + "\": PostgreSQL keeps only the first 63 bytes of it"));
  std::string letters;  // 32 letters, 64 bytes
  for (int i = 0; i < 32; ++i) letters += "ü";
  CHECK_THROWS_AS(quote_identifier(letters), InvalidValue);
}

TEST_CASE("a literal means the same whatever standard_conforming_strings says") {
  const Case cases[] = {
      {"", "''"},
      {"plain", "'plain'"},
      {"it's", "'it''s'"},
      {"''", "''''''"},
      {"\"", "'\"'"},
      {"\\", R"( E'\\')"},
      {"\\'", R"( E'\\''')"},
      {"'; DROP TABLE users; --", "'''; DROP TABLE users; --'"},
      {"\\'; DROP TABLE users; --", R"( E'\\''; DROP TABLE users; --')"},
      {"line\nbreak", "'line\nbreak'"},
      {"größe", "'größe'"},
  };
  for (const Case& each : cases) CHECK(quote_literal(each.text) == each.quoted);
}

TEST_CASE("appending keeps what is there") {
  std::string sql = "SELECT ";
  append_identifier(sql, "a");
  sql += ", ";
  append_literal(sql, "b");
  CHECK(sql == R"(SELECT "a", 'b')");
}
