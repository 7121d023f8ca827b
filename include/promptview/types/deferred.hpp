// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/types/auto.hpp>
#include <promptview/values/type_mapping.hpp>

namespace promptview {

// A field that a query can leave out, for large values: `pv::Deferred<std::string> body;`, `Post::query().defer("body")`. Its
// column and its lookups are those of T. It holds a T, or knows that it has none: a query left it out, or a new object was
// given none, which inserts the column's default. To read it then throws FieldNotLoaded; nothing is ever fetched silently.
// What was left out is never written: save() leaves the column as it is. refresh() reads it.
template <class T>
class Deferred {
  static_assert(!is_auto<T> && !requires { typename T::target_type; }, "keys are always read: leave out pv::Deferred around pv::Auto and relations");

 public:
  using value_type = T;

  constexpr Deferred() = default;
  constexpr Deferred(T value) : value_{std::move(value)}, is_loaded_{true} {}  // NOLINT(google-explicit-constructor): reads like a T
  template <std::convertible_to<T> U>
    requires(!std::same_as<std::remove_cvref_t<U>, T> && !std::same_as<std::remove_cvref_t<U>, Deferred>)
  constexpr Deferred(U&& value) : value_(std::forward<U>(value)), is_loaded_{true} {}  // NOLINT

  // Whether it holds a value. Throws nothing.
  constexpr bool is_loaded() const noexcept { return is_loaded_; }
  // Whether a query left it out. False for a new object that was given no value.
  constexpr bool was_left_out() const noexcept { return left_out_ != nullptr; }
  // As a new one: without a value.
  constexpr void reset() { *this = Deferred{}; }

  // The value. As all that follow, throws FieldNotLoaded where there is none.
  constexpr const T& value() const {
    require_loaded();
    return value_;
  }
  // The same, to be changed.
  constexpr T& value() {
    require_loaded();
    return value_;
  }
  constexpr const T& operator*() const { return value(); }
  constexpr T& operator*() { return value(); }
  constexpr const T* operator->() const { return &value(); }
  constexpr T* operator->() { return &value(); }
  constexpr operator const T&() const { return value(); }  // NOLINT(google-explicit-constructor): reads like a T
  template <std::convertible_to<T> U>
    requires(!std::same_as<U, Deferred>)
  friend constexpr bool operator==(const Deferred& left, const U& right) {
    return left.value() == right;
  }

  // As a part of whole objects that are compared: two without a value are equal, one without and one with a value are not. Throws nothing.
  friend constexpr bool operator==(const Deferred& left, const Deferred& right) {
    return left.is_loaded_ == right.is_loaded_ && (!left.is_loaded_ || left.value_ == right.value_);
  }

  // One that a query left out. `field`: its name, which must live as long as the program.
  static constexpr Deferred left_out(const std::string_view& field) {
    Deferred made;
    made.left_out_ = &field;
    return made;
  }

 private:
  constexpr void require_loaded() const {
    if (!is_loaded_) refuse();
  }
  [[noreturn]] void refuse() const {
    if (left_out_ == nullptr) throw FieldNotLoaded{"assign a value, or save() the object to have the column's default: it was given none"};
    throw FieldNotLoaded{detail::concat({"refresh() the object, or read it without defer() and only(): the field \"", *left_out_, "\" was left out"})};
  }

  T value_{};
  bool is_loaded_ = false;
  const std::string_view* left_out_ = nullptr;  // the field's name
};

template <class T>
inline constexpr bool is_deferred = false;
template <class T>
inline constexpr bool is_deferred<Deferred<T>> = true;

// It travels as a T.
template <Mapped T>
struct TypeMapping<Deferred<T>> {
  static constexpr TypeInfo type = TypeMapping<T>::type;
  static void write(ValueWriter& out, const Deferred<T>& value) { TypeMapping<T>::write(out, value.value()); }
  static void read(ValueReader& in, Deferred<T>& value) {
    if (const std::string_view* const field = in.left_out()) {
      value = Deferred<T>::left_out(*field);
      return;
    }
    T read{};
    TypeMapping<T>::read(in, read);
    value = std::move(read);
  }
};

}  // namespace promptview
