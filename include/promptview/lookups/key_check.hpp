// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <promptview/lookups/bound_argument.hpp>
#include <promptview/schema/model_traits.hpp>

namespace promptview::detail {

// Whether values of these types can stand for the fields of the primary key, one by one; a wrong number is another
// mistake.
template <class M, class... Key>
consteval bool key_types_fit() {
  static_assert((has_column_type<Key> && ...),
                "the value has no column type: pass a text, a number, or a type with a promptview::TypeMapping");
  constexpr const ModelInfo& model = model_of<M>();
  std::size_t at = 0;
  const auto fits = [&](OperandType given) {
    if (at == model.key_count) return true;
    if (given.form == OperandForm::refused) return true;
    return given.form == OperandForm::value && accepts(*model.key_field(at++).type, *given.type);
  };
  return (fits(Argument<Key>::operand) && ...);
}

// Whether these are values for the primary key; if not, it does not compile.
template <class M, class... Key>
consteval bool key_fits_model() {
  constexpr bool count_fits = sizeof...(Key) == model_of<M>().key_count;
  static_assert(has_key<M>(), "the model has no primary key: mark a field primary_key, or use query()");
  static_assert(count_fits || !has_key<M>(), "give one value for each field of the primary key, in its order");
  if constexpr (count_fits) {
    static_assert(key_types_fit<M, Key...>(), "give values of the types of the primary key's fields, in their order");
    return key_types_fit<M, Key...>();
  }
  return false;
}

}  // namespace promptview::detail
