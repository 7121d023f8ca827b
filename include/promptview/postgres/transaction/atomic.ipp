// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <thread>

#include <promptview/postgres/transaction/retry_delay.hpp>

namespace promptview::postgres::detail {

void wait_to_retry(std::optional<Transaction>& transaction, int attempt) {
  transaction.reset();
  std::this_thread::sleep_for(retry_delay(attempt, next_random_of_this_thread()));
}

bool can_run_again(const DatabaseError& failure) noexcept {
  return dynamic_cast<const SerializationFailure*>(&failure) != nullptr || dynamic_cast<const StalePlan*>(&failure) != nullptr;
}

void check_attempts(int attempts) {
  if (attempts < 1)
    throw InvalidValue{"retry_transaction takes a number of attempts from 1, not " + std::to_string(attempts)};
}

}  // namespace promptview::postgres::detail
