// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/base/fwd.hpp>
#include <promptview/links/key_relation.hpp>
#include <promptview/lookups/bound_argument.hpp>
#include <promptview/query/expression.hpp>
#include <promptview/query/lookup_condition.hpp>
#include <promptview/schema/model_traits.hpp>
#include <promptview/types/auto.hpp>

namespace promptview {

// A value of type T that the database computes for each row of M: a field, or what functions and operators make of
// fields and values. M is void where no row is needed. An immutable value; made by `User::f(&User::age)`, the
// operators, and the functions of this folder: text_functions.hpp, aggregates.hpp, windows.hpp, subquery.hpp and the others.
template <class M, class T>
class Computed {
 public:
  using model_type = M;
  using value_type = T;

  explicit Computed(Expression expression) : expression_{std::move(expression)} {}

  // The expression that is computed, as data. It lives as long as this object.
  const Expression& expression() const noexcept { return expression_; }

 protected:
  Expression expression_;
};

namespace detail {

template <class T>
struct WithoutAuto {
  using type = T;
};
template <class T>
struct WithoutAuto<Auto<T>> {
  using type = T;
};
template <class T>
struct WithoutAuto<Deferred<T>> {
  using type = T;
};
template <class T>
struct WithoutOptional {
  using type = T;
};
template <class T>
struct WithoutOptional<std::optional<T>> {
  using type = T;
};
template <class T>
using plain_t = typename WithoutOptional<typename WithoutAuto<T>::type>::type;
template <class T>
using optional_t = std::optional<plain_t<T>>;
template <class T>
inline constexpr bool is_nullable = !std::same_as<T, plain_t<T>> && !is_auto<T>;
// T, which is empty where one of the arguments is.
template <class T, class... Arguments>
using null_as_t = std::conditional_t<(is_nullable<Arguments> || ...), optional_t<T>, T>;

inline Expression value_expression(Value value) { return {.op = Expression::Op::value, .value = std::move(value)}; }

// Makes a computed value of all that can stand for one: a computed value, a member pointer, a condition, or a plain value,
// which is bound.
// (Where a value cannot stand for one, the assertion comes last: what is missing of the type would be errors of their own.)
template <class X>
struct AsComputed {
  using model = void;
  using type = std::conditional_t<TextLike<X>, std::string, std::conditional_t<UnsignedNumber<X>, std::int64_t, std::remove_cv_t<X>>>;
  static Expression make(const X& value) {
    if constexpr (std::same_as<typename WithoutAuto<type>::type, type>)
      return value_expression(value_of(TypeMapping<type>::type, bind_argument(value)));
    else
      return AsComputed<typename WithoutAuto<type>::type>::make(value.value());
  }
  static_assert(has_column_type<X>, "the value has no column type: pass a text, a number, a member pointer, or a type with a "
                                    "promptview::TypeMapping");
};
template <NullLiteral X>
struct AsComputed<X> {
  using model = void;
  using type = bool;
  static Expression make(const X&) { return {}; }
  static_assert(std::is_void_v<X>, "null has no type here: pass an empty std::optional<T>, or use or_null() or pv::nullif");
};
template <class M, class T>
struct AsComputed<Computed<M, T>> {
  using model = M;
  using type = T;
  static Expression make(const Computed<M, T>& value) { return value.expression(); }
};
template <class X>
  requires requires { typename X::model_type; typename X::value_type; } && std::derived_from<X, Computed<typename X::model_type, typename X::value_type>>
struct AsComputed<X> : AsComputed<Computed<typename X::model_type, typename X::value_type>> {};
template <class C, class T>
struct AsComputed<T C::*> {
  using model = C;
  using type = typename WithoutAuto<T>::type;
  static Expression make(T C::*member) { return {.op = Expression::Op::field, .field = place_of_member<C>(member)}; }
};
// A relation with a column is its key.
template <class C, HoldsKey T>
struct AsComputed<T C::*> {
  using model = C;
  using type = std::conditional_t<T::is_optional, std::optional<typename T::key_type>, typename T::key_type>;
  static Expression make(T C::*member) { return {.op = Expression::Op::field, .field = place_of_member<C>(member)}; }
};
template <class M>
struct AsComputed<Q<M>> {
  using model = M;
  using type = bool;
  static Expression make(const Q<M>& condition) { return condition.condition(); }
};

template <class X>
using computed_t = typename AsComputed<std::remove_cvref_t<X>>::type;
// Not of a case_when without its end. Compilers print each call on their way to a message, which is to stay short, so that
// it stands where calls come in, and these then do not go through to_expression.
template <class X>
inline constexpr bool is_finished = true;

template <class X>
Expression to_expression(const X& value) {
  static_assert(is_finished<X>, "end case_when(...) with .otherwise(value) or .or_null()");
  return AsComputed<X>::make(value);
}

// The one model of some arguments; void where none has one.
template <class... Models>
struct OneModel {
  using type = void;
};
template <class First, class... Rest>
struct OneModel<First, Rest...> {
  using rest = typename OneModel<Rest...>::type;
  using type = std::conditional_t<std::is_void_v<First>, rest, First>;
  static_assert(std::is_void_v<First> || std::is_void_v<rest> || std::same_as<First, rest>,
                "the values are of rows of two models: use pv::outer<Inner>(...) for those of the query around");
};
template <class... X>
using model_t = typename OneModel<typename AsComputed<std::remove_cvref_t<X>>::model...>::type;

// Whether a value can stand in a query on M.
template <class M, class X>
struct IsOf : std::bool_constant<std::is_void_v<model_t<X>> || std::same_as<model_t<X>, M>> {};

// The function in the table `functions`, of these arguments. A literal keeps its type beside them.
template <class T, class... X>
auto call(std::uint8_t function, const X&... arguments) {
  static_assert((is_finished<X> && ...), "end case_when(...) with .otherwise(value) or .or_null()");
  Expression made{.op = Expression::Op::function, .place = function};
  made.parts.reserve(sizeof...(X));
  (made.parts.push_back(AsComputed<X>::make(arguments)), ...);
  return Computed<model_t<X...>, T>{std::move(made)};
}

// As the value beside a lookup: `filter("age__gt", User::f(&User::limit))`.
template <class X>
  requires requires { typename X::model_type; typename X::value_type; } && std::derived_from<X, Computed<typename X::model_type, typename X::value_type>>
struct Argument<X> {
  template <class M>
  static constexpr bool is_of = std::is_void_v<typename X::model_type> || std::same_as<typename X::model_type, M>;
  static constexpr OperandType operand{.type = &TypeMapping<typename X::value_type>::type};
  static Expression expression(const X& value) { return value.expression(); }
};

}  // namespace detail
}  // namespace promptview
