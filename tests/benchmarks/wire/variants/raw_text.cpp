// SPDX-License-Identifier: MIT
#include "raw_libpq.hpp"
#include "text_format.hpp"

namespace benchmark {

const bool raw_text_offered = offer<RawLibpq<TextFormat>>(0, "raw-text", raw_tasks());

}  // namespace benchmark
