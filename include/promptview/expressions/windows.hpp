// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

#include <promptview/expressions/computed.hpp>
#include <promptview/expressions/ordering.hpp>
#include <promptview/query/function_table.hpp>

namespace promptview {

// One end of a window's frame.
struct FrameBound {
  FrameEnd end = FrameEnd::current_row;
  std::uint32_t distance = 0;  // in rows or groups, of what precedes or follows
};
inline constexpr FrameBound unbounded_preceding{FrameEnd::unbounded_preceding};
inline constexpr FrameBound current_row{FrameEnd::current_row};
inline constexpr FrameBound unbounded_following{FrameEnd::unbounded_following};
inline FrameBound preceding(std::uint32_t distance) { return {FrameEnd::preceding, distance}; }
inline FrameBound following(std::uint32_t distance) { return {FrameEnd::following, distance}; }

// The rows that a window function looks at: `pv::window().partition_by(&Sale::city).order_by(pv::desc(&Sale::price))`.
template <class M = void>
class Window {
 public:
  Window() = default;
  explicit Window(Expression clauses) : clauses_{std::move(clauses)} {}

  // Rows that agree in these values.
  template <class... X>
  [[nodiscard]] auto partition_by(const X&... values) const {
    Expression clause{.op = Expression::Op::partition};
    (clause.parts.push_back(detail::to_expression(values)), ...);
    return with<typename detail::OneModel<M, detail::model_t<X...>>::type>(std::move(clause));
  }
  template <class... Keys>
  [[nodiscard]] auto order_by(const Keys&... keys) const {
    return with<typename detail::OneModel<M, typename detail::ModelOfKey<Keys>::type...>::type>(detail::ordering_clause(keys...));
  }
  // The frame: the rows of the partition from one end to the other, both included.
  [[nodiscard]] Window rows(FrameBound from, FrameBound to) const { return framed(FrameUnit::rows, from, to); }
  [[nodiscard]] Window groups(FrameBound from, FrameBound to) const { return framed(FrameUnit::groups, from, to); }
  [[nodiscard]] Window range(FrameBound from, FrameBound to) const { return framed(FrameUnit::range, from, to); }

  // Partition, order and frame, as data.
  const Expression& clauses() const noexcept { return clauses_; }

 private:
  template <class Of>
  Window<Of> with(Expression clause) const {
    Expression made = clauses_;
    made.parts.push_back(std::move(clause));
    return Window<Of>{std::move(made)};
  }
  Window framed(FrameUnit unit, FrameBound from, FrameBound to) const {
    Expression clause{.op = Expression::Op::frame, .place = static_cast<std::uint8_t>(unit)};
    for (const FrameBound& bound : {from, to})
      clause.parts.push_back({.op = Expression::Op::frame_end, .place = static_cast<std::uint8_t>(bound.end), .value = {.integer = bound.distance}});
    return with<M>(std::move(clause));
  }

  Expression clauses_{.op = Expression::Op::window};
};

// All rows, until it is said which.
[[nodiscard]] inline Window<> window() { return {}; }

namespace detail {

template <class M, class T, class Of>
auto over(const Computed<M, T>& function, const Window<Of>& window) {
  Expression made = function.expression();
  made.parts.push_back(window.clauses());
  return Computed<typename OneModel<M, Of>::type, T>{std::move(made)};
}

}  // namespace detail

// A function that has a meaning only over a window.
template <class M, class T>
class WindowFunction {
 public:
  explicit WindowFunction(Computed<M, T> function) : function_{std::move(function)} {}

  // The function over the rows of the window that each row is in.
  template <class Of>
  [[nodiscard]] auto over(const Window<Of>& window) const {
    return detail::over(function_, window);
  }

 private:
  Computed<M, T> function_;
};

namespace detail {
template <class M, class T>
struct AsComputed<WindowFunction<M, T>> {
  using model = M;
  using type = T;
  static Expression make(const WindowFunction<M, T>&) { return {}; }
  static_assert(std::is_void_v<WindowFunction<M, T>>,
                "a window function needs its window: write pv::rank().over(pv::window()...)");
};

template <class T, class... X>
auto window_call(std::uint8_t function, const X&... arguments) {
  return WindowFunction<model_t<X...>, T>{call<T>(function, arguments...)};
}
}  // namespace detail

// The number of the row, from 1; rank with gaps behind equal rows; without gaps.
[[nodiscard]] inline auto row_number() { return detail::window_call<std::int64_t>(detail::function("row_number")); }
[[nodiscard]] inline auto rank() { return detail::window_call<std::int64_t>(detail::function("rank")); }
[[nodiscard]] inline auto dense_rank() { return detail::window_call<std::int64_t>(detail::function("dense_rank")); }
[[nodiscard]] inline auto percent_rank() { return detail::window_call<double>(detail::function("percent_rank")); }
[[nodiscard]] inline auto cume_dist() { return detail::window_call<double>(detail::function("cume_dist")); }
// Which of so many groups of about equal size, from 1.
[[nodiscard]] inline auto ntile(int groups) { return detail::window_call<std::int32_t>(detail::function("ntile"), groups); }
// The value of a row before, behind; empty where there is none.
template <class X>
[[nodiscard]] auto lag(const X& value, int rows = 1) {
  return detail::window_call<detail::optional_t<detail::computed_t<X>>>(detail::function("lag"), value, rows);
}
template <class X>
[[nodiscard]] auto lead(const X& value, int rows = 1) {
  return detail::window_call<detail::optional_t<detail::computed_t<X>>>(detail::function("lead"), value, rows);
}
// The value in the first row of the frame, in its last, or in the one with this number, counted from 1.
template <class X>
[[nodiscard]] auto first_value(const X& value) {
  return detail::window_call<detail::optional_t<detail::computed_t<X>>>(detail::function("first_value"), value);
}
template <class X>
[[nodiscard]] auto last_value(const X& value) {
  return detail::window_call<detail::optional_t<detail::computed_t<X>>>(detail::function("last_value"), value);
}
template <class X>
[[nodiscard]] auto nth_value(const X& value, int row) {
  return detail::window_call<detail::optional_t<detail::computed_t<X>>>(detail::function("nth_value"), value, row);
}

}  // namespace promptview
