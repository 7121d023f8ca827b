// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include <promptview/base/inline.hpp>
#include <promptview/query/select.hpp>
#include <promptview/query/select_edits.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/feature.hpp>
#include <promptview/store/namespace.hpp>

// What queries and models need of a store, compared with what it supports. Stores that support everything are not compared.
namespace promptview::detail {

PROMPTVIEW_INLINE Features features_of(const Select& select);

PROMPTVIEW_INLINE Features features_of(const std::vector<Assignment>& assignments);

PROMPTVIEW_INLINE Features features_of(const ModelInfo& model);

inline void require_features(const ModelInfo& model, Features needed, Features supported) {
  const Features missing = needed.without(supported);
  if (!missing.empty()) throw_not_supported(model, missing.first());
}
inline void require_feature(const Namespace& space, Feature feature) {
  if (!space.supports(feature)) throw_not_supported(space.model(), feature);
}

// Throws TransactionRequired where rows would stay locked not for a moment.
inline void check_lock(const Context& context, const Select& select) {
  if (context.transaction != nullptr || !locks_rows(select)) return;
  throw TransactionRequired{about(select, "begin a pv::Transaction before the query: its locks on rows last until the transaction ends")};
}
// Throws NotSupported where the query needs what the store has not got.
inline void check_query(const Namespace& space, const Select& select) {
  if (!space.features().has_all()) require_features(space.model(), features_of(select), space.features());
}
// Both, for a query whose rows are read.
inline void check_query(const Namespace& space, const Context& context, const Select& select) {
  check_query(space, select);
  check_lock(context, select);
}

}  // namespace promptview::detail

#ifndef PROMPTVIEW_COMPILED
#include <promptview/store/feature_check.ipp>
#endif
