// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

#include <promptview/expressions/computed.hpp>
#include <promptview/expressions/row_scope.hpp>
#include <promptview/schema/struct_traits.hpp>

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
      to.all[at++] = ScopeOf<M>::template column<X>("");
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

template <class M, class... More>
struct ObjectIn<M, std::tuple<M, More...>> {
  static constexpr bool is_there = true;
  static void* of(std::tuple<M, More...>& row) noexcept { return &std::get<0>(row); }
};

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

// Stands for one more part: if S can be made with it too, the parts are fewer than its members.
struct AnyValue {
  template <class T>
  operator T() const;  // NOLINT(google-explicit-constructor)
};
template <class S, class Parts>
inline constexpr bool is_made_of = false;
template <class S, class... T>
inline constexpr bool is_made_of<S, std::tuple<T...>> =
    requires { S{std::declval<T>()...}; } && !(std::is_aggregate_v<S> && requires { S{std::declval<T>()..., AnyValue{}}; });

// Of a row of values_as: whether the struct can be made of its values.
template <class Row>
inline constexpr bool can_be_made = false;
template <class S, class... T, class... Names>
inline constexpr bool can_be_made<Rows<Into<S, T...>, Names...>> = is_made_of<S, joined_t<std::tuple<T...>, visible_t<Names...>>>;

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

enum class NamesFit { yes, lacks_one, another_type };

template <class Scope, class S>
consteval NamesFit names_fit() {
  const ModelInfo& wanted = struct_of<S>();
  for (std::size_t i = 0; i < wanted.field_count; ++i) {
    const std::size_t place = scope_of<Scope>().place_of(wanted.fields[i].name);
    if (place == ModelInfo::no_field) return NamesFit::lacks_one;
    const TypeInfo& given = *scope_of<Scope>().fields[place].type;
    if (!accepts(*wanted.fields[i].type, given) || (given.nullable && !wanted.fields[i].type->nullable)) return NamesFit::another_type;
  }
  return NamesFit::yes;
}

// The fields of S, a PROMPTVIEW_STRUCT, are those of the scope with the same names.
template <class M, class S, class... Names>
struct RowShape<M, Rows<ByName<S>, Names...>> {
  using type = S;
  using Scope = ScopeOf<M, Names...>;
  static constexpr NamesFit fit = names_fit<Scope, S>();
  static_assert(fit != NamesFit::lacks_one, "the struct has a field that the query lacks: annotate it, or pass the values");
  static_assert(fit != NamesFit::another_type,
                "a field of the struct has another type than in the query, or cannot be null as it can");
  static constexpr const ModelInfo* info = &struct_of<S>();
  static void read(S& row, ValueReader& columns) { read_fields(struct_of<S>(), &row, columns); }
};

}  // namespace promptview::detail
