// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <utility>

#include <promptview/postgres/connection/statement_event.hpp>

namespace promptview::testing {

// What was sent: how many statements, in how many round trips.
struct QueryCount {
  std::uint64_t statements = 0;
  std::uint64_t round_trips = 0;  // waits for the server; a pipeline of many statements is one
};

// Runs `work`, and counts what it sends on the calling thread: `count_queries([&] { user.save(); }).round_trips == 1`.
template <class Work>
QueryCount count_queries(Work&& work) {
  const postgres::Traffic before = postgres::traffic_of_this_thread();
  std::forward<Work>(work)();
  const postgres::Traffic after = postgres::traffic_of_this_thread();
  return {.statements = after.statements - before.statements, .round_trips = after.round_trips - before.round_trips};
}

}  // namespace promptview::testing
