// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include <promptview/error.hpp>
#include <promptview/grouping.hpp>
#include <promptview/query.hpp>
#include <promptview/same_expression.hpp>

// Which keys of an order are columns of the result.
namespace promptview::postgres::order_columns {

// The column of the result that is the same expression, from 1, which DISTINCT and groups ask for; 0 for none and for
// fields, which have a name.
inline std::size_t column_of(const Select& query, const OrderTerm& term) {
  if (query.columns.empty()) return 0;
  const Expression field{.op = Expression::Op::field, .field = term.field};
  const Expression& wanted = term.by.empty() ? field : term.by[0];
  if (wanted.op == Expression::Op::field && wanted.field < query.model->field_count) return 0;
  for (std::size_t i = 0; i < query.columns.size(); ++i)
    if (promptview::detail::same(promptview::detail::origin_of(query.columns[i], query), wanted)) return i + 1;
  return 0;
}

inline bool is_in_combined(const Select& query, const OrderTerm& term) {
  const bool is_field = term.by.empty() || (term.by[0].op == Expression::Op::field && term.by[0].outer == 0);
  if (column_of(query, term) > 0 || (term.by.empty() && term.field == OrderTerm::first_column)) return true;
  const std::size_t field = term.by.empty() ? term.field : term.by[0].field;
  const std::size_t fields = query.model->field_count;
  if (!is_field || field == OrderTerm::at_random) return false;
  if (field >= fields) return term.by.empty() && !query.annotations[field - fields].hidden;
  const Select& rows = *query.combined.front().with;
  bool is_there = !rows.projects;
  for (const Expression& column : rows.columns)
    is_there = is_there || (promptview::detail::is_plain_field(column, rows) && column.field == field);
  return is_there;
}

// Throws InvalidValue for an order by what the rows of a set operator do not have.
inline void check_combined(const Select& query) {
  for (const OrderTerm& term : query.order)
    if (!is_in_combined(query, term))
      throw InvalidValue{std::string{query.model->name} +
                         ": rows of a set operator are ordered by what is in them: add it to values(), or put as_cte<\"...\">() "
                         "before order_by()"};
}

}  // namespace promptview::postgres::order_columns
