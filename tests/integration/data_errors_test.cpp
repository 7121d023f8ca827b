// SPDX-License-Identifier: MIT
// Errors about a value that the server finds: each says in its first line what to do.
#include <string>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace data_errors_test {

// The SQLSTATE, and the first line without "statement: ".
std::pair<std::string, std::string> failure(const std::string& sql) {
  try {
    (void)pv::execute(sql);
  } catch (const pv::DatabaseError& error) {
    const std::string what = error.what();
    const std::string line = what.substr(0, what.find('\n'));
    return {error.sqlstate(), line.starts_with("statement: ") ? line.substr(11) : "no first line: " + line};
  }
  return {};
}

}  // namespace data_errors_test

TEST_CASE("an error about a value says what to do") {
  const TestDatabase database;
  struct Case {
    std::string sql;
    std::string sqlstate;
    std::string line;
  };
  const Case cases[] = {
      {"SELECT 70000::smallint", "22003", "make the number smaller, or give its column or pv::cast a wider type: it is out of the type's range"},
      {"SELECT '1e308'::float8 * 10", "22003", "make the number smaller, or give its column or pv::cast a wider type: it is out of the type's range"},
      {"SELECT array_fill(1, ARRAY[1, NULL])", "22004", "give a value instead of NULL, e.g. by pv::coalesce"},
      {"SELECT 'soon'::date", "22007", "write the date or time as the server reads it, e.g. 2024-02-29 or 2024-02-29T12:00:00Z"},
      {"SELECT '2024-02-30'::date", "22008", "make the date, time or interval one that PostgreSQL holds: dates from 4713 BC to 5874897, times to 294276"},
      {"SELECT make_date(2024, 13, 1)", "22008", "make the date, time or interval one that PostgreSQL holds: dates from 4713 BC to 5874897, times to 294276"},
      {"SELECT '12:00+99'::timetz", "22009", "make the time zone's displacement smaller: less than 16 hours"},
      {"SELECT substring('a' FROM 1 FOR -1)", "22011", "give the part of a text a length from 0"},
      {"SELECT 1 / 0", "22012", "keep the divisor from being 0: filter such rows out, or divide by pv::nullif(divisor, 0)"},
      {"SELECT ntile(0) OVER ()", "22014", "give ntile a number from 1"},
      {"SELECT nth_value(1, 0) OVER ()", "22016", "give nth_value a number from 1"},
      {"SELECT sum(1) OVER (ORDER BY 1 ROWS -1 PRECEDING)", "22013", "begin the frame of a window at or before its end, and count its rows from 0"},
      {"SELECT 'a' SIMILAR TO 'a' ESCAPE 'xx'", "22025", "write \\\\ for a \\ at the end of a LIKE pattern, and give ESCAPE one character; contains, startswith and endswith escape by themselves"},
      {"SELECT 'a' ~ '('", "2201B", "correct the regular expression: the server cannot read it"},
      {"SELECT ln(0)", "2201E", "take logarithms of numbers above 0 only"},
      {"SELECT sqrt(-1)", "2201F", "take no root of a negative number, and no power of 0 below 0"},
      {"SELECT width_bucket(1, 1, 1, 1)", "2201G", "give width_bucket a number of buckets from 1, and two different bounds"},
      {"SELECT 1 LIMIT -1", "2201W", "give limit a number from 0"},
      {"SELECT 1 OFFSET -1", "2201X", "give offset a number from 0"},
      {"SELECT now() AT TIME ZONE 'Nowhere/Land'", "22023", "correct the argument: the function or setting does not take this value, e.g. a time zone or unit that is none"},
      {"SELECT 'ab' LIKE E'a\\\\'", "22025", "write \\\\ for a \\ at the end of a LIKE pattern, and give ESCAPE one character; contains, startswith and endswith escape by themselves"},
      {"INSERT INTO data_errors_bits VALUES ('1')", "22026", "make the bit string as long as its column is, or the column bit varying"},
      {"SELECT array_cat(ARRAY[1], ARRAY[[[1]]])", "2202E", "use an index or bound that the array can have, and arrays of equal lengths"},
      {"SELECT count(*) FROM pg_class TABLESAMPLE SYSTEM (101)", "2202H", "give TABLESAMPLE a share from 0 to 100"},
      {"SELECT jsonb_path_query('[1]', 'strict $[5]')", "22033", "use an index that the JSON array has, or a lax path"},
      {"SELECT jsonb_path_query('\"a\"', '-$')", "2203B", "make the JSON path take numbers where it needs numbers"},
      {"SELECT jsonb_path_query('[1, 2]', '$[*] + 1')", "22038", "make the JSON path compute with single items, e.g. by [0]"},
      {"SELECT jsonb_path_query('{}', 'strict $[*]')", "22039", "make the JSON path ask for items of arrays only, or lax"},
      {"SELECT jsonb_path_query('{}', 'strict $.a')", "2203A", "make the JSON path name members that are there, or lax"},
      {"SELECT setval('data_errors_numbers', 2), nextval('data_errors_numbers')", "2200H", "raise the sequence's MAXVALUE, or give its column a wider type: the sequence has ended"},
      {"SELECT '{'::jsonb", "22P02", "write the value in the form that its type has, or add it to the type's labels: the server cannot read the text as this type"},
      {"SELECT '\"\\u0000\"'::jsonb", "22P05", "create the database with ENCODING 'UTF8', or leave the character out: its encoding has none such, and JSON no \\u0000"},
  };
  TestDatabase::execute("CREATE SEQUENCE data_errors_numbers MAXVALUE 2; CREATE TABLE data_errors_bits (bits bit(3))");
  for (const Case& each : cases) {
    INFO(each.sql);
    CHECK(data_errors_test::failure(each.sql) == std::pair{each.sqlstate, each.line});
  }
}
