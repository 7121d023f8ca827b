// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <promptview/expressions/arithmetic.hpp>
#include <promptview/expressions/computed.hpp>
#include <promptview/expressions/ordering.hpp>
#include <promptview/expressions/relation_values.hpp>
#include <promptview/expressions/windows.hpp>
#include <promptview/query/condition.hpp>
#include <promptview/query/function_table.hpp>
#include <promptview/types/missing_json.hpp>
#include <promptview/types/numeric_value.hpp>

// Aggregates over the rows of a group, of a whole query or of a window. Their types follow SQL: sums of integers are
// wide, and all but counts are empty where there is no row.
namespace promptview {

// An aggregate that can still be narrowed: `pv::count(&User::city).distinct().filter(User::q("age__gt", 18))`.
template <class M, class T>
class Aggregate : public Computed<M, T> {
 public:
  using Computed<M, T>::Computed;

  // Takes equal values once.
  [[nodiscard]] Aggregate distinct() const { return with({.op = Expression::Op::distinct}); }
  // Only the rows that the condition holds for.
  template <class Of>
  [[nodiscard]] auto filter(const Q<Of>& condition) const {
    static_assert(std::is_void_v<M> || std::same_as<M, Of>, "the condition is one on rows of another model");
    Expression clause{.op = Expression::Op::filter};
    clause.parts.push_back(condition.condition());
    return Aggregate<Of, T>{with(std::move(clause)).expression()};
  }
  // The order in which values are collected, for array_agg, string_agg and jsonb_agg.
  template <class... Keys>
  [[nodiscard]] Aggregate order_by(const Keys&... keys) const {
    return with(detail::ordering_clause(keys...));
  }
  // Computes it over the rows of a window instead of a group.
  template <class Of>
  [[nodiscard]] auto over(const Window<Of>& window) const {
    return detail::over<M, T>(*this, window);
  }

 private:
  Aggregate with(Expression clause) const {
    Expression made = this->expression_;
    made.parts.push_back(std::move(clause));
    return Aggregate{std::move(made)};
  }
};

namespace detail {

template <class T>
struct SumOf {
  using type = T;
};
template <Whole T>
struct SumOf<T> {
  using type = std::conditional_t<(sizeof(T) < 8), std::int64_t, Numeric>;
};
template <class T>
struct AverageOf {
  using type = T;
};
template <class T>
  requires Whole<T> || Real<T>
struct AverageOf<T> {
  using type = double;
};
template <Span T>
struct AverageOf<T> {
  using type = typename IncludeTypesTimeHpp<T>::Microseconds;
};
template <class T>
constexpr bool has_order_for_aggregates() noexcept {
  return kind_info(kind_of<T>()).has(has_extremes);
}
template <class X>
using plain_of = plain_t<computed_t<X>>;

template <class T, class... X>
auto aggregate_call(std::uint8_t function, const TypeInfo* cast, const X&... arguments) {
  if constexpr (leads_to_many<X...>) {
    static_assert(!is_of_rows<X...> || std::same_as<T, std::int64_t>, "name the field behind the relation: pv::path(&Author::posts, &Post::title)");
    return gathered_call<T>(function, cast, arguments...);
  } else {
    Expression made = call<T>(function, arguments...).expression();
    made.value.type = cast;
    return Aggregate<model_t<X...>, T>{std::move(made)};
  }
}
// The average and its kin: doubles, but for decimals and intervals.
template <class X>
auto average_call(std::uint8_t function, const X& value) {
  static_assert(can_be_averaged<plain_of<X>>, "the value must be a number or an interval: use pv::cast");
  using T = typename AverageOf<plain_of<X>>::type;
  return aggregate_call<std::optional<T>>(function, std::same_as<T, double> ? &TypeMapping<double>::type : nullptr, value);
}

}  // namespace detail

// The type of `pv::count()`.
class CountOfRows : public Aggregate<void, std::int64_t> {
 public:
  using Aggregate::Aggregate;
  CountOfRows distinct() const = delete;  // of what? write pv::count(&User::city).distinct()
};

// The number of rows.
[[nodiscard]] inline CountOfRows count() { return CountOfRows{{.op = Expression::Op::function, .place = detail::function("count_rows")}}; }
// The number of values that are not NULL.
template <class X>
[[nodiscard]] auto count(const X& value) {
  return detail::aggregate_call<std::int64_t>(detail::function("count"), nullptr, value);
}
template <class X>
[[nodiscard]] auto sum(const X& value) {
  static_assert(detail::can_be_averaged<detail::plain_of<X>>,
                "the value must be a number or an interval: use pv::cast");
  return detail::aggregate_call<std::optional<typename detail::SumOf<detail::plain_of<X>>::type>>(detail::function("sum"), nullptr, value);
}
template <class X>
[[nodiscard]] auto avg(const X& value) {
  return detail::average_call(detail::function("avg"), value);
}
template <class X>
[[nodiscard]] auto min(const X& value) {
  static_assert(detail::has_order_for_aggregates<detail::plain_of<X>>(),
                "the server has no least and greatest of such values: use pv::cast, or pv::bool_and and pv::bool_or for "
                "booleans");
  return detail::aggregate_call<std::optional<detail::plain_of<X>>>(detail::function("min"), nullptr, value);
}
template <class X>
[[nodiscard]] auto max(const X& value) {
  static_assert(detail::has_order_for_aggregates<detail::plain_of<X>>(),
                "the server has no least and greatest of such values: use pv::cast, or pv::bool_and and pv::bool_or for "
                "booleans");
  return detail::aggregate_call<std::optional<detail::plain_of<X>>>(detail::function("max"), nullptr, value);
}
// Standard deviation and variance of a sample, and behind them those of a whole population.
template <class X>
[[nodiscard]] auto stddev(const X& value) {
  static_assert(detail::is_numeric<detail::plain_of<X>>, "the value must be a number: use pv::cast");
  return detail::average_call(detail::function("stddev"), value);
}
template <class X>
[[nodiscard]] auto variance(const X& value) {
  static_assert(detail::is_numeric<detail::plain_of<X>>, "the value must be a number: use pv::cast");
  return detail::average_call(detail::function("variance"), value);
}
template <class X>
[[nodiscard]] auto stddev_population(const X& value) {
  static_assert(detail::is_numeric<detail::plain_of<X>>, "the value must be a number: use pv::cast");
  return detail::average_call(detail::function("stddev_population"), value);
}
template <class X>
[[nodiscard]] auto variance_population(const X& value) {
  static_assert(detail::is_numeric<detail::plain_of<X>>, "the value must be a number: use pv::cast");
  return detail::average_call(detail::function("variance_population"), value);
}
// All values; items are optional where the value can be NULL.
template <class X>
[[nodiscard]] auto array_agg(const X& value) {
  static_assert(detail::kind_of<detail::plain_of<X>>() != Kind::array, "an array of arrays has no type: use pv::jsonb_agg");
  return detail::aggregate_call<std::optional<std::vector<detail::computed_t<X>>>>(detail::function("array_agg"), nullptr, value);
}
template <class X>
[[nodiscard]] auto string_agg(const X& value, const char* separator) {
  static_assert(detail::kind_of<detail::plain_of<X>>() == Kind::text, "the value must be a text: use pv::cast<std::string>");
  return detail::aggregate_call<std::optional<std::string>>(detail::function("string_agg"), nullptr, value, separator);
}
// Needs <promptview/types/json.hpp>.
template <class X>
[[nodiscard]] auto jsonb_agg(const X& value) {
  return detail::aggregate_call<std::optional<typename detail::IncludeTypesJsonHpp<X>::Json>>(detail::function("jsonb_agg"), nullptr, value);
}
template <class X>
[[nodiscard]] auto bool_and(const X& value) {
  static_assert(detail::kind_of<detail::plain_of<X>>() == Kind::boolean, "the value must be true or false: pass a condition");
  return detail::aggregate_call<std::optional<bool>>(detail::function("bool_and"), nullptr, value);
}
template <class X>
[[nodiscard]] auto bool_or(const X& value) {
  static_assert(detail::kind_of<detail::plain_of<X>>() == Kind::boolean, "the value must be true or false: pass a condition");
  return detail::aggregate_call<std::optional<bool>>(detail::function("bool_or"), nullptr, value);
}

}  // namespace promptview
