// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <promptview/expressions/projection.hpp>
#include <promptview/json/json_writer.hpp>
#include <promptview/json/object_conversion.hpp>
#include <promptview/lookups/transform.hpp>
#include <promptview/query/function_table.hpp>
#include <promptview/query/grouping.hpp>
#include <promptview/queryset/query_set.hpp>

// The rows of a query as JSON.
namespace promptview {

namespace detail {

// The key of a computed value: of a path "project__slug", of a function its name and its arguments, "length__name". Empty where
// it has none.
inline std::string key_of_column(const Expression& value, const Select& query, const ModelInfo& model) {
  using Op = Expression::Op;
  const auto joined = [](std::string head, const std::string& rest) { return rest.empty() ? head : head.empty() ? rest : head + "__" + rest; };
  const auto name_of = [](const Expression& call) {
    const std::string_view name = functions[call.place].name;
    return std::string{name == "count_rows" ? "count" : name};
  };
  switch (value.op) {
    case Op::field:
      if (value.outer > 0) return {};
      if (value.field < model.field_count) return std::string{model.fields[value.field].name};
      return std::string{query.annotations[value.field - model.field_count].name};
    case Op::related:
    case Op::gathered: {
      const Expression& inside = value.parts[0];
      const ModelInfo& target = model_in(*value.relation->target, *value.relation);
      const std::string path{value.relation->name};
      if (inside.op != Op::function) return joined(path, key_of_column(inside, query, target));
      return joined(name_of(inside), joined(path, inside.parts.empty() ? std::string{} : key_of_column(inside.parts[0], query, target)));
    }
    case Op::transform: return joined(key_of_column(value.parts[0], query, model), std::string{transforms[value.place].name});
    case Op::function: {
      std::string key = name_of(value);
      for (const Expression& part : value.parts)
        if (part.op < Op::distinct) key = joined(key, key_of_column(part, query, model));
      return key;
    }
    default: return {};
  }
}

// The keys of a row's columns: the names of fields and annotations, and those of computed values; what has none is "column 1",
// ... Throws InvalidValue for a key that comes twice.
inline std::vector<std::string> column_names(const Select& query) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < query.columns.size(); ++i) {
    std::string key = key_of_column(origin_of(query.columns[i], query), query, *query.model);
    names.push_back(key.empty() ? "column " + std::to_string(i + 1) : std::move(key));
  }
  for (const Annotation& annotation : query.annotations)
    if (!annotation.hidden) names.emplace_back(annotation.name);
  std::vector<std::string> sorted = names;
  for (const Include& include : query.includes) sorted.emplace_back(include.relation->name);
  std::sort(sorted.begin(), sorted.end());
  if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end())
    throw InvalidValue{about(query, "annotate one of the values under another name: two of a row have the key ", twice->c_str())};
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
void add_column(Json& to, const T& value, const std::vector<std::string>& names, std::size_t& at, [[maybe_unused]] const JsonFields& fields) {
  if constexpr (Registered<T>) {
    to.update(promptview::to_json(value, fields));
  } else {
    to[names[at]] = column_to_json(value);
    ++at;
  }
}

template <class Row>
Json row_to_json(const Row& row, [[maybe_unused]] const std::vector<std::string>& names, [[maybe_unused]] const JsonFields& fields) {
  if constexpr (is_tuple<Row>) {
    Json made = Json::object();
    std::size_t at = 0;
    std::apply([&](const auto&... value) { (add_column(made, value, names, at, fields), ...); }, row);
    return made;
  } else if constexpr (JsonObject<Row>) {
    return promptview::to_json(row, fields);
  } else {
    return column_to_json(row);
  }
}

}  // namespace detail

// Runs the query: an array with an object for each row, whose keys are the names of fields and annotations; of
// `values_list`, an array of the values. A path is "project__slug", a function its name and arguments, "length__name"; a key that
// would come twice is an InvalidValue. One round trip. `fields`: of objects, as for one alone.
template <class M, class Row>
[[nodiscard]] Json to_json(const QuerySet<M, Row>& query, const JsonFields& fields = {}) {
  using Type = typename QuerySet<M, Row>::row_type;
  static_assert(detail::is_tuple<Type> || JsonObject<Type> || Mapped<Type>,
                "the rows are of a struct without names: register it with PROMPTVIEW_STRUCT, or leave out values_as");
  const std::vector<std::string> names = detail::column_names(query.select());
  Json rows = Json::array();
  for (const Type& row : query.execute()) rows.push_back(detail::row_to_json(row, names, fields));
  return rows;
}

}  // namespace promptview
