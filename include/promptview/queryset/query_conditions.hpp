// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <type_traits>
#include <utility>

#include <promptview/query/checked_lookup.hpp>
#include <promptview/query/condition.hpp>
#include <promptview/query/select_edits.hpp>
#include <promptview/queryset/row_type.hpp>

namespace promptview {

// The calls of a QuerySet that narrow its rows: each returns a new one, narrowed further. `exclude` keeps rows whose column is
// NULL. For the parameters see QueryChain.
template <class M, class Row, class Scope, class Self>
class QueryConditions {
  template <class V>
  using Lookup = std::type_identity_t<detail::CheckedLookup<Scope, V>>;

 public:
  // `filter("age__gt", 25)`. A literal is checked when it compiles: field, lookup and the value's type.
  template <class V>
  [[nodiscard]] Self filter(Lookup<V> lookup, const V& value) const& {
    return copy().where(detail::make_q<M>(lookup, value));
  }
  template <class V>
  [[nodiscard]] Self filter(Lookup<V> lookup, const V& value) && {
    return where(detail::make_q<M>(lookup, value));
  }
  // `filter("age__in", {1, 2, 3})`, `filter("age__range", {18, 65})`
  template <class T>
  [[nodiscard]] Self filter(Lookup<std::initializer_list<T>> lookup, std::initializer_list<T> values) const {
    return copy().where(detail::make_q<M>(lookup, values));
  }
  [[nodiscard]] Self filter(Lookup<detail::EmptyList> lookup, detail::EmptyList none) const {
    return copy().where(detail::make_q<M>(lookup, none));
  }
  // `filter(User::q("age__lt", 18) || User::q("bio__isnull", true))`
  [[nodiscard]] Self filter(Q<M> condition) const& { return copy().where(std::move(condition)); }
  [[nodiscard]] Self filter(Q<M> condition) && { return where(std::move(condition)); }
  template <class X>
    requires(!std::is_convertible_v<const X&, Q<M>>)
  Self filter(const X&) const {
    static_assert(std::is_convertible_v<const X&, Q<M>>,
                  "give a lookup and its value, \"age__gt\", 25, or a condition on rows of this model: User::q(...)");
  }
  template <class Nothing = void>
  Self filter() const {
    static_assert(!std::is_void_v<Nothing>, "filter takes a lookup and its value, \"age__gt\", 25, or a condition; all() takes nothing");
  }
  // `filter(pv::runtime(text), value)`: throws UnknownField or InvalidValue.
  template <class V>
  [[nodiscard]] Self filter(RuntimeText lookup, const V& value) const {
    return copy().where(detail::make_q<M, Scope>(lookup, value));
  }

  // The rows for which the condition does not hold, those where it is NULL among them. As filter, otherwise.
  template <class V>
  [[nodiscard]] Self exclude(Lookup<V> lookup, const V& value) const {
    return copy().where(!detail::make_q<M>(lookup, value));
  }
  template <class T>
  [[nodiscard]] Self exclude(Lookup<std::initializer_list<T>> lookup, std::initializer_list<T> values) const {
    return copy().where(!detail::make_q<M>(lookup, values));
  }
  [[nodiscard]] Self exclude(Lookup<detail::EmptyList> lookup, detail::EmptyList none) const {
    return copy().where(!detail::make_q<M>(lookup, none));
  }
  [[nodiscard]] Self exclude(Q<M> condition) const { return copy().where(!std::move(condition)); }
  template <class X>
    requires(!std::is_convertible_v<const X&, Q<M>>)
  Self exclude(const X&) const {
    static_assert(std::is_convertible_v<const X&, Q<M>>,
                  "give a lookup and its value, \"age__gt\", 25, or a condition on rows of this model: User::q(...)");
  }
  template <class Nothing = void>
  Self exclude() const {
    static_assert(!std::is_void_v<Nothing>, "exclude takes a lookup and its value, \"age__gt\", 25, or a condition; all() takes nothing");
  }
  template <class V>
  [[nodiscard]] Self exclude(RuntimeText lookup, const V& value) const {
    return copy().where(!detail::make_q<M, Scope>(lookup, value));
  }

  // The condition only if `wanted` is true: `filter_if(!name.empty(), "name", name)`.
  template <class V>
  [[nodiscard]] Self filter_if(bool wanted, Lookup<V> lookup, const V& value) const {
    return wanted ? filter<V>(lookup, value) : copy();
  }
  template <class T>
  [[nodiscard]] Self filter_if(bool wanted, Lookup<std::initializer_list<T>> lookup, std::initializer_list<T> values) const {
    return wanted ? filter<T>(lookup, values) : copy();
  }
  [[nodiscard]] Self filter_if(bool wanted, Q<M> condition) const { return wanted ? filter(std::move(condition)) : copy(); }
  template <class V>
  [[nodiscard]] Self exclude_if(bool wanted, Lookup<V> lookup, const V& value) const {
    return wanted ? exclude<V>(lookup, value) : copy();
  }
  template <class T>
  [[nodiscard]] Self exclude_if(bool wanted, Lookup<std::initializer_list<T>> lookup, std::initializer_list<T> values) const {
    return wanted ? exclude<T>(lookup, values) : copy();
  }
  [[nodiscard]] Self exclude_if(bool wanted, Q<M> condition) const { return wanted ? exclude(std::move(condition)) : copy(); }

  // The condition of one lookup that can name annotations too: `counted.filter(counted.q("n__gt", 3) || counted.q("age", 1))`.
  template <class V>
  [[nodiscard]] Q<M> q(Lookup<V> lookup, const V& value) const {
    return detail::make_q<M>(lookup, value);
  }
  template <class T>
  [[nodiscard]] Q<M> q(Lookup<std::initializer_list<T>> lookup, std::initializer_list<T> values) const {
    return detail::make_q<M>(lookup, values);
  }

 protected:
  QueryConditions() = default;
  explicit QueryConditions(Select select) : select_{std::move(select)} {}

  Self copy() const { return static_cast<const Self&>(*this); }
  Self moved() { return std::move(static_cast<Self&>(*this)); }

  Self where(Q<M> condition) {
    if constexpr (std::is_same_v<M, Row>)
      detail::narrow(select_, std::move(condition).condition());
    else
      detail::QueryShaper<M, Row>::narrow(select_, std::move(condition).condition());
    return moved();
  }

  Select select_;
};

}  // namespace promptview
