// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include <promptview/auto.hpp>
#include <promptview/options.hpp>
#include <promptview/types/type_mapping.hpp>

namespace promptview {

// How the values of one C++ type are written, read and asked whether they hold something. `value` points at a T.
struct Codec {
  void (*write)(ValueWriter& out, const void* value);
  void (*read)(ValueReader& in, void* value);
  bool (*has_value)(const void* value);  // false: an empty Auto, optional or foreign key
  void (*clear)(void* value);            // makes it empty; null where it cannot be
};

// One field of a model: static data that lives as long as the program.
struct FieldInfo {
  std::string_view name{};               // of the data member
  const TypeInfo* type = nullptr;
  const TypeInfo* list_type = nullptr;   // an array of `type`, for `in`; null for arrays
  const Codec* codec = nullptr;
  void* (*address)(void* model) = nullptr;
  bool is_auto = false;                  // the member is an Auto<T>, or a foreign key with a default_sql
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
concept HoldsKeyOrNot = requires(const T& value) { value.has_key(); };  // a foreign key

template <class T>
constexpr bool holds_value(const T& value) noexcept {
  if constexpr (HoldsKeyOrNot<T>)
    return value.has_key();
  else
    return value.has_value();
}

template <class T>
inline constexpr bool can_be_empty = is_auto<T> || TypeMapping<T>::type.nullable || HoldsKeyOrNot<T>;

template <class T>
constexpr auto clear_function() noexcept -> void (*)(void*) {
  if constexpr (can_be_empty<T> && requires(T& value) { value.reset(); })
    return [](void* value) { static_cast<T*>(value)->reset(); };
  else
    return nullptr;
}

template <class T>
inline constexpr Codec codec_of{
    .write = [](ValueWriter& out, const void* value) { TypeMapping<T>::write(out, *static_cast<const T*>(value)); },
    .read = [](ValueReader& in, void* value) { TypeMapping<T>::read(in, *static_cast<T*>(value)); },
    .has_value =
        [](const void* value) {
          if constexpr (can_be_empty<T>)
            return holds_value(*static_cast<const T*>(value));
          else
            return true;
        },
    .clear = clear_function<T>(),
};

template <class T>
inline constexpr TypeInfo list_type_of{.kind = Kind::array, .item = &TypeMapping<T>::type};

}  // namespace detail
}  // namespace promptview
