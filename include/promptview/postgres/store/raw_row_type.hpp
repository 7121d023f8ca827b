// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <promptview/schema/model_traits.hpp>
#include <promptview/schema/struct_traits.hpp>
#include <promptview/values/type_mapping.hpp>

// The type that rows of a statement of the user's own are read into, as the fields of a model: the fields of a model itself, or
// one for each place of a tuple.
namespace promptview::postgres::detail {

// "column 1" to "column 99".
template <std::size_t I>
struct ColumnName {
  static_assert(I < 99, "read at most 99 columns into a tuple");
  static constexpr char text[] = {'c', 'o', 'l', 'u', 'm', 'n', ' ', static_cast<char>(I < 9 ? '1' + I : '0' + (I + 1) / 10),
                                  static_cast<char>('0' + (I + 1) % 10)};
  static constexpr std::string_view view{text, I < 9 ? 8 : 9};
};

template <class T>
struct ValueShape {
  static constexpr FieldInfo fields[] = {{.name = ColumnName<0>::view,
                                          .type = &TypeMapping<T>::type,
                                          .codec = &promptview::detail::codec_of<T>}};
  static constexpr ModelInfo info{.name = "raw", .fields = fields, .field_count = 1};
};

template <class Tuple, class Places>
struct TupleShape;
template <class... T, std::size_t... I>
struct TupleShape<std::tuple<T...>, std::index_sequence<I...>> {
  explicit TupleShape(const std::tuple<T...>& row) noexcept
      : fields{{.name = ColumnName<I>::view,
                .type = &TypeMapping<T>::type,
                .codec = &promptview::detail::codec_of<T>,
                .offset = static_cast<std::size_t>(reinterpret_cast<const char*>(&std::get<I>(row)) - reinterpret_cast<const char*>(&row))}...} {}
  TupleShape(const TupleShape&) = delete;  // `info` points into it

  // Made at the first use, of a row: only one tells where a tuple has its values.
  static const ModelInfo& shape() {
    static const TupleShape made{std::tuple<T...>{}};
    return made.info;
  }

  FieldInfo fields[sizeof...(T)];
  ModelInfo info{.name = "raw", .fields = fields, .field_count = sizeof...(T)};
};

// A std::vector of objects, of which no more is known than how to make it longer.
struct RowVector {
  void* vector = nullptr;
  void (*reserve)(void* vector, std::size_t count) = nullptr;
  void* (*add)(void* vector) = nullptr;  // gives a new object at the end
};

template <class T>
inline constexpr bool is_tuple_of_values = false;
template <class... T>
inline constexpr bool is_tuple_of_values<std::tuple<T...>> = (Mapped<T> && ...) && sizeof...(T) > 0;

template <class T>
concept HasNames = Registered<T> || RegisteredStruct<T>;

template <class T>
inline constexpr bool is_readable = HasNames<T> || is_tuple_of_values<T> || Mapped<T>;

template <class T>
const ModelInfo& shape_of() {
  if constexpr (Registered<T>)
    return promptview::detail::model_of<T>();
  else if constexpr (RegisteredStruct<T>)
    return promptview::detail::struct_of<T>();
  else if constexpr (is_tuple_of_values<T>)
    return TupleShape<T, std::make_index_sequence<std::tuple_size_v<T>>>::shape();
  else
    return ValueShape<T>::info;
}

}  // namespace promptview::postgres::detail
