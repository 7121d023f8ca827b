// SPDX-License-Identifier: MIT
// expect: no matching

#include <promptview/promptview.hpp>

namespace pv = promptview;

void work() { pv::Transaction transaction{{.isolation = "serializable"}}; }
