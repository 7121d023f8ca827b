// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <initializer_list>
#include <optional>
#include <type_traits>
#include <utility>

#include <promptview/lookups/object_argument.hpp>
#include <promptview/query/checked_lookup.hpp>
#include <promptview/query/lookup_condition.hpp>
#include <promptview/query/outer_reference.hpp>
#include <promptview/query/runtime_lookup.hpp>
#include <promptview/schema/model_traits.hpp>

namespace promptview {

// A condition on rows of M, made by `M::q(...)` and joined by `&&`, `||`, `^` (exactly one of both) and `!`.
// `!` keeps the rows whose column is NULL, as `exclude` does.
template <class M>
class Q {
 public:
  Q() = default;  // holds for every row
  explicit Q(Expression condition) : condition_{std::move(condition)} {}
  // A condition that names no row of its own, such as pv::exists(...), is one on any model.
  template <std::same_as<void> Any>
    requires(!std::is_void_v<M>)
  Q(Q<Any> condition) : condition_{std::move(condition).condition()} {}  // NOLINT(google-explicit-constructor)
  // A computed bool is a condition; where it is NULL, it does not hold.
  template <class X>
    requires requires(const X& value) { value.expression(); } && (std::same_as<typename X::value_type, bool> || std::same_as<typename X::value_type, std::optional<bool>>) &&
             (std::is_void_v<typename X::model_type> || std::same_as<typename X::model_type, M>)
  Q(const X& value) : condition_{value.expression()} {}  // NOLINT(google-explicit-constructor)

  // The condition as data.
  const Expression& condition() const& noexcept { return condition_; }
  Expression condition() && noexcept { return std::move(condition_); }

  [[nodiscard]] friend Q operator&&(Q left, Q right) { return joined(Expression::Op::all, left, right); }
  [[nodiscard]] friend Q operator||(Q left, Q right) { return joined(Expression::Op::any, left, right); }
  [[nodiscard]] friend Q operator^(Q left, Q right) { return joined(Expression::Op::exactly_one, left, right); }
  [[nodiscard]] friend Q operator!(Q operand) { return Q{detail::negate(std::move(operand.condition_))}; }

 private:
  static Q joined(Expression::Op op, Q& left, Q& right) {
    return Q{detail::join(op, std::move(left.condition_), std::move(right.condition_))};
  }

  Expression condition_{};
};

namespace detail {

template <class A, class B>
concept TwoModels = !std::same_as<A, B> && !std::is_void_v<A> && !std::is_void_v<B>;

}  // namespace detail

template <class A, class B>
  requires detail::TwoModels<A, B>
Q<A> operator&&(const Q<A>& left, const Q<B>&) {
  static_assert(std::is_same_v<A, B>, "the two conditions are of rows of two models");
  return left;
}
template <class A, class B>
  requires detail::TwoModels<A, B>
Q<A> operator||(const Q<A>& left, const Q<B>&) {
  static_assert(std::is_same_v<A, B>, "the two conditions are of rows of two models");
  return left;
}
template <class A, class B>
  requires detail::TwoModels<A, B>
Q<A> operator^(const Q<A>& left, const Q<B>&) {
  static_assert(std::is_same_v<A, B>, "the two conditions are of rows of two models");
  return left;
}

namespace detail {

template <class M>
Q<M> refuse_bool(const Q<M>& condition) {
  static_assert(!std::is_same_v<Q<M>, Q<M>>, "a bool is no condition: use filter_if(wanted, condition)");
  return condition;
}

}  // namespace detail

template <class M>
Q<M> operator&&(const Q<M>& left, std::same_as<bool> auto) {
  return detail::refuse_bool(left);
}
template <class M>
Q<M> operator&&(std::same_as<bool> auto, const Q<M>& right) {
  return detail::refuse_bool(right);
}
template <class M>
Q<M> operator||(const Q<M>& left, std::same_as<bool> auto) {
  return detail::refuse_bool(left);
}
template <class M>
Q<M> operator||(std::same_as<bool> auto, const Q<M>& right) {
  return detail::refuse_bool(right);
}

namespace detail {

// The condition of a lookup on rows of M. `S` is the scope that the lookup was resolved in: the model, or one with annotations.
template <class M, class S, class V, class Given>
Q<M> make_q(const CheckedLookup<S, V>& lookup, const Given& value) {
  if constexpr (MadeOfExpression<Given>) {
    static_assert(Argument<Given>::template is_of<M>, "the value is one of rows of another model: use pv::outer<Inner>(...) for the query around");
    Expression expression = Argument<Given>::expression(value);
    if (lookup.resolved().hop_count > 0) refer_outwards(expression, lookup.resolved().hop_count, model_of<M>());
    return Q<M>{make_leaf(scope_of<S>(), lookup.resolved(), {.type = Argument<Given>::operand, .expression = &expression})};
  } else {
    return Q<M>{make_leaf(scope_of<S>(), lookup.resolved(), bind_argument(value))};
  }
}
template <class M, class S = M, class V>
Q<M> make_q(RuntimeText lookup, const V& value) {
  return Q<M>{make_runtime_leaf(scope_of<S>(), lookup.text, bind_argument(value))};
}

}  // namespace detail

// `pv::q<User>("age__lt", 18)`: the condition of one lookup, checked when it compiles.
template <class M, class V>
[[nodiscard]] Q<M> q(std::type_identity_t<detail::CheckedLookup<M, V>> lookup, const V& value) {
  return detail::make_q<M>(lookup, value);
}
// `pv::q<User>("age__in", {1, 2, 3})`, `pv::q<User>("age__range", {18, 65})`
template <class M, class T>
[[nodiscard]] Q<M> q(std::type_identity_t<detail::CheckedLookup<M, std::initializer_list<T>>> lookup,
                     std::initializer_list<T> values) {
  return detail::make_q<M>(lookup, values);
}
template <class M>
[[nodiscard]] Q<M> q(std::type_identity_t<detail::CheckedLookup<M, detail::EmptyList>> lookup, detail::EmptyList none) {
  return detail::make_q<M>(lookup, none);
}
// `pv::q<User>(pv::runtime(text), value)`: throws UnknownField or InvalidValue.
template <class M, class V>
[[nodiscard]] Q<M> q(RuntimeText lookup, const V& value) {
  return detail::make_q<M>(lookup, value);
}

}  // namespace promptview
