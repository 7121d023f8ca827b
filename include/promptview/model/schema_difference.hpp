// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/base/list.hpp>
#include <promptview/model/database.hpp>
#include <promptview/schema/macro_rows.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/namespace.hpp>
#include <promptview/store/namespace_for.hpp>
#include <promptview/store/namespace_manager.hpp>

// The differences between models and the tables that a database has.
namespace promptview {

// One difference, as data.
struct SchemaDifference {
  // What differs.
  enum class Kind : std::uint8_t {
    missing_table,
    other_schema,         // a table of this name is in another schema
    missing_column,
    other_type,           // also a text column that is shorter or longer
    other_nullability,
    other_default,
    other_generation,     // generated, identity
    unknown_column,       // the model has no field for it
    missing_primary_key,
    other_primary_key,
    missing_unique,
    missing_index,
    missing_foreign_key,
    other_foreign_key,    // another action on delete or update, or deferrable
    missing_check,
    other_check,
    missing_enum,
    missing_enum_value,
    unknown_enum_value,
  };

  Kind kind{};
  bool breaks = false;   // reading, or writing what the model allows, fails or can fail at once: initialize() refuses it
  std::string model{};   // the qualified type name, e.g. "blog::User"
  std::string table{};   // as SQL names it; of a join table without a model that one
  std::string field{};   // the member; empty: none, or several
  std::string words{};   // what differs, for people
  std::string sql{};     // the statement that makes the database as the model says; empty: there is none
};

// The words of all differences, each with its statement behind it.
inline std::string describe(const std::vector<SchemaDifference>& differences) {
  std::string text;
  for (const SchemaDifference& each : differences) {
    text.append(text.empty() ? "" : "\n").append("  ").append(each.words);
    if (!each.sql.empty()) text.append("\n    ").append(each.sql).append(";");
  }
  return text;
}

// The tables are not those of the models. The message lists the differences, each with the statement that mends it.
class SchemaMismatch : public Error {
 public:
  explicit SchemaMismatch(std::vector<SchemaDifference> differences)
      : Error{"migrate the database: it differs from the models\n" + describe(differences)}, differences_{std::move(differences)} {}

  // From require_schema() all differences; from initialize() those that the model cannot work with.
  const std::vector<SchemaDifference>& differences() const noexcept { return differences_; }

 private:
  std::vector<SchemaDifference> differences_;
};

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

// Those of one store are asked together.
inline std::vector<SchemaDifference> differences_of(const Context& context, List<Namespace*> rest) {
  std::vector<SchemaDifference> found;
  while (!rest.empty()) {
    List<Namespace*> same, others;
    for (Namespace* each : rest) (each->model().backend == rest.front()->model().backend ? same : others).push_back(each);
    same.front()->compare_schema(context, same, found);
    rest = std::move(others);
  }
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
