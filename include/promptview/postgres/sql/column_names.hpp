// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/query/grouping.hpp>
#include <promptview/query/select.hpp>

// The names of a query's columns for a query around it. Fields have those of the model's columns; all others are made so that
// none is the name of a field's column or of another one, whatever the user called what.
namespace promptview::postgres {

// Whether a column of the model's table has this name.
inline bool is_column(const ModelInfo& model, std::string_view name) noexcept {
  for (std::size_t i = 0; i < model.field_count; ++i)
    if (model.fields[i].column() == name) return true;
  return false;
}

// A name of ours, with so many `_` behind it that no field's column and no annotation has it.
inline std::string own_column(const Select& query, std::string name) {
  const auto is_taken = [&] {
    for (const Annotation& annotation : query.annotations)
      if (annotation.name == name) return true;
    return is_column(*query.model, name);
  };
  while (is_taken()) name += '_';
  return name;
}

// The name of one of the values that a query was asked for.
inline std::string value_column(const Select& query, std::size_t place) {
  if (promptview::detail::has_name_of_field(query, place)) return std::string{query.model->fields[query.columns[place].field].column()};
  return own_column(query, "column " + std::to_string(place + 1));
}

// The name of an annotation: the user's, where it is not that of a field's column or of an annotation before.
inline std::string annotation_column(const Select& query, std::size_t place) {
  const std::string_view name = query.annotations[place].name;
  bool is_taken = is_column(*query.model, name);
  for (std::size_t i = 0; i < place; ++i) is_taken = is_taken || query.annotations[i].name == name;
  return is_taken ? own_column(query, "pv_annotation" + std::to_string(place + 1)) : std::string{name};
}

}  // namespace promptview::postgres
