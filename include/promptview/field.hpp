// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include <promptview/auto.hpp>
#include <promptview/options.hpp>
#include <promptview/types/type_mapping.hpp>
#include <promptview/types/value_reader.hpp>

namespace promptview {

// How the values of one C++ type are written, read and asked whether they hold something. `value` points at a T.
struct Codec {
  void (*write)(ValueWriter& out, const void* value);
  void (*read)(ValueReader& in, void* value);
  bool (*has_value)(const void* value);  // false: an empty Auto or optional
  Plain plain = Plain::none;             // what a value is
};

// One field of a model: static data that lives as long as the program.
struct FieldInfo {
  std::string_view name{};               // of the data member
  const TypeInfo* type = nullptr;
  const TypeInfo* list_type = nullptr;   // an array of `type`, for `in`; null for arrays
  const Codec* codec = nullptr;
  void* (*address)(void* model) = nullptr;
  bool is_auto = false;                  // the member is an Auto<T>
  FieldOptions options{};

  constexpr std::string_view column() const noexcept { return options.column.empty() ? name : options.column; }

  // Whether the database alone makes this value on insert, on update.
  constexpr bool generated_on_insert() const noexcept {
    return !options.generated.empty() || options.auto_now || options.auto_now_add;
  }
  constexpr bool generated_on_update() const noexcept { return !options.generated.empty() || options.auto_now; }
};

namespace detail {

template <class T>
inline constexpr Plain plain_kind = Plain::none;
template <>
inline constexpr Plain plain_kind<bool> = Plain::boolean;
template <>
inline constexpr Plain plain_kind<std::int16_t> = Plain::int16;
template <>
inline constexpr Plain plain_kind<std::int32_t> = Plain::int32;
template <>
inline constexpr Plain plain_kind<std::int64_t> = Plain::int64;
template <>
inline constexpr Plain plain_kind<float> = Plain::float32;
template <>
inline constexpr Plain plain_kind<double> = Plain::float64;
template <>
inline constexpr Plain plain_kind<std::string> = Plain::text;

template <class T>
inline constexpr Codec codec_of{
    .write = [](ValueWriter& out, const void* value) { TypeMapping<T>::write(out, *static_cast<const T*>(value)); },
    .read = [](ValueReader& in, void* value) { TypeMapping<T>::read(in, *static_cast<T*>(value)); },
    .has_value =
        [](const void* value) {
          if constexpr (is_auto<T> || TypeMapping<T>::type.nullable)
            return static_cast<const T*>(value)->has_value();
          else
            return true;
        },
    .plain = plain_kind<T>,
};

template <class T>
inline constexpr TypeInfo list_type_of{.kind = Kind::array, .item = &TypeMapping<T>::type};

}  // namespace detail
}  // namespace promptview
