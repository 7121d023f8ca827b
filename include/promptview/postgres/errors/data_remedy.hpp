// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace promptview::postgres::detail {

// Says what to do about an error of class 22. It is about a value that came with the statement, or that the statement computed.
constexpr std::string_view data_remedy(std::string_view sqlstate) noexcept {
  constexpr struct {
    std::string_view sqlstate;
    std::string_view remedy;
  } remedies[] = {
      {"22001", "a text is longer than its column allows"},
      {"22003", "make the number smaller, or give its column or pv::cast a wider type: it is out of the type's range"},
      {"22004", "give a value instead of NULL, e.g. by pv::coalesce"},
      {"22007", "write the date or time as the server reads it, e.g. 2024-02-29 or 2024-02-29T12:00:00Z"},
      {"22008", "make the date, time or interval one that PostgreSQL holds: dates from 4713 BC to 5874897, times to 294276"},
      {"22009", "make the time zone's displacement smaller: less than 16 hours"},
      {"22011", "give the part of a text a length from 0"},
      {"22012", "keep the divisor from being 0: filter such rows out, or divide by pv::nullif(divisor, 0)"},
      {"22013", "begin the frame of a window at or before its end, and count its rows from 0"},
      {"22014", "give ntile a number from 1"},
      {"22015", "make the interval shorter: a field of it is out of range"},
      {"22016", "give nth_value a number from 1"},
      {"22019", "give ESCAPE one character, or none"},
      {"2201B", "correct the regular expression: the server cannot read it"},
      {"2201E", "take logarithms of numbers above 0 only"},
      {"2201F", "take no root of a negative number, and no power of 0 below 0"},
      {"2201G", "give width_bucket a number of buckets from 1, and two different bounds"},
      {"2201W", "give limit a number from 0"},
      {"2201X", "give offset a number from 0"},
      {"22021", "make every text valid UTF-8: it is not in the encoding of the session"},
      {"22023", "correct the argument: the function or setting does not take this value, e.g. a time zone or unit that is none"},
      {"22025", "write \\\\ for a \\ at the end of a LIKE pattern, and give ESCAPE one character; contains, startswith and endswith escape by themselves"},
      {"22026", "make the bit string as long as its column is, or the column bit varying"},
      {"22027", "give trim one character"},
      {"2202E", "use an index or bound that the array can have, and arrays of equal lengths"},
      {"2202G", "give TABLESAMPLE a number to repeat by that is not NULL"},
      {"2202H", "give TABLESAMPLE a share from 0 to 100"},
      {"22030", "write each key of a JSON object once"},
      {"22031", "write the date or time in JSON in ISO 8601, or give datetime() its format"},
      {"22032", "correct the JSON text: the server cannot read it"},
      {"22033", "use an index that the JSON array has, or a lax path"},
      {"22034", "make the JSON path find at most one item, e.g. by [0]"},
      {"22035", "make the JSON path find an item, or give a default ON EMPTY"},
      {"22036", "make the JSON path compute with numbers only"},
      {"22037", "write each key of a JSON object once"},
      {"22038", "make the JSON path compute with single items, e.g. by [0]"},
      {"22039", "make the JSON path ask for items of arrays only, or lax"},
      {"2203A", "make the JSON path name members that are there, or lax"},
      {"2203B", "make the JSON path take numbers where it needs numbers"},
      {"2203C", "make the JSON path ask for members of objects only, or lax"},
      {"2200H", "raise the sequence's MAXVALUE, or give its column a wider type: the sequence has ended"},
      {"2200M", "correct the XML document: the server cannot read it"},
      {"2200N", "correct the XML content: the server cannot read it"},
      {"22P01", "keep the computation within the range of double precision"},
      {"22P02", "write the value in the form that its type has, or add it to the type's labels: the server cannot read the text as this type"},
      {"22P03", "give the field the type that its column has: the server cannot read the bytes as this type"},
      {"22P05", "create the database with ENCODING 'UTF8', or leave the character out: its encoding has none such, and JSON no \\u0000"},
  };
  for (const auto& each : remedies)
    if (each.sqlstate == sqlstate) return each.remedy;
  return "the database cannot take a value of this statement; correct the value";
}

}  // namespace promptview::postgres::detail
