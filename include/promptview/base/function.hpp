// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

namespace promptview::detail {

template <class Signature>
class Function;

// A std::function without <functional>, for callbacks that return nothing: holds a copy of whatever can be called so. Empty where it was
// made of nothing, nullptr, or a pointer or std::function that is empty; then it must not be called.
template <class... A>
class Function<void(A...)> {
 public:
  Function() noexcept = default;
  Function(std::nullptr_t) noexcept {}  // NOLINT(google-explicit-constructor)
  template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, Function> && std::is_copy_constructible_v<std::decay_t<F>> &&
             requires(std::decay_t<F>& work, A... arguments) { work(static_cast<A>(arguments)...); })
  Function(F&& work) {  // NOLINT(google-explicit-constructor)
    using Work = std::decay_t<F>;
    if constexpr (std::is_constructible_v<bool, Work&> && requires(Work& held) { held == nullptr; })
      if (work == nullptr) return;
    work_ = new Work(std::forward<F>(work));
    calls_ = &calls<Work>;
  }
  Function(const Function& other) : work_{other.work_ == nullptr ? nullptr : other.calls_->copy(other.work_)}, calls_{other.calls_} {}
  Function(Function&& other) noexcept : work_{std::exchange(other.work_, nullptr)}, calls_{other.calls_} {}
  Function& operator=(Function other) noexcept {
    std::swap(work_, other.work_);
    std::swap(calls_, other.calls_);
    return *this;
  }
  ~Function() {
    if (work_ != nullptr) calls_->drop(work_);
  }

  explicit operator bool() const noexcept { return work_ != nullptr; }
  void operator()(A... arguments) const { calls_->call(work_, static_cast<A>(arguments)...); }

 private:
  struct Calls {
    void (*call)(void* work, A... arguments);
    void* (*copy)(const void* work);
    void (*drop)(void* work) noexcept;
  };
  template <class Work>
  static constexpr Calls calls{
      [](void* work, A... arguments) { (*static_cast<Work*>(work))(static_cast<A>(arguments)...); },
      [](const void* work) -> void* { return new Work(*static_cast<const Work*>(work)); },
      [](void* work) noexcept { delete static_cast<Work*>(work); }};

  void* work_ = nullptr;
  const Calls* calls_ = nullptr;
};

}  // namespace promptview::detail
