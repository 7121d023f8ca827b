// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace promptview::detail {

std::size_t known_annotations(const Select& query) noexcept {
  return query.source.empty() ? 0 : (*query.source[0].query).annotations.size();
}

bool is_plain_field(const Expression& column, const Select& query) noexcept {
  return column.op == Expression::Op::field && column.outer == 0 && column.field < query.model->field_count;
}

bool has_name_of_field(const Select& query, std::size_t place) noexcept {
  const Expression& column = query.columns[place];
  if (!is_plain_field(column, query)) return false;
  for (std::size_t i = 0; i < place; ++i)
    if (is_plain_field(query.columns[i], query) && query.columns[i].field == column.field) return false;
  return true;
}

Contents contents_of(const Expression& expression, const Select& query) {
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

bool has_groups(const Select& query) {
  for (const Expression& column : query.columns)
    if (is_aggregate(column, query)) return true;
  for (std::size_t i = known_annotations(query); i < query.annotations.size(); ++i)
    if (is_aggregate(query.annotations[i].value, query)) return true;
  return is_aggregate(query.where, query);
}

bool comes_once(const Select& query) {
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

bool has_own_rows(const Select& query) {
  return removes_equal_rows(query) || !query.distinct_on.empty() || !query.combined.empty() || has_groups(query);
}

bool always_has_a_row(const Select& query) {
  bool has = !query.columns.empty() && !query.groups_by_key;
  for (const Annotation& annotation : query.annotations) has = has && annotation.hidden;
  for (const Expression& column : query.columns) has = has && is_aggregate(column, query);
  return has;
}

}  // namespace promptview::detail
