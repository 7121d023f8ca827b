// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <promptview/values/type_info.hpp>
#include <promptview/values/value_reader.hpp>
#include <promptview/values/value_writer.hpp>

namespace promptview {

// Says how a C++ type travels: the TypeInfo that describes it, how it is written and how it is read.
// Open to users' own types:
//
//   template <> struct promptview::TypeMapping<Money> {
//     static constexpr TypeInfo type{.kind = Kind::int64};
//     static void write(ValueWriter& out, const Money& money) { out.integer(money.cents); }
//     static void read(ValueReader& in, Money& money) { money.cents = in.integer(); }
//   };
template <class T>
struct TypeMapping;

template <class T>
concept Mapped = requires(ValueWriter& out, ValueReader& in, T& value) {
  { TypeMapping<T>::type } -> std::convertible_to<const TypeInfo&>;
  TypeMapping<T>::write(out, value);
  TypeMapping<T>::read(in, value);
};

template <>
struct TypeMapping<bool> {
  static constexpr TypeInfo type{.kind = Kind::boolean};
  static void write(ValueWriter& out, bool value) { out.boolean(value); }
  static void read(ValueReader& in, bool& value) { value = in.boolean(); }
};

namespace detail {
template <class T>
concept MappedInteger = std::signed_integral<T> && !std::same_as<T, char> && !std::same_as<T, wchar_t> && sizeof(T) >= 2 &&
                        sizeof(T) <= 8;
}

template <detail::MappedInteger T>
struct TypeMapping<T> {
  static constexpr TypeInfo type{.kind = sizeof(T) == 2   ? Kind::int16
                                         : sizeof(T) == 4 ? Kind::int32
                                                          : Kind::int64};
  static void write(ValueWriter& out, T value) { out.integer(value); }
  static void read(ValueReader& in, T& value) {
    const std::int64_t wide = in.integer();
    if (!std::in_range<T>(wide)) in.fail("the number is out of the range of the C++ type");
    value = static_cast<T>(wide);
  }
};

template <class T>
  requires std::same_as<T, float> || std::same_as<T, double>
struct TypeMapping<T> {
  static constexpr TypeInfo type{.kind = sizeof(T) == 4 ? Kind::float32 : Kind::float64};
  static void write(ValueWriter& out, T value) { out.real(static_cast<double>(value)); }
  static void read(ValueReader& in, T& value) { value = static_cast<T>(in.real()); }
};

namespace detail {
// Cheaper than assign, which grows by doubling.
inline void put_text(std::string_view text, std::string& value) {
  if (text.size() > value.capacity())
    value = std::string{text};
  else
    value.assign(text);
}
}  // namespace detail

template <>
struct TypeMapping<std::string> {
  static constexpr TypeInfo type{.kind = Kind::text};
  static void write(ValueWriter& out, const std::string& value) { out.text(value); }
  static void read(ValueReader& in, std::string& value) { detail::put_text(in.text(), value); }
};

template <std::same_as<std::byte> Byte>  // a template, so that only files that use it pay for compiling it
struct TypeMapping<std::vector<Byte>> {
  static constexpr TypeInfo type{.kind = Kind::bytes};
  static void write(ValueWriter& out, const std::vector<Byte>& value) { out.bytes(value.data(), value.size()); }
  static void read(ValueReader& in, std::vector<Byte>& value) {
    const std::string_view raw = in.bytes();
    const auto* first = reinterpret_cast<const Byte*>(raw.data());
    value.assign(first, first + raw.size());
  }
};

namespace detail {
constexpr TypeInfo nullable(TypeInfo type) noexcept {
  type.nullable = true;
  return type;
}
}  // namespace detail

template <Mapped T>
  requires(!TypeMapping<T>::type.nullable)
struct TypeMapping<std::optional<T>> {
  static constexpr TypeInfo type = detail::nullable(TypeMapping<T>::type);
  static void write(ValueWriter& out, const std::optional<T>& value) {
    if (value)
      TypeMapping<T>::write(out, *value);
    else
      out.null();
  }
  static void read(ValueReader& in, std::optional<T>& value) {
    if (in.is_null())
      value.reset();
    else
      TypeMapping<T>::read(in, value ? *value : value.emplace());
  }
};

template <Mapped T>
  requires(!std::same_as<T, std::byte> && TypeMapping<T>::type.kind != Kind::array)
struct TypeMapping<std::vector<T>> {
  static constexpr TypeInfo type{.kind = Kind::array, .item = &TypeMapping<T>::type};
  static void write(ValueWriter& out, const std::vector<T>& value) {
    out.begin_array(value.size());
    for (const auto& item : value) TypeMapping<T>::write(out, item);
    out.end_array();
  }
  static void read(ValueReader& in, std::vector<T>& value) {
    const std::size_t count = in.begin_array();
    constexpr std::size_t most = 65'536;  // at once; more only as items come
    value.clear();
    value.reserve(count < most ? count : most);
    for (std::size_t i = 0; i < count; ++i) {
      in.next_item();
      T item{};
      TypeMapping<T>::read(in, item);
      value.push_back(std::move(item));
    }
    in.end_array();
  }
};

}  // namespace promptview
