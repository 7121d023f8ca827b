// SPDX-License-Identifier: MIT
#pragma once

#include <promptview/database.hpp>
#include <promptview/model_traits.hpp>

namespace promptview::detail {

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
