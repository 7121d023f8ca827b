// SPDX-License-Identifier: MIT
// The compiler makes main.cpp call the second function at each branch. This file is compiled without that.
#include <cstdint>

namespace {
std::uint64_t steps = 0;
}

std::uint64_t steps_until_now() noexcept { return steps; }

extern "C" void __sanitizer_cov_trace_pc() { ++steps; }  // NOLINT(bugprone-reserved-identifier)
