// SPDX-License-Identifier: MIT
#pragma once

// The PostgreSQL backend. At least one source file of a program includes it.
#include <promptview/postgres/atomic.hpp>
#include <promptview/postgres/connect_options.hpp>
#include <promptview/postgres/connect_or_embed.hpp>
#include <promptview/postgres/databases.hpp>
#include <promptview/postgres/embedded_server.hpp>
#include <promptview/postgres/raw.hpp>
#include <promptview/postgres/statement_log.hpp>
#include <promptview/postgres/transaction.hpp>

#ifdef PROMPTVIEW_COMPILED  // by the target promptview::compiled
#include <promptview/postgres/compiled_backend.hpp>
#else
#include <promptview/postgres/postgres_namespace.hpp>
#endif
