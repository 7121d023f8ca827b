// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/postgres/format/identifier.hpp>
#include <promptview/postgres/select/select_joins.hpp>
#include <promptview/postgres/sql/column_names.hpp>
#include <promptview/postgres/sql/scope.hpp>
#include <promptview/postgres/sql/shape_check.hpp>
#include <promptview/query/grouped_values.hpp>
#include <promptview/query/grouping.hpp>

namespace promptview::postgres {

// The qualifier of the columns of a scope's rows: their name and a dot, or nothing.
inline std::string qualifier_of(const Scope& scope) {
  std::string name;
  if (!scope.qualifies) return name;
  scope.append_name(name);
  return name += '.';
}

// Whether groups by what is read of a field are asked for its column, too: the server must know that they agree in it.
inline bool needs_column(const Select& query, std::size_t place) {
  if (!promptview::detail::has_name_of_field(query, place)) return false;
  const std::uint16_t field = query.columns[place].field;
  if (!query.model->fields[field].is_read_as_another()) return false;
  const promptview::detail::GroupedValues groups{query};
  bool needed = false;
  shape_check::for_each_value_of_groups(query, true, [&](const Expression& value, const char*) {
    const bool is_read = promptview::detail::same(value, query.columns[place]);  // an order by the field alone is one by what is read
    needed = needed || (!is_read && groups.needs_column(value, field));
  });
  return needed;
}

// ` GROUP BY ...`. Rows of the model are grouped by its key, others by the columns and annotations that are no aggregates. The
// key says what the other fields are only of a table.
inline void append_groups(std::string& sql, const Scope& scope, const SelectJoins& joins) {
  const Select& query = *scope.select;
  const ModelInfo& model = *query.model;
  std::string_view before = " GROUP BY ";
  const auto add = [&](const std::string& key) {
    sql.append(before).append(key);
    before = ", ";
  };
  std::size_t place = 1;
  if (!query.projects || query.groups_by_key) {
    const bool by_key = model.key_count > 0 && query.source.empty();
    const std::string qualifier = qualifier_of(scope);
    for (std::size_t i = 0; i < (by_key ? model.key_count : model.field_count); ++i)
      add(qualifier + quote_identifier((by_key ? model.key_field(i) : model.fields[i]).column()));
    for (std::size_t i = 0; i < scope.known; ++i) {
      const Select& inner = *query.source[0].query;
      const bool is_shown = !query.groups_by_key && !query.annotations[i].hidden;  // by its place, below
      if (!is_shown && !inner.annotations[i].hidden) add(qualifier + quote_identifier(annotation_column(inner, i)));
    }
    place += model.field_count;
    joins.for_each_key(add);
  }
  if (query.groups_by_key) return;
  const auto add_place = [&](bool is_of_many_rows) {
    if (!is_of_many_rows) add(std::to_string(place));
    ++place;
  };
  const auto is_of_many_rows = [&](const Expression& value) {
    const promptview::detail::Contents contents = promptview::detail::contents_of(value, query);
    return contents.aggregate || contents.window;
  };
  for (const Expression& column : query.columns) add_place(is_of_many_rows(column));
  for (std::size_t i = 0; i < query.annotations.size(); ++i)
    if (!query.annotations[i].hidden) add_place(i >= scope.known && is_of_many_rows(query.annotations[i].value));
  for (std::size_t i = 0; i < query.columns.size(); ++i)
    if (needs_column(query, i)) add(qualifier_of(scope) + quote_identifier(model.fields[query.columns[i].field].column()));
}

}  // namespace promptview::postgres
