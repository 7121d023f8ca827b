// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <promptview/query/chosen_rows.hpp>
#include <promptview/query/function_table.hpp>
#include <promptview/query/select.hpp>

// How aggregates and window functions change the shape of a query.
namespace promptview::detail {

// How many annotations, from the first on, are columns of what the rows come from; the others are still to be computed.
inline std::size_t known_annotations(const Select& query) noexcept {
  return query.source.empty() ? 0 : (*query.source[0].query).annotations.size();
}

inline bool is_plain_field(const Expression& column, const Select& query) noexcept {
  return column.op == Expression::Op::field && column.outer == 0 && column.field < query.model->field_count;
}

// Whether a column of `query` has the name of its field, for a query around; computed values and what comes twice have none.
inline bool has_name_of_field(const Select& query, std::size_t place) noexcept {
  const Expression& column = query.columns[place];
  if (!is_plain_field(column, query)) return false;
  for (std::size_t i = 0; i < place; ++i)
    if (is_plain_field(query.columns[i], query) && query.columns[i].field == column.field) return false;
  return true;
}

// Follows a column of `query` to the innermost query that it comes from, and gives the expression there.
inline const Expression& origin_of(const Expression& column, const Select& query) noexcept {
  const Select* from = &query;
  const Expression* found = &column;
  while (found->op == Expression::Op::source_column) {
    while (!from->combined.empty()) from = &*from->combined[0].with;
    from = &*from->source[0].query;
    found = &from->columns[found->field];
  }
  return *found;
}

struct Contents {
  bool aggregate = false;  // over the rows of a group
  bool window = false;
  bool direct_window = false;  // not by the name of an annotation
};

// Looks for aggregates and window functions in an expression of `query`, also in annotations that it names.
inline Contents contents_of(const Expression& expression, const Select& query) {
  using Op = Expression::Op;
  Contents found;
  const bool leads_away = expression.op == Op::some || expression.op == Op::related || expression.op == Op::gathered;
  if (leads_away) return found;  // what is in it is of rows of other models
  const std::size_t fields = query.model->field_count;
  const bool is_field = expression.op == Op::field ? expression.outer == 0 : expression.op == Op::lookup && expression.parts.empty();
  if (is_field && expression.field >= fields + known_annotations(query)) {
    found = contents_of(query.annotations[expression.field - fields].value, query);
    found.direct_window = false;
  }
  for (const Expression& part : expression.parts) {
    const Contents inner = contents_of(part, query);
    found.aggregate = found.aggregate || inner.aggregate;
    found.window = found.window || inner.window;
    found.direct_window = found.direct_window || inner.direct_window;
    if (part.op == Op::window) found.window = found.direct_window = true;
  }
  bool is_window = false;
  for (const Expression& part : expression.parts) is_window = is_window || part.op == Op::window;
  if (expression.op == Op::function && !is_window && functions[expression.place].kind == FunctionKind::aggregate) found.aggregate = true;
  return found;
}

inline bool is_aggregate(const Expression& expression, const Select& query) { return contents_of(expression, query).aggregate; }

// Whether rows are groups: a column, an annotation or a condition aggregates.
inline bool has_groups(const Select& query) {
  for (const Expression& column : query.columns)
    if (is_aggregate(column, query)) return true;
  for (std::size_t i = known_annotations(query); i < query.annotations.size(); ++i)
    if (is_aggregate(query.annotations[i].value, query)) return true;
  return is_aggregate(query.where, query);
}

// Whether no two rows of a query can be equal: each is of one row of the table, by its key, or of one group.
inline bool comes_once(const Select& query) {
  if (!query.projects) return has_rows_of_table(query);
  if (!query.combined.empty()) return false;
  if (has_groups(query) && !query.groups_by_key) return true;
  std::size_t keys = 0;
  for (std::size_t i = 0; i < query.model->key_count && query.source.empty(); ++i)
    for (const Expression& column : query.columns)
      if (is_plain_field(column, query) && column.field == query.model->key[i]) {
        ++keys;
        break;
      }
  return keys > 0 && keys == query.model->key_count;
}

// Whether distinct() leaves rows out; where it cannot, it is not said, since it would forbid orders and locks.
inline bool removes_equal_rows(const Select& query) { return query.distinct && !comes_once(query); }

// Whether the rows of a query are other ones than those of its table that match, so that counting them needs a subquery.
inline bool has_own_rows(const Select& query) {
  return removes_equal_rows(query) || !query.distinct_on.empty() || !query.combined.empty() || has_groups(query);
}

// Whether the result has a row even where no row matches: it is of aggregates without groups.
inline bool always_has_a_row(const Select& query) {
  bool has = !query.columns.empty() && !query.groups_by_key;
  for (const Annotation& annotation : query.annotations) has = has && annotation.hidden;
  for (const Expression& column : query.columns) has = has && is_aggregate(column, query);
  return has;
}

}  // namespace promptview::detail
