// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/store/write_request.hpp>

// ON CONFLICT with one unique set as its target.
namespace promptview::postgres::conflict_sql {

inline void append_listed(std::string& list, std::string_view item) {
  if (!list.empty()) list += ", ";
  list += item;
}

// Which fields ON CONFLICT DO UPDATE writes.
inline bool is_updated(const ModelInfo& model, const Conflict& conflict, const FieldSet& skipped, std::size_t place) {
  const FieldInfo& field = model.fields[place];
  if (field.options.auto_now || place == model.row_version) return true;
  if (!conflict.update.empty()) {
    for (const std::uint16_t each : conflict.update)
      if (each == place) return true;
    return false;
  }
  return !skipped[place] && !model.is_key(place) && !conflict.target.has(place) && field.options.generated.empty() &&
         !field.options.auto_now_add;
}

// ` ON CONFLICT ...`, or nothing.
inline std::string on_conflict(const ModelInfo& model, const Conflict& conflict, const FieldSet& skipped) {
  if (conflict.action == OnConflict::fail) return {};
  if (conflict.action == OnConflict::ignore && conflict.target.count == 0) return " ON CONFLICT DO NOTHING";
  std::string target;
  for (std::size_t i = 0; i < conflict.target.count; ++i)
    append_listed(target, quote_identifier(model.fields[conflict.target.fields[i]].column()));
  std::string sql = " ON CONFLICT (" + target + ")";
  if (!conflict.target.where.empty()) sql.append(" WHERE ").append(conflict.target.where);
  if (conflict.action == OnConflict::ignore) return sql + " DO NOTHING";
  const std::string table = SQLBuilder::row_name(model) + ".";
  std::string set;
  for (std::size_t i = 0; i < model.field_count; ++i) {
    if (!is_updated(model, conflict, skipped, i)) continue;
    const std::string column = quote_identifier(model.fields[i].column());
    append_listed(set, i == model.row_version ? next_version(model, table) : column + " = EXCLUDED." + column);
  }
  if (set.empty()) {  // so that the row comes back
    const std::string column = quote_identifier(model.fields[conflict.target.fields[0]].column());
    set = column + " = EXCLUDED." + column;
  }
  return sql + " DO UPDATE SET " + set;
}

// INSERT of one object that is left out, or becomes an UPDATE, where the target's values are taken. What comes back ends
// with whether the row was inserted; of `ignore` it is the whole row, or nothing.
inline WriteStatement insert(const ModelInfo& model, const Conflict& conflict, const FieldSet& skipped) {
  WriteStatement made = SQLBuilder::insert(model, skipped);
  made.sql.resize(made.sql.size() - SQLBuilder::returning(made, model).size());
  made.sql += on_conflict(model, conflict, skipped);
  if (conflict.action == OnConflict::ignore) {
    made.sql += " RETURNING " + columns_of(model);
    return made;
  }
  for (std::size_t i = 0; i < model.field_count; ++i)
    if ((model.is_key(i) && !skipped[i] && !conflict.target.has(i)) || i == model.row_version)
      made.returned.push_back(static_cast<std::uint16_t>(i));
  const std::string returned = SQLBuilder::returning(made, model);
  made.sql += (returned.empty() ? " RETURNING " : returned + ", ") + "(xmax = 0) AS created";
  return made;
}

// SELECT of the row with the object's values of the target's fields, also one that was removed softly.
inline WriteStatement find(const ModelInfo& model, const UniqueTarget& target) {
  WriteStatement made{.sql = "SELECT " + columns_of(model) + " FROM " + ddl::table_name(model)};
  for (std::size_t i = 0; i < target.count; ++i) {
    made.bound.push_back(target.fields[i]);
    made.sql += (i == 0 ? " WHERE " : " AND ") + quote_identifier(model.fields[target.fields[i]].column()) + " = $" + std::to_string(i + 1);
  }
  if (!target.where.empty()) made.sql.append(" AND (").append(target.where).append(")");
  return made;
}

}  // namespace promptview::postgres::conflict_sql
