// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/postgres/ddl/table_ddl.hpp>
#include <promptview/postgres/statements/conflict_sql.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/store/write_request.hpp>

// The statements that write many rows at once: each column is one array parameter, so that the number of rows has no
// limit but the size of a parameter.
namespace promptview::postgres {

// The statement of a bulk insert or update, with the fields whose values are the items of the array parameters, in
// order, and the fields that come back.
struct BulkStatement {
  std::string sql{};
  std::vector<std::uint16_t> bound{};
  std::vector<std::uint16_t> returned{};
  bool numbered = false;  // behind the fields, each row that comes back has the number of its object in the batch, from 1
};

namespace bulk_sql {

using conflict_sql::append_listed;

// Whether the values of a field travel as texts, which are cast row by row: arrays, since UNNEST would flatten an array
// of arrays, and types that only the server knows.
inline bool is_text_form(const FieldInfo& field) noexcept {
  return field.type->kind == Kind::array || oid_of(*field.type) == 0 || field.is_untyped_text();
}

// The type to cast a text to, without a length: an explicit cast to `varchar(3)` would cut silently where the assignment
// to the column, which follows, is an error.
inline std::string cast_type(const FieldInfo& field) {
  if (field.options.type.empty()) return sql_name(*field.type);
  std::string type{field.options.type};
  const std::size_t open = type.find('(');
  const std::size_t close = type.find(')', open);
  if (open != std::string::npos && close != std::string::npos) type.erase(open, close + 1 - open);
  if (type.starts_with("character varying")) return type;
  for (const std::string_view one_letter : {"character", "char"})
    if (type.starts_with(one_letter)) return "bpchar" + type.substr(one_letter.size());
  return type.starts_with("bit") && !type.starts_with("bit varying") ? "varbit" + type.substr(3) : type;
}

// The type of the array parameter, as SQL and as OID.
inline std::string parameter_type(const FieldInfo& field) {
  if (is_text_form(field)) return "text[]";
  TypeInfo plain = *field.type;
  plain.sql_name = {};
  return sql_name(plain) + "[]";
}
inline Oid parameter_oid(const FieldInfo& field) noexcept {
  if (is_text_form(field)) return sql_type(Kind::text).array_oid;
  const TypeInfo list{.kind = Kind::array, .item = field.type};
  return kind_oid(list);
}

inline std::string column_name(std::size_t number) { return "c" + std::to_string(number); }

// Takes the field's values as one more array parameter; returns what stands for a value in each row.
inline std::string bind_array(BulkStatement& made, const ModelInfo& model, std::size_t field) {
  made.bound.push_back(static_cast<std::uint16_t>(field));
  const FieldInfo& info = model.fields[field];
  const std::string name = column_name(made.bound.size());
  return is_text_form(info) ? name + "::" + cast_type(info) : name;
}

// `UNNEST($1::bigint[], $2::text[]) WITH ORDINALITY AS d(c1, c2, n)`
inline std::string unnested(const BulkStatement& made, const ModelInfo& model, bool ordinality) {
  std::string arrays;
  std::string names;
  for (std::size_t i = 0; i < made.bound.size(); ++i) {
    append_listed(arrays, "$" + std::to_string(i + 1) + "::" + parameter_type(model.fields[made.bound[i]]));
    append_listed(names, column_name(i + 1));
  }
  if (made.bound.empty()) return "generate_series(1, $1::bigint) AS d(n)";
  if (ordinality) append_listed(names, "n");
  return "UNNEST(" + arrays + ")" + (ordinality ? " WITH ORDINALITY" : "") + " AS d(" + names + ")";
}

// The SQL that makes the value of an empty Auto in the source, where it must be known before the row is there.
inline std::string generated_value(const ModelInfo& model, const FieldInfo& field) {
  const std::string made = ddl::default_of(field);
  if (!made.empty()) return made;
  return "nextval(pg_get_serial_sequence(" + quote_literal(ddl::table_name(model)) + ", " + quote_literal(field.column()) + "))";
}

inline std::string returning(const BulkStatement& made, const ModelInfo& model) {
  std::string sql;
  for (const std::uint16_t field : made.returned) {
    sql += sql.empty() ? " RETURNING " : ", ";
    append_column(sql, model.fields[field]);
  }
  return sql;
}

// The columns of an INSERT and what is inserted into them.
struct InsertParts {
  std::string columns{};
  std::string values{};
};

inline InsertParts insert_parts(BulkStatement& made, const ModelInfo& model, const Conflict& conflict, const FieldSet& skipped) {
  InsertParts parts;
  for (std::size_t i = 0; i < model.field_count; ++i) {
    const FieldInfo& field = model.fields[i];
    const bool is_now = field.options.auto_now || field.options.auto_now_add;
    const bool other_key = conflict.action == OnConflict::update && model.is_key(i) && !conflict.target.has(i);
    const bool is_version = conflict.action == OnConflict::update && i == model.row_version;
    if (field.generated_on_insert() || skipped[i] || other_key || is_version) made.returned.push_back(static_cast<std::uint16_t>(i));
    if ((field.generated_on_insert() || skipped[i]) && !is_now) continue;
    append_listed(parts.columns, quote_identifier(field.column()));
    append_listed(parts.values, is_now ? std::string{ddl::now_of(field)} : bind_array(made, model, i));
  }
  return parts;
}

// INSERT that leaves rows out: only a key tells which objects the rows that come back are. So the keys are made, or
// given, before the rows are inserted.
inline BulkStatement insert_ignoring(const ModelInfo& model, const Conflict& conflict, const FieldSet& skipped) {
  BulkStatement made{.numbered = true};
  std::string columns, values, made_values, joined, keys;
  for (std::size_t i = 0; i < model.field_count; ++i) {
    const FieldInfo& field = model.fields[i];
    const bool is_now = field.options.auto_now || field.options.auto_now_add;
    if (field.generated_on_insert() || skipped[i]) made.returned.push_back(static_cast<std::uint16_t>(i));
    if ((field.generated_on_insert() || (skipped[i] && !model.is_key(i))) && !is_now) continue;
    const std::string value = is_now ? std::string{ddl::now_of(field)} : skipped[i] ? generated_value(model, field) : bind_array(made, model, i);
    const std::string name = "v" + std::to_string(i);
    append_listed(columns, quote_identifier(field.column()));
    append_listed(values, value + " AS " + name);
    append_listed(made_values, name);
    if (!model.is_key(i)) continue;
    joined += (joined.empty() ? "made.k" : " AND made.k") + std::to_string(i) + " = source." + name;
    append_listed(keys, "source." + name);
  }
  std::string back, names;
  for (const std::uint16_t field : made.returned) {
    std::string column;
    append_column(column, model.fields[field]);
    append_listed(back, column + " AS r" + std::to_string(field));
    append_listed(names, "made.r" + std::to_string(field));
  }
  for (std::size_t i = 0; i < model.key_count; ++i)
    append_listed(back, quote_identifier(model.key_field(i).column()) + " AS k" + std::to_string(model.key[i]));
  made.sql = "WITH source AS MATERIALIZED (SELECT n, " + values + " FROM " + unnested(made, model, true) + "), made AS (INSERT INTO " +
             SQLBuilder::target(model) + " (" + columns + ") SELECT " + made_values + " FROM source ORDER BY n" +
             conflict_sql::on_conflict(model, conflict, skipped) + " RETURNING " + back + ") SELECT DISTINCT ON (" + keys + ") " + names +
             ", source.n FROM made JOIN source ON " + joined + " ORDER BY " + keys + ", source.n";
  return made;
}

// INSERT of as many rows as the arrays have items, in their order. Fields of `skipped` (empty Autos) come back, as do
// those that the database makes.
inline BulkStatement insert(const ModelInfo& model, const Conflict& conflict, const FieldSet& skipped) {
  BulkStatement made;
  const InsertParts parts = insert_parts(made, model, conflict, skipped);
  const bool ignores = conflict.action == OnConflict::ignore;
  if (ignores && !made.returned.empty() && model.key_count > 0) return insert_ignoring(model, conflict, skipped);
  if (ignores) made.returned.clear();
  const bool ordered = !made.returned.empty();
  made.sql = "INSERT INTO " + SQLBuilder::target(model) + (parts.columns.empty() ? "" : " (" + parts.columns + ")") + " SELECT " +
             parts.values + (parts.values.empty() ? "FROM " : " FROM ") + unnested(made, model, ordered) + (ordered ? " ORDER BY n" : "") +
             conflict_sql::on_conflict(model, conflict, skipped) + returning(made, model);
  return made;
}

// UPDATE of the rows with the keys (and row versions) of the objects. Of objects with the same key the last counts, as if
// they were written one after the other.
inline BulkStatement update(const ModelInfo& model, const std::vector<std::uint16_t>& fields) {
  BulkStatement made;
  std::string source, keys, condition, set, back;
  for (std::size_t i = 0; i < model.key_count; ++i) {
    const std::string name = "k" + std::to_string(i);
    append_listed(source, bind_array(made, model, model.key[i]) + " AS " + name);
    append_listed(keys, name);
    condition += (i == 0 ? "t." : " AND t.") + quote_identifier(model.key_field(i).column()) + " = d." + name;
  }
  for (std::size_t i = 0; i < model.field_count; ++i) {
    const std::string column = quote_identifier(model.fields[i].column());
    const std::string name = "v" + std::to_string(i);
    bool given = false;
    for (const std::uint16_t field : fields) given = given || field == i;
    const bool is_now = model.fields[i].options.auto_now;
    if (i == model.row_version || (given && !is_now)) append_listed(source, bind_array(made, model, i) + " AS " + name);
    if (i == model.row_version) {
      append_listed(set, next_version(model, "t."));
      condition += " AND t." + column + " = d." + name;
    } else if (is_now || given) {
      append_listed(set, column + " = " + (is_now ? std::string{ddl::now_of(model.fields[i])} : "d." + name));
    }
    if (i == model.row_version || model.fields[i].generated_on_update()) made.returned.push_back(static_cast<std::uint16_t>(i));
  }
  if (model.soft_remove != ModelInfo::no_field)
    condition += " AND t." + quote_identifier(model.fields[model.soft_remove].column()) + " IS NULL";
  for (const std::uint16_t field : made.returned) {
    back += "t.";
    append_column(back, model.fields[field]);
    back += ", ";
  }
  made.numbered = !made.returned.empty();
  made.sql = "UPDATE " + ddl::table_name(model) + " AS t SET " + set + " FROM (SELECT DISTINCT ON (" + keys + ") " + source + ", n FROM " +
             unnested(made, model, true) + " ORDER BY " + keys + ", n DESC) AS d WHERE " + condition +
             (made.numbered ? " RETURNING " + back + "d.n" : "");
  return made;
}

}  // namespace bulk_sql
}  // namespace promptview::postgres
