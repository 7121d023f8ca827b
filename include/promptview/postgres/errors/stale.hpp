// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace promptview::postgres {

// Why what is prepared on the server is not what was thought.
enum class Stale : std::uint8_t {
  no,        // it is
  altered,   // its table or types were altered since
  forgotten  // others have prepared or deallocated statements: DISCARD ALL, DEALLOCATE, another session than before
};

}  // namespace promptview::postgres
