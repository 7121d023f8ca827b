// SPDX-License-Identifier: MIT
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/model_info.hpp>
#include <promptview/postgres/ddl.hpp>
#include <promptview/postgres/identifier.hpp>
#include <promptview/postgres/where.hpp>
#include <promptview/query.hpp>

namespace promptview::postgres {

// A set of a model's fields, by their places.
using FieldSet = std::bitset<promptview::detail::max_fields>;

// A query's text and the values to bind, which point into the query.
struct Statement {
  std::string sql{};
  std::vector<BoundValue> values{};
};

// The text of an insert, update or upsert, with the fields to bind, in order, and those that come back.
struct WriteStatement {
  std::string sql{};
  std::vector<std::uint16_t> bound{};
  std::vector<std::uint16_t> returned{};
};

// The one place where queries and models become SQL. Knows no connection; every text is a pure function of its input.
class SQLBuilder {
 public:
  // The type of a field's column, from the one table of kinds.
  static std::string map_field_to_sql_type(const FieldInfo& field) { return ddl::column_type(field); }

  static std::string create_table(const ModelInfo& model) { return ddl::create_table(model); }
  static std::string drop_table(const ModelInfo& model) { return ddl::drop_table(model); }
  static std::vector<std::string> create_types(const ModelInfo& model) { return ddl::create_types(model); }
  static std::vector<std::string> create_indexes(const ModelInfo& model) { return ddl::create_indexes(model); }
  static std::vector<std::string> comments(const ModelInfo& model) { return ddl::comments(model); }

  // INSERT of all fields but `skipped` (empty Autos), which come back, as do those that the database makes.
  static WriteStatement insert(const ModelInfo& model, const FieldSet& skipped) {
    WriteStatement made;
    std::string values;
    made.sql = "INSERT INTO " + ddl::table_name(model);
    std::string columns;
    for (std::size_t i = 0; i < model.field_count; ++i) {
      const FieldInfo& field = model.fields[i];
      const bool is_now = field.options.auto_now || field.options.auto_now_add;
      if (field.generated_on_insert() || skipped[i]) made.returned.push_back(static_cast<std::uint16_t>(i));
      if ((field.generated_on_insert() && !is_now) || (skipped[i] && !is_now)) continue;
      columns += columns.empty() ? "" : ", ";
      append_identifier(columns, field.column());
      values += values.empty() ? "" : ", ";
      values += is_now ? std::string{"now()"} : bind(made, i);
    }
    made.sql += columns.empty() ? " DEFAULT VALUES" : " (" + columns + ") VALUES (" + values + ")";
    append_returning(made, model);
    return made;
  }

  // UPDATE by primary key of all fields but the key, `skipped` and those that the database makes.
  static WriteStatement update(const ModelInfo& model, const FieldSet& skipped) {
    WriteStatement made;
    made.sql = "UPDATE " + ddl::table_name(model) + " SET ";
    const std::size_t before = made.sql.size();
    for (std::size_t i = 0; i < model.field_count; ++i) {
      const FieldInfo& field = model.fields[i];
      if (field.generated_on_update() || i == model.row_version) made.returned.push_back(static_cast<std::uint16_t>(i));
      if (model.is_key(i) || i == model.soft_remove) continue;
      if (i != model.row_version && !is_set_on_update(field, skipped[i])) continue;
      if (made.sql.size() > before) made.sql += ", ";
      append_identifier(made.sql, field.column());
      made.sql += " = ";
      if (i == model.row_version) {
        made.sql += next_version(model, "");
        continue;
      }
      made.sql += field.options.auto_now ? std::string{"now()"} : bind(made, i);
    }
    if (made.sql.size() == before) {  // a key alone: the update still says whether the row is there
      append_identifier(made.sql, model.key_field(0).column());
      made.sql += " = ";
      append_identifier(made.sql, model.key_field(0).column());
    }
    append_key_condition(made, model);
    append_version_condition(made, model);
    append_not_removed(made.sql, model);
    append_returning(made, model);
    return made;
  }

  // INSERT that becomes an UPDATE where the primary key is taken.
  static WriteStatement upsert(const ModelInfo& model, const FieldSet& skipped) {
    WriteStatement made = insert(model, skipped);
    made.sql.resize(made.sql.size() - returning(made, model).size());
    if (model.row_version != ModelInfo::no_field) made.returned.push_back(static_cast<std::uint16_t>(model.row_version));
    const std::string table = quote_identifier(model.table) + ".";
    made.sql += " ON CONFLICT (" + ddl::key_columns(model) + ") DO UPDATE SET ";
    const std::size_t before = made.sql.size();
    for (std::size_t i = 0; i < model.field_count; ++i) {
      const FieldInfo& field = model.fields[i];
      if (model.is_key(i) || !is_set_on_update(field, skipped[i])) continue;
      if (made.sql.size() > before) made.sql += ", ";
      if (i == model.row_version)
        made.sql += quote_identifier(field.column()) + " = " + next_version(model, table);
      else
        append_excluded(made.sql, field);
    }
    if (made.sql.size() == before) append_excluded(made.sql, model.key_field(0));
    if (model.row_version != ModelInfo::no_field) {
      const std::string version = quote_identifier(model.fields[model.row_version].column());
      made.sql += " WHERE " + table + version + " = EXCLUDED." + version;
    }
    append_returning(made, model);
    return made;
  }

  // DELETE by primary key (and row version).
  static WriteStatement remove(const ModelInfo& model) {
    WriteStatement made{.sql = "DELETE FROM " + ddl::table_name(model)};
    append_key_condition(made, model);
    append_version_condition(made, model);
    return made;
  }

  // SELECT of all fields by primary key.
  static WriteStatement get(const ModelInfo& model) {
    WriteStatement made{.sql = "SELECT " + columns(model) + " FROM " + ddl::table_name(model)};
    append_key_condition(made, model);
    append_not_removed(made.sql, model);
    return made;
  }

  // SELECT of all fields, in the model's order.
  static Statement select(const Select& query) {
    Statement made;
    made.sql.reserve(256);
    made.sql.append("SELECT ").append(columns(*query.model));
    append_tail(made, query, true);
    return made;
  }

  static Statement count(const Select& query) {
    Statement made{.sql = query.is_sliced() ? "SELECT count(*) FROM (SELECT 1" : "SELECT count(*)"};
    append_tail(made, query, false);
    if (query.is_sliced()) made.sql += ") AS sliced";
    return made;
  }

  static Statement exists(const Select& query) {
    Statement made{.sql = "SELECT 1"};
    append_tail(made, query, false);
    return made;
  }

  // What is selected of a field. A type that only the database knows is read as the field's kind.
  static void append_column(std::string& sql, const FieldInfo& field) {
    append_identifier(sql, field.column());
    TypeInfo plain = *field.type;
    TypeInfo item = plain.item == nullptr ? plain : *plain.item;
    if (field.options.type.empty() && item.sql_name.empty()) return;
    if (item.kind == Kind::enumeration) return;  // its binary form is the label
    plain.sql_name = item.sql_name = {};
    if (plain.item != nullptr) plain.item = &item;
    sql += "::" + sql_name(plain);
  }

  // All columns, in the model's order.
  static std::string columns(const ModelInfo& model) {
    std::string made;
    for (std::size_t i = 0; i < model.field_count; ++i) {
      if (i > 0) made += ", ";
      append_column(made, model.fields[i]);
    }
    return made;
  }

  // ` RETURNING ...`, or nothing.
  static std::string returning(const WriteStatement& made, const ModelInfo& model) {
    std::string sql;
    for (const std::uint16_t field : made.returned) {
      sql += sql.empty() ? " RETURNING " : ", ";
      append_column(sql, model.fields[field]);
    }
    return sql;
  }

  // What an UPDATE sets the row version to. `table`: with a dot at its end, or empty.
  static std::string next_version(const ModelInfo& model, std::string_view table) {
    return std::string{table} + quote_identifier(model.fields[model.row_version].column()) + " + 1";
  }

  // ` AND "removed_at" IS NULL`, where the model has such a field.
  static void append_not_removed(std::string& sql, const ModelInfo& model) {
    if (model.soft_remove == ModelInfo::no_field) return;
    sql += " AND " + quote_identifier(model.fields[model.soft_remove].column()) + " IS NULL";
  }

  // ` WHERE "id" = $n`, and ` AND "version" = $n` where the model has a row version.
  static void append_key_condition(WriteStatement& made, const ModelInfo& model) {
    for (std::size_t i = 0; i < model.key_count; ++i) {
      made.sql += i == 0 ? " WHERE " : " AND ";
      append_identifier(made.sql, model.key_field(i).column());
      made.sql += " = " + bind(made, model.key[i]);
    }
  }

  static void append_version_condition(WriteStatement& made, const ModelInfo& model) {
    if (model.row_version == ModelInfo::no_field) return;
    made.sql += " AND " + quote_identifier(model.fields[model.row_version].column()) + " = " + bind(made, model.row_version);
  }

 private:
  static bool is_set_on_update(const FieldInfo& field, bool skipped) noexcept {
    if (field.options.auto_now) return true;
    return !skipped && field.options.generated.empty() && !field.options.auto_now_add;
  }

  static std::string bind(WriteStatement& made, std::size_t field) {
    made.bound.push_back(static_cast<std::uint16_t>(field));
    return "$" + std::to_string(made.bound.size());
  }

  static void append_excluded(std::string& sql, const FieldInfo& field) {
    append_identifier(sql, field.column());
    sql += " = EXCLUDED.";
    append_identifier(sql, field.column());
  }

  static void append_returning(WriteStatement& made, const ModelInfo& model) { made.sql += returning(made, model); }

  static void append_number(Statement& made, std::string_view before, const std::int64_t& number) {
    made.values.push_back({.number = &number, .name = "limit"});
    made.sql.append(before).append(std::to_string(made.values.size()));
  }

  // The condition of the query, which begins at `where`, and that the row was not removed.
  static void leave_removed_out(std::string& sql, std::size_t where, const ModelInfo& model) {
    if (model.soft_remove == ModelInfo::no_field) return;
    constexpr std::string_view keyword = " WHERE ";
    if (sql.size() == where) {
      sql += keyword;
      sql += quote_identifier(model.fields[model.soft_remove].column()) + " IS NULL";
      return;
    }
    sql.insert(where + keyword.size(), "(");
    sql += ')';
    append_not_removed(sql, model);
  }

  static void append_tail(Statement& made, const Select& query, bool ordered) {
    made.sql.append(" FROM ").append(ddl::table_name(*query.model));
    const std::size_t before = made.sql.size();
    WhereBuilder{*query.model, made.sql, made.values}.append_where(query.where);
    if (!query.with_removed) leave_removed_out(made.sql, before, *query.model);
    for (std::size_t i = 0; ordered && i < query.order.size(); ++i) {
      made.sql += i == 0 ? " ORDER BY " : ", ";
      append_identifier(made.sql, query.model->fields[query.order[i].field].column());
      if (query.order[i].descending) made.sql += " DESC";
    }
    if (query.limit != Select::no_limit) append_number(made, " LIMIT $", query.limit);
    if (query.offset != 0) append_number(made, " OFFSET $", query.offset);
  }
};

}  // namespace promptview::postgres
