// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace promptview::detail {

template <class T>
constexpr std::string_view raw_type_name() noexcept {
  return __PRETTY_FUNCTION__;
}

// The qualified name of T as the compiler spells it, e.g. "blog::User".
template <class T>
constexpr std::string_view type_name() noexcept {
  constexpr std::string_view probe = raw_type_name<void>();
  constexpr std::size_t prefix = probe.find("= void") + 2;
  const std::string_view raw = raw_type_name<T>();
  // g++ ends with "; std::string_view = ...]" and clang with "]".
  const std::size_t semicolon = raw.find(';', prefix);
  return raw.substr(prefix, (semicolon == std::string_view::npos ? raw.size() - 1 : semicolon) - prefix);
}

// The part of a qualified name behind the last "::".
constexpr std::string_view unqualified(std::string_view name) noexcept {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace promptview::detail
