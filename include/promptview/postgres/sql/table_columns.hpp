// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <promptview/postgres/format/identifier.hpp>
#include <promptview/postgres/format/sql_types.hpp>
#include <promptview/query/select.hpp>
#include <promptview/schema/model_info.hpp>

// The columns that statements read of a table.
namespace promptview::postgres {

// Appends the type to read a field as, where its own type is one that only the database knows.
inline void append_read_type(std::string& sql, const FieldInfo& field) {
  if (!field.is_read_as_another()) return;
  TypeInfo plain = *field.type;
  TypeInfo item = plain.item == nullptr ? plain : *plain.item;
  plain.sql_name = item.sql_name = {};
  if (plain.item != nullptr) plain.item = &item;
  sql += "::" + sql_name(plain);
}

inline void append_column(std::string& sql, const FieldInfo& field) {
  append_identifier(sql, field.column());
  append_read_type(sql, field);
}

// All fields, in the model's order; `before` each, a table's name and a dot.
inline void append_columns(std::string& sql, const ModelInfo& model, const std::string& before = {}) {
  for (std::size_t i = 0; i < model.field_count; ++i) {
    sql.append(i == 0 ? "" : ", ").append(before);
    append_column(sql, model.fields[i]);
  }
}

// The same without the values of some fields. NULL of the type void stands for them: columns keep their places, and who reads the
// result knows from it what was left out.
inline void append_columns(std::string& sql, const ModelInfo& model, const std::string& before, const promptview::detail::FieldBits& left_out) {
  for (std::size_t i = 0; i < model.field_count; ++i) {
    if (i > 0) sql += ", ";
    if (!left_out[i]) {
      append_column(sql.append(before), model.fields[i]);
      continue;
    }
    append_identifier(sql.append("NULL::void AS "), model.fields[i].column());
  }
}

inline std::string columns_of(const ModelInfo& model) {
  std::string made;
  append_columns(made, model);
  return made;
}

// `"version" = "version" + 1` of an UPDATE. `table`: with a dot at its end, or empty.
inline std::string next_version(const ModelInfo& model, std::string_view table = {}) {
  const std::string column = quote_identifier(model.fields[model.row_version].column());
  return column + " = " + std::string{table} + column + " + 1";
}
// The same behind others, where the model has a row version.
inline void append_next_version(std::string& sql, const ModelInfo& model) {
  if (model.row_version != ModelInfo::no_field) sql += ", " + next_version(model);
}

// ` AND "removed_at" IS NULL`, where the model has such a field. `before`: a keyword, and a table's name and a dot.
inline void append_not_removed(std::string& sql, const ModelInfo& model, std::string_view before = " AND ") {
  if (model.soft_remove == ModelInfo::no_field) return;
  sql.append(before).append(quote_identifier(model.fields[model.soft_remove].column())).append(" IS NULL");
}

}  // namespace promptview::postgres
