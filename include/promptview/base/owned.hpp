// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

namespace promptview::detail {

// Owns one object, or none, of a type that need be known only where the object is made and used: a std::unique_ptr without <memory>.
template <class T>
class Owned {
 public:
  Owned() noexcept = default;
  Owned(Owned&& other) noexcept : object_{std::exchange(other.object_, nullptr)}, drop_{other.drop_} {}
  Owned& operator=(Owned&& other) noexcept {
    Owned taken{std::move(other)};
    std::swap(object_, taken.object_);
    std::swap(drop_, taken.drop_);
    return *this;
  }
  ~Owned() { reset(); }

  // Takes an object that was made by `new`.
  template <class Made>
  explicit Owned(Made* made) noexcept : object_{made}, drop_{[](T* object) noexcept { delete static_cast<Made*>(object); }} {}

  void reset() noexcept {
    if (object_ != nullptr) drop_(std::exchange(object_, nullptr));
  }
  T* get() const noexcept { return object_; }
  T* operator->() const noexcept { return object_; }
  T& operator*() const noexcept { return *object_; }
  explicit operator bool() const noexcept { return object_ != nullptr; }

 private:
  T* object_ = nullptr;
  void (*drop_)(T* object) noexcept = nullptr;
};

}  // namespace promptview::detail
