// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <promptview/links/relation_link.hpp>
#include <promptview/postgres/sql/gathered_joins.hpp>
#include <promptview/postgres/sql/scope.hpp>
#include <promptview/query/expression.hpp>
#include <promptview/query/grouping.hpp>
#include <promptview/query/select.hpp>

// Counts that need not read the table of the query: of rows that have one at the end of a relation to many, the foreign
// keys there say how many they are.
namespace promptview::postgres {

// Whether each key at the end of the relation is that of a row: a foreign key that promptview creates, checked at once.
inline bool keys_are_of_rows(const promptview::detail::RelationLink& link) {
  if (is_foreign_key(link.relation->kind) || !link.target->table_options.managed || !link.owner->table_options.managed) return false;
  if (link.pairs.size() == 1) return !promptview::detail::foreign_key_behind(*link.relation, *link.target).options.deferrable;
  if (!link.pairs.empty() || link.join.model != nullptr || link.join.owner.columns.size() != 1 || link.relation->options.deferrable) return false;
  for (std::size_t i = 0; i < link.target->relation_count; ++i)  // one of them may describe the join table
    if (link.target->relations[i].kind == RelationKind::many_to_many && link.target->relations[i].options.deferrable) return false;
  return true;
}

// The only condition of a query whose rows are counted by the keys of those that it asks for; null: they are counted
// themselves.
inline const Expression* condition_of_owners(const Select& query) {
  if (!query.source.empty() || query.is_sliced() || promptview::detail::has_own_rows(query) || leaves_removed_out(query)) return nullptr;
  const Expression* where = &query.where;
  if (where->op == Expression::Op::all && where->parts.size() == 1) where = &where->parts[0];
  if (where->op != Expression::Op::some || where->outer > 0 || refers_out(*where)) return nullptr;
  return keys_are_of_rows(promptview::detail::link_of(*where->relation)) ? where : nullptr;
}

}  // namespace promptview::postgres
