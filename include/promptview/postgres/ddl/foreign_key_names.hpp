// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/list.hpp>
#include <promptview/links/relation_link.hpp>
#include <promptview/postgres/ddl/table_ddl.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/store/namespace_manager.hpp>

// Which foreign keys and which join tables without a model there are, with their names.
namespace promptview::postgres::ddl {

// The SQLSTATE of our own that a DO block raises where the table that a foreign key needs is missing. The message is shown to the
// user as it is.
inline constexpr std::string_view missing_target_state = "PV001";

struct ForeignKeyParts {
  std::string name{};
  std::vector<std::string> columns{};
  const ModelInfo* target = nullptr;
  std::vector<std::uint16_t> fields{};    // of the target
  std::vector<std::string> referenced{};  // their columns
};

// The names of the foreign keys of the model's own table, one for each relation; empty for one that has none.
inline std::vector<std::string> foreign_key_names(const ModelInfo& model) {
  std::vector<std::string> names;
  const auto is_taken = [&](const std::string& name) {
    for (const std::string& each : names)
      if (each == name) return true;
    return false;
  };
  for (std::size_t i = 0; i < model.relation_count; ++i) {
    const RelationInfo& relation = model.relations[i];
    std::string name{relation.options.name};
    if (is_foreign_key(relation.kind) && name.empty()) {
      std::vector<std::string> columns;
      for (const std::uint16_t field : promptview::detail::key_fields(relation, model))
        columns.emplace_back(model.fields[field].column());
      name = made_name(model.table, columns, "fkey");
      for (int number = 1; is_taken(name); ++number)
        name = made_name(model.table, columns, "fkey" + std::to_string(number));
    }
    names.push_back(std::move(name));
  }
  return names;
}

inline void add_referenced(ForeignKeyParts& key, const ModelInfo& target, std::uint16_t field) {
  key.fields.push_back(field);
  key.referenced.emplace_back(target.fields[field].column());
}

inline ForeignKeyParts foreign_key_parts(const promptview::detail::RelationLink& link, const std::string& name) {
  ForeignKeyParts key{.name = name, .target = link.target};
  for (const promptview::detail::FieldPair& pair : link.pairs) {
    key.columns.emplace_back(link.owner->fields[pair.owner].column());
    add_referenced(key, *link.target, pair.target);
  }
  return key;
}

// The two foreign keys of a join table.
struct JoinKeys {
  ForeignKeyParts owner{};
  ForeignKeyParts target{};
};

inline ForeignKeyParts join_key(const promptview::detail::JoinTable& join, const promptview::detail::JoinSide& side,
                                const ModelInfo& model) {
  ForeignKeyParts key{.target = &model};
  for (const std::string& column : side.columns) key.columns.push_back(column);
  for (const std::uint16_t field : side.fields) add_referenced(key, model, field);
  key.name = made_name(join.table, key.columns, "fkey");
  return key;
}
inline JoinKeys join_keys(const promptview::detail::RelationLink& link) {
  return {.owner = join_key(link.join, link.join.owner, *link.owner),
          .target = join_key(link.join, link.join.target, *link.target)};
}

inline bool has_join_table(const RelationInfo& relation) noexcept {
  return relation.kind == RelationKind::many_to_many && relation.through == nullptr;
}

// Whether the relation, and not its other side, says what its join table is.
inline bool describes_join_table(const promptview::detail::RelationLink& link) {
  const RelationInfo* const other = promptview::detail::other_side(*link.relation, *link.owner, *link.target);
  return other == nullptr || !promptview::detail::is_inverse(*link.relation, *other);
}

// The models of the program, but those that contradict each other.
inline std::vector<const ModelInfo*> registered_models() {
  std::vector<const ModelInfo*> models;
  for (const promptview::detail::Registration* each : promptview::detail::registrations())
    if (each->problem.later == nullptr) models.push_back(each->model);
  return models;
}

// Throws RegistrationError where another relation, or a model, has the same table.
inline void check_own_table(const promptview::detail::RelationLink& link) {
  const RelationInfo& relation = *link.relation;
  for (const ModelInfo* model : registered_models()) {
    if (model->backend != link.owner->backend || model->schema() != link.join.schema) continue;
    if (model->table == link.join.table)
      promptview::detail::throw_relation(
          relation, {"its join table \"", link.join.table, "\" is the table of ", model->name,
                     ": write pv::ManyToMany<T, ", model->name, ">, or through=\"...\" with another name"});
    for (std::size_t i = 0; i < model->relation_count; ++i) {
      const RelationInfo& each = model->relations[i];
      if (&each == &relation || !has_join_table(each) || each.target->model.load() == nullptr) continue;
      const bool has_name = each.options.through.empty()
                                ? promptview::detail::concat({model->table, "_", each.name}) == link.join.table
                                : each.options.through == link.join.table;
      if (has_name && describes_join_table(promptview::detail::link_of(each)))
        promptview::detail::throw_relation(
            relation, {"its join table \"", link.join.table, "\" is that of ", promptview::detail::relation_name(each),
                       " too: give each one of its own by through=\"...\""});
    }
  }
}

// The join tables that the model's relations describe, made or not; `target`: only those to that model. Throws
// RegistrationError for what does not fit together.
inline std::vector<promptview::detail::RelationLink> described_join_tables(const ModelInfo& model,
                                                                   const ModelInfo* target = nullptr) {
  std::vector<promptview::detail::RelationLink> links;
  if (!model.table_options.managed) return links;
  for (std::size_t i = 0; i < model.relation_count; ++i) {
    if (!has_join_table(model.relations[i])) continue;
    if (target != nullptr && model.relations[i].target->model.load() != target) continue;
    promptview::detail::RelationLink link = promptview::detail::link_of(model.relations[i]);
    if (!describes_join_table(link)) continue;
    check_own_table(link);
    links.push_back(std::move(link));
  }
  return links;
}

// Those, and the ones that other models describe with this one.
inline std::vector<promptview::detail::RelationLink> join_tables_around(const ModelInfo& model) {
  std::vector<promptview::detail::RelationLink> links = described_join_tables(model);
  for (const ModelInfo* other : registered_models())
    if (other != &model)
      for (promptview::detail::RelationLink& link : described_join_tables(*other, &model)) links.push_back(std::move(link));
  return links;
}

// Throws RegistrationError for relations that cannot work, as far as their targets are registered.
inline void check_relations(const ModelInfo& model) {
  for (std::size_t i = 0; i < model.relation_count; ++i) {
    const RelationInfo& relation = model.relations[i];
    if (relation.target->model.load() == nullptr) continue;
    if (relation.through != nullptr && relation.through->model.load() == nullptr) continue;
    (void)promptview::detail::link_of(relation);
  }
}

}  // namespace promptview::postgres::ddl
