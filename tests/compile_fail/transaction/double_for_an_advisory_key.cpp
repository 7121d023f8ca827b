// SPDX-License-Identifier: MIT
// expect: AdvisoryKey

#include <promptview/promptview.hpp>

namespace pv = promptview;

void work(pv::Transaction& transaction) { transaction.advisory_lock(1.5); }
