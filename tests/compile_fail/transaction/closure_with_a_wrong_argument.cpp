// SPDX-License-Identifier: MIT
// expect: the closure must take nothing, or a pv::Transaction&
// max_lines: 20

#include <promptview/promptview.hpp>

namespace pv = promptview;

void work() { pv::atomic([](int) {}); }
