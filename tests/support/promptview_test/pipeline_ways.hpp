// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <promptview/postgres/connection/connect_options.hpp>

namespace promptview_test {

// All ways in which statements can be sent: together and one by one; with names on the server, with room for two of them
// only, and without. What they do must be the same.
inline std::vector<promptview::ConnectOptions> pipeline_ways() {
  return {{}, {.statement_cache = 0}, {.statement_cache = 2}, {.pipelining = false}, {.statement_cache = 0, .pipelining = false},
          {.statement_cache = 2, .pipelining = false}};
}

}  // namespace promptview_test
