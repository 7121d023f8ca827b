// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <promptview/postgres/expressions/condition_builder.hpp>
#include <promptview/postgres/expressions/gathered_builder.hpp>
#include <promptview/postgres/expressions/relation_condition.hpp>
#include <promptview/postgres/expressions/relation_value.hpp>
#include <promptview/postgres/sql/table_columns.hpp>

// The WHERE of a query on a table: its condition, and that the row was not removed softly.
namespace promptview::postgres {

// The condition of the scope's query, and that the row was not removed.
inline void append_where(Statement& made, const Scope& scope) {
  const Select& query = *scope.select;
  if (!leaves_removed_out(query)) return ExpressionBuilder{scope, made}.append_where(query.where);
  std::string_view keyword = " WHERE ";
  if (promptview::detail::truth_of(query.where) != Truth::always) {
    ExpressionBuilder{scope, made}.append_part(query.where, keyword);
    keyword = " AND ";
  }
  made.sql += keyword;
  if (scope.qualifies) {
    scope.append_name(made.sql);
    made.sql += '.';
  }
  append_not_removed(made.sql, *query.model, "");
}

}  // namespace promptview::postgres
