// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <promptview/model_info.hpp>
#include <promptview/namespace.hpp>
#include <promptview/postgres/join_tables.hpp>
#include <promptview/postgres/relation_ddl.hpp>
#include <promptview/postgres/sql_builder.hpp>

namespace promptview::postgres {

// What creates a phase of a model, statement by statement. Throws RegistrationError for relations that do not fit.
inline std::vector<std::string> creation_sql(const ModelInfo& model, Namespace::Phase phase) {
  using Phase = Namespace::Phase;
  std::vector<std::string> statements;
  const auto add = [&statements](std::vector<std::string> more) { statements.insert(statements.end(), more.begin(), more.end()); };
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

}  // namespace promptview::postgres
