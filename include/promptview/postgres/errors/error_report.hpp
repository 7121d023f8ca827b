// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/ddl/table_ddl.hpp>
#include <promptview/postgres/errors/data_remedy.hpp>
#include <promptview/postgres/errors/stale.hpp>
#include <promptview/postgres/errors/violated_relation.hpp>
#include <promptview/postgres/format/result.hpp>
#include <promptview/schema/model_info.hpp>

// From the server's error reports to promptview's error types.
namespace promptview::postgres {

namespace detail {

// The columns in a detail such as `Key (email, "Last Name")=(a@b, x) already exists.`, in any language. An expression
// stays as it is.
inline std::vector<std::string> key_columns(std::string_view text) {
  std::size_t at = text.find('(');
  if (at == std::string_view::npos) return {};
  std::vector<std::string> columns(1);
  int depth = 1;
  bool quoted = false;
  for (++at; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"' && !(quoted && text.substr(at).starts_with("\"\""))) {
      quoted = !quoted;
      continue;
    }
    if (c == '"') ++at;  // the second of two
    if (!quoted && c == '(') ++depth;
    if (!quoted && c == ')' && --depth == 0) break;
    const bool between = !quoted && depth == 1 && text.substr(at).starts_with(", ");
    if (between) columns.emplace_back();
    at += between ? 1 : 0;
    if (!between) columns.back() += c;
  }
  return at < text.size() && text.substr(at).starts_with(")=(") ? columns : std::vector<std::string>{};
}

inline std::vector<std::string> fields_of_list(std::string_view list) {
  std::vector<std::string> fields;
  while (!list.empty()) {
    const std::string_view field = promptview::detail::element_field(promptview::detail::take_element(list));
    if (!field.empty()) fields.emplace_back(field);
  }
  return fields;
}

// The unique set or index with this name, that the model gives it or that it has when it gives none; null: there is none.
inline const TableItem* item_of_constraint(const ModelInfo& model, std::string_view constraint) {
  for (std::size_t i = 0; i < model.item_count; ++i) {
    const TableItem& item = model.items[i];
    if (item.kind != ItemKind::unique && item.kind != ItemKind::index) continue;
    const std::string_view kind = item.kind == ItemKind::unique ? "key" : "idx";
    if (item.name == constraint || ddl::made_name(model.table, ddl::column_list(model, item.text).columns, kind) == constraint) return &item;
  }
  return nullptr;
}

// The fields of a constraint or unique index, by the name that the model gives it or that it has when it gives none.
inline std::vector<std::string> constrained_fields(const ModelInfo& model, std::string_view constraint) {
  for (std::size_t i = 0; i < model.field_count; ++i) {
    const FieldInfo& field = model.fields[i];
    const std::vector<std::string> column{std::string{field.column()}};
    if (ddl::made_name(model.table, column, "check") == constraint) return {std::string{field.name}};
    if (field.options.unique && ddl::made_name(model.table, column, "key") == constraint) return {std::string{field.name}};
  }
  const TableItem* const item = item_of_constraint(model, constraint);
  return item == nullptr ? std::vector<std::string>{} : fields_of_list(item->text);
}

// The fields that the report is about: by its column, by the key in its detail, or by the constraint's name.
inline std::vector<std::string> report_fields(const ModelInfo* model, const ServerReport& report) {
  if (model == nullptr) return {};
  if (report.sqlstate == "23514") return constrained_fields(*model, report.constraint);
  const std::vector<std::string> columns =
      report.column.empty() ? key_columns(report.detail) : std::vector<std::string>{report.column};
  if (columns.empty()) return constrained_fields(*model, report.constraint);
  std::vector<std::string> fields;
  for (const std::string& column : columns)
    for (std::size_t i = 0; i < model->field_count; ++i)
      if (model->fields[i].column() == column) fields.emplace_back(model->fields[i].name);
  return fields;
}

inline void name_fields(const ModelInfo* model, ServerReport& report) {
  const RelationInfo* const relation = report.sqlstate == "23503" ? violated_relation(report).relation : nullptr;
  if (relation != nullptr) {
    report.field = report.fields = relation->name;
    report.model = relation->owner->name;
    return;
  }
  if (model != nullptr) report.model = model->name;
  const std::vector<std::string> fields = report_fields(model, report);
  for (const std::string& field : fields) report.fields += (report.fields.empty() ? "" : ", ") + field;
  if (fields.size() == 1) report.field = fields.front();
}

// Whether an SQLSTATE says that the transaction lost against another one: a serialization failure or a deadlock.
inline bool is_conflict(std::string_view sqlstate) noexcept { return sqlstate == "40001" || sqlstate == "40P01"; }

// The first line of a message: what to do about the report's SQLSTATE. `of`: the statement's model, or null.
inline std::string remedy(const ServerReport& report, const ModelInfo* of) {
  const std::string_view model = of == nullptr ? "statement" : of->name;
  const std::string subject = report.field.empty() ? std::string{model} : std::string{model} + "." + report.field;
  const std::string& state = report.sqlstate;
  if (state == "23505" && report.removed_row == RemovedRow::yes)
    return subject + ": the row with this value was removed softly; find it by with_removed() and restore() it, or change the value";
  if (state == "23505" && report.removed_row == RemovedRow::unknown)
    return subject + ": there is a row with this value already; change the value, or use upsert(), or restore() the row if it was removed softly";
  if (state == "23505") return subject + ": there is a row with this value already; change the value, or use upsert()";
  if (const ViolatedRelation violated = state == "23503" ? violated_relation(report) : ViolatedRelation{}; violated.relation != nullptr)
    return report.model + "." + report.field + relation_remedy(violated, violated_side(violated, key_columns(report.detail), of));
  if (state == "23503") return subject + ": the row that is referred to does not exist, or is still referred to";
  if (state == "23514") return subject + ": the value breaks the check " + report.constraint;
  if (state == "23502") return subject + ": the column must not be NULL; give it a value";
  if (is_conflict(state)) return subject + ": lost against a concurrent transaction; run the transaction again";
  if (state == "55P03") return subject + ": another transaction holds the lock; try again later, wait longer, or use skip_locked";
  if (state == "57014") return subject + ": the statement was cancelled or ran into its timeout; make it cheaper or raise statement_timeout";
  if (state == "42P01") return subject + ": the table does not exist; call initialize() once, or migrate the database";
  if (state == "42703") return subject + ": the table lacks a column of the model; migrate the database";
  if (state.starts_with("22")) return subject + ": " + std::string{data_remedy(state)};
  if (state == "25006") return subject + ": the database or transaction is read-only; write to the primary";
  if (state == "21000") return subject + ": two objects of one batch are the same row: give each once";
  if (state == "2BP01") return subject + ": other tables refer to what is to be dropped: drop them first, or use pv::NamespaceManager::drop_all()";
  if (state == "42501") return subject + ": the database user lacks a privilege; grant it";
  return subject + ": the database refused the statement";
}

// The lines below the first one: what the server said, and of which statement. `which`: of several statements, or empty.
inline std::string details(const ServerReport& report, std::string_view which) {
  std::string text = "\n  server:    " + report.message + " (SQLSTATE " + report.sqlstate + ")";
  if (!report.detail.empty()) text += "\n  detail:    " + report.detail;
  if (!report.hint.empty()) text += "\n  hint:      " + report.hint;
  if (!report.statement.empty()) text += "\n  statement: " + report.statement;
  if (!which.empty()) text.append("\n  which:     ").append(which);
  return text;
}

inline std::string first_line(const ServerReport& report, const ModelInfo* model, Stale stale) {
  if (stale == Stale::no) return remedy(report, model);
  const char* const cause = stale == Stale::forgotten ? "the server's prepared statements were changed by others (DISCARD ALL, DEALLOCATE)"
                                                      : "the table was altered after this statement was prepared";
  return std::string{model == nullptr ? "statement" : model->name} + ": run the transaction again: " + cause;
}

}  // namespace detail

// The report of a failed result. `model` may be null.
inline ServerReport server_report(const Result& result, std::string_view statement, const ModelInfo* model) {
  const auto part = [&result](int code) { return std::string{report_part(result, code)}; };
  ServerReport report{.sqlstate = part(PG_DIAG_SQLSTATE),
                      .message = part(PG_DIAG_MESSAGE_PRIMARY),
                      .detail = part(PG_DIAG_MESSAGE_DETAIL),
                      .hint = part(PG_DIAG_MESSAGE_HINT),
                      .constraint = part(PG_DIAG_CONSTRAINT_NAME),
                      .schema = part(PG_DIAG_SCHEMA_NAME),
                      .table = part(PG_DIAG_TABLE_NAME),
                      .column = part(PG_DIAG_COLUMN_NAME),
                      .statement = std::string{statement}};
  detail::name_fields(model, report);
  return report;
}

// `stale`: whether it is about what is prepared on the server. `which`: of several statements, or empty.
[[noreturn]] inline void raise(ServerReport report, const ModelInfo* model, Stale stale, std::string_view which = {}) {
  const std::string what = detail::first_line(report, model, stale) + detail::details(report, which);
  const std::string state = report.sqlstate;
  if (stale != Stale::no) throw StalePlan{what, std::move(report)};
  if (state == "23505") throw UniqueViolation{what, std::move(report)};
  if (state == "23503") throw ForeignKeyViolation{what, std::move(report)};
  if (state == "23514") throw CheckViolation{what, std::move(report)};
  if (state == "23502") throw NotNullViolation{what, std::move(report)};
  if (detail::is_conflict(state)) throw SerializationFailure{what, std::move(report)};
  if (state == "55P03") throw LockNotAvailable{what, std::move(report)};
  if (state == "25006") throw ReadOnlyTransaction{what, std::move(report)};
  if (state == "57014") throw StatementCancelled{what, std::move(report)};
  if (state == "42P01") throw NotInitialized{what};
  if (state == ddl::missing_target_state) throw NotInitialized{report.message};
  throw DatabaseError{what, std::move(report)};
}

}  // namespace promptview::postgres
