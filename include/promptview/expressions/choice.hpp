// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <type_traits>
#include <utility>

#include <promptview/expressions/computed.hpp>
#include <promptview/query/condition.hpp>

namespace promptview {

// CASE: the value of the first condition that holds. `pv::case_when(User::q("age__lt", 18), "minor").otherwise("adult")`.
template <class M, class T>
class Choice {
 public:
  explicit Choice(Expression made) : made_{std::move(made)} {}

  // One more condition, asked where none before it holds, and its value.
  template <class Of, class X>
  [[nodiscard]] auto when(const Q<Of>& condition, const X& value) const {
    Expression made = made_;
    made.parts.push_back(condition.condition());
    return with<Of>(std::move(made), value);
  }
  // The value where no condition holds.
  template <class X>
  [[nodiscard]] auto otherwise(const X& value) const {
    static_assert(same_type<X>, "all values of a choice are of one type: use pv::cast");
    Expression made = made_;
    made.parts.push_back(detail::to_expression(value));
    return Computed<typename detail::OneModel<M, detail::model_t<X>>::type, detail::null_as_t<T, detail::computed_t<X>>>{std::move(made)};
  }
  // NULL where no condition holds.
  [[nodiscard]] auto or_null() const {
    Expression made = made_;
    made.parts.push_back(detail::value_expression({.type = &TypeMapping<detail::plain_t<T>>::type}));
    return Computed<M, detail::optional_t<T>>{std::move(made)};
  }

 private:
  template <class X>
  static constexpr bool same_type = std::is_same_v<detail::plain_t<T>, detail::plain_t<detail::computed_t<X>>>;

  template <class Of, class X>
  static auto with(Expression made, const X& value) {
    static_assert(same_type<X>, "all values of a choice are of one type: use pv::cast");
    made.parts.push_back(detail::to_expression(value));
    using Model = typename detail::OneModel<M, Of, detail::model_t<X>>::type;
    return Choice<Model, detail::null_as_t<detail::plain_t<T>, T, detail::computed_t<X>>>{std::move(made)};
  }

  Expression made_;
};

namespace detail {

// A choice is no value before it is known what it is where no condition holds.
template <class M, class T>
inline constexpr bool is_finished<Choice<M, T>> = false;
template <class M, class T>
struct AsComputed<Choice<M, T>> {
  using model = M;
  using type = T;
  static Expression make(const Choice<M, T>&) { return {}; }
};
template <class M, class T>
struct Argument<Choice<M, T>> {
  template <class>
  static constexpr bool is_of = true;
  static constexpr OperandType operand{.form = OperandForm::unfinished};
  static Expression expression(const Choice<M, T>&) { return {}; }
};

}  // namespace detail

// Begins a choice by its first condition and that one's value: see Choice.
template <class M, class X>
[[nodiscard]] auto case_when(const Q<M>& condition, const X& value) {
  return Choice<void, detail::computed_t<X>>{Expression{.op = Expression::Op::choice}}.when(condition, value);
}

}  // namespace promptview
