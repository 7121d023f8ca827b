// SPDX-License-Identifier: MIT
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/ddl/table_ddl.hpp>
#include <promptview/postgres/format/field_limits.hpp>
#include <promptview/postgres/format/identifier.hpp>
#include <promptview/postgres/format/value_error.hpp>
#include <promptview/postgres/select/select_sql.hpp>
#include <promptview/postgres/sql/owner_count.hpp>
#include <promptview/postgres/sql/statement.hpp>
#include <promptview/postgres/sql/table_columns.hpp>
#include <promptview/query/select.hpp>
#include <promptview/schema/model_info.hpp>

namespace promptview::postgres {

// A set of a model's fields, by their places.
using FieldSet = std::bitset<promptview::detail::max_fields>;

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
  static std::vector<std::string> create_types(const ModelInfo& model) { return ddl::create_types(model); }
  static std::vector<std::string> create_indexes(const ModelInfo& model) { return ddl::create_indexes(model); }
  static std::vector<std::string> comments(const ModelInfo& model) { return ddl::comments(model); }

  // INSERT of all fields but `skipped` (empty Autos), which come back, as do those that the database makes.
  static WriteStatement insert(const ModelInfo& model, const FieldSet& skipped) {
    WriteStatement made;
    std::string values;
    made.sql = "INSERT INTO " + target(model);
    std::string columns;
    for (std::size_t i = 0; i < model.field_count; ++i) {
      const FieldInfo& field = model.fields[i];
      const bool is_now = field.options.auto_now || field.options.auto_now_add;
      if (field.generated_on_insert() || skipped[i]) made.returned.push_back(static_cast<std::uint16_t>(i));
      if ((field.generated_on_insert() && !is_now) || (skipped[i] && !is_now)) continue;
      columns += columns.empty() ? "" : ", ";
      append_identifier(columns, field.column());
      values += values.empty() ? "" : ", ";
      values += is_now ? std::string{ddl::now_of(field)} : bind(made, i);
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
      if (i == model.row_version) {
        made.sql += next_version(model);
        continue;
      }
      append_identifier(made.sql, field.column());
      made.sql += " = ";
      made.sql += field.options.auto_now ? std::string{ddl::now_of(field)} : bind(made, i);
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
    const std::string table = row_name(model) + ".";
    made.sql += " ON CONFLICT (" + ddl::key_columns(model) + ") DO UPDATE SET ";
    const std::size_t before = made.sql.size();
    for (std::size_t i = 0; i < model.field_count; ++i) {
      const FieldInfo& field = model.fields[i];
      if (model.is_key(i) || !is_set_on_update(field, skipped[i])) continue;
      if (made.sql.size() > before) made.sql += ", ";
      if (i == model.row_version)
        made.sql += next_version(model, table);
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
    WriteStatement made{.sql = "SELECT " + columns_of(model) + " FROM " + ddl::table_name(model)};
    append_key_condition(made, model);
    append_not_removed(made.sql, model);
    return made;
  }

  // SELECT of a query's rows; of all fields, in the model's order, unless it asks for others.
  // `columns`: as columns_of makes them of the query's model, where they are known.
  static Statement select(const Select& query, std::string_view columns = {}) {
    Statement made;
    made.sql.reserve(256);
    made.values.reserve(4);
    SelectBuilder{query, made, nullptr, columns}.append();
    return made;
  }

  // The number of the rows that `select` would give.
  static Statement count(const Select& query) {
    Statement made;
    if (!query.source.empty() || promptview::detail::has_own_rows(query)) {
      made.sql = "SELECT count(*) FROM (";
      SelectBuilder{query, made, nullptr}.append(false);
      made.sql += ") AS \"rows\"";
      return made;
    }
    if (const Expression* some = condition_of_owners(query)) {
      const Scope scope{.select = &query};
      ExpressionBuilder{scope, made}.append_count_of_owners(*some);
      return made;
    }
    made.sql = query.is_sliced() ? "SELECT count(*) FROM (SELECT 1" : "SELECT count(*)";
    SelectBuilder{query, made, nullptr}.append_from_to_end();
    if (query.is_sliced()) made.sql += ") AS sliced";
    return made;
  }

  // UPDATE and DELETE of the rows of a query that is not sliced.
  static Statement update(const Select& query, const std::vector<Assignment>& assignments) {
    Statement made;
    const Scope scope{.select = &query};
    append_written(made.sql, "UPDATE ", scope);
    made.sql += " SET ";
    ExpressionBuilder expressions{scope, made};
    std::string_view before;
    FieldSet set;
    for (const Assignment& assignment : assignments) {
      check_set_once(query, set, assignment.field);
      made.sql += before;
      before = ", ";
      const FieldInfo& field = query.model->fields[assignment.field];
      append_identifier(made.sql, field.column());
      made.sql += " = ";
      const bool untyped = field.is_untyped_text();
      if (assignment.value.op == Expression::Op::value) check_limits(*query.model, field, assignment.value.value);
      if (assignment.value.op == Expression::Op::value)
        expressions.append_bound({.value = &assignment.value.value, .name = field.name, .untyped = untyped});
      else
        expressions.append_value(assignment.value);
    }
    for (std::size_t i = 0; i < query.model->field_count; ++i) {
      const FieldInfo& field = query.model->fields[i];
      if (!field.options.auto_now || set[i]) continue;
      made.sql += before;
      before = ", ";
      append_identifier(made.sql, field.column());
      made.sql.append(" = ").append(ddl::now_of(field));
    }
    const ModelInfo& model = *query.model;
    if (model.row_version == ModelInfo::no_field || !set[model.row_version]) append_next_version(made.sql, model);
    append_where(made, scope);
    return made;
  }
  static void check_limits(const ModelInfo& model, const FieldInfo& field, const Value& value) try {
    if (!value.null) field_limits::check(field, value.text);
  } catch (const InvalidValue& error) {
    detail::raise_value_error(error, model, field.name);
  }
  // `hard`: a DELETE also where the model has a soft removal.
  static Statement remove(const Select& query, bool hard) {
    Statement made;
    const ModelInfo& model = *query.model;
    const Scope scope{.select = &query};
    const bool is_soft = !hard && model.soft_remove != ModelInfo::no_field;
    append_written(made.sql, is_soft ? "UPDATE " : "DELETE FROM ", scope);
    if (is_soft) {
      const FieldInfo& removed = model.fields[model.soft_remove];
      made.sql += " SET " + quote_identifier(removed.column()) + " = ";
      made.sql += ddl::now_of(removed);
      append_next_version(made.sql, model);
    }
    append_where(made, scope);
    return made;
  }

  static Statement exists(const Select& query) {
    Statement made;
    append_exists(made, query, nullptr);
    return made;
  }

  // The table of an INSERT, and the name of its row that is there already, which is not the one to insert, EXCLUDED.
  static std::string target(const ModelInfo& model) {
    return model.table == "excluded" ? ddl::table_name(model) + " AS " + row_name(model) : ddl::table_name(model);
  }
  static std::string row_name(const ModelInfo& model) { return quote_identifier(model.table == "excluded" ? "pv0" : model.table); }

  // ` RETURNING ...`, or nothing.
  static std::string returning(const WriteStatement& made, const ModelInfo& model) {
    std::string sql;
    for (const std::uint16_t field : made.returned) {
      sql += sql.empty() ? " RETURNING " : ", ";
      append_column(sql, model.fields[field]);
    }
    return sql;
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
  static void append_written(std::string& sql, std::string_view keyword, const Scope& scope) {
    sql += keyword;
    ddl::append_table_name(sql, scope.model());
    scope.append_alias(sql, scope.model().table);
  }

  static void check_set_once(const Select& query, FieldSet& set, std::size_t field) {
    if (set[field])
      throw InvalidValue{std::string{query.model->name}.append(".").append(query.model->fields[field].name).append(": set a field once in one update()")};
    set[field] = true;
  }

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
};

}  // namespace promptview::postgres
