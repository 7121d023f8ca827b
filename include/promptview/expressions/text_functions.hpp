// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/expressions/computed.hpp>
#include <promptview/query/function_table.hpp>

// Functions on texts, as PostgreSQL has them. Lengths and places count letters, from 1.
namespace promptview {

namespace detail {
template <class X>
inline constexpr bool is_text = TypeMapping<computed_t<X>>::type.kind == Kind::text;
}

// In lower case; in upper case. By the database's rules.
template <class A>
[[nodiscard]] auto lower(const A& value) {
  static_assert(detail::is_text<A>, "the first argument must be a text: use pv::cast<std::string>");
  return detail::call<detail::null_as_t<std::string, detail::computed_t<A>>>(detail::function("lower"), value);
}
template <class A>
[[nodiscard]] auto upper(const A& value) {
  static_assert(detail::is_text<A>, "the first argument must be a text: use pv::cast<std::string>");
  return detail::call<detail::null_as_t<std::string, detail::computed_t<A>>>(detail::function("upper"), value);
}
// Without the spaces at both ends, at the left, at the right.
template <class A>
[[nodiscard]] auto trim(const A& value) {
  static_assert(detail::is_text<A>, "the first argument must be a text: use pv::cast<std::string>");
  return detail::call<detail::null_as_t<std::string, detail::computed_t<A>>>(detail::function("trim"), value);
}
template <class A>
[[nodiscard]] auto ltrim(const A& value) {
  static_assert(detail::is_text<A>, "the first argument must be a text: use pv::cast<std::string>");
  return detail::call<detail::null_as_t<std::string, detail::computed_t<A>>>(detail::function("ltrim"), value);
}
template <class A>
[[nodiscard]] auto rtrim(const A& value) {
  static_assert(detail::is_text<A>, "the first argument must be a text: use pv::cast<std::string>");
  return detail::call<detail::null_as_t<std::string, detail::computed_t<A>>>(detail::function("rtrim"), value);
}
template <class A>
[[nodiscard]] auto reversed(const A& value) {
  static_assert(detail::is_text<A>, "the first argument must be a text: use pv::cast<std::string>");
  return detail::call<detail::null_as_t<std::string, detail::computed_t<A>>>(detail::function("reverse"), value);
}
// The MD5 hash in hexadecimal digits.
template <class A>
[[nodiscard]] auto md5(const A& value) {
  static_assert(detail::is_text<A>, "the first argument must be a text: use pv::cast<std::string>");
  return detail::call<detail::null_as_t<std::string, detail::computed_t<A>>>(detail::function("md5"), value);
}
// The number of letters.
template <class A>
[[nodiscard]] auto length(const A& value) {
  static_assert(detail::is_text<A>, "the first argument must be a text: use pv::cast<std::string>");
  return detail::call<detail::null_as_t<std::int32_t, detail::computed_t<A>>>(detail::function("length"), value);
}
// The first, the last letters; a negative number leaves out so many at the other end.
template <class A, class B>
[[nodiscard]] auto left(const A& text, const B& count) {
  static_assert(detail::is_text<A>, "the first argument must be a text: use pv::cast<std::string>");
  return detail::call<detail::null_as_t<std::string, detail::computed_t<A>, detail::computed_t<B>>>(detail::function("left"), text, count);
}
template <class A, class B>
[[nodiscard]] auto right(const A& text, const B& count) {
  static_assert(detail::is_text<A>, "the first argument must be a text: use pv::cast<std::string>");
  return detail::call<detail::null_as_t<std::string, detail::computed_t<A>, detail::computed_t<B>>>(detail::function("right"), text, count);
}
// So many letters from the place `from` on.
template <class A, class B, class C>
[[nodiscard]] auto substr(const A& text, const B& from, const C& count) {
  static_assert(detail::is_text<A>, "the first argument must be a text: use pv::cast<std::string>");
  return detail::call<detail::null_as_t<std::string, detail::computed_t<A>, detail::computed_t<B>, detail::computed_t<C>>>(detail::function("substr"), text, from, count);
}
// The place of a text in another; 0 if it is not there.
template <class A, class B>
[[nodiscard]] auto strpos(const A& text, const B& part) {
  static_assert(detail::is_text<A>, "the first argument must be a text: use pv::cast<std::string>");
  return detail::call<detail::null_as_t<std::int32_t, detail::computed_t<A>, detail::computed_t<B>>>(detail::function("strpos"), text, part);
}
template <class A, class B, class C>
[[nodiscard]] auto replace(const A& text, const B& from, const C& to) {
  static_assert(detail::is_text<A>, "the first argument must be a text: use pv::cast<std::string>");
  return detail::call<detail::null_as_t<std::string, detail::computed_t<A>, detail::computed_t<B>, detail::computed_t<C>>>(detail::function("replace"), text, from, to);
}
template <class A, class B>
[[nodiscard]] auto repeat(const A& text, const B& count) {
  static_assert(detail::is_text<A>, "the first argument must be a text: use pv::cast<std::string>");
  return detail::call<detail::null_as_t<std::string, detail::computed_t<A>, detail::computed_t<B>>>(detail::function("repeat"), text, count);
}
// Filled up to a length at the left, at the right; a longer text is cut.
template <class A, class B, class C>
[[nodiscard]] auto lpad(const A& text, const B& length, const C& fill) {
  static_assert(detail::is_text<A>, "the first argument must be a text: use pv::cast<std::string>");
  return detail::call<detail::null_as_t<std::string, detail::computed_t<A>, detail::computed_t<B>, detail::computed_t<C>>>(detail::function("lpad"), text, length, fill);
}
template <class A, class B, class C>
[[nodiscard]] auto rpad(const A& text, const B& length, const C& fill) {
  static_assert(detail::is_text<A>, "the first argument must be a text: use pv::cast<std::string>");
  return detail::call<detail::null_as_t<std::string, detail::computed_t<A>, detail::computed_t<B>, detail::computed_t<C>>>(detail::function("rpad"), text, length, fill);
}
// All arguments as one text; NULL is an empty one.
template <class... X>
[[nodiscard]] auto concat(const X&... parts) {
  return detail::call<std::string>(detail::function("concat"), parts...);
}

}  // namespace promptview
