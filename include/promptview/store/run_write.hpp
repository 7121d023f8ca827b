// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include <promptview/query/select_shaping.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/namespace.hpp>

// Writing all rows of a query. Blocks, and joins the thread's transaction.
namespace promptview::detail {

inline std::int64_t update(Namespace& space, const Select& select, const std::vector<Assignment>& assignments) {
  if (select.matches_nothing()) return 0;
  return space.update_all(ambient_context(select.database), writable(select), assignments);
}
inline std::int64_t remove(Namespace& space, const Select& select, bool hard) {
  return select.matches_nothing() ? 0 : space.remove_all(ambient_context(select.database), writable(select), hard);
}

}  // namespace promptview::detail
