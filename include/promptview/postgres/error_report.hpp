// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/error.hpp>
#include <promptview/model_info.hpp>
#include <promptview/postgres/result.hpp>

// From the server's error reports to promptview's error types.
namespace promptview::postgres {

namespace detail {

inline std::string report_part(const Result& result, int part) {
  const char* text = PQresultErrorField(result.get(), part);
  return text == nullptr ? std::string{} : std::string{text};
}

// The column in a detail such as `Key (email)=(a@b) already exists.`, in any language; empty if there are several.
inline std::string key_column(const std::string& detail_text) {
  const std::size_t end = detail_text.find(")=(");
  const std::size_t begin = detail_text.find('(');
  if (end == std::string::npos || begin >= end) return {};
  std::string column = detail_text.substr(begin + 1, end - begin - 1);
  if (column.size() > 1 && column.front() == '"' && column.back() == '"') {
    column = column.substr(1, column.size() - 2);
    for (std::size_t at = column.find("\"\""); at != std::string::npos; at = column.find("\"\"", at + 1)) column.erase(at, 1);
  }
  return column;
}

// The field that the report is about: by its column, by the key in its detail, or by the constraint's default name.
inline std::string report_field(const ModelInfo* model, const ServerReport& report) {
  if (model == nullptr) return {};
  const std::string column = report.column.empty() ? key_column(report.detail) : report.column;
  for (std::size_t i = 0; i < model->field_count; ++i) {
    const FieldInfo& field = model->fields[i];
    const std::string check = std::string{model->table} + "_" + std::string{field.column()} + "_check";
    if (field.column() == column || (column.empty() && check == report.constraint)) return std::string{field.name};
  }
  return {};
}

// What to do about an SQLSTATE; the first line of the message.
inline std::string remedy(const ServerReport& report, std::string_view model) {
  const std::string subject = report.field.empty() ? std::string{model} : std::string{model} + "." + report.field;
  const std::string& state = report.sqlstate;
  if (state == "23505") return subject + ": there is a row with this value already; change the value, or use upsert()";
  if (state == "23503") return subject + ": the row that is referred to does not exist, or is still referred to";
  if (state == "23514") return subject + ": the value breaks the check " + report.constraint;
  if (state == "23502") return subject + ": the column must not be NULL; give it a value";
  if (state == "40001" || state == "40P01") return subject + ": lost against a concurrent transaction; run the transaction again";
  if (state == "57014") return subject + ": the statement was cancelled or ran into its timeout; make it cheaper or raise statement_timeout";
  if (state == "42P01") return subject + ": the table does not exist; call initialize() once, or migrate the database";
  if (state == "42703") return subject + ": the table lacks a column of the model; migrate the database";
  if (state == "22001") return subject + ": a text is longer than its column allows";
  if (state.starts_with("22")) return subject + ": the database cannot take a value of this statement; correct the value";
  if (state == "25006") return subject + ": the database or transaction is read-only; write to the primary";
  if (state == "26000" || state == "42P05")
    return subject + ": run the transaction again: the server's prepared statements were changed by others (DISCARD ALL, DEALLOCATE); "
                     "behind a pooler, connect with statement_cache = 0";
  if (state == "21000") return subject + ": two objects of one batch are the same row: give each once";
  if (state == "42501") return subject + ": the database user lacks a privilege; grant it";
  return subject + ": the database refused the statement";
}

inline std::string full_message(const ServerReport& report, std::string_view model, bool stale_plan) {
  const bool altered = stale_plan && report.sqlstate != "26000";
  std::string text = altered ? std::string{model} + ": run the transaction again: the table was altered after this statement was prepared"
                             : remedy(report, model);
  text += "\n  server:    " + report.message + " (SQLSTATE " + report.sqlstate + ")";
  if (!report.detail.empty()) text += "\n  detail:    " + report.detail;
  if (!report.hint.empty()) text += "\n  hint:      " + report.hint;
  if (!report.statement.empty()) text += "\n  statement: " + report.statement;
  return text;
}

}  // namespace detail

// The report of a failed result. `model` may be null.
inline ServerReport server_report(const Result& result, std::string_view statement, const ModelInfo* model) {
  ServerReport report{.sqlstate = detail::report_part(result, PG_DIAG_SQLSTATE),
                      .message = detail::report_part(result, PG_DIAG_MESSAGE_PRIMARY),
                      .detail = detail::report_part(result, PG_DIAG_MESSAGE_DETAIL),
                      .hint = detail::report_part(result, PG_DIAG_MESSAGE_HINT),
                      .constraint = detail::report_part(result, PG_DIAG_CONSTRAINT_NAME),
                      .table = detail::report_part(result, PG_DIAG_TABLE_NAME),
                      .column = detail::report_part(result, PG_DIAG_COLUMN_NAME),
                      .statement = std::string{statement}};
  report.field = detail::report_field(model, report);
  return report;
}

// `stale_plan`: the statement was prepared when its table was another.
[[noreturn]] inline void raise(ServerReport report, const ModelInfo* model, bool stale_plan) {
  const std::string what = detail::full_message(report, model == nullptr ? "statement" : model->name, stale_plan);
  const std::string state = report.sqlstate;
  if (state == "23505") throw UniqueViolation{what, std::move(report)};
  if (state == "23503") throw ForeignKeyViolation{what, std::move(report)};
  if (state == "23514") throw CheckViolation{what, std::move(report)};
  if (state == "23502") throw NotNullViolation{what, std::move(report)};
  if (state == "40001" || state == "40P01") throw SerializationFailure{what, std::move(report)};
  if (state == "57014") throw StatementCancelled{what, std::move(report)};
  if (state == "42P01") throw NotInitialized{what};
  throw DatabaseError{what, std::move(report)};
}

}  // namespace promptview::postgres
