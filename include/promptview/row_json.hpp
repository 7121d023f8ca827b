// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/projection.hpp>
#include <promptview/query_set.hpp>
#include <promptview/types/json_writer.hpp>

// The rows of a query as JSON.
namespace promptview {

namespace detail {

// The names of a row's columns: of fields and annotations; computed values without a name are "column 1", ...
inline std::vector<std::string> column_names(const Select& query) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < query.columns.size(); ++i) {
    const Expression& column = query.columns[i];
    const std::size_t fields = query.model->field_count;
    if (column.op != Expression::Op::field || column.outer > 0)
      names.push_back("column " + std::to_string(i + 1));
    else
      names.emplace_back(column.field < fields ? query.model->fields[column.field].name : query.annotations[column.field - fields].name);
  }
  for (const Annotation& annotation : query.annotations)
    if (!annotation.hidden) names.emplace_back(annotation.name);
  return names;
}

template <class T>
Json column_to_json(const T& value) {
  JsonWriter writer;
  writer.begin(TypeMapping<T>::type);
  TypeMapping<T>::write(writer, value);
  return writer.take();
}

template <class T>
inline constexpr bool is_tuple = false;
template <class... T>
inline constexpr bool is_tuple<std::tuple<T...>> = true;

// `at`: the place of the value's name, which moves on.
template <class T>
void add_column(Json& to, const T& value, const std::vector<std::string>& names, std::size_t& at) {
  if constexpr (Registered<T>) {
    to.update(promptview::to_json(value));
  } else {
    to[names[at]] = column_to_json(value);
    ++at;
  }
}

template <class Row>
Json row_to_json(const Row& row, const std::vector<std::string>& names) {
  if constexpr (is_tuple<Row>) {
    Json made = Json::object();
    std::size_t at = 0;
    std::apply([&](const auto&... value) { (add_column(made, value, names, at), ...); }, row);
    return made;
  } else if constexpr (JsonObject<Row>) {
    return promptview::to_json(row);
  } else {
    return column_to_json(row);
  }
}

}  // namespace detail

// Runs the query: an array with an object for each row, whose keys are the names of fields and annotations; of
// `values_list`, an array of the values. One round trip.
template <class M, class Row>
[[nodiscard]] Json to_json(const QuerySet<M, Row>& query) {
  using Type = typename QuerySet<M, Row>::row_type;
  static_assert(detail::is_tuple<Type> || JsonObject<Type> || Mapped<Type>,
                "the rows are of a struct without names: register it with PROMPTVIEW_STRUCT, or leave out values_as");
  const std::vector<std::string> names = detail::column_names(query.select());
  Json rows = Json::array();
  for (const Type& row : query.execute()) rows.push_back(detail::row_to_json(row, names));
  return rows;
}

}  // namespace promptview
