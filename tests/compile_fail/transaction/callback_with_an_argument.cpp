// SPDX-License-Identifier: MIT
// expect: Callback

#include <promptview/promptview.hpp>

namespace pv = promptview;

void work(pv::Transaction& transaction) { transaction.on_commit([](int) {}); }
