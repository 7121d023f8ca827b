// SPDX-License-Identifier: MIT
#pragma once

// The PostgreSQL backend. At least one source file of a program includes it.
#include <promptview/postgres/transaction/atomic.hpp>
#include <promptview/postgres/connection/connect_options.hpp>
#include <promptview/postgres/connection/environment.hpp>
#include <promptview/postgres/embedded/connect_or_embed.hpp>
#include <promptview/postgres/pool/databases.hpp>
#include <promptview/postgres/embedded/embedded_server.hpp>
#include <promptview/postgres/store/raw_sql.hpp>
#include <promptview/postgres/connection/statement_log.hpp>
#include <promptview/postgres/transaction/transaction.hpp>

#ifdef PROMPTVIEW_COMPILED  // by the target promptview::promptview
#include <promptview/postgres/store/compiled_backend.hpp>
#else
#include <promptview/postgres/store/postgres_namespace.hpp>
#endif
