// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/postgres/catalog/catalog.hpp>
#include <promptview/postgres/catalog/expected_schema.hpp>
#include <promptview/postgres/catalog/schema_doubts.hpp>
#include <promptview/postgres/connection/type_mismatch.hpp>
#include <promptview/postgres/ddl/sql_comparison.hpp>
#include <promptview/store/schema_difference.hpp>

namespace promptview::postgres {

// Compares one table with its catalog and adds the differences.
class SchemaComparison {
 public:
  SchemaComparison(const expected::Table& wanted, const catalog::Table& table, const catalog::Catalog& all,
                   std::vector<SchemaDifference>& found, std::vector<Doubt>& doubts)
      : wanted_{wanted}, table_{table}, all_{all}, found_{found}, doubts_{doubts} {}

  void run() {
    if (!table_.exists) return missing_table();
    for (const expected::Column& each : wanted_.columns) compare_column(each);
    for (const catalog::Column& each : table_.columns) look_for_field(each);
    if (table_.is_view) return;
    compare_key();
    for (const expected::Unique& each : wanted_.uniques) compare_unique(each);
    for (const expected::Index& each : wanted_.indexes) compare_index(each);
    for (const expected::ForeignKey& each : wanted_.foreign_keys) compare_foreign_key(each);
    for (const expected::Check& each : wanted_.checks) compare_check(each);
  }

 private:
  using Kind = SchemaDifference::Kind;

  static std::string joined(const std::vector<std::string>& parts) {
    std::string list;
    for (const std::string& each : parts) list += (list.empty() ? "" : ", ") + each;
    return list;
  }
  std::string alter(const std::string& what) const { return "ALTER TABLE " + wanted_.name + " " + what; }
  std::string alter_column(const std::string& column, const std::string& what) const {
    return alter("ALTER COLUMN " + quote_identifier(column) + " " + what);
  }
  // `field`: of the model; empty: none.
  std::string subject(const std::string& field) const {
    const std::string model{wanted_.model->name};
    return field.empty() || field.find(',') != std::string::npos ? model : model + "." + field;
  }
  std::string field_of(const expected::Column& column) const { return wanted_.is_join_table ? std::string{} : std::string{column.field->name}; }

  void add(Kind kind, bool breaks, const std::string& field, const std::string& words, std::string sql) {
    found_.push_back({.kind = kind, .breaks = breaks, .model = std::string{wanted_.model->name}, .table = wanted_.name, .field = field,
                      .words = subject(field) + ": " + words, .sql = std::move(sql)});
  }
  void doubt(std::string make, std::string question, std::string actual) {
    doubts_.push_back({.difference = found_.size() - 1, .table = wanted_.name, .make = std::move(make), .question = std::move(question), .actual = std::move(actual)});
  }

  void missing_table() {
    std::string create;
    for (const std::string& each : wanted_.create) create += (create.empty() ? "" : ";\n") + each;
    if (table_.elsewhere.empty()) return add(Kind::missing_table, true, "", "there is no table " + wanted_.name, create);
    const std::string other = quote_identifier(table_.elsewhere) + "." + quote_identifier(wanted_.plain_name);
    const std::string_view schema = wanted_.model->schema().empty() ? table_.current_schema : wanted_.model->schema();
    add(Kind::other_schema, true, "", "there is no table " + wanted_.name + ", but one in another schema: " + other,
        schema.empty() ? "" : "ALTER TABLE " + other + " SET SCHEMA " + quote_identifier(schema));
  }

  // --- Columns ---------------------------------------------------------------------------------------------------------

  void compare_column(const expected::Column& wanted) {
    const std::string name = "the column " + quote_identifier(wanted.name);
    const catalog::Column* const column = table_.column(wanted.name);
    if (column == nullptr)
      return add(Kind::missing_column, true, field_of(wanted), name + " is missing", alter("ADD COLUMN " + wanted.definition));
    compare_type(wanted, *column, name);
    if (table_.is_view) return;
    if (wanted.nullable && column->not_null)
      add(Kind::other_nullability, false, field_of(wanted), name + " is NOT NULL; the field can be empty", alter_column(wanted.name, "DROP NOT NULL"));
    if (!wanted.nullable && !column->not_null)
      add(Kind::other_nullability, false, field_of(wanted), name + " can be NULL; the field is never empty", alter_column(wanted.name, "SET NOT NULL"));
    if (wanted.generated.empty() && !column->is_generated)
      compare_default(wanted, *column, name);
    else
      compare_generated(wanted, *column, name);
  }

  const catalog::Type& type_named(const std::string& name) const {
    for (std::size_t i = 0; i < all_.type_names.size(); ++i)
      if (all_.type_names[i] == name) return all_.types[i];
    static const catalog::Type none;
    return none;
  }

  void compare_type(const expected::Column& wanted, const catalog::Column& column, const std::string& name) {
    const sql_comparison::TypeText type = sql_comparison::type_text(wanted.type);
    const Oid oid = type_named(type.name).oid;
    const std::string change = alter_column(wanted.name, "TYPE " + wanted.type + " USING " + quote_identifier(wanted.name) + "::" + wanted.type);
    if (column.type_oid == oid && sql_comparison::type_text(column.type).modifiers == type.modifiers) return;
    const bool breaks = column.type_oid != oid && !detail::can_use(*wanted.field, column.base_oid);
    add(Kind::other_type, breaks, field_of(wanted), name + " has the type " + column.type + "; the model's is " + wanted.type,
        oid == 0 ? std::string{} : change);
  }

  void compare_default(const expected::Column& wanted, const catalog::Column& column, const std::string& name) {
    if (wanted.is_identity()) {
      if (column.is_identity || !column.expression.empty()) return;  // a serial does as well
      return add(Kind::other_generation, true, field_of(wanted), name + " is no identity, so that no row can be inserted without a key",
                 alter_column(wanted.name, "ADD GENERATED BY DEFAULT AS IDENTITY"));
    }
    if (column.is_identity)
      return add(Kind::other_generation, false, field_of(wanted), name + " is an identity; the model gives its value", alter_column(wanted.name, "DROP IDENTITY"));
    if (sql_comparison::is_same(wanted.default_sql, column.expression)) return;
    const auto said = [](const std::string& text) { return text.empty() ? std::string{"none"} : text; };
    const bool breaks = wanted.is_auto && column.expression.empty() && column.not_null;
    add(Kind::other_default, breaks, field_of(wanted), name + " has the default " + said(column.expression) + "; the model's is " + said(wanted.default_sql),
        alter_column(wanted.name, wanted.default_sql.empty() ? "DROP DEFAULT" : "SET DEFAULT " + wanted.default_sql));
    if (wanted.default_sql.empty() || column.expression.empty()) return;
    doubt("ALTER TABLE pg_temp.pv_schema ALTER COLUMN " + quote_identifier(wanted.name) + " SET DEFAULT " + wanted.default_sql, Doubt::default_question, column.expression);
  }

  void compare_generated(const expected::Column& wanted, const catalog::Column& column, const std::string& name) {
    const std::string again = alter("DROP COLUMN " + quote_identifier(wanted.name)) + "; " + alter("ADD COLUMN " + wanted.definition);
    if (wanted.generated.empty())
      return add(Kind::other_generation, true, field_of(wanted), name + " is generated by the database; the model writes it", alter_column(wanted.name, "DROP EXPRESSION"));
    if (!column.is_generated)
      return add(Kind::other_generation, false, field_of(wanted), name + " is not generated by the database", again);
    if (sql_comparison::is_same(wanted.generated, column.expression)) return;
    add(Kind::other_generation, false, field_of(wanted), name + " is generated as " + column.expression + "; the model says " + wanted.generated, again);
    doubt("ALTER TABLE pg_temp.pv_schema ADD COLUMN pv_made " + wanted.type + " GENERATED ALWAYS AS (" + wanted.generated + ") STORED", Doubt::default_question, column.expression);
  }

  void look_for_field(const catalog::Column& column) {
    for (const expected::Column& each : wanted_.columns)
      if (each.name == column.name) return;
    const bool breaks = column.not_null && column.expression.empty() && !column.is_identity && !column.is_generated;
    const std::string name = "the column " + quote_identifier(column.name) + " has no field";
    if (breaks)
      return add(Kind::unknown_column, true, "", name + " and no default, and is NOT NULL, so that no row can be inserted: add a field",
                 alter_column(column.name, "DROP NOT NULL"));
    add(Kind::unknown_column, false, "", name, alter("DROP COLUMN " + quote_identifier(column.name)));
  }

  // --- Keys and indexes --------------------------------------------------------------------------------------------------

  void compare_key() {
    const catalog::Constraint* key = nullptr;
    for (const catalog::Constraint& each : table_.constraints)
      if (each.kind == 'p') key = &each;
    const std::string make = "ADD PRIMARY KEY (" + ddl::quoted_list(wanted_.key) + ")";
    if (key == nullptr && !wanted_.key.empty()) return add(Kind::missing_primary_key, true, "", "the table has no primary key; the model's is " + joined(wanted_.key), alter(make));
    if (key == nullptr || key->columns == wanted_.key) return;
    const std::string drop = "DROP CONSTRAINT " + quote_identifier(key->name);
    if (wanted_.key.empty())
      return add(Kind::other_primary_key, false, "", "the table has the primary key " + joined(key->columns) + "; the model has none", alter(drop));
    const bool breaks = !is_same_set(key->columns, wanted_.key) && !has_unique(wanted_.key);  // save() could not find the row
    add(Kind::other_primary_key, breaks, "", "the primary key is " + joined(key->columns) + "; the model's is " + joined(wanted_.key), alter(drop + ", " + make));
  }

  static bool is_same_set(std::vector<std::string> left, std::vector<std::string> right) {
    std::sort(left.begin(), left.end());
    std::sort(right.begin(), right.end());
    return left == right;
  }
  // By a constraint or an index of all rows; each constraint has an index.
  bool has_unique(const std::vector<std::string>& columns) const {
    return std::any_of(table_.indexes.begin(), table_.indexes.end(),
                       [&](const catalog::Index& each) { return each.unique && each.where.empty() && is_same_set(columns_of_keys(each.keys), columns); });
  }
  static std::vector<std::string> columns_of_keys(std::vector<std::string> keys) {
    for (std::string& each : keys)
      for (const std::string_view order : {" DESC NULLS LAST", " NULLS FIRST", " DESC"})
        if (each.ends_with(order)) each.resize(each.size() - order.size());
    return keys;
  }

  void compare_unique(const expected::Unique& wanted) {
    if (has_unique(wanted.columns)) return;
    add(Kind::missing_unique, false, wanted.fields, "nothing keeps " + wanted.fields + " unique",
        alter("ADD CONSTRAINT " + quote_identifier(wanted.name) + " UNIQUE (" + ddl::quoted_list(wanted.columns) + ")"));
  }

  static bool is_same_index(const expected::Index& wanted, const catalog::Index& index) {
    if (wanted.method != index.method || wanted.unique != index.unique || wanted.keys.size() != index.keys.size()) return false;
    if (!sql_comparison::is_same(wanted.where, index.where)) return false;
    for (std::size_t i = 0; i < wanted.keys.size(); ++i)
      if (wanted.keys[i] != index.keys[i] && !sql_comparison::is_same(wanted.keys[i], index.keys[i])) return false;
    return true;
  }
  void compare_index(const expected::Index& wanted) {
    const catalog::Index* same_name = nullptr;
    for (const catalog::Index& each : table_.indexes) {
      if (is_same_index(wanted, each)) return;
      if (each.name == wanted.name) same_name = &each;
    }
    if (same_name == nullptr) return add(Kind::missing_index, false, wanted.fields, "there is no index on " + wanted.fields, wanted.statement);
    std::string where = same_name->where.empty() ? "" : " WHERE " + same_name->where;
    add(Kind::missing_index, false, wanted.fields, "the index " + wanted.name + " is another: on " + joined(same_name->keys) + where,
        "DROP INDEX " + quote_identifier(wanted.name) + "; " + wanted.statement);
    doubt_index(wanted, *same_name);
  }
  void doubt_index(const expected::Index& wanted, const catalog::Index& index) {
    if (wanted.method != index.method || wanted.unique != index.unique || wanted.keys.size() != index.keys.size()) return;
    std::string make = wanted.statement;
    const std::string head = " ON " + wanted_.name + " USING ";
    const std::size_t at = make.find(head);
    if (at == std::string::npos) return;
    make = (wanted.unique ? "CREATE UNIQUE INDEX pv_made ON pg_temp.pv_schema USING " : "CREATE INDEX pv_made ON pg_temp.pv_schema USING ") +
           make.substr(at + head.size());
    std::string actual;
    for (const std::string& each : columns_of_keys(index.keys)) actual += each + "\x1f";
    doubt(std::move(make), Doubt::index_question, actual + index.where);
  }

  // --- Foreign keys and checks --------------------------------------------------------------------------------------------

  static char letter_of(ReferentialAction action) noexcept { return "arcnd"[static_cast<std::size_t>(action)]; }

  void compare_foreign_key(const expected::ForeignKey& wanted) {
    const std::string make = "ADD " + ddl::foreign_key(wanted.parts, wanted.options);
    const std::string target = ddl::table_name(*wanted.parts.target);
    for (const catalog::Constraint& each : table_.constraints) {
      if (each.kind != 'f' || each.columns != wanted.parts.columns || each.target != target || each.referenced != wanted.parts.referenced) continue;
      const bool is_same = each.on_delete == letter_of(wanted.options.on_delete) && each.on_update == letter_of(wanted.options.on_update) &&
                           each.deferrable == wanted.options.deferrable;
      if (!is_same)
        add(Kind::other_foreign_key, false, wanted.field, "the foreign key " + each.name + " is " + each.definition + "; the model says " + make.substr(make.find("FOREIGN KEY")),
            alter("DROP CONSTRAINT " + quote_identifier(each.name) + ", " + make));
      return;
    }
    add(Kind::missing_foreign_key, false, wanted.field, "there is no foreign key from " + joined(wanted.parts.columns) + " to " + target, alter(make));
  }

  // The text inside of the brackets of `CHECK ((age > 0))`.
  static std::string_view inside(std::string_view definition) {
    const std::size_t open = definition.find('(');
    const std::size_t close = definition.rfind(')');
    return open == std::string_view::npos ? definition : definition.substr(open + 1, close - open - 1);
  }
  void compare_check(const expected::Check& wanted) {
    const catalog::Constraint* same_name = nullptr;
    for (const catalog::Constraint& each : table_.constraints) {
      if (each.kind != 'c') continue;
      if (sql_comparison::is_same(inside(each.definition), wanted.sql)) return;
      if (each.name == wanted.name) same_name = &each;
    }
    const std::string name = wanted.name.empty() ? "" : "CONSTRAINT " + quote_identifier(wanted.name) + " ";
    const std::string make = "ADD " + name + "CHECK (" + wanted.sql + ")";
    if (same_name == nullptr) {
      add(Kind::missing_check, false, wanted.field, "there is no check " + wanted.sql, alter(make));
      return doubt_unnamed_check(wanted);
    }
    add(Kind::other_check, false, wanted.field, "the check " + wanted.name + " is " + same_name->definition + "; the model says " + wanted.sql,
        alter("DROP CONSTRAINT " + quote_identifier(wanted.name) + ", " + make));
    doubt("ALTER TABLE pg_temp.pv_schema ADD CONSTRAINT pv_made CHECK (" + wanted.sql + ")", Doubt::check_question, same_name->definition);
  }
  // Any of the table's can be the one.
  void doubt_unnamed_check(const expected::Check& wanted) {
    std::string all = "\x1f";
    for (const catalog::Constraint& each : table_.constraints)
      if (each.kind == 'c') all += each.definition + "\x1f";
    if (all.size() > 1) doubt("ALTER TABLE pg_temp.pv_schema ADD CONSTRAINT pv_made CHECK (" + wanted.sql + ")", Doubt::check_question, all);
  }

  const expected::Table& wanted_;
  const catalog::Table& table_;
  const catalog::Catalog& all_;
  std::vector<SchemaDifference>& found_;
  std::vector<Doubt>& doubts_;
};

}  // namespace promptview::postgres
