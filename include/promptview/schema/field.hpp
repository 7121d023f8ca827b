// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <promptview/schema/options.hpp>
#include <promptview/types/auto.hpp>
#include <promptview/types/deferred.hpp>
#include <promptview/values/type_mapping.hpp>
#include <promptview/values/value_reader.hpp>

namespace promptview {

// The C++ types that need no conversion: whose values a store may put into a member by itself.
enum class Plain : std::uint8_t { none, boolean, int16, int32, int64, float32, float64, text };

// How the values of one C++ type are written, read and asked whether they hold something. `value` points at a T.
struct Codec {
  void (*write)(ValueWriter& out, const void* value);
  void (*read)(ValueReader& in, void* value);
  bool (*has_value)(const void* value);  // false: an empty Auto, optional or foreign key, a Deferred without a value
  void (*clear)(void* value);            // makes it empty; null where it cannot be
  Plain plain = Plain::none;             // what the member holds
  bool (*was_left_out)(const void* value) = nullptr;  // of a Deferred; null: it is none
  void* (*hold)(void* value) = nullptr;  // makes an optional or Auto hold a value: its address; null: the value is plain itself
};

// One field of a model: static data that lives as long as the program.
struct FieldInfo {
  std::string_view name{};               // of the data member
  const TypeInfo* type = nullptr;
  const TypeInfo* list_type = nullptr;   // an array of `type`, for `in`; null for arrays
  const Codec* codec = nullptr;
  std::size_t offset = 0;                // of the member in its struct, in bytes
  bool is_auto = false;                  // the member is an Auto<T>, or a foreign key with a default_sql
  bool is_deferred = false;              // it is a Deferred<T>
  FieldOptions options{};

  // Where the member is in an object of the struct.
  void* address(void* object) const noexcept { return static_cast<char*>(object) + offset; }

  // The column's name in the table.
  constexpr std::string_view column() const noexcept { return options.column.empty() ? name : options.column; }

  // Whether the database alone makes this value on insert, on update.
  constexpr bool generated_on_insert() const noexcept {
    return !options.generated.empty() || options.auto_now || options.auto_now_add;
  }
  constexpr bool generated_on_update() const noexcept { return !options.generated.empty() || options.auto_now; }
  // Whether the value travels as a text that the server reads as one of the column's type, which only the database knows.
  constexpr bool is_untyped_text() const noexcept { return !options.type.empty() && type->kind == Kind::text; }
  // Whether the column has a type that only the database knows, and is read as another one. (An enum's label is what is read.)
  constexpr bool is_read_as_another() const noexcept {
    const TypeInfo& item = type->item == nullptr ? *type : *type->item;
    return item.kind != Kind::enumeration && (!options.type.empty() || !item.sql_name.empty());
  }
};

// The value of a field whose member is plain, of the type that `field.codec->plain` says; null: it holds none.
inline const void* plain_value(const FieldInfo& field, const void* object) {
  void* const member = field.address(const_cast<void*>(object));
  if (field.codec->hold == nullptr) return member;
  return field.codec->has_value(member) ? field.codec->hold(member) : nullptr;
}

namespace detail {

// Whether a query left out the value of a Deferred field.
inline bool was_left_out(const FieldInfo& field, const void* object) { return field.codec->was_left_out(field.address(const_cast<void*>(object))); }

template <class T>
concept HoldsKeyOrNot = requires(const T& value) { value.has_key(); };  // a foreign key

template <class T>
constexpr bool holds_value(const T& value) noexcept {
  if constexpr (HoldsKeyOrNot<T>)
    return value.has_key();
  else if constexpr (is_deferred<T>)
    return value.is_loaded();
  else
    return value.has_value();
}

template <class T>
constexpr Plain plain_kind() {
  if constexpr (std::is_same_v<T, bool>) return Plain::boolean;
  if constexpr (std::is_same_v<T, std::int16_t>) return Plain::int16;
  if constexpr (std::is_same_v<T, std::int32_t>) return Plain::int32;
  if constexpr (std::is_same_v<T, std::int64_t>) return Plain::int64;
  if constexpr (std::is_same_v<T, float>) return Plain::float32;
  if constexpr (std::is_same_v<T, double>) return Plain::float64;
  if constexpr (std::is_same_v<T, std::string>) return Plain::text;
  return Plain::none;
}

template <class T>
concept IsPlain = plain_kind<T>() != Plain::none;

// The plain kind of the value in a member, and `hold`: a function that makes an empty member hold a value.
template <class T>
struct Held {
  static constexpr Plain kind = plain_kind<T>();
  static constexpr void* (*hold)(void* value) = nullptr;
};
template <class Holder, class T>
struct HeldIn {
  static constexpr Plain kind = plain_kind<T>();
  static constexpr void* (*hold)(void* value) = [](void* value) -> void* {
    auto& holder = *static_cast<Holder*>(value);
    if (!holder.has_value()) holder = T{};
    return const_cast<T*>(&*holder);
  };
};
template <IsPlain T>
struct Held<std::optional<T>> : HeldIn<std::optional<T>, T> {};
template <IsPlain T>
struct Held<Auto<T>> : HeldIn<Auto<T>, T> {};

template <class T>
inline constexpr bool can_be_empty = is_auto<T> || is_deferred<T> || TypeMapping<T>::type.nullable || HoldsKeyOrNot<T>;

template <class T>
constexpr auto clear_function() noexcept -> void (*)(void*) {
  if constexpr (can_be_empty<T> && requires(T& value) { value.reset(); })
    return [](void* value) { static_cast<T*>(value)->reset(); };
  else
    return nullptr;
}

template <class T>
constexpr auto left_out_function() noexcept -> bool (*)(const void*) {
  if constexpr (is_deferred<T>)
    return [](const void* value) { return static_cast<const T*>(value)->was_left_out(); };
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
    .plain = Held<T>::kind,
    .was_left_out = left_out_function<T>(),
    .hold = Held<T>::hold,
};

template <class T>
inline constexpr TypeInfo list_type_of{.kind = Kind::array, .item = &TypeMapping<T>::type};

}  // namespace detail
}  // namespace promptview
