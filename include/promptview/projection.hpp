// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

#include <promptview/computed.hpp>
#include <promptview/row_shape.hpp>
#include <promptview/struct_traits.hpp>

// Rows that are tuples, single values or structs: what annotate, values, values_list and values_as make.
namespace promptview::detail {

// Reads the columns of a result one after the other; a whole object takes as many as it has fields.
template <class M, class T>
void read_column(T& value, ValueReader& columns) {
  if constexpr (std::is_same_v<M, T>) {
    read_fields(model_of<M>(), &value, columns);
  } else {
    columns.next_item();
    TypeMapping<T>::read(columns, value);
  }
}

// The columns of a result of these types, for checks and messages.
template <class M, class... T>
struct ColumnsOf {
  template <class X>
  static constexpr std::size_t width() noexcept {
    if constexpr (std::is_same_v<X, M>)
      return model_of<M>().field_count;
    else
      return 1;
  }
  static constexpr std::size_t count = (width<T>() + ... + 0);
  struct Fields {
    FieldInfo all[count + 1] = {};
  };

  template <class X>
  static constexpr void add(Fields& to, std::size_t& at) {
    if constexpr (std::is_same_v<X, M>)
      for (std::size_t i = 0; i < model_of<M>().field_count; ++i) to.all[at++] = model_of<M>().fields[i];
    else
      to.all[at++] = ScopeOf<M>::template column<X>("a column");
  }
  static constexpr Fields fields = [] {
    Fields made;
    std::size_t at = 0;
    (add<T>(made, at), ...);
    return made;
  }();
  static constexpr ModelInfo info = [] {
    ModelInfo made = model_of<M>();
    made.fields = fields.all;
    made.field_count = count;
    return made;
  }();
};

template <class M, class Tuple>
struct ColumnsOfTuple;
template <class M, class... T>
struct ColumnsOfTuple<M, std::tuple<T...>> : ColumnsOf<M, T...> {};

template <class M, class Tuple>
void read_tuple(Tuple& row, ValueReader& columns) {
  std::apply([&columns](auto&... value) { (read_column<M>(value, columns), ...); }, row);
}

// The values of the names that are part of a row.
template <class... Names>
using visible_t =
    decltype(std::tuple_cat(std::declval<std::conditional_t<Names::hidden, std::tuple<>, std::tuple<typename Names::type>>>()...));
template <class... Tuples>
using joined_t = decltype(std::tuple_cat(std::declval<Tuples>()...));

template <class M, class Parts>
struct TupleShape {
  using type = Parts;
  static constexpr const ModelInfo* info = &ColumnsOfTuple<M, Parts>::info;
  static void read(type& row, ValueReader& columns) { read_tuple<M>(row, columns); }
};

// Whole objects, with the visible names behind them.
template <class M, class... Names>
struct RowShape<M, Rows<M, Names...>>
    : std::conditional_t<(Names::hidden && ...), RowShape<M, M>, TupleShape<M, joined_t<std::tuple<M>, visible_t<Names...>>>> {
  using Scope = ScopeOf<M, Names...>;
};

template <class M, class... T, class... Names>
struct RowShape<M, Rows<Values<T...>, Names...>> : TupleShape<M, joined_t<std::tuple<T...>, visible_t<Names...>>> {
  using Scope = ScopeOf<M, Names...>;
};

template <class M, class T, class... Names>
struct RowShape<M, Rows<Single<T>, Names...>> {
  using type = T;
  using Scope = ScopeOf<M, Names...>;
  static constexpr const ModelInfo* info = &ColumnsOf<M, T>::info;
  static void read(T& row, ValueReader& columns) { read_column<M>(row, columns); }
};

// S is made of the values, in their order: `S{a, b, c}`.
template <class M, class S, class... T, class... Names>
struct RowShape<M, Rows<Into<S, T...>, Names...>> {
  using type = S;
  using Scope = ScopeOf<M, Names...>;
  using Parts = joined_t<std::tuple<T...>, visible_t<Names...>>;
  static constexpr const ModelInfo* info = &ColumnsOfTuple<M, Parts>::info;
  static void read(S& row, ValueReader& columns) {
    Parts parts{};
    read_tuple<M>(parts, columns);
    row = std::apply([](auto&... value) { return S{std::move(value)...}; }, parts);
  }
};

inline void error_the_struct_has_a_field_that_the_query_lacks() {}
inline void error_a_field_of_the_struct_has_another_type_than_in_the_query() {}

template <class Scope, class S>
consteval bool names_fit() {
  const ModelInfo& wanted = struct_of<S>();
  for (std::size_t i = 0; i < wanted.field_count; ++i) {
    const std::size_t place = scope_of<Scope>().place_of(wanted.fields[i].name);
    if (place == ModelInfo::no_field) {
      error_the_struct_has_a_field_that_the_query_lacks();
      return false;
    }
    const TypeInfo& given = *scope_of<Scope>().fields[place].type;
    if (!accepts(*wanted.fields[i].type, given) || (given.nullable && !wanted.fields[i].type->nullable))
      error_a_field_of_the_struct_has_another_type_than_in_the_query();
  }
  return true;
}

// The fields of S, a PROMPTVIEW_STRUCT, are those of the scope with the same names.
template <class M, class S, class... Names>
struct RowShape<M, Rows<ByName<S>, Names...>> {
  using type = S;
  using Scope = ScopeOf<M, Names...>;
  static_assert(names_fit<Scope, S>());
  static constexpr const ModelInfo* info = &struct_of<S>();
  static void read(S& row, ValueReader& columns) { read_fields(struct_of<S>(), &row, columns); }
};

}  // namespace promptview::detail
