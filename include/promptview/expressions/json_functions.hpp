// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/expressions/computed.hpp>
#include <promptview/query/function_table.hpp>
#include <promptview/types/missing_json.hpp>

// Values inside of JSON. Keys are bound, places in arrays are their numbers: {"address", "lines", "0"}.
namespace promptview {

namespace detail {
template <class X>
inline constexpr bool is_json = TypeMapping<computed_t<X>>::type.kind == Kind::json;

template <class T, class A>
auto json_call(std::uint8_t function, const A& value, std::initializer_list<std::string_view> path) {
  static_assert(is_json<A>, "the first argument must be JSON: use pv::cast<pv::Json>");
  return call<std::optional<T>>(function, value, std::vector<std::string>{path.begin(), path.end()});
}
}  // namespace detail

// `pv::json_path(&User::data, {"address", "city"})`; empty where there is nothing. Needs <promptview/types/json.hpp>.
template <class A>
[[nodiscard]] auto json_path(const A& value, std::initializer_list<std::string_view> path) {
  return detail::json_call<typename detail::IncludeTypesJsonHpp<A>::Json>(detail::function("json_path"), value, path);
}
// As a text without quotes; a JSON null is empty too.
template <class A>
[[nodiscard]] auto json_path_text(const A& value, std::initializer_list<std::string_view> path) {
  return detail::json_call<std::string>(detail::function("json_path_text"), value, path);
}

}  // namespace promptview
