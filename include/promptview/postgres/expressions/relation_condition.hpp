// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/links/relation_link.hpp>
#include <promptview/postgres/expressions/expression_builder.hpp>
#include <promptview/postgres/expressions/relation_tables_sql.hpp>
#include <promptview/postgres/format/identifier.hpp>
#include <promptview/postgres/sql/table_columns.hpp>

// The conditions of ExpressionBuilder that lead to other tables.
namespace promptview::postgres {

// Lists of keys: those of one field as they are, those of several side by side.
inline void ExpressionBuilder::append_linked_lists(const Expression& linked, const ModelInfo& model,
                                                   const promptview::detail::List<std::uint16_t>& fields) {
  const bool is_one = linked.parts.size() == 1;
  sql_ += is_one ? " = ANY(" : " IN (SELECT * FROM unnest(";
  for (std::size_t i = 0; i < linked.parts.size(); ++i) {
    const FieldInfo& field = model.fields[fields[i]];
    const bool untyped = field.is_untyped_text();
    if (i > 0) sql_ += ", ";
    append_bound({.value = &linked.parts[i].value, .name = field.name, .untyped = untyped});
    if (untyped && !is_one) sql_.append("::").append(field.options.type).append("[]");
  }
  sql_ += is_one ? ")" : "))";
}

inline void ExpressionBuilder::append_linked_keys(const Expression& linked, const ModelInfo& model,
                                                  const promptview::detail::List<std::uint16_t>& fields) {
  if (linked.parts[0].op != Expression::Op::query) return append_linked_lists(linked, model, fields);
  sql_ += " IN (";
  append_query(*linked.parts[0].query);
  sql_ += ')';
}

inline void append_columns_of(std::string& sql, const promptview::detail::JoinSide& side) {
  for (std::size_t i = 0; i < side.columns.size(); ++i) {
    sql += i > 0 ? ", " : "";
    append_identifier(sql, side.columns[i]);
  }
}

// Its rows are those of the relation's target.
inline void ExpressionBuilder::append_linked(const Expression& linked) {
  using promptview::detail::List;
  const promptview::detail::RelationLink link = promptview::detail::link_of(*linked.relation);
  List<std::uint16_t> fields, keys;
  for (const promptview::detail::FieldPair& pair : link.pairs) {
    fields.push_back(pair.target);
    keys.push_back(pair.owner);
  }
  const bool by_table = link.pairs.empty();
  if (by_table) fields = link.join.target.fields;
  if (fields.size() > 1) sql_ += '(';
  for (std::size_t i = 0; i < fields.size(); ++i) {
    sql_ += i > 0 ? ", " : "";
    append_field(fields[i]);
  }
  if (fields.size() > 1) sql_ += ')';
  if (!by_table) return append_linked_keys(linked, *link.owner, keys);
  const bool is_list = link.join.owner.columns.size() > 1;
  sql_ += " IN (SELECT ";
  append_columns_of(sql_, link.join.target);
  sql_ += " FROM ";
  append_join_table_name(sql_, link.join);
  sql_ += is_list ? " WHERE (" : " WHERE ";
  append_columns_of(sql_, link.join.owner);
  if (is_list) sql_ += ')';
  append_linked_keys(linked, *link.owner, link.join.owner.fields);
  if (link.join.model != nullptr) append_not_removed(sql_, *link.join.model);
  sql_ += ')';
}

// EXISTS, whatever the relation: to one it is there where rows cannot be joined, as in an UPDATE.
inline void ExpressionBuilder::append_some(const Expression& some) {
  sql_ += "EXISTS (";
  append_some_rows(some, false);
  sql_ += ')';
}

// `SELECT 1 FROM ...` of those that belong to the row around, or the number of different owners of all of them.
inline void ExpressionBuilder::append_some_rows(const Expression& some, bool counts_owners) {
  const Scope& owner = scope_at(some.outer);
  const promptview::detail::RelationLink link = promptview::detail::link_of(*some.relation);
  const Select rows{.model = link.target, .with_removed = owner.select->with_removed};
  Scope inside{.select = &rows, .outer = &scope_, .qualifies = true, .owner = &owner, .rows = LinkedRows::by_table};
  if (link.pairs.empty()) inside.link = &link;
  Joins joins{inside};
  joins.add_condition(some.parts[0]);
  joins.finish();
  inside.joins = &joins;
  const bool needs_target = !link.pairs.empty() || joins.needs_base() || leaves_removed_out(rows);
  ExpressionBuilder target{inside, made_};
  sql_ += "SELECT ";
  counts_owners ? target.append_owner_keys(link, "count(DISTINCT ", ", ", ")") : void(sql_ += '1');
  sql_ += " FROM ";
  target.append_target(link, needs_target);
  target.append_joins();
  sql_ += " WHERE ";
  counts_owners ? target.append_owner_keys(link, "", " AND ", " IS NOT NULL") : target.append_link(link, owner);
  target.append_not_removed_in(link, needs_target);
  if (promptview::detail::truth_of(some.parts[0]) != Truth::always) target.append_part(some.parts[0], " AND ");
}

}  // namespace promptview::postgres
