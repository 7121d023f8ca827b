// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <promptview/postgres/format/result.hpp>
#include <promptview/query/select.hpp>

namespace promptview::postgres {

// The text in front of the SELECT to explain: `EXPLAIN (ANALYZE, FORMAT JSON) `.
inline std::string explain_sql(const ExplainOptions& options) {
  constexpr const char* formats[] = {"TEXT", "JSON", "XML", "YAML"};
  std::string sql = "EXPLAIN (";
  if (options.analyze) sql += "ANALYZE, ";
  if (options.verbose) sql += "VERBOSE, ";
  if (options.buffers) sql += "BUFFERS, ";
  if (options.settings) sql += "SETTINGS, ";
  return sql + "FORMAT " + formats[static_cast<int>(options.format)] + ") ";
}

// The rows of a result with one column of text, a line each.
inline std::string lines_of(const Result& result) {
  std::string lines;
  for (int row = 0; row < result.rows(); ++row) {
    if (row > 0) lines += '\n';
    lines += result.bytes(row, 0);
  }
  return lines;
}

}  // namespace promptview::postgres
