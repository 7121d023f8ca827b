// SPDX-License-Identifier: MIT
#pragma once

#include <promptview/base/inline.hpp>
#include <promptview/postgres/connection/statement_event.hpp>

namespace promptview::postgres {

// Calls `hook` after each statement, on the thread that ran it; an empty hook ends that, though a statement that is under
// way may still call the last one. The hook must bear being called by several threads at once, and must not run
// statements of its own. What it throws is ignored: the statement has taken effect.
PROMPTVIEW_INLINE void set_statement_log(StatementHook hook, StatementLogOptions options = {});

}  // namespace promptview::postgres

#ifndef PROMPTVIEW_COMPILED
#include <promptview/postgres/connection/statement_log.ipp>
#endif
