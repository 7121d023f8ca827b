// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <tuple>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include <promptview/base/inline.hpp>
#include <promptview/expressions/projection.hpp>
#include <promptview/json/object_conversion.hpp>
#include <promptview/queryset/query_set.hpp>

// The rows of a query as JSON.
namespace promptview {

namespace detail {

// The keys of a row's columns: the names of fields and annotations, and those of computed values; what has none is "column 1",
// ... Throws InvalidValue for a key that comes twice.
PROMPTVIEW_INLINE std::vector<std::string> column_names(const Select& query);

using WriteValue = void (*)(ValueWriter& out, const void* value);
PROMPTVIEW_INLINE nlohmann::json value_to_json(const TypeInfo& type, WriteValue write, const void* value);

template <class T>
typename IncludeTypesJsonHpp<T>::Json column_to_json(const T& value) {
  return value_to_json(
      TypeMapping<T>::type, [](ValueWriter& out, const void* given) { TypeMapping<T>::write(out, *static_cast<const T*>(given)); }, &value);
}

template <class T>
inline constexpr bool is_tuple = false;
template <class... T>
inline constexpr bool is_tuple<std::tuple<T...>> = true;

// `at`: the place of the value's name, which moves on.
template <class Json, class T>
void add_column(Json& to, const T& value, const std::vector<std::string>& names, std::size_t& at, [[maybe_unused]] const JsonFields& fields) {
  if constexpr (Registered<T>) {
    to.update(promptview::to_json(value, fields));
  } else {
    to[names[at]] = column_to_json(value);
    ++at;
  }
}

template <class Row>
typename IncludeTypesJsonHpp<Row>::Json row_to_json(const Row& row, [[maybe_unused]] const std::vector<std::string>& names, [[maybe_unused]] const JsonFields& fields) {
  if constexpr (is_tuple<Row>) {
    auto made = IncludeTypesJsonHpp<Row>::Json::object();
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
[[nodiscard]] auto to_json(const QuerySet<M, Row>& query, const JsonFields& fields = {}) {
  static_assert(detail::knows_json<Row>, "include <promptview/json.hpp> where JSON is made: it has the type pv::Json");
  using Type = typename QuerySet<M, Row>::row_type;
  static_assert(detail::is_tuple<Type> || JsonObject<Type> || Mapped<Type>,
                "the rows are of a struct without names: register it with PROMPTVIEW_STRUCT, or leave out values_as");
  const std::vector<std::string> names = detail::column_names(query.select());
  auto rows = detail::IncludeTypesJsonHpp<Row>::Json::array();
  for (const Type& row : query.execute()) rows.push_back(detail::row_to_json(row, names, fields));
  return rows;
}

}  // namespace promptview

#ifndef PROMPTVIEW_COMPILED
#include <promptview/json/row_json.ipp>
#endif
