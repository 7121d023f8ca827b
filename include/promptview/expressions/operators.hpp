// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <promptview/expressions/arithmetic.hpp>
#include <promptview/expressions/computed.hpp>
#include <promptview/query/condition.hpp>
#include <promptview/query/function_table.hpp>

// Scalar functions and operators on values of rows. Arguments are computed values, member pointers (`&User::age`) or
// plain values, which are bound. A result is a std::optional where an argument can be NULL.
namespace promptview {

namespace detail {

template <class X>
struct IsComputed : std::false_type {};
template <class X>
  requires requires { typename X::model_type; typename X::value_type; } && std::derived_from<X, Computed<typename X::model_type, typename X::value_type>>
struct IsComputed<X> : std::true_type {};
template <class... X>
concept OneComputed = (IsComputed<X>::value || ...);

template <class A, class B>
constexpr bool are_comparable() noexcept {
  constexpr const TypeInfo& a = TypeMapping<computed_t<A>>::type;
  constexpr const TypeInfo& b = TypeMapping<computed_t<B>>::type;
  return accepts(a, b) || accepts(b, a);
}

// Throws InvalidValue for an order beside a value that is null.
inline Expression comparison(std::uint8_t lookup, Expression left, Expression right) {
  const auto is_value = [](const Expression& side) { return side.op == Expression::Op::value; };
  const bool is_symmetric = lookups[lookup].operand == Operand::nullable;
  if (is_symmetric && is_value(left) && !is_value(right)) std::swap(left, right);
  if (!is_symmetric && ((is_value(left) && left.value.null) || (is_value(right) && right.value.null)))
    throw InvalidValue{"null can only be compared by == and !=: look whether the value is there first"};
  Expression made{.op = Expression::Op::lookup, .place = lookup};
  made.parts.push_back(std::move(left));
  if (right.op == Expression::Op::value)
    made.value = std::move(right.value);
  else
    made.parts.push_back(std::move(right));
  return made;
}

template <class X>
using unless_null = std::conditional_t<NullLiteral<X>, int, X>;
template <class A, class B>
Q<model_t<unless_null<A>, unless_null<B>>> compare(std::uint8_t lookup, const A& left, const B& right) {
  static_assert(!NullLiteral<A> && !NullLiteral<B>, "null can only be compared by == and !=");
  if constexpr (!NullLiteral<A> && !NullLiteral<B>) {
    static_assert(are_comparable<A, B>(), "the two values have types that cannot be compared: use pv::cast");
    return Q<model_t<A, B>>{comparison(lookup, to_expression(left), to_expression(right))};
  }
}
template <class A>
Q<model_t<A>> null_test(const A& value, bool is_null) {
  Expression made = comparison(lookup_named("isnull"), to_expression(value), {});
  made.parts.resize(1);
  made.value = {.type = &plain_type(Kind::boolean), .null = false, .integer = is_null ? 1 : 0};
  return Q<model_t<A>>{std::move(made)};
}

}  // namespace detail

// --- Operators: at least one side is a computed value -------------------------------------------------------------------

template <class A, class B>
  requires detail::OneComputed<A, B>
[[nodiscard]] auto operator+(const A& left, const B& right) {
  return detail::call<detail::arithmetic_t<'+', A, B>>(detail::function("add"), left, right);
}
template <class A, class B>
  requires detail::OneComputed<A, B>
[[nodiscard]] auto operator-(const A& left, const B& right) {
  return detail::call<detail::arithmetic_t<'-', A, B>>(detail::function("subtract"), left, right);
}
template <class A, class B>
  requires detail::OneComputed<A, B>
[[nodiscard]] auto operator*(const A& left, const B& right) {
  return detail::call<detail::arithmetic_t<'*', A, B>>(detail::function("multiply"), left, right);
}
template <class A, class B>
  requires detail::OneComputed<A, B>
[[nodiscard]] auto operator/(const A& left, const B& right) {
  return detail::call<detail::arithmetic_t<'/', A, B>>(detail::function("divide"), left, right);
}
template <class A, class B>
  requires detail::OneComputed<A, B>
[[nodiscard]] auto operator%(const A& left, const B& right) {
  return detail::call<detail::arithmetic_t<'%', A, B>>(detail::function("modulo"), left, right);
}
template <class A>
  requires detail::OneComputed<A>
[[nodiscard]] auto operator-(const A& value) {
  return detail::call<detail::computed_t<A>>(detail::function("negative"), value);
}

// Conditions. `==` and `!=` are SQL's `=` and IS DISTINCT FROM; beside null they are IS NULL and IS NOT NULL.
template <class A, class B>
  requires detail::OneComputed<A, B>
[[nodiscard]] auto operator==(const A& left, const B& right) {
  if constexpr (detail::NullLiteral<B>)
    return detail::null_test(left, true);
  else if constexpr (detail::NullLiteral<A>)
    return detail::null_test(right, true);
  else
    return detail::compare(detail::lookup_named("exact"), left, right);
}
template <class A, class B>
  requires detail::OneComputed<A, B>
[[nodiscard]] auto operator!=(const A& left, const B& right) {
  if constexpr (detail::NullLiteral<B>)
    return detail::null_test(left, false);
  else if constexpr (detail::NullLiteral<A>)
    return detail::null_test(right, false);
  else
    return detail::compare(detail::lookup_named("ne"), left, right);
}
template <class A, class B>
  requires detail::OneComputed<A, B>
[[nodiscard]] auto operator<(const A& left, const B& right) {
  return detail::compare(detail::lookup_named("lt"), left, right);
}
template <class A, class B>
  requires detail::OneComputed<A, B>
[[nodiscard]] auto operator<=(const A& left, const B& right) {
  return detail::compare(detail::lookup_named("lte"), left, right);
}
template <class A, class B>
  requires detail::OneComputed<A, B>
[[nodiscard]] auto operator>(const A& left, const B& right) {
  return detail::compare(detail::lookup_named("gt"), left, right);
}
template <class A, class B>
  requires detail::OneComputed<A, B>
[[nodiscard]] auto operator>=(const A& left, const B& right) {
  return detail::compare(detail::lookup_named("gte"), left, right);
}

// --- Any type -----------------------------------------------------------------------------------------------------------

// A plain value as a computed one, where no argument says that it is meant.
template <class X>
[[nodiscard]] auto value(const X& given) {
  return Computed<void, detail::computed_t<X>>{detail::to_expression(given)};
}
// The first argument that is not NULL.
template <class X, class... More>
[[nodiscard]] auto coalesce(const X& first, const More&... more) {
  return detail::call<detail::common_if_any_t<X, More...>>(detail::function("coalesce"), first, more...);
}
// The largest, the least of the arguments that are not NULL.
template <class X, class... More>
[[nodiscard]] auto greatest(const X& first, const More&... more) {
  return detail::call<detail::common_if_any_t<X, More...>>(detail::function("greatest"), first, more...);
}
template <class X, class... More>
[[nodiscard]] auto least(const X& first, const More&... more) {
  return detail::call<detail::common_if_any_t<X, More...>>(detail::function("least"), first, more...);
}
// NULL where both are equal.
template <class A, class B>
[[nodiscard]] auto nullif(const A& value, const B& other) {
  using First = detail::plain_t<detail::computed_t<A>>;
  using Common = detail::common_of<A, B>;  // to which only numbers of two sorts are converted
  constexpr bool keeps = detail::Whole<Common> || (detail::Real<First> && detail::Real<detail::plain_t<detail::computed_t<B>>>);
  using Kept = std::conditional_t<keeps, First, Common>;
  return detail::call<std::optional<Kept>>(detail::function("nullif"), value, other);
}
namespace detail {
template <class T>
inline constexpr bool is_mapped = Mapped<T>;  // of a concept, compilers would print the parts
}
// `pv::cast<std::string>(&User::age)`
template <class T, class X>
[[nodiscard]] auto cast(const X& value) {
  static_assert(detail::is_mapped<T>, "pv::cast<T> needs a type with a promptview::TypeMapping");
  using To = std::conditional_t<Mapped<T>, T, int>;  // no more errors behind the first
  Expression made{.op = Expression::Op::function, .place = detail::function("cast"), .value = {.type = &TypeMapping<detail::plain_t<To>>::type}};
  made.parts.push_back(detail::to_expression(value));
  return Computed<detail::model_t<X>, detail::null_as_t<To, detail::computed_t<X>>>{std::move(made)};
}

namespace detail {
inline Expression sql_expression(std::string_view text) {
  return {.op = Expression::Op::sql, .value = {.type = &plain_type(Kind::text), .null = false, .text = std::string{text}}};
}
}  // namespace detail

// SQL of your own, as a value of type T: `pv::sql<int>("length({0}) + {1}", &User::name, 5)`. The text is sent as it is;
// {0}, {1}, ... are the arguments, of which plain values are bound. Never put input into the text.
template <class T, class... X>
[[nodiscard]] auto sql(const char* text, const X&... arguments) {
  Expression made = detail::sql_expression(text);
  (made.parts.push_back(detail::to_expression(arguments)), ...);
  return Computed<detail::model_t<X...>, T>{std::move(made)};
}

}  // namespace promptview
