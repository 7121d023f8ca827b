// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>

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

}  // namespace promptview
