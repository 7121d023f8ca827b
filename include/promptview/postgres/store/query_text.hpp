// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/parameters_text.hpp>
#include <promptview/postgres/statements/bind_values.hpp>
#include <promptview/postgres/statements/runnable_text.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/postgres/store/include_query.hpp>
#include <promptview/query/select.hpp>
#include <promptview/store/context.hpp>

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
  detail::IncludeQuery graph{context, select, true};
  std::string text = statement_text(graph.statement(0), *select.model, form);
  for (std::size_t i = 1; i < graph.count(); ++i) text += ";\n" + statement_text(graph.statement(i), graph.model(i), form);
  return text;
}

}  // namespace promptview::postgres
