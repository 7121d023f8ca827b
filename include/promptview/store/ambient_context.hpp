// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include <promptview/base/atomic_pointer.hpp>
#include <promptview/store/context.hpp>

// The transaction that the calling thread has open. Only the calls that programs make without a context read it:
// tests/unit/structure/ambient.sh lists their headers. They hand the context on; all else is told where it runs.
namespace promptview::detail {

// Answers which transaction the calling thread has open on a database. A backend sets it; code that has other units of
// work than threads replaces it.
using AmbientTransaction = void* (*)(std::string_view database);
inline AtomicPointer<AmbientTransaction> ambient_transaction{};

inline Context ambient_context(std::string_view database) {
  const AmbientTransaction ask = ambient_transaction.load();
  return {database, ask == nullptr ? nullptr : ask(database)};
}

}  // namespace promptview::detail
