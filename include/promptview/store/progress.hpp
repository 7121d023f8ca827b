// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <type_traits>

namespace promptview {

// A callback `(std::size_t done, std::size_t total)`. A temporary is copied, and must be small and trivially copyable, as
// lambdas that capture by reference are; anything else is referred to and must outlive this.
class Progress {
 public:
  constexpr Progress() = default;
  template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, Progress> &&
             requires(std::remove_cvref_t<F>& callback) { callback(std::size_t{}, std::size_t{}); })
  Progress(F&& callback) noexcept {  // NOLINT(google-explicit-constructor)
    if constexpr (std::is_lvalue_reference_v<F> && !std::is_function_v<std::remove_reference_t<F>>) {
      keep(__builtin_addressof(callback));
      call_ = [](void* kept, std::size_t done, std::size_t total) { (**static_cast<std::remove_reference_t<F>**>(kept))(done, total); };
    } else {
      using Kept = std::decay_t<F>;
      static_assert(std::is_trivially_copyable_v<Kept> && sizeof(Kept) <= sizeof(kept_),
                    "give the callback a name and pass that: a temporary must capture little, or by reference");
      keep(static_cast<Kept>(callback));
      call_ = [](void* kept, std::size_t done, std::size_t total) { (*static_cast<Kept*>(kept))(done, total); };
    }
  }

  explicit operator bool() const noexcept { return call_ != nullptr; }
  void operator()(std::size_t done, std::size_t total) const {
    if (call_ != nullptr) call_(kept_, done, total);
  }

 private:
  template <class T>
  void keep(const T& value) noexcept {
    __builtin_memcpy(kept_, static_cast<const void*>(&value), sizeof(T));
  }

  alignas(void*) mutable unsigned char kept_[4 * sizeof(void*)] = {};
  void (*call_)(void* kept, std::size_t done, std::size_t total) = nullptr;
};

}  // namespace promptview
