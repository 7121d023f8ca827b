// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/postgres/statements/sql_builder.hpp>

// Soft removal: a row stays, with the time at which it was removed.
namespace promptview::postgres::removal_sql {

inline WriteStatement set_removal(const ModelInfo& model, std::string_view value) {
  WriteStatement made{.sql = "UPDATE " + ddl::table_name(model) + " SET "};
  append_identifier(made.sql, model.fields[model.soft_remove].column());
  made.sql.append(" = ").append(value);
  append_next_version(made.sql, model);
  SQLBuilder::append_key_condition(made, model);
  return made;
}

// UPDATE of the time of removal, or DELETE where the model has none.
inline WriteStatement remove(const ModelInfo& model) {
  if (model.soft_remove == ModelInfo::no_field) return SQLBuilder::remove(model);
  WriteStatement made = set_removal(model, ddl::now_of(model.fields[model.soft_remove]));
  SQLBuilder::append_version_condition(made, model);
  append_not_removed(made.sql, model);
  return made;
}

// Undoes it, whatever the row's version.
inline WriteStatement restore(const ModelInfo& model) {
  WriteStatement made = set_removal(model, "NULL");
  made.sql += " AND " + quote_identifier(model.fields[model.soft_remove].column()) + " IS NOT NULL";
  made.returned.push_back(static_cast<std::uint16_t>(model.soft_remove));
  if (model.row_version != ModelInfo::no_field) made.returned.push_back(static_cast<std::uint16_t>(model.row_version));
  made.sql += SQLBuilder::returning(made, model);
  return made;
}

// Whether there is a row with the object's key, whatever its version.
inline WriteStatement has_row(const ModelInfo& model) {
  WriteStatement made{.sql = "SELECT 1 FROM " + ddl::table_name(model)};
  SQLBuilder::append_key_condition(made, model);
  append_not_removed(made.sql, model);
  return made;
}

}  // namespace promptview::postgres::removal_sql
