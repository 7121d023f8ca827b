// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <type_traits>

#include <promptview/base/fixed_string.hpp>
#include <promptview/queryset/row_type.hpp>
#include <promptview/schema/field.hpp>
#include <promptview/schema/model_traits.hpp>

// The types of rows that hold more or less than objects, and the names that texts can use in queries on them.
namespace promptview::detail {

// A name that annotate or alias has given to a computed value of type T; one by alias is not part of a row.
template <FixedString Name, class T, bool Hidden>
struct Named {
  static constexpr std::string_view name = Name.view();
  static constexpr bool hidden = Hidden;
  using type = T;
  using as_hidden = Named<Name, T, true>;
};

// The heads: whole objects, values, one value, a struct that is made of the values, one that is filled by names.
template <class... T>
struct Values {};
template <class T>
struct Single {};
template <class S, class... T>
struct Into {};
template <class S>
struct ByName {};

template <class Head, class... Names>
struct Rows {};

template <FixedString Name, class... Names>
struct NamedAs {};
template <FixedString Name, class First, class... Rest>
struct NamedAs<Name, First, Rest...> : std::conditional_t<First::name == Name.view(), First, NamedAs<Name, Rest...>> {};

// The fields of M and, behind them, the names.
template <class M, class... Names>
struct ScopeOf {
  using scope_model = M;
  static constexpr std::size_t field_count = model_of<M>().field_count;
  struct Fields {
    FieldInfo all[field_count + sizeof...(Names)] = {};
  };

  template <class T>
  static constexpr FieldInfo column(std::string_view name) {
    FieldInfo made{.name = name, .type = &TypeMapping<T>::type, .codec = &codec_of<T>};
    if constexpr (TypeMapping<T>::type.kind != Kind::array) made.list_type = &list_type_of<T>;
    return made;
  }

  static constexpr Fields fields = [] {
    Fields made;
    for (std::size_t i = 0; i < field_count; ++i) made.all[i] = model_of<M>().fields[i];
    std::size_t at = field_count;
    ((made.all[at++] = column<typename Names::type>(Names::name)), ...);
    return made;
  }();
  static constexpr ModelInfo scope_info = [] {
    ModelInfo made = model_of<M>();
    made.fields = fields.all;
    made.field_count = field_count + sizeof...(Names);
    return made;
  }();

  template <FixedString Name>
  using type_of = typename NamedAs<Name, Names...>::type;

  // Whether a name is one of a field or of another name.
  static constexpr bool has_twice() noexcept {
    for (std::size_t i = field_count; i < scope_info.field_count; ++i)
      if (scope_info.place_of(fields.all[i].name) != i) return true;
    return false;
  }
};

template <class Row>
struct NamesOf {
  template <class M, class... More>
  using scope = ScopeOf<M, More...>;
  template <class Named>
  using with = Rows<Row, Named>;
  template <class Head>
  using under = Rows<Head>;
};
template <class Head, class... Names>
struct NamesOf<Rows<Head, Names...>> {
  template <class M, class... More>
  using scope = ScopeOf<M, Names..., More...>;
  template <class Named>
  using with = Rows<Head, Names..., Named>;
  template <class NewHead>
  using under = Rows<NewHead, typename Names::as_hidden...>;
};

}  // namespace promptview::detail
