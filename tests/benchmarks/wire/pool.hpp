// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "variant.hpp"

namespace benchmark {

// The variants that one process uses: one object, or for variants that bring no pool, one for each thread, lent for one
// operation at a time as a pool does.
class VariantPool {
 public:
  VariantPool(const Offer& offer, const std::string& url, int threads) {
    made_.push_back(offer.make(url, threads));
    while (!first().has_pool() && made_.size() < static_cast<std::size_t>(threads))
      made_.push_back(offer.make(url, threads));
    for (const auto& each : made_) free_.push_back(each.get());
  }

  Variant& first() const noexcept { return *made_.front(); }

  // Each thread gets its part of the keys, one by one.
  void get_on_threads(const std::vector<std::vector<std::int64_t>>& keys, Digest& digest) {
    std::vector<std::thread> threads;
    for (const auto& part : keys) threads.emplace_back([&] { get_all(part, digest); });
    for (std::thread& each : threads) each.join();
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  }

 private:
  void get_all(const std::vector<std::int64_t>& keys, Digest& digest) {
    Digest own{digest.is_on()};
    try {
      std::vector<std::int64_t> one(1);
      for (const std::int64_t key : keys) {
        one[0] = key;
        get_one(one, own);
      }
    } catch (...) {
      const std::lock_guard lock{mutex_};
      failure_ = std::current_exception();
    }
    const std::lock_guard lock{mutex_};
    digest.add_sum(own.sum());
  }

  void get_one(const std::vector<std::int64_t>& key, Digest& digest) {
    if (first().has_pool()) return first().get_by_key(key, digest);
    Variant* const lent = take();
    lent->get_by_key(key, digest);
    const std::lock_guard lock{mutex_};
    free_.push_back(lent);
  }

  // There are as many as threads.
  Variant* take() {
    const std::lock_guard lock{mutex_};
    Variant* const last = free_.back();
    free_.pop_back();
    return last;
  }

  std::vector<std::unique_ptr<Variant>> made_{};
  std::vector<Variant*> free_{};
  std::mutex mutex_{};
  std::exception_ptr failure_{};
};

}  // namespace benchmark
