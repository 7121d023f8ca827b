// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <promptview/postgres/catalog/schema_check.hpp>
#include <promptview/postgres/ddl/relation_ddl.hpp>
#include <promptview/postgres/pipeline/script_batch.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/postgres/transaction/session.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/namespace.hpp>

// Makes and drops the tables of models.
namespace promptview::postgres::detail {

// Two programs that start at once would meet in the catalogs: the lock is held to the end of the creation.
inline constexpr const char* creation_lock = "SELECT pg_advisory_xact_lock(7008323590311)";

// A part of what a model's table needs, so that many can be made in an order that their references allow.
enum class CreationPhase : std::uint8_t { types, tables, join_tables, indexes, foreign_keys, everything };

inline std::vector<std::string> creation(const ModelInfo& model, CreationPhase phase) {
  std::vector<std::string> statements;
  const auto add = [&statements](std::vector<std::string> more) { statements.insert(statements.end(), more.begin(), more.end()); };
  using Phase = CreationPhase;
  const bool all = phase == Phase::everything;
  if (all || phase == Phase::types) ddl::check_relations(model);
  if (all || phase == Phase::types) add(SQLBuilder::create_types(model));
  if (all || phase == Phase::tables) add({SQLBuilder::create_table(model)});
  if (all || phase == Phase::tables) add(SQLBuilder::comments(model));
  if (phase == Phase::join_tables) add(ddl::create_join_tables(model));
  if (all || phase == Phase::indexes) add(SQLBuilder::create_indexes(model));
  if (all || phase == Phase::foreign_keys) add(ddl::create_foreign_keys(model));
  if (all) add(ddl::create_join_tables_around(model));
  return statements;
}

inline void create_table(const ModelInfo& model, const Context& context) {
  if (!model.table_options.managed) return;
  std::string script = creation_lock;
  for (const std::string& statement : creation(model, CreationPhase::everything)) script += ";\n" + statement;
  check_tables_that_are_there(context, {&model});
  Session{context}->run_script(script, &model);
}

inline void drop_table(const ModelInfo& model, const Context& context) {
  if (!model.table_options.managed) return;
  const std::string statement = ddl::drop_tables({&model}, ddl::join_tables_around(model));
  Session{context}->run_script(statement, &model);
}

// `any`: one of the models, for messages.
inline void create_tables(const ModelInfo& any, const Context& context, const promptview::detail::List<Namespace*>& spaces) {
  ScriptBatch script;
  script.add(any, {creation_lock});
  std::vector<const ModelInfo*> models;
  for (const Namespace* each : spaces)
    if (each->model().table_options.managed) models.push_back(&each->model());
  using Phase = CreationPhase;
  for (const Phase phase : {Phase::types, Phase::tables, Phase::join_tables, Phase::indexes, Phase::foreign_keys})
    for (const Namespace* each : spaces)
      if (each->model().table_options.managed) script.add(each->model(), creation(each->model(), phase));
  check_tables_that_are_there(context, models);
  script.run(*Session{context});
}

inline void drop_tables(const ModelInfo& any, const Context& context, const promptview::detail::List<Namespace*>& spaces) {
  std::vector<const ModelInfo*> models;
  std::vector<promptview::detail::RelationLink> join_tables;
  for (const Namespace* each : spaces) {
    if (!each->model().table_options.managed) continue;
    models.push_back(&each->model());
    for (promptview::detail::RelationLink& link : ddl::described_join_tables(each->model())) join_tables.push_back(std::move(link));
  }
  if (models.empty()) return;
  const std::string statement = ddl::drop_tables(models, join_tables);
  Session{context}->run_script(statement, &any);
}

}  // namespace promptview::postgres::detail
