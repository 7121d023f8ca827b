// SPDX-License-Identifier: MIT
#pragma once

#include <sched.h>

// The few things that are needed of <atomic> and <mutex>: these headers would cost each file of models 0.1 to 0.2 s to parse.
// The builtins are those of g++ and clang.
namespace promptview::detail {

// A pointer that threads share. T is a pointer to an object or a function.
template <class T>
class AtomicPointer {
 public:
  constexpr AtomicPointer() noexcept = default;
  constexpr AtomicPointer(T value) noexcept : value_{value} {}  // NOLINT(google-explicit-constructor)
  AtomicPointer(const AtomicPointer&) = delete;
  AtomicPointer& operator=(const AtomicPointer&) = delete;

  T load() const noexcept { return __atomic_load_n(&value_, __ATOMIC_ACQUIRE); }
  void store(T value) noexcept { __atomic_store_n(&value_, value, __ATOMIC_RELEASE); }
  T exchange(T value) noexcept { return __atomic_exchange_n(&value_, value, __ATOMIC_ACQ_REL); }
  // Stores `value` if `expected` is there; otherwise puts what is there into `expected`.
  bool compare_exchange(T& expected, T value) noexcept {
    return __atomic_compare_exchange_n(&value_, &expected, value, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
  }

 private:
  T value_ = nullptr;
};

// A lock for a few list operations.
class SpinLock {
 public:
  void lock() noexcept {
    while (__atomic_test_and_set(&held_, __ATOMIC_ACQUIRE)) ::sched_yield();
  }
  void unlock() noexcept { __atomic_clear(&held_, __ATOMIC_RELEASE); }

 private:
  bool held_ = false;
};

class SpinGuard {
 public:
  explicit SpinGuard(SpinLock& lock) noexcept : lock_{lock} { lock_.lock(); }
  ~SpinGuard() { lock_.unlock(); }
  SpinGuard(const SpinGuard&) = delete;
  SpinGuard& operator=(const SpinGuard&) = delete;

 private:
  SpinLock& lock_;
};

}  // namespace promptview::detail
