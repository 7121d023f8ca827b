// SPDX-License-Identifier: MIT
// expect: no matching function for call to 'retry_transaction

#include <promptview/promptview.hpp>

namespace pv = promptview;

void work() { pv::retry_transaction([] {}); }
