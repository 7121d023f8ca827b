// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <string>
#include <string_view>

#include <promptview/base/error.hpp>
#include <promptview/postgres/connection/connection.hpp>
#include <promptview/postgres/connection/conninfo.hpp>

namespace promptview::postgres::detail {

// Whether an idle session on a server that has refused to write is no longer what the URL asks for by
// `target_session_attrs`: read-write or primary. One round trip where it asks for these. A session that is lost is unfit.
inline bool is_unfit_to_write(Connection& session) noexcept try {
  const Settings settings{PQconninfo(session.raw())};
  const std::string_view wanted = settings.value("target_session_attrs");
  if (wanted != "read-write" && wanted != "primary") return false;
  const std::string only_reads = wanted == "primary" ? "" : " OR current_setting('default_transaction_read_only')::boolean";
  return session.run_once("SELECT pg_is_in_recovery()" + only_reads).bytes(0, 0) != std::string_view{"\0", 1};
} catch (...) {
  return true;
}

}  // namespace promptview::postgres::detail
