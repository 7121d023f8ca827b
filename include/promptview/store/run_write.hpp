// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include <promptview/query/select_shaping.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/feature_check.hpp>
#include <promptview/store/namespace.hpp>

// Writing all rows of a query. Blocks.
namespace promptview::detail {

inline std::int64_t write_rows(Namespace& space, const Context& context, const Select& select, WriteRequest request) {
  if (select.matches_nothing()) return 0;
  require_feature(space, Feature::query_writes);
  const Select rows = writable(select);
  check_query(space, rows);
  request.select = &rows;
  return space.write(context, request);
}

inline std::int64_t update(Namespace& space, const Context& context, const Select& select, const std::vector<Assignment>& assignments) {
  if (!space.features().has_all()) require_features(space.model(), features_of(assignments), space.features());
  return write_rows(space, context, select, {.kind = WriteRequest::Kind::update_rows, .assignments = &assignments});
}
inline std::int64_t remove(Namespace& space, const Context& context, const Select& select, bool hard) {
  return write_rows(space, context, select, {.kind = WriteRequest::Kind::remove_rows, .hard = hard});
}

}  // namespace promptview::detail
