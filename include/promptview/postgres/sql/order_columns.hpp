// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include <promptview/base/error.hpp>
#include <promptview/query/grouping.hpp>
#include <promptview/query/same_expression.hpp>
#include <promptview/query/select.hpp>

// Which keys of an order are columns of the result.
namespace promptview::postgres::order_columns {

// Whether rows are found to be equal by what is read of a column, so that an order by the column itself is another one.
inline bool is_compared_as_read(const Select& query, const FieldInfo& field) {
  if (!query.projects || !field.is_read_as_another()) return false;
  return promptview::detail::removes_equal_rows(query) || (promptview::detail::has_groups(query) && !query.groups_by_key);
}

// The column of the result that is the same expression, from 1, which DISTINCT and groups ask for; 0 for none and for
// fields that can be named.
inline std::size_t column_of(const Select& query, const OrderTerm& term) {
  if (query.columns.empty() || (term.by.empty() && term.field < query.model->field_count)) return 0;
  const Expression field{.op = Expression::Op::field, .field = term.field};
  const Expression& named = term.by.empty() ? field : term.by[0];
  const std::size_t fields = query.model->field_count;
  const bool is_hidden = named.op == Expression::Op::field && named.outer == 0 && named.field >= fields + promptview::detail::known_annotations(query) &&
                         named.field < OrderTerm::first_column && query.annotations[named.field - fields].hidden;
  const Expression& wanted = is_hidden ? query.annotations[named.field - fields].value : named;
  if (wanted.op == Expression::Op::field && wanted.field < fields && !is_compared_as_read(query, query.model->fields[wanted.field])) return 0;
  for (std::size_t i = 0; i < query.columns.size(); ++i)
    if (promptview::detail::same(promptview::detail::origin_of(query.columns[i], query), wanted)) return i + 1;
  return 0;
}

// Whether the rows of the query, which are those of `rows`, hold what the term orders by.
inline bool is_in_rows(const Select& query, const Select& rows, const OrderTerm& term) {
  const bool is_field = term.by.empty() || (term.by[0].op == Expression::Op::field && term.by[0].outer == 0);
  if (column_of(query, term) > 0 || (term.by.empty() && term.field == OrderTerm::first_column)) return true;
  const std::size_t field = term.by.empty() ? term.field : term.by[0].field;
  const std::size_t fields = query.model->field_count;
  if (!is_field || field == OrderTerm::at_random) return false;
  if (field >= fields) return term.by.empty() && !query.annotations[field - fields].hidden;
  bool is_there = !rows.projects;
  for (const Expression& column : rows.columns)
    is_there = is_there || (promptview::detail::is_plain_field(column, rows) && column.field == field);
  return is_there;
}

// Throws InvalidValue for an order by what the rows of a set operator do not have.
inline void check_combined(const Select& query) {
  for (const OrderTerm& term : query.order)
    if (!is_in_rows(query, *query.combined.front().with, term))
      throw InvalidValue{std::string{query.model->name} +
                         ": rows of a set operator are ordered by what is in them: add it to values(), or put as_cte<\"...\">() "
                         "before order_by()"};
}

}  // namespace promptview::postgres::order_columns
