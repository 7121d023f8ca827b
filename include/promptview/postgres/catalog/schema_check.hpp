// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <promptview/postgres/catalog/catalog.hpp>
#include <promptview/postgres/catalog/expected_schema.hpp>
#include <promptview/postgres/catalog/schema_comparison.hpp>
#include <promptview/postgres/catalog/schema_doubts.hpp>
#include <promptview/postgres/transaction/session.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/namespace.hpp>
#include <promptview/store/schema_difference.hpp>

// Compares models with the catalogs of a database.
namespace promptview::postgres::detail {

// An enumeration type that fields of models have.
struct ExpectedEnum {
  const ModelInfo* model = nullptr;
  const FieldInfo* field = nullptr;
  const TypeInfo* type = nullptr;
};

inline std::size_t place_of_name(std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  names.push_back(name);
  return names.size() - 1;
}

class SchemaCheck {
 public:
  // `join_tables`: those that the models describe are looked at too.
  SchemaCheck(const std::vector<const ModelInfo*>& models, bool join_tables) {
    for (const ModelInfo* model : models) {
      wanted_.push_back(expected::table_of(*model));
      for (std::size_t i = 0; i < model->field_count; ++i) add_enum(*model, model->fields[i]);
    }
    if (!join_tables) return;
    for (const ModelInfo* model : models)
      for (const promptview::detail::RelationLink& link : ddl::described_join_tables(*model)) wanted_.push_back(expected::table_of(link));
  }

  // `settles`: asks the server where texts of SQL differ that can mean the same.
  void run(const SessionSource& source, bool settles) {
    read(source);
    for (const ExpectedEnum& each : enums_) compare_enum(each);
    std::vector<Doubt> doubts;
    for (std::size_t i = 0; i < wanted_.size(); ++i) SchemaComparison{wanted_[i], catalog_.tables[i], catalog_, found_, doubts}.run();
    if (settles && !doubts.empty()) settle(*Session{source}, found_, doubts);
  }

  std::vector<SchemaDifference>& found() noexcept { return found_; }

 private:
  void add_enum(const ModelInfo& model, const FieldInfo& field) {
    const TypeInfo* type = field.type;
    while (type->item != nullptr) type = type->item;
    if (type->kind != Kind::enumeration || !field.options.type.empty()) return;
    for (const ExpectedEnum& each : enums_)
      if (each.type->sql_name == type->sql_name) return;
    enums_.push_back({.model = &model, .field = &field, .type = type});
  }

  void read(const SessionSource& source) {
    for (const expected::Table& table : wanted_) {
      catalog_.table_names.push_back(table.name);
      catalog_.plain_names.push_back(table.plain_name);
      for (const expected::Column& column : table.columns)
        place_of_name(catalog_.type_names, sql_comparison::type_text(column.type).name);
      for (const expected::ForeignKey& key : table.foreign_keys) targets_.push_back(key.parts.target);
    }
    for (const ExpectedEnum& each : enums_) place_of_name(catalog_.type_names, sql_name(*each.type));
    for (const ModelInfo* target : targets_) {  // behind the others, for their names
      const std::string name = ddl::table_name(*target);
      if (std::find(catalog_.table_names.begin(), catalog_.table_names.end(), name) != catalog_.table_names.end()) continue;
      catalog_.table_names.push_back(name);
      catalog_.plain_names.emplace_back(target->table);
    }
    catalog::read(source, catalog_);
  }

  void compare_enum(const ExpectedEnum& wanted) {
    const std::string name = sql_name(*wanted.type);
    const catalog::Type& type = catalog_.types[place_of_name(catalog_.type_names, name)];
    using Difference = SchemaDifference::Kind;
    const auto add = [&](Difference kind, bool breaks, const std::string& words, std::string sql) {
      found_.push_back({.kind = kind, .breaks = breaks, .model = std::string{wanted.model->name}, .field = std::string{wanted.field->name},
                        .words = std::string{wanted.model->name} + "." + std::string{wanted.field->name} + ": " + words, .sql = std::move(sql)});
    };
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < wanted.type->label_count; ++i) labels.emplace_back(wanted.type->labels[i]);
    if (type.oid == 0) {
      std::string list;
      for (const std::string& each : labels) list += (list.empty() ? "" : ", ") + quote_literal(each);
      return add(Difference::missing_enum, true, "there is no type " + name, "CREATE TYPE " + name + " AS ENUM (" + list + ")");
    }
    const auto has = [](const std::vector<std::string>& all, const std::string& label) { return std::find(all.begin(), all.end(), label) != all.end(); };
    for (std::size_t i = 0; i < labels.size(); ++i)
      if (!has(type.labels, labels[i]))
        add(Difference::missing_enum_value, true, "the type " + name + " lacks the value " + quote_literal(labels[i]),
            "ALTER TYPE " + name + " ADD VALUE " + quote_literal(labels[i]) + (i == 0 ? "" : " AFTER " + quote_literal(labels[i - 1])));
    for (const std::string& each : type.labels)
      if (!has(labels, each)) add(Difference::unknown_enum_value, false, "the type " + name + " has the value " + quote_literal(each) + ", which the program does not know", "");
  }

  std::vector<expected::Table> wanted_{};
  std::vector<ExpectedEnum> enums_{};
  std::vector<const ModelInfo*> targets_{};
  catalog::Catalog catalog_{};
  std::vector<SchemaDifference> found_{};
};

inline void compare_schema(const Context& context, const promptview::detail::List<Namespace*>& spaces, std::vector<SchemaDifference>& found) {
  std::vector<const ModelInfo*> models;
  for (const Namespace* each : spaces) models.push_back(&each->model());
  SchemaCheck check{models, true};
  check.run(context, true);
  for (SchemaDifference& each : check.found()) found.push_back(std::move(each));
}

// Throws SchemaMismatch where tables that are there differ so that queries or writes would fail; what is missing as a
// whole will be created. One round trip.
inline void check_tables_that_are_there(const SessionSource& source, const std::vector<const ModelInfo*>& models) {
  SchemaCheck check{models, true};
  check.run(source, false);
  std::vector<SchemaDifference> breaking;
  using Difference = SchemaDifference::Kind;
  for (SchemaDifference& each : check.found()) {
    const bool will_be_created = each.kind == Difference::missing_table || each.kind == Difference::other_schema || each.kind == Difference::missing_enum;
    if (each.breaks && !will_be_created) breaking.push_back(std::move(each));
  }
  if (!breaking.empty()) throw SchemaMismatch{std::move(breaking)};
}

}  // namespace promptview::postgres::detail
