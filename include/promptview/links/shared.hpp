// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include <promptview/links/loaded_object.hpp>
#include <promptview/schema/model_traits.hpp>

namespace promptview {

// An object that several relations can hold: `pv::Shared author{Author{.name = "Ann"}}; first.author = author; second.author =
// author;`. Copies are the same object. Never empty, unless it was moved from.
template <class T>
class Shared {
 public:
  explicit Shared(T object) : loaded_{detail::make_loaded<T>(detail::model_of<T>())} {
    static_cast<T&>(*this->operator->()) = std::move(object);
  }
  explicit Shared(detail::LoadedPointer loaded) noexcept : loaded_{std::move(loaded)} {}

  T& operator*() const noexcept { return *static_cast<T*>(loaded_.object()); }
  T* operator->() const noexcept { return static_cast<T*>(loaded_.object()); }

  // The object, which may be shared with others; empty: none is loaded.
  const detail::LoadedPointer& pointer() const noexcept { return loaded_; }

  friend bool operator==(const Shared& left, const Shared& right) noexcept { return left.loaded_.get() == right.loaded_.get(); }

 private:
  detail::LoadedPointer loaded_;
};

}  // namespace promptview
