// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/base/function.hpp>

namespace promptview::postgres::detail {

// The callbacks that are due after the end of a transaction and of the savepoints in it, in the order of registration. A
// transaction's level is 0, that of a savepoint in it 1 and so on.
class TransactionCallbacks {
 public:
  using Callback = promptview::detail::Function<void()>;
  enum class When : std::uint8_t { committed, rolled_back };

  void add(int level, When when, Callback callback) {
    if (!callback) throw InvalidValue{"give a callback that can be called: the function is empty"};
    entries_.push_back({level, when, std::move(callback)});
  }

  // The savepoint of this level has become a part of what is around it.
  void hand_outward(int level) noexcept {
    for (Entry& each : entries_)
      if (each.level >= level) each.level = level - 1;
  }

  // Removes those of the level and of what is inside, and returns the ones to call now.
  std::vector<Callback> take(int level, When when) {
    std::vector<Callback> due;
    if (entries_.empty()) return due;
    std::vector<Entry> kept;
    for (Entry& each : entries_) {
      if (each.level < level)
        kept.push_back(std::move(each));
      else if (each.when == when)
        due.push_back(std::move(each.callback));
    }
    entries_ = std::move(kept);
    return due;
  }

  // Calls all of them, whether one throws or not. Returns what the first that threw threw.
  static std::exception_ptr call(const std::vector<Callback>& due) noexcept {
    std::exception_ptr first;
    for (const Callback& each : due) {
      try {
        each();
      } catch (...) {
        if (first == nullptr) first = std::current_exception();
      }
    }
    return first;
  }

 private:
  struct Entry {
    int level = 0;
    When when = When::committed;
    Callback callback{};
  };
  std::vector<Entry> entries_{};
};

// `state`: "committed" or "rolled back". Does nothing for a null `cause`.
inline void throw_if_failed(const std::exception_ptr& cause, const char* state, const char* callback) {
  if (cause == nullptr) return;
  std::string text = "an exception that is not a std::exception";
  try {
    std::rethrow_exception(cause);
  } catch (const std::exception& failure) {
    text = failure.what();
  } catch (...) {
  }
  throw CallbackFailed{std::string{"catch in the callback of "} + callback + " what it may throw: the transaction is " + state +
                           ", and the callback failed\n  cause: " + text,
                       cause};
}

}  // namespace promptview::postgres::detail
