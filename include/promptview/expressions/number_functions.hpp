// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstdint>
#include <type_traits>

#include <promptview/expressions/arithmetic.hpp>
#include <promptview/expressions/computed.hpp>
#include <promptview/query/function_table.hpp>
#include <promptview/types/numeric_value.hpp>

// Functions on numbers, as PostgreSQL has them.
namespace promptview {

namespace detail {
// Decimals stay decimals; other numbers become doubles.
template <class T>
using real_of = std::conditional_t<kind_of<T>() == Kind::numeric, T, double>;
template <class X>
using real_t = null_as_t<real_of<plain_t<computed_t<X>>>, computed_t<X>>;

template <class T, class A, class... More>
auto number_call(std::uint8_t function, const A& value, const More&... more) {
  static_assert(is_numeric<plain_t<computed_t<A>>> && (is_numeric<plain_t<computed_t<More>>> && ...),
                "the arguments must be numbers: use pv::cast");
  return call<null_as_t<T, computed_t<More>...>>(function, value, more...);
}
}  // namespace detail

// Without its sign.
template <class A>
[[nodiscard]] auto abs(const A& value) {
  return detail::number_call<detail::computed_t<A>>(detail::function("abs"), value);
}
// -1, 0 or 1.
template <class A>
[[nodiscard]] auto sign(const A& value) {
  return detail::number_call<detail::real_t<A>>(detail::function("sign"), value);
}
template <class A>
[[nodiscard]] auto ceil(const A& value) {
  return detail::number_call<detail::real_t<A>>(detail::function("ceil"), value);
}
template <class A>
[[nodiscard]] auto floor(const A& value) {
  return detail::number_call<detail::real_t<A>>(detail::function("floor"), value);
}
// To a whole number; doubles with a half to the even one.
template <class A>
[[nodiscard]] auto round(const A& value) {
  return detail::number_call<detail::real_t<A>>(detail::function("round"), value);
}
template <class A>
[[nodiscard]] auto sqrt(const A& value) {
  return detail::number_call<detail::real_t<A>>(detail::function("sqrt"), value);
}
template <class A>
[[nodiscard]] auto exp(const A& value) {
  return detail::number_call<detail::real_t<A>>(detail::function("exp"), value);
}
template <class A>
[[nodiscard]] auto ln(const A& value) {
  return detail::number_call<detail::real_t<A>>(detail::function("ln"), value);
}
// A decimal, rounded to so many digits behind the point.
template <class A, class B>
[[nodiscard]] auto round_to(const A& value, const B& digits) {
  static_assert(std::same_as<detail::plain_t<detail::computed_t<A>>, Numeric>,
                "pv::round_to takes a decimal: use pv::cast<pv::Numeric>");
  return detail::number_call<detail::null_as_t<Numeric, detail::computed_t<A>, detail::computed_t<B>>>(detail::function("round_to"), value, digits);
}
template <class A, class B>
[[nodiscard]] auto power(const A& base, const B& exponent) {
  using T = detail::real_of<typename detail::NumberOf<detail::plain_t<detail::computed_t<A>>, detail::plain_t<detail::computed_t<B>>>::type>;
  return detail::number_call<detail::null_as_t<T, detail::computed_t<A>, detail::computed_t<B>>>(detail::function("power"), base, exponent);
}
// From 0 to 1, another one for each row.
[[nodiscard]] inline Computed<void, double> random() { return detail::call<double>(detail::function("random")); }

}  // namespace promptview
