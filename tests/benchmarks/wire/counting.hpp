// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#endif

namespace benchmark {

// Runs under callgrind (with --collect-atstart=no) and writes what that cost to a profile of its own, which has `label`
// in its description. Without callgrind it only runs.
inline void counted(const std::string& label, const std::function<void()>& run) {
#ifdef CALLGRIND_TOGGLE_COLLECT
  CALLGRIND_TOGGLE_COLLECT;
  run();
  CALLGRIND_TOGGLE_COLLECT;
  CALLGRIND_DUMP_STATS_AT(label.c_str());
#else
  (void)label;
  run();
#endif
}

constexpr bool can_count() {
#ifdef CALLGRIND_TOGGLE_COLLECT
  return true;
#else
  return false;
#endif
}

}  // namespace benchmark
