// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace promptview_test {

// Runs `work(number)` on so many threads, which begin together; returns the messages of what they threw.
inline std::vector<std::string> on_threads(int count, const std::function<void(int)>& work) {
  std::mutex mutex;
  std::vector<std::string> failures;
  std::atomic<int> waiting = count;
  std::vector<std::thread> threads;
  for (int number = 0; number < count; ++number)
    threads.emplace_back([&, number] {
      --waiting;
      while (waiting > 0) std::this_thread::yield();
      try {
        work(number);
      } catch (const std::exception& failure) {
        const std::lock_guard lock{mutex};
        failures.emplace_back(failure.what());
      }
    });
  for (std::thread& each : threads) each.join();
  return failures;
}

}  // namespace promptview_test
