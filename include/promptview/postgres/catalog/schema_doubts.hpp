// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/connection/connection.hpp>
#include <promptview/store/schema_difference.hpp>

namespace promptview::postgres {

// Two texts of SQL that differ, which the server can still find to be the same: it makes the model's on a copy of the
// table, and writes it as it writes that of the catalogs.
struct Doubt {
  std::size_t difference = 0;  // its place among the differences
  std::string table{};
  std::string make{};          // on the table pg_temp.pv_schema
  std::string question{};      // the text of what was made
  std::string actual{};

  static constexpr const char* default_question = "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'pg_temp.pv_schema'::regclass";
  static constexpr const char* check_question =
      "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'pg_temp.pv_schema'::regclass AND conname = 'pv_made'";
  static constexpr const char* index_question =
      "SELECT array_to_string(ARRAY(SELECT coalesce(a.attname::text, pg_get_indexdef(i.indexrelid, k, false)) FROM generate_series(1, i.indnkeyatts) AS k "
      "LEFT JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k - 1] AND a.attnum > 0 ORDER BY k), E'\\x1f') || E'\\x1f' || "
      "coalesce(pg_get_expr(i.indpred, i.indrelid), '') FROM pg_index AS i WHERE i.indrelid = 'pg_temp.pv_schema'::regclass";
};

// How the server writes what the model says; empty: it cannot be made, for instance since a column is missing, or on a server
// that takes no writes.
inline std::string written_by_server(Connection& connection, const Doubt& doubt) {
  const bool inside = connection.in_transaction();
  std::string text;
  connection.run_script(inside ? "SAVEPOINT pv_schema" : "BEGIN");
  try {
    connection.run_script("CREATE TEMPORARY TABLE pv_schema (LIKE " + doubt.table + "); " + doubt.make);
    const Result answer = connection.run_once(doubt.question);
    if (answer.rows() == 1) text = std::string{answer.bytes(0, 0)};
  } catch (const DatabaseError&) {
  } catch (const NotInitialized&) {  // a table that the text names is missing
  }
  connection.run_script(inside ? "ROLLBACK TO SAVEPOINT pv_schema; RELEASE SAVEPOINT pv_schema" : "ROLLBACK");
  return text;
}

// Takes out the differences that are none.
inline void settle(Connection& connection, std::vector<SchemaDifference>& found, const std::vector<Doubt>& doubts) {
  std::vector<std::size_t> none;
  for (const Doubt& each : doubts) {
    const std::string text = written_by_server(connection, each);
    if (text.empty()) continue;
    const bool is_one_of_many = each.actual.starts_with('\x1f');
    const bool is_same = is_one_of_many ? each.actual.find("\x1f" + text + "\x1f") != std::string::npos : text == each.actual;
    if (is_same) none.push_back(each.difference);
  }
  for (std::size_t i = none.size(); i > 0; --i) found.erase(found.begin() + static_cast<std::ptrdiff_t>(none[i - 1]));
}

}  // namespace promptview::postgres
