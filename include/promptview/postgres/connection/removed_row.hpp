// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/connection/aside.hpp>
#include <promptview/postgres/ddl/table_ddl.hpp>
#include <promptview/postgres/errors/error_report.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/result.hpp>
#include <promptview/schema/model_info.hpp>

// Whether the row that is in the way of another, by a unique set, was removed softly.
namespace promptview::postgres::detail {

// The texts in a detail such as `Key (a, b)=(x, y) already exists.`; none where they cannot be told apart.
inline std::vector<std::string> key_values(std::string_view detail, std::size_t count) {
  const std::size_t begin = detail.find(")=(");
  const std::size_t end = detail.rfind(')');
  if (begin == std::string_view::npos || end < begin + 3) return {};
  std::string_view rest = detail.substr(begin + 3, end - begin - 3);
  std::vector<std::string> values;
  while (count > 1) {
    const std::size_t comma = rest.find(", ");
    if (comma == std::string_view::npos) break;
    values.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(comma + 2);
    if (values.size() > count) return {};
  }
  values.emplace_back(rest);
  return values.size() == count ? values : std::vector<std::string>{};
}

// The question for a refused row; an empty text where the report does not tell which rows to look at.
struct RemovedRowQuestion {
  std::string sql{};
  std::vector<const FieldInfo*> fields{};
  std::vector<std::string> values{};
};

inline RemovedRowQuestion removed_row_question(const ServerReport& report, const ModelInfo& model) {
  RemovedRowQuestion made;
  const std::vector<std::string> columns = key_columns(report.detail);
  for (const std::string& column : columns)
    for (std::size_t i = 0; i < model.field_count; ++i)
      if (model.fields[i].column() == column) made.fields.push_back(&model.fields[i]);
  if (columns.empty() || made.fields.size() != columns.size()) return {};
  made.values = key_values(report.detail, columns.size());
  if (made.values.empty()) return {};
  made.sql = "SELECT bool_and(" + quote_identifier(model.fields[model.soft_remove].column()) + " IS NOT NULL) FROM " + ddl::table_name(model);
  for (std::size_t i = 0; i < made.fields.size(); ++i)
    made.sql += (i == 0 ? " WHERE " : " AND ") + quote_identifier(made.fields[i]->column()) + " = $" + std::to_string(i + 1);
  const TableItem* const item = item_of_constraint(model, report.constraint);
  if (item != nullptr && !item->where.empty()) made.sql.append(" AND (").append(item->where).append(")");
  return made;
}

inline RemovedRow ask_for_removed_row(PGconn* connection, const RemovedRowQuestion& question) {
  Parameters key;
  for (std::size_t i = 0; i < question.fields.size(); ++i) {
    key.begin(*question.fields[i]->type, question.fields[i]->name, true);
    key.text(question.values[i]);
  }
  const Result answer = ask_aside(connection, question.sql, key);
  if (!answer || answer.rows() != 1) return RemovedRow::unknown;
  return !answer.is_null(0, 0) && answer.bytes(0, 0)[0] != 0 ? RemovedRow::yes : RemovedRow::no;
}

// Says in the report of a statement about `model`, which can be null, whether the row that is in the way was removed
// softly. A round trip more (three in a transaction), of a unique violation only; none in a transaction that has failed.
inline void look_for_removed_row(PGconn* connection, ServerReport& report, const ModelInfo* model) {
  if (report.sqlstate != "23505" || model == nullptr || model->soft_remove == ModelInfo::no_field) return;
  if (report.table != model->table || !is_of_schema(model->schema(), report)) return;  // a trigger's statement
  report.removed_row = RemovedRow::unknown;
  if (!can_ask_aside(connection)) return;
  const RemovedRowQuestion question = removed_row_question(report, *model);
  if (!question.sql.empty()) try {
      report.removed_row = ask_for_removed_row(connection, question);
    } catch (const Error&) {  // a value in the server's words that cannot be bound
    }
}

// Throws the error again, once its transaction has been rolled back, with what could not be asked before.
[[noreturn]] inline void raise_again(PGconn* connection, const UniqueViolation& error, const ModelInfo& model) {
  ServerReport report = error.report();
  look_for_removed_row(connection, report, &model);
  raise(std::move(report), &model, Stale::no);
}

}  // namespace promptview::postgres::detail
