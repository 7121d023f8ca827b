// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace promptview {

// The closed set of kinds in which values cross from C++ to a store. A backend maps kinds to its own types and bytes.
enum class Kind : std::uint8_t {
  boolean,
  int16,
  int32,
  int64,
  float32,
  float64,
  text,
  bytes,
  numeric,      // exact decimal, as its text
  uuid,         // 16 bytes
  date,         // days since 1970-01-01
  time,         // microseconds since midnight
  timestamp,    // microseconds since 1970-01-01 00:00, without a zone
  timestamptz,  // microseconds since 1970-01-01 00:00 UTC
  interval,     // months, days, microseconds
  json,         // a JSON document, as its text
  enumeration,  // one of `labels`, as its text
  array,        // of `item`
  range,        // of `item`
};

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
constexpr bool is_integer(Kind kind) noexcept { return kind == Kind::int16 || kind == Kind::int32 || kind == Kind::int64; }
}  // namespace detail

// The word for a kind in messages.
constexpr std::string_view kind_name(Kind kind) noexcept {
  constexpr const char* names[] = {"boolean",   "int16",       "int32",    "int64", "float32",     "float64", "text",
                                        "bytes",     "numeric",     "uuid",     "date",  "time",        "timestamp",
                                        "timestamptz", "interval",  "json",     "enumeration", "array", "range"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace promptview
