// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include <promptview/values/kind.hpp>

namespace promptview {

// Describes a type to a backend. Static data: everything it points to lives as long as the program.
struct TypeInfo {
  Kind kind{};
  const TypeInfo* item = nullptr;            // of arrays and ranges
  std::string_view sql_name{};               // name of an enumeration, or of a type that only the database knows
  const std::string_view* labels = nullptr;  // of enumerations, in order
  std::size_t label_count = 0;
  bool nullable = false;                     // the C++ type is std::optional
};

namespace detail {
// The type of the items of an array; of all else, the type itself.
constexpr const TypeInfo& item_or_self(const TypeInfo& type) noexcept { return type.kind == Kind::array ? *type.item : type; }
}  // namespace detail

}  // namespace promptview
