// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include <promptview/postgres/connection/current_statement_log.hpp>
#include <promptview/postgres/connection/wire.hpp>
#include <promptview/postgres/format/result.hpp>

namespace promptview::postgres::detail {

// Tells the log of a statement that was answered. A hook that throws must not make a statement that took effect look like
// one that failed.
inline void report_statement(const StatementLog& log, std::string_view sql, const Result& result,
                             std::chrono::steady_clock::time_point begin, std::string_view values) noexcept try {
  const auto duration = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - begin);
  const bool failed = !result || wire::is_error(result);
  if (!failed && duration < log.options.slower_than) return;
  const std::int64_t rows = !result ? 0 : result.status() == PGRES_TUPLES_OK ? result.rows() : result.affected();
  log.hook({.sql = sql, .duration = duration, .rows = rows, .failed = failed, .values = values});
} catch (...) {
}

}  // namespace promptview::postgres::detail
