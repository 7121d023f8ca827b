// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace promptview::postgres {

class Transaction;

namespace detail {

// The transaction that the calling thread began last and has not ended; the earlier ones follow from it.
inline Transaction*& last_begun() noexcept {
  static thread_local Transaction* last = nullptr;
  return last;
}

void* find_open_transaction(std::string_view database);  // in transaction.hpp

}  // namespace detail

}  // namespace promptview::postgres
