// SPDX-License-Identifier: MIT
#pragma once

#include <type_traits>

#include <promptview/expressions/computed.hpp>
#include <promptview/expressions/operators.hpp>
#include <promptview/query/function_table.hpp>
#include <promptview/types/time_of_day.hpp>

// Functions on dates and times. Those whose results are of other types than their arguments need <promptview/types/time.hpp>.
namespace promptview {

namespace detail {
template <class X>
inline constexpr bool is_calendar = (field_class(TypeMapping<computed_t<X>>::type) & calendar_classes) != 0;
}  // namespace detail

// The time at which the transaction began.
template <class Void = void>
[[nodiscard]] auto now() {
  return detail::call<typename detail::IncludeTypesTimeHpp<Void>::SystemTime>(detail::function("now"));
}
// `pv::trunc("month", &Order::placed_at)`: the beginning of the year, quarter, month, week, day, hour, minute or second.
// With a zone, of the time there: `pv::trunc("day", &Order::placed_at, "Europe/Berlin")`; without, in the session's.
template <class A>
[[nodiscard]] auto trunc(const char* unit, const A& time) {
  static_assert(field_class(TypeMapping<detail::computed_t<A>>::type) == timestamp_class,
                "pv::trunc takes a timestamp: use pv::cast for a date");
  return detail::call<detail::computed_t<A>>(detail::function("trunc"), unit, time);
}
template <class A>
[[nodiscard]] auto trunc(const char* unit, const A& time, const char* zone) {
  static_assert(TypeMapping<detail::computed_t<A>>::type.kind == Kind::timestamptz,
                "a zone needs a timestamp that is a point in time");
  return detail::call<detail::computed_t<A>>(detail::function("trunc_in_zone"), unit, time, zone);
}
// `pv::at_time_zone(&Order::placed_at, "Europe/Berlin")`: what clocks show there at a point in time; of what clocks show, the
// point in time. Parts of it by a lookup: `alias<"there">(...).filter("there__hour__lt", 12)`. The server knows the zones.
template <class A>
[[nodiscard]] auto at_time_zone(const A& time, const char* zone) {
  using T = detail::computed_t<A>;
  static_assert(field_class(TypeMapping<T>::type) == timestamp_class, "pv::at_time_zone takes a timestamp: use pv::cast for a date");
  using Times = detail::IncludeTypesTimeHpp<A>;
  using There = std::conditional_t<TypeMapping<T>::type.kind == Kind::timestamptz, typename Times::LocalTime, typename Times::SystemTime>;
  return detail::call<detail::null_as_t<There, T>>(detail::function("at_time_zone"), time, zone);
}
namespace detail {
// A date is a time at its midnight.
template <class X>
struct Truncation {
  using T = computed_t<X>;
  static_assert(is_calendar<X>, "the values must be dates or timestamps: use pv::cast");
  static auto date(const char* unit, const X& time) {
    return cast<null_as_t<typename IncludeTypesTimeHpp<X>::SystemDays, T>>(call<T>(function("trunc"), unit, time));
  }
  static auto time(const char* unit, const X& time) { return trunc(unit, time); }
};

template <class A>
inline constexpr bool has_parts = is_calendar<A> || Clock<computed_t<A>> || Span<computed_t<A>>;
}  // namespace detail

// `pv::extract("epoch", &Order::placed_at)`: a part of a date, time or interval, e.g. year, doy, epoch.
template <class A>
[[nodiscard]] auto extract(const char* part, const A& time) {
  static_assert(detail::has_parts<A>,
                "pv::extract takes a date, a time or an interval: use pv::cast");
  return detail::call<detail::null_as_t<double, detail::computed_t<A>>>(detail::function("extract"), part, time);
}

}  // namespace promptview
