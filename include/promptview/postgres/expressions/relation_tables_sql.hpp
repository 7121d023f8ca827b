// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include <promptview/postgres/ddl/table_ddl.hpp>
#include <promptview/postgres/expressions/expression_builder.hpp>
#include <promptview/postgres/format/identifier.hpp>
#include <promptview/postgres/sql/table_columns.hpp>

// The tables of relations in a FROM.
namespace promptview::postgres {

inline void append_join_table_name(std::string& sql, const promptview::detail::JoinTable& join) {
  if (!join.schema.empty()) {
    append_identifier(sql, join.schema);
    sql += '.';
  }
  append_identifier(sql, join.table);
}

// The join table beside the one that is called `name`, which is quoted.
inline std::string name_of_join_table(std::string name) {
  name.back() = '_';
  return name += "j\"";
}
inline std::string name_of(const Scope& scope) {
  std::string name;
  scope.append_name(name);
  return name;
}

// The scope's table, with the join table in front of it.
inline void ExpressionBuilder::append_target(const promptview::detail::RelationLink& link, bool needs_target) {
  const std::string name = name_of(scope_);
  if (!link.pairs.empty()) {
    ddl::append_table_name(sql_, *link.target);
    sql_.append(" AS ").append(name);
    return;
  }
  const std::string join = name_of_join_table(name);
  append_join_table_name(sql_, link.join);
  sql_.append(" AS ").append(join);
  if (!needs_target) return;
  sql_ += " INNER JOIN ";
  ddl::append_table_name(sql_, *link.target);
  sql_.append(" AS ").append(name);
  std::string_view before = " ON ";
  for (std::size_t i = 0; i < link.join.target.fields.size(); ++i) {
    sql_.append(before).append(name).append(".");
    append_identifier(sql_, link.target->fields[link.join.target.fields[i]].column());
    sql_.append(" = ").append(join).append(".");
    append_identifier(sql_, link.join.target.columns[i]);
    before = " AND ";
  }
}

// That the scope's rows belong to the owner's.
inline void ExpressionBuilder::append_link(const promptview::detail::RelationLink& link, const Scope& owner) {
  const std::string name = name_of(scope_);
  std::string_view before;
  for (const promptview::detail::FieldPair& pair : link.pairs) {
    sql_.append(before).append(name).append(".");
    append_identifier(sql_, link.target->fields[pair.target].column());
    sql_ += " = ";
    append_column(owner, pair.owner, true);
    before = " AND ";
  }
  for (std::size_t i = 0; i < link.join.owner.fields.size(); ++i) {
    sql_.append(before).append(name_of_join_table(name)).append(".");
    append_identifier(sql_, link.join.owner.columns[i]);
    sql_ += " = ";
    append_column(owner, link.join.owner.fields[i], true);
    before = " AND ";
  }
}

// The columns of the scope's rows that say whose they are.
inline void ExpressionBuilder::append_owner_keys(const promptview::detail::RelationLink& link, std::string_view before, std::string_view between, std::string_view behind) {
  const std::string name = name_of(scope_);
  const auto append = [&](const std::string& table, std::string_view column) {
    sql_.append(before).append(table).append(".");
    append_identifier(sql_, column);
    sql_ += behind;
    before = between;
  };
  for (const promptview::detail::FieldPair& pair : link.pairs) append(name, link.target->fields[pair.target].column());
  for (const std::string_view column : link.join.owner.columns) append(name_of_join_table(name), column);
}

inline void ExpressionBuilder::append_not_removed_in(const promptview::detail::RelationLink& link, bool needs_target) {
  if (scope_.select->with_removed) return;
  const std::string name = name_of(scope_);
  if (needs_target) append_not_removed(sql_, *link.target, " AND " + name + ".");
  if (link.join.model != nullptr) append_not_removed(sql_, *link.join.model, " AND " + name_of_join_table(name) + ".");
}

inline void ExpressionBuilder::append_joins() {
  const Joins& joins = *scope_.joins;
  if (!joins.any()) return append_gathered_joins();
  std::deque<Scope> scopes;
  for (std::size_t i = 0; i < joins.size(); ++i) {
    const Join& join = joins[i + 1];
    const Scope& owner = join.parent == 0 ? scope_ : scopes[join.parent - 1];
    scopes.push_back({.select = &join.rows, .outer = &owner, .name = join.name, .qualifies = true, .link = &join.link, .owner = &owner});
    if (!join.is_needed) continue;
    sql_ += join.is_inner ? " INNER JOIN " : " LEFT JOIN ";
    ddl::append_table_name(sql_, *join.link.target);
    sql_.append(" AS ").append(join.name).append(" ON ");
    ExpressionBuilder target{scopes.back(), made_};
    target.append_link(join.link, owner);
    target.append_not_removed_in(join.link, true);
  }
  append_gathered_joins();
}

}  // namespace promptview::postgres
