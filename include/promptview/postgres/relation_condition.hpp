// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/postgres/expression_builder.hpp>
#include <promptview/postgres/identifier.hpp>
#include <promptview/postgres/table_columns.hpp>
#include <promptview/relations/link.hpp>

// The conditions of ExpressionBuilder that lead to other tables.
namespace promptview::postgres {

inline void append_join_table_name(std::string& sql, const promptview::detail::JoinTable& join) {
  if (!join.schema.empty()) {
    append_identifier(sql, join.schema);
    sql += '.';
  }
  append_identifier(sql, join.table);
}

// Lists of keys: those of one field as they are, those of several side by side.
inline void ExpressionBuilder::append_linked_lists(const Expression& linked, const ModelInfo& model,
                                                   const promptview::detail::List<std::uint16_t>& fields) {
  const bool is_one = linked.parts.size() == 1;
  sql_ += is_one ? " = ANY(" : " IN (SELECT * FROM unnest(";
  for (std::size_t i = 0; i < linked.parts.size(); ++i) {
    const FieldInfo& field = model.fields[fields[i]];
    const bool untyped = field.type->kind == Kind::text && !field.options.type.empty();
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

// The names of a join table's columns, in parentheses if they are several.
inline void ExpressionBuilder::append_columns_of(const promptview::detail::JoinSide& side) {
  for (std::size_t i = 0; i < side.columns.size(); ++i) {
    sql_ += i > 0 ? ", " : "";
    append_identifier(sql_, side.columns[i]);
  }
}

// Its rows are those of the relation's target.
inline void ExpressionBuilder::append_linked(const Expression& linked) {
  using promptview::detail::List;
  const promptview::detail::Link link = promptview::detail::link_of(*linked.relation);
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
  append_columns_of(link.join.target);
  sql_ += " FROM ";
  append_join_table_name(sql_, link.join);
  sql_ += is_list ? " WHERE (" : " WHERE ";
  append_columns_of(link.join.owner);
  if (is_list) sql_ += ')';
  append_linked_keys(linked, *link.owner, link.join.owner.fields);
  if (link.join.model != nullptr) append_not_removed(sql_, *link.join.model);
  sql_ += ')';
}

}  // namespace promptview::postgres
