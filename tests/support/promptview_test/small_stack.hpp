// SPDX-License-Identifier: MIT
#pragma once

#include <pthread.h>

#include <cstddef>
#include <exception>
#include <functional>
#include <stdexcept>

namespace promptview_test {

// The stack of a small thread; sanitizers and builds without optimisation make frames several times as large.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr std::size_t small_stack = 4096 * 1024;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr std::size_t small_stack = 4096 * 1024;
#else
inline constexpr std::size_t small_stack = 512 * 1024;
#endif
#else
inline constexpr std::size_t small_stack = 512 * 1024;
#endif

// Runs `work` on a thread with so little stack, and throws what it throws. A stack that overflows ends the process.
inline void on_small_stack(const std::function<void()>& work) {
  struct Call {
    const std::function<void()>& work;
    std::exception_ptr failure{};
  } call{work};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, small_stack);
  pthread_t thread{};
  const int failed = pthread_create(&thread, &attributes, [](void* given) -> void* {
    auto& made = *static_cast<Call*>(given);
    try {
      made.work();
    } catch (...) {
      made.failure = std::current_exception();
    }
    return nullptr;
  }, &call);
  pthread_attr_destroy(&attributes);
  if (failed != 0) throw std::runtime_error{"no thread could be made"};
  pthread_join(thread, nullptr);
  if (call.failure) std::rethrow_exception(call.failure);
}

}  // namespace promptview_test
