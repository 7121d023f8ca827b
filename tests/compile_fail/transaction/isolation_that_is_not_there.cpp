// SPDX-License-Identifier: MIT
// expect: did you mean 'read_committed'?

#include <promptview/promptview.hpp>

namespace pv = promptview;

void work() { pv::Transaction transaction{{.isolation = pv::Isolation::read_uncommitted}}; }
