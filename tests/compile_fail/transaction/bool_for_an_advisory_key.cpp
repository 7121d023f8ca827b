// SPDX-License-Identifier: MIT
// expect: AdvisoryKey
// max_lines: 35

#include <promptview/promptview.hpp>

namespace pv = promptview;

void work(pv::Transaction& transaction) { transaction.advisory_lock(true); }
