// SPDX-License-Identifier: MIT
// expect: deleted
// max_lines: 15

#include <promptview/promptview.hpp>

namespace pv = promptview;

pv::Transaction work(pv::Transaction& transaction) { return transaction; }
