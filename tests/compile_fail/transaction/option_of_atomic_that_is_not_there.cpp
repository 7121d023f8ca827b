// SPDX-License-Identifier: MIT
// expect: no matching
// max_lines: 25

#include <promptview/promptview.hpp>

namespace pv = promptview;

void work() { pv::atomic({.readonly = true}, [] {}); }
