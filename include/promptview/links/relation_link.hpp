// SPDX-License-Identifier: MIT
#pragma once

#include <promptview/base/list.hpp>
#include <promptview/links/join_table.hpp>
#include <promptview/links/key_pairs.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/schema/relation_info.hpp>

// How the rows on the two sides of a relation find each other: what is known once both models are registered.
namespace promptview::detail {

struct RelationLink {
  const RelationInfo* relation = nullptr;
  const ModelInfo* owner = nullptr;
  const ModelInfo* target = nullptr;
  List<FieldPair> pairs{};      // of all but many_to_many
  JoinTable join{};             // of many_to_many
  bool can_be_missing = false;  // of a relation to one
};

// Throws RegistrationError for what does not fit together: a target that is not registered, several foreign keys of which
// none is named, keys of different types.
inline RelationLink link_of(const RelationInfo& relation) {
  const ModelInfo& owner = model_in(*relation.owner, relation);
  const ModelInfo& target = model_in(*relation.target, relation);
  RelationLink link{.relation = &relation, .owner = &owner, .target = &target};
  if (relation.kind == RelationKind::many_to_many) {
    link.join =
        relation.through == nullptr ? table_of(relation, owner, target) : table_of_model(relation, owner, target);
    return link;
  }
  if (is_foreign_key(relation.kind)) {
    check_other_side(relation, target);
    link.pairs = pairs_of_foreign_key(relation, owner, target);
    for (const FieldPair& pair : link.pairs)
      link.can_be_missing = link.can_be_missing || type_of(owner, pair.owner).nullable;
    return link;
  }
  const RelationInfo& key = foreign_key_behind(relation, target);
  for (const FieldPair& pair : pairs_of_foreign_key(key, target, owner))
    link.pairs.push_back({.owner = pair.target, .target = pair.owner});
  link.can_be_missing = true;
  return link;
}

}  // namespace promptview::detail
