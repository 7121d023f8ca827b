// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <optional>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/values/type_mapping.hpp>

namespace promptview {

// A value that the database generates: empty until the row was inserted, or until the application gives one.
// Integers become identity columns, Uuid `gen_random_uuid()`, times `now()` (in UTC where they have no zone); other types need `default_sql`.
template <class T>
class Auto {
 public:
  using value_type = T;

  constexpr Auto() = default;
  constexpr Auto(T value) : value_{std::move(value)} {}  // NOLINT(google-explicit-constructor): reads like a T
  template <std::convertible_to<T> U>
    requires(!std::same_as<U, T> && !std::same_as<U, Auto>)
  constexpr Auto(U&& value) : value_{static_cast<T>(std::forward<U>(value))} {}  // NOLINT

  // False until the database has generated the value, or the program has given one.
  constexpr bool has_value() const noexcept { return value_.has_value(); }
  constexpr explicit operator bool() const noexcept { return value_.has_value(); }
  // Makes it empty again.
  constexpr void reset() noexcept { value_.reset(); }

  // Throws NotInitialized while the database has not generated the value.
  constexpr const T& value() const {
    if (!value_) throw NotInitialized{"the value is not generated yet: save the object first"};
    return *value_;
  }
  constexpr const T& operator*() const { return value(); }
  constexpr const T* operator->() const { return &value(); }
  constexpr T value_or(T other) const { return value_.value_or(std::move(other)); }

  friend constexpr bool operator==(const Auto&, const Auto&) = default;
  friend constexpr bool operator==(const Auto& left, const T& right) { return left.value_ == right; }

 private:
  std::optional<T> value_{};
};

template <Mapped T>
  requires(!TypeMapping<T>::type.nullable)
struct TypeMapping<Auto<T>> {
  static constexpr TypeInfo type = TypeMapping<T>::type;
  static void write(ValueWriter& out, const Auto<T>& value) {
    if (value)
      TypeMapping<T>::write(out, *value);
    else
      out.null();
  }
  static void read(ValueReader& in, Auto<T>& value) {
    T read{};
    TypeMapping<T>::read(in, read);
    value = Auto<T>{std::move(read)};
  }
};

template <class T>
inline constexpr bool is_auto = false;
template <class T>
inline constexpr bool is_auto<Auto<T>> = true;

}  // namespace promptview
