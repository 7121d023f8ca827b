// SPDX-License-Identifier: MIT
#include "binary_format.hpp"
#include "raw_libpq.hpp"

namespace benchmark {

const bool raw_binary_offered = offer<RawLibpq<BinaryFormat>>(1, "raw-binary", raw_tasks());

}  // namespace benchmark
