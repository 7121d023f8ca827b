// SPDX-License-Identifier: MIT
#pragma once

#include <utility>
#include <vector>

#include <promptview/base/list.hpp>
#include <promptview/model/database.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/namespace.hpp>
#include <promptview/store/namespace_for.hpp>
#include <promptview/store/namespace_manager.hpp>
#include <promptview/store/schema_difference.hpp>

// Comparing models with the tables that a database has.
namespace promptview {

namespace detail {

// The namespaces of the models; of none: all that are registered.
template <class... M>
List<Namespace*> namespaces_to_check() {
  List<Namespace*> spaces;
  if constexpr (sizeof...(M) == 0)
    for (Namespace* each : NamespaceManager::namespaces()) spaces.push_back(each);
  else
    (spaces.push_back(&namespace_for<M>()), ...);
  return spaces;
}

// Those of one store are asked together; one that keeps no schema has nothing to compare.
inline std::vector<SchemaDifference> differences_of(const Context& context, List<Namespace*> rest) {
  std::vector<SchemaDifference> found;
  for_each_store(std::move(rest), [&](const List<Namespace*>& spaces) {
    if (spaces.front()->supports(Feature::schema)) spaces.front()->compare_schema(context, spaces, found);
  });
  return found;
}

template <class... M>
struct SchemaChecker {
  static std::vector<SchemaDifference> check(const Context& context) { return differences_of(context, namespaces_to_check<M...>()); }
};

}  // namespace detail

// Compares these models (of none: all that are registered) with the tables of the default database, and returns the differences
// in the order of the models. Changes nothing. Blocks; one round trip, and four more for each two texts of SQL (checks, defaults,
// conditions of indexes) that the server has to compare. Throws what a query throws.
template <class... M>
[[nodiscard]] std::vector<SchemaDifference> check_schema() {
  return Database{}.check_schema<M...>();
}

// The same, and throws SchemaMismatch if there is any difference.
template <class... M>
void require_schema() {
  Database{}.require_schema<M...>();
}

template <class... M>
std::vector<SchemaDifference> Database::check_schema() const {
  return detail::SchemaChecker<M...>::check(context());
}
template <class... M>
void Database::require_schema() const {
  std::vector<SchemaDifference> found = check_schema<M...>();
  if (!found.empty()) throw SchemaMismatch{std::move(found)};
}

}  // namespace promptview
