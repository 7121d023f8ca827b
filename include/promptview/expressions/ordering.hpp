// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <type_traits>
#include <utility>

#include <promptview/expressions/computed.hpp>

namespace promptview {

// A value to order by, with its direction; made by pv::asc and pv::desc.
template <class M>
class Ordering {
 public:
  // The model whose rows it orders.
  using ordering_model = M;

  Ordering(Expression by, SortDirection direction) : by_{std::move(by)}, direction_{direction} {}

  // Where NULL comes. Without a word, it is the largest value.
  [[nodiscard]] Ordering nulls_first() const { return {by_, {direction_.descending, NullsPlace::first}}; }
  [[nodiscard]] Ordering nulls_last() const { return {by_, {direction_.descending, NullsPlace::last}}; }

  // The value, and its direction, as data.
  const Expression& by() const noexcept { return by_; }
  SortDirection direction() const noexcept { return direction_; }

 private:
  Expression by_;
  SortDirection direction_;
};

namespace detail {

// A text would be a constant, which orders nothing.
template <class X>
consteval void check_is_no_text() {
  static_assert(!std::is_convertible_v<const X&, const char*>, 
                "name a field as &User::age, or order by its name alone, without pv::asc");
}

}  // namespace detail

// `order_by(pv::desc(pv::lower(&User::name)).nulls_last())`
template <class X>
[[nodiscard]] auto asc(const X& value) {
  detail::check_is_no_text<X>();
  return Ordering<detail::model_t<X>>{detail::to_expression(value), {}};
}
template <class X>
[[nodiscard]] auto desc(const X& value) {
  detail::check_is_no_text<X>();
  return Ordering<detail::model_t<X>>{detail::to_expression(value), {.descending = true}};
}

namespace detail {

template <class M>
Expression sorted_part(const Ordering<M>& key) {
  Expression made{.op = Expression::Op::sorted, .direction = key.direction()};
  made.parts.push_back(key.by());
  return made;
}
template <class X>
Expression sorted_part(const X& key) {
  return sorted_part(asc(key));
}

template <class... Keys>
Expression ordering_clause(const Keys&... keys) {
  Expression made{.op = Expression::Op::ordering};
  (made.parts.push_back(sorted_part(keys)), ...);
  return made;
}

// The model of a key of an order: an Ordering, a computed value or a member pointer.
template <class X>
struct ModelOfKey {
  using type = typename AsComputed<X>::model;
};
template <class M>
struct ModelOfKey<Ordering<M>> {
  using type = M;
};

}  // namespace detail
}  // namespace promptview
