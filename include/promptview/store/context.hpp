// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include <promptview/base/atomic_pointer.hpp>

namespace promptview {

// Where a statement runs. Internals take it explicitly; only the façade reads the thread's transaction.
struct Context {
  std::string_view database{};  // empty: the default one
  void* transaction = nullptr;  // the backend's; null: each statement on its own
};

namespace detail {

// Answers which transaction the calling thread has open on a database. A backend sets it; code that has other units of
// work than threads replaces it.
using AmbientTransaction = void* (*)(std::string_view database);
inline AtomicPointer<AmbientTransaction> ambient_transaction{};

inline Context ambient_context(std::string_view database) {
  const AmbientTransaction ask = ambient_transaction.load();
  return {database, ask == nullptr ? nullptr : ask(database)};
}

}  // namespace detail
}  // namespace promptview
