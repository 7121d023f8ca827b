// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <promptview/postgres.hpp>

namespace library {

// No header has it.
struct Hidden : promptview::Model<Hidden> {
  int a{};
};
PROMPTVIEW_MODEL(Hidden, postgres, "library_hidden", FIELD(a))

int touch() { return 7; }

}  // namespace library
