// SPDX-License-Identifier: MIT
// expect: the closure must take nothing, or a pv::Transaction&

#include <promptview/promptview.hpp>

namespace pv = promptview;

void work() { pv::retry_transaction(3, [](pv::Database&) {}); }
