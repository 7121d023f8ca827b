// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <promptview/base/error.hpp>
#include <promptview/base/inline.hpp>
#include <promptview/lookups/bound_argument.hpp>
#include <promptview/query/select_edits.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/feature_check.hpp>
#include <promptview/store/namespace.hpp>

// Asking a store for rows: what QuerySet<M> and Database do with a namespace that does not depend on M. All block.
namespace promptview::detail {

inline void run(Namespace& space, const Context& context, const Select& select, RowSink& sink) {
  check_query(space, context, select);
  if (select.matches_nothing()) return;
  ReadRequest request{.kind = ReadRequest::Kind::rows, .space = &space, .select = &select, .rows = &sink};
  space.read(context, request);
}

PROMPTVIEW_INLINE std::int64_t count(Namespace& space, const Context& context, const Select& select);

PROMPTVIEW_INLINE bool exists(Namespace& space, const Context& context, const Select& select);

PROMPTVIEW_INLINE bool contains(Namespace& space, const Context& context, Select select, const void* object);

// Reads the row with this key, as many values as the model's key has fields, into `object`; false: there is none.
inline bool get(Namespace& space, const Context& context, const BoundArgument* key, void* object) {
  ReadRequest request{.kind = ReadRequest::Kind::get, .space = &space, .key = key, .object = object};
  space.read(context, request);
  return request.number != 0;
}

// Reads `object` again by the key that it holds.
PROMPTVIEW_INLINE void refresh(Namespace& space, const Context& context, void* object);

PROMPTVIEW_INLINE std::string text_of(const Namespace& space, const Select& select, SqlText form);

PROMPTVIEW_INLINE std::string plan_of(Namespace& space, const Context& context, const Select& select, const ExplainOptions& options);

}  // namespace promptview::detail

#ifndef PROMPTVIEW_COMPILED
#include <promptview/store/run_query.ipp>
#endif
