// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/links/relation_link.hpp>
#include <promptview/postgres/ddl/foreign_key_names.hpp>
#include <promptview/postgres/ddl/table_ddl.hpp>
#include <promptview/schema/model_info.hpp>

// Which relation a violated foreign key belongs to.
namespace promptview::postgres::detail {

struct ViolatedRelation {
  const RelationInfo* relation = nullptr;
  const ModelInfo* owner = nullptr;
  std::vector<std::string> columns{};  // that refer
  const ModelInfo* target = nullptr;   // that they refer to; of a join table, one of both sides
  std::vector<std::string> referenced{};
};

inline bool is_of_schema(std::string_view schema, const ServerReport& report) noexcept {
  return schema.empty() || report.schema.empty() || report.schema == schema;
}

inline bool find_own_key(const ModelInfo& model, const ServerReport& report, ViolatedRelation& found) {
  if (model.table != report.table || !is_of_schema(model.schema(), report)) return false;
  const std::vector<std::string> names = ddl::foreign_key_names(model);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty() || names[i] != report.constraint) continue;
    const promptview::detail::RelationLink link = promptview::detail::link_of(model.relations[i]);
    const ddl::ForeignKeyParts key = ddl::foreign_key_parts(link, names[i]);
    found = {.relation = &model.relations[i],
             .owner = &model,
             .columns = key.columns,
             .target = link.target,
             .referenced = key.referenced};
    return true;
  }
  return false;
}

inline bool find_join_key(const RelationInfo& relation, const ServerReport& report, ViolatedRelation& found) {
  if (!ddl::has_join_table(relation) || relation.target->model.load() == nullptr) return false;
  const promptview::detail::RelationLink link = promptview::detail::link_of(relation);
  if (link.join.table != report.table || !is_of_schema(link.join.schema, report) || !ddl::describes_join_table(link))
    return false;
  const ddl::JoinKeys keys = ddl::join_keys(link);
  for (const ddl::ForeignKeyParts* key : {&keys.owner, &keys.target}) {
    if (key->name != report.constraint) continue;
    found = {.relation = &relation,
             .owner = link.owner,
             .columns = key->columns,
             .target = key->target,
             .referenced = key->referenced};
    return true;
  }
  return false;
}

// The relation whose foreign key the report names. One without a relation where there is none, or where its model is not
// in order, which is no matter of this report.
inline ViolatedRelation violated_relation(const ServerReport& report) {
  ViolatedRelation found;
  if (report.constraint.empty() || report.table.empty()) return found;
  for (const ModelInfo* model : ddl::registered_models()) {
    try {
      if (find_own_key(*model, report, found)) return found;
      for (std::size_t i = 0; i < model->relation_count; ++i)
        if (find_join_key(model->relations[i], report, found)) return found;
    } catch (const RegistrationError&) {
      continue;
    }
  }
  return found;
}

// Which of both sides is at fault: the one that refers to nothing, or the one that is still referred to.
enum class ViolatedSide : std::uint8_t { unknown, referring, referred };

// `key`: the columns that the report's detail names. `model`: of the statement; null where that is not known.
inline ViolatedSide violated_side(const ViolatedRelation& violated, const std::vector<std::string>& key,
                                  const ModelInfo* model) noexcept {
  const bool can_refer = key.empty() || key == violated.columns;
  const bool can_be_referred = key.empty() || key == violated.referenced;
  if (can_refer != can_be_referred) return can_refer ? ViolatedSide::referring : ViolatedSide::referred;
  if (model == nullptr || violated.owner == violated.target) return ViolatedSide::unknown;
  return model == violated.target ? ViolatedSide::referred : ViolatedSide::referring;
}

// Says what to do about it; stands in the message behind the name of the relation.
inline std::string relation_remedy(const ViolatedRelation& violated, ViolatedSide side) {
  const std::string target{violated.target->name};
  if (side == ViolatedSide::referring)
    return ": there is no " + target + " with this key: save it first, or give a key that exists";
  if (side == ViolatedSide::unknown)
    return ": the " + target + " that is referred to does not exist, or is still referred to";
  if (!is_to_many(violated.relation->kind))
    return ": rows of " + std::string{violated.owner->name} + " still refer to this " + target +
           ": remove or change them first, or declare on_delete=cascade or set_null";
  return ": rows of its join table still refer to this " + target + ": remove them first, or declare on_delete=cascade";
}

}  // namespace promptview::postgres::detail
