// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <type_traits>
#include <utility>

#include <promptview/checked_lookup.hpp>
#include <promptview/lookup_leaf.hpp>
#include <promptview/model_traits.hpp>
#include <promptview/runtime_lookup.hpp>

namespace promptview {

// A condition on rows of M, made by `M::q(...)` and joined by `&&`, `||`, `^` (exactly one of both) and `!`.
// `!` keeps the rows whose column is NULL, as `exclude` does.
template <class M>
class Q {
 public:
  Q() = default;  // holds for every row
  explicit Q(Expression condition) : condition_{std::move(condition)} {}

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

template <class M, class V, class Given>
Q<M> make_q(const CheckedLookup<M, V>& lookup, const Given& value) {
  return Q<M>{make_leaf(model_of<M>(), lookup.resolved(), bind_argument(value))};
}
template <class M, class V>
Q<M> make_q(RuntimeText lookup, const V& value) {
  return Q<M>{make_runtime_leaf(model_of<M>(), lookup.text, bind_argument(value))};
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
