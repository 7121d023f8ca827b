// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include <promptview/context.hpp>
#include <promptview/postgres/bind_values.hpp>
#include <promptview/postgres/graph_query.hpp>
#include <promptview/postgres/parameters.hpp>
#include <promptview/postgres/parameters_text.hpp>
#include <promptview/postgres/runnable_text.hpp>
#include <promptview/postgres/sql_builder.hpp>
#include <promptview/query.hpp>

// The SQL of a query for people and tests.
namespace promptview::postgres {

inline std::string statement_text(const Statement& statement, const ModelInfo& model, SqlText form) {
  Parameters parameters;
  bind_values(parameters, statement, model);
  if (form == SqlText::runnable) return runnable_text(statement.sql, parameters);
  return parameters.size() == 0 ? statement.sql : statement.sql + "\n-- " + describe(parameters);
}

// Its statement and those of what it includes.
inline std::string query_text(const Select& select, SqlText form) {
  if (select.includes.empty()) return statement_text(SQLBuilder::select(select), *select.model, form);
  Context context{.database = select.database};
  context.transaction = &context;  // a lock is shown without one
  detail::GraphQuery graph{context, select, true};
  std::string text = statement_text(graph.statement(0), *select.model, form);
  for (std::size_t i = 1; i < graph.count(); ++i) text += ";\n" + statement_text(graph.statement(i), graph.model(i), form);
  return text;
}

}  // namespace promptview::postgres
