// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/lookups/operand_rules.hpp>
#include <promptview/values/type_mapping.hpp>

// How the values that callers pass to filters and keys are described and written: mapped types as they are, and what
// stands for one: literals and views for text, unsigned integers, lists, pairs, null literals.
namespace promptview {
struct Expression;
}

namespace promptview::detail {

template <class V>
concept NullLiteral = std::same_as<V, std::nullptr_t> || std::same_as<V, std::nullopt_t>;

template <class V>
concept TextLike = !NullLiteral<V> && std::convertible_to<const V&, std::string_view>;

template <class V>
concept UnsignedNumber = std::unsigned_integral<V> && !std::same_as<V, bool> && !std::same_as<V, char8_t> &&
                         !std::same_as<V, char16_t> && !std::same_as<V, char32_t> && !std::same_as<V, char>;

// Values of all types but those below are refused.
template <class V>
struct Argument {
  static constexpr OperandType operand{.form = OperandForm::refused};
  static void write(ValueWriter&, const V&) {}
};

// Whether it can stand beside a lookup, where objects stand for their keys.
template <class V>
inline constexpr bool is_operand = Argument<V>::operand.form != OperandForm::refused;
template <class V>
inline constexpr bool has_column_type = is_operand<V> && Argument<V>::operand.object == nullptr;

template <class V>
concept ListLike = !TextLike<V> && !Mapped<V> && requires(const V& list) {
  list.size();
  requires is_operand<std::remove_cvref_t<decltype(*list.begin())>>;
  list.end();
};

template <Mapped V>
  requires(!TextLike<V>)
struct Argument<V> {
  static constexpr OperandType operand{.type = &TypeMapping<V>::type};
  static void write(ValueWriter& out, const V& value) { TypeMapping<V>::write(out, value); }
};

template <TextLike V>
struct Argument<V> {
  static constexpr OperandType operand{.type = &TypeMapping<std::string>::type};
  static void write(ValueWriter& out, const V& value) {
    if constexpr (std::is_pointer_v<V>)
      if (value == nullptr) throw InvalidValue{"a null pointer is not a text: pass std::nullopt or a std::optional for NULL"};
    out.text(std::string_view{value});
  }
};

template <NullLiteral V>
struct Argument<V> {
  static constexpr OperandType operand{.form = OperandForm::null};
  static void write(ValueWriter& out, V) { out.null(); }
};

template <UnsignedNumber V>
struct Argument<V> {
  static constexpr OperandType operand{.type = &TypeMapping<std::int64_t>::type};
  static void write(ValueWriter& out, V value) {
    if (value > static_cast<std::uint64_t>(INT64_MAX))
      throw InvalidValue{"an unsigned value above 9223372036854775807 fits no integer column"};
    out.integer(static_cast<std::int64_t>(value));
  }
};

template <ListLike V>
struct Argument<V> {
  using Item = Argument<std::remove_cvref_t<decltype(*std::declval<const V&>().begin())>>;
  static constexpr TypeInfo list_type{.kind = Kind::array, .item = Item::operand.type};
  static constexpr OperandType operand{.type = &list_type, .object = Item::operand.object};
  static void write(ValueWriter& out, const V& list) {
    out.begin_array(list.size());
    for (const auto& item : list) Item::write(out, item);
    out.end_array();
  }
};

template <class T>
struct Argument<std::pair<T, T>> {
  static constexpr TypeInfo list_type{.kind = Kind::array, .item = Argument<T>::operand.type};
  static constexpr OperandType operand{.type = &list_type};
  static void write(ValueWriter& out, const std::pair<T, T>& pair) {
    out.begin_array(2);
    Argument<T>::write(out, pair.first);
    Argument<T>::write(out, pair.second);
    out.end_array();
  }
};

// Stands for `{}`, the list without items.
struct EmptyList {};
template <>
struct Argument<EmptyList> {
  static constexpr OperandType operand{.form = OperandForm::empty_list};
  static void write(ValueWriter& out, EmptyList) {
    out.begin_array(0);
    out.end_array();
  }
};

// A value that the database computes: `expression` makes it, `is_of<M>` says whether it can stand in a query on M.
template <class V>
concept MadeOfExpression = requires(const V& value) { Argument<V>::expression(value); };

// One value on its way to a store, without its C++ type. Points into the caller's arguments.
struct BoundArgument {
  void (*write)(ValueWriter& out, const void* value) = nullptr;
  const void* value = nullptr;
  OperandType type{};
  const Expression* expression = nullptr;  // instead of a value
};

inline void write_literal(ValueWriter& out, const void* text) { out.text(static_cast<const char*>(text)); }

template <class V>
constexpr BoundArgument bind_argument(const V& value) noexcept {
  if constexpr (std::is_array_v<V> && TextLike<V>)  // literals of all lengths share one function
    return {.write = write_literal, .value = value, .type = {.type = &TypeMapping<std::string>::type}};
  else
    return {.write = [](ValueWriter& out, const void* given) { Argument<V>::write(out, *static_cast<const V*>(given)); },
            .value = &value,
            .type = Argument<V>::operand};
}

}  // namespace promptview::detail
