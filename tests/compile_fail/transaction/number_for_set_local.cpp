// SPDX-License-Identifier: MIT
// expect: string_view
// max_lines: 15

#include <promptview/promptview.hpp>

namespace pv = promptview;

void work(pv::Transaction& transaction) { transaction.set_local("statement_timeout", 5000); }
