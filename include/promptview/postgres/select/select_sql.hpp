// SPDX-License-Identifier: MIT
#pragma once

#include <promptview/postgres/expressions/expression_builder.hpp>
#include <promptview/postgres/select/select_builder.hpp>
#include <promptview/query/grouping.hpp>

// A SELECT as a whole: of a query's rows, of whether there are any, of whether one has a value.
namespace promptview::postgres {

inline void append_exists(Statement& made, const Select& query, const Scope* outer) {
  const bool plain = query.source.empty() && !promptview::detail::has_own_rows(query);
  made.sql += plain ? "SELECT 1" : "SELECT 1 FROM (";
  if (plain) return SelectBuilder{query, made, outer}.append_from_to_end();
  SelectBuilder{query, made, outer}.append(false);
  made.sql += ") AS \"rows\"";
}

inline void append_equal(Statement& made, const Select& query, const Scope& outer) {
  const bool plain = query.source.empty() && !promptview::detail::has_own_rows(query) && !query.is_sliced();
  made.sql += plain ? "SELECT 1" : "SELECT 1 FROM (";
  if (plain) return SelectBuilder{query, made, &outer}.append_from_to_equal();
  append_select(made, query, &outer);
  made.sql += ") AS \"pv_in\"(\"value\") WHERE \"pv_in\".\"value\" = ";
}

inline void append_select(Statement& made, const Select& query, const Scope* outer) { SelectBuilder{query, made, outer}.append(); }

}  // namespace promptview::postgres
