// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/links/relation_link.hpp>
#include <promptview/model/unique_set.hpp>
#include <promptview/postgres/ddl/foreign_key_names.hpp>
#include <promptview/postgres/ddl/table_ddl.hpp>
#include <promptview/postgres/format/identifier.hpp>
#include <promptview/schema/model_info.hpp>

// From relations to foreign keys and join tables. Everything is created only where it is missing.
namespace promptview::postgres::ddl {

inline std::string_view action_name(ReferentialAction action) noexcept {
  constexpr std::string_view names[] = {"NO ACTION", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"};
  return names[static_cast<std::size_t>(action)];
}

inline std::string quoted_list(const std::vector<std::string>& columns) {
  std::string list;
  for (const std::string& column : columns) list += (list.empty() ? "" : ", ") + quote_identifier(column);
  return list;
}

// `CONSTRAINT "name" FOREIGN KEY ("author_id") REFERENCES "authors" ("id") ON DELETE CASCADE`
inline std::string foreign_key(const ForeignKeyParts& key, const RelationOptions& options) {
  std::string text = "CONSTRAINT " + quote_identifier(key.name) + " FOREIGN KEY (" + quoted_list(key.columns) +
                     ") REFERENCES " + table_name(*key.target) + " (" + quoted_list(key.referenced) + ")";
  if (options.on_delete != ReferentialAction::no_action)
    text.append(" ON DELETE ").append(action_name(options.on_delete));
  if (options.on_update != ReferentialAction::no_action)
    text.append(" ON UPDATE ").append(action_name(options.on_update));
  if (options.deferrable) text += " DEFERRABLE INITIALLY DEFERRED";
  return text;
}

inline std::string missing_target(const RelationInfo& relation, const ModelInfo& target) {
  const std::string name = promptview::detail::relation_name(relation);
  if (!target.table_options.managed)
    return name + ": create the table " + table_name(target) + " first: " + std::string{target.name} +
           " is managed=false";
  return name + ": the table of " + std::string{target.name} + " does not exist: initialize " +
         std::string{target.name} + " first, or use pv::NamespaceManager::initialize_all()";
}

// Throws RegistrationError where the target's rows are not told apart by the fields that `references` names.
inline void check_unique(const RelationInfo& relation, const ModelInfo& target) {
  UniqueTarget found;
  const std::string_view names = relation.options.references;
  if (names.empty() || !target.table_options.managed) return;
  const auto problem = promptview::detail::find_unique_set(target, names, found);
  if (problem != promptview::detail::UniqueProblem::none || !found.where.empty())
    promptview::detail::throw_relation(
        relation, {"rows of ", target.name, " can share \"", names, "\": add unique to its FIELD, or UNIQUE(\"", names,
                   "\") to its model"});
}

// The foreign keys of the model's own table, each a statement of its own. Throws RegistrationError for relations that do
// not fit together; see detail::link_of.
inline std::vector<std::string> create_foreign_keys(const ModelInfo& model) {
  std::vector<std::string> statements;
  const std::vector<std::string> names = foreign_key_names(model);
  const std::string table = table_name(model);
  for (std::size_t i = 0; i < model.relation_count; ++i) {
    const RelationInfo& relation = model.relations[i];
    if (!is_foreign_key(relation.kind)) continue;
    const promptview::detail::RelationLink link = promptview::detail::link_of(relation);
    check_unique(relation, *link.target);
    const ForeignKeyParts key = foreign_key_parts(link, names[i]);
    statements.push_back(do_block(
        "IF NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid = to_regclass(" + quote_literal(table) +
        ") AND conname = " + quote_literal(key.name) + ") THEN IF to_regclass(" +
        quote_literal(table_name(*link.target)) + ") IS NULL THEN RAISE EXCEPTION USING ERRCODE = " +
        quote_literal(missing_target_state) + ", MESSAGE = " + quote_literal(missing_target(relation, *link.target)) +
        "; END IF; ALTER TABLE " + table + " ADD " + foreign_key(key, relation.options) + "; END IF;"));
  }
  return statements;
}

inline std::string join_table_name(const promptview::detail::JoinTable& join) {
  return (join.schema.empty() ? "" : quote_identifier(join.schema) + ".") + quote_identifier(join.table);
}

// A join table without a model, and the index of its second side.
inline std::vector<std::string> create_join_table(const promptview::detail::RelationLink& link) {
  const std::string table = join_table_name(link.join);
  std::string text = "CREATE TABLE IF NOT EXISTS " + table + " (";
  const JoinKeys keys = join_keys(link);
  for (const ForeignKeyParts* key : {&keys.owner, &keys.target})
    for (std::size_t i = 0; i < key->columns.size(); ++i)
      text += "\n  " + quote_identifier(key->columns[i]) + " " + column_type(key->target->fields[key->fields[i]]) +
              " NOT NULL,";
  text += "\n  PRIMARY KEY (" + quoted_list(keys.owner.columns) + ", " + quoted_list(keys.target.columns) + ")";
  for (const ForeignKeyParts* key : {&keys.owner, &keys.target})
    text += ",\n  " + foreign_key(*key, link.relation->options);
  return {text + "\n)", "CREATE INDEX IF NOT EXISTS " +
                            quote_identifier(made_name(link.join.table, keys.target.columns, "idx")) + " ON " + table +
                            " USING btree (" + quoted_list(keys.target.columns) + ")"};
}

// The join tables that the model's relations describe; the tables of both sides must be there.
inline std::vector<std::string> create_join_tables(const ModelInfo& model) {
  std::vector<std::string> statements;
  for (const promptview::detail::RelationLink& link : described_join_tables(model))
    for (std::string& statement : create_join_table(link)) statements.push_back(std::move(statement));
  return statements;
}

// Those between the model and any other, each where the tables of both sides are there.
inline std::vector<std::string> create_join_tables_around(const ModelInfo& model) {
  std::vector<std::string> statements;
  for (const promptview::detail::RelationLink& link : join_tables_around(model)) {
    std::string body = "IF to_regclass(" + quote_literal(table_name(*link.owner)) + ") IS NOT NULL AND to_regclass(" +
                       quote_literal(table_name(*link.target)) + ") IS NOT NULL THEN ";
    for (const std::string& statement : create_join_table(link)) body += statement + "; ";
    statements.push_back(do_block(body + "END IF;"));
  }
  return statements;
}

// All in one statement, so that they can refer to each other; whatever else refers to one of them refuses it. The tables
// only: types may serve others, and schemas too.
inline std::string drop_tables(const std::vector<const ModelInfo*>& models,
                               const std::vector<promptview::detail::RelationLink>& join_tables) {
  std::string names;
  for (const promptview::detail::RelationLink& link : join_tables)
    names += (names.empty() ? "" : ", ") + join_table_name(link.join);
  for (const ModelInfo* model : models) names += (names.empty() ? "" : ", ") + table_name(*model);
  return "DROP TABLE IF EXISTS " + names;
}

}  // namespace promptview::postgres::ddl
