// SPDX-License-Identifier: MIT
// expect: Callback
// max_lines: 30

#include <promptview/promptview.hpp>

namespace pv = promptview;

void work(pv::Transaction& transaction) { transaction.on_commit([](int) {}); }
