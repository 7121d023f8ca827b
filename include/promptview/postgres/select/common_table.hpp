// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <promptview/postgres/ddl/table_ddl.hpp>
#include <promptview/postgres/expressions/expression_builder.hpp>
#include <promptview/postgres/expressions/where_clause.hpp>
#include <promptview/postgres/sql/table_columns.hpp>
#include <promptview/postgres/sql/table_names.hpp>

// WITH: queries that a query reads its rows from, by name.
namespace promptview::postgres {

// UNION, not UNION ALL: rows that are known already are not followed again, so that a circle ends.
inline void append_step(Statement& made, const Source& source, const std::string& name) {
  std::string& sql = made.sql;
  const Select& step = *source.step;
  const ModelInfo& model = *step.model;
  const std::string added = "\"pv_step\"";
  const Scope scope{.select = &step, .name = added, .qualifies = true};
  sql += " UNION SELECT ";
  append_columns(sql, model, added + ".");
  sql.append(" FROM ").append(ddl::table_name(model)).append(" AS ").append(added).append(" JOIN ").append(name).append(" ON ");
  sql.append(added).append(".").append(quote_identifier(model.fields[source.step_field].column())).append(" = ");
  sql.append(name).append(".").append(quote_identifier(model.fields[source.known_field].column()));
  append_where(made, scope);
}

// Appends `WITH "name" AS (...) `; nothing for rows of a subquery. `name`: as common_table_name makes it of the query.
inline void append_with(Statement& made, const Source& source, const std::string& name, const Scope* outer) {
  if (source.name.empty()) return;
  std::string& sql = made.sql;
  const std::string quoted = quote_identifier(name);
  sql.append(source.step ? "WITH RECURSIVE " : "WITH ").append(quoted).append(" AS (");
  const bool has_names = source.step && !(*source.query).source.empty();  // which the step must not see
  if (has_names) sql += '(';
  append_select(made, *source.query, outer);
  if (has_names) sql += ')';
  if (source.step) append_step(made, source, quoted);
  sql += ") ";
}

}  // namespace promptview::postgres
