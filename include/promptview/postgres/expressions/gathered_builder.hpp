// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include <promptview/links/relation_link.hpp>
#include <promptview/postgres/expressions/expression_builder.hpp>
#include <promptview/postgres/expressions/relation_tables_sql.hpp>
#include <promptview/postgres/format/identifier.hpp>
#include <promptview/postgres/sql/gathered_joins.hpp>
#include <promptview/query/function_table.hpp>

// Aggregates across relations to many: a subquery of each, so that two of them never multiply each other.
namespace promptview::postgres {

inline const Expression* ExpressionBuilder::filter_of(const Expression& call) {
  for (const Expression& part : call.parts)
    if (call.op == Expression::Op::function && part.op == Expression::Op::filter) return &part.parts[0];
  return nullptr;
}

inline void ExpressionBuilder::append_gathered_value(const Expression& value, const Expression& gathered) {
  using Op = Expression::Op;
  if (value.op == Op::function && functions[value.place].kind == FunctionKind::aggregate) return append_function(value, false);
  sql_ += gathered.direction.descending ? "max(" : "min(";
  append_value(value);
  sql_ += ')';
}

// `SELECT count(*) FROM "posts" AS "pv1" WHERE "pv1"."author_id" = "authors"."id"`, of the rows at the end of a path. By owners
// instead, for all rows around at once: `SELECT count(*), "pv1"."author_id" FROM "posts" AS "pv1" WHERE "pv1"."author_id" IS NOT
// NULL GROUP BY "pv1"."author_id"`.
inline void ExpressionBuilder::append_gathered_rows(const Expression& gathered, bool by_owners) {
  using promptview::detail::RelationLink;
  struct Hop {
    RelationLink link;
    Select rows;
    Scope scope;
    bool needs_target = true;
  };
  std::deque<Hop> hops;
  const Expression* at = &gathered;
  while (true) {
    const Scope& owner = hops.empty() ? scope_at(at->outer) : hops.back().scope;
    const Scope& around = hops.empty() ? scope_ : hops.back().scope;
    Hop& hop = hops.emplace_back(Hop{.link = promptview::detail::link_of(*at->relation), .rows = {}, .scope = {}});
    hop.rows.model = hop.link.target;
    hop.rows.with_removed = owner.select->with_removed;
    hop.scope = {.select = &hop.rows, .outer = &around, .qualifies = true, .owner = &owner, .rows = LinkedRows::by_table};
    if (hop.link.pairs.empty()) hop.scope.link = &hop.link;
    if (at->parts[0].op != Expression::Op::gathered || at->parts[0].outer > 0) break;
    at = &at->parts[0];
  }
  const Expression& value = at->parts[0];
  const Expression* const filter = filter_of(value);
  Joins joins{hops.back().scope};
  for (const Expression& part : value.parts)
    if (part.op != Expression::Op::filter) joins.add(part);
  if (value.op != Expression::Op::function) joins.add(value);
  if (filter != nullptr) joins.add_condition(*filter);
  joins.finish();
  hops.back().scope.joins = &joins;
  for (std::size_t i = 0; i < hops.size(); ++i) {
    Hop& hop = hops[i];
    if (!hop.link.pairs.empty() || leaves_removed_out(hop.rows)) continue;
    hop.needs_target = i + 1 == hops.size() && joins.needs_base();
    if (i + 1 == hops.size()) continue;
    const RelationLink& next = hops[i + 1].link;
    for (const promptview::detail::FieldPair& pair : next.pairs)
      hop.needs_target = hop.needs_target || place_in_link(hop.link, pair.owner) == ModelInfo::no_field;
    for (const std::uint16_t field : next.join.owner.fields)
      hop.needs_target = hop.needs_target || place_in_link(hop.link, field) == ModelInfo::no_field;
  }
  sql_ += "SELECT ";
  ExpressionBuilder end{hops.back().scope, made_};
  end.append_gathered_value(value, *at);
  ExpressionBuilder begin{hops.front().scope, made_};
  if (by_owners) begin.append_owner_keys(hops.front().link, ", ", ", ", "");
  sql_ += " FROM ";
  for (std::size_t i = 0; i < hops.size(); ++i) {
    ExpressionBuilder target{hops[i].scope, made_};
    if (i > 0) sql_ += ", ";
    target.append_target(hops[i].link, hops[i].needs_target);
  }
  end.append_joins();
  for (std::size_t i = 0; i < hops.size(); ++i) {
    ExpressionBuilder target{hops[i].scope, made_};
    sql_ += i == 0 ? " WHERE " : " AND ";
    if (i == 0 && by_owners)
      target.append_owner_keys(hops[i].link, "", " AND ", " IS NOT NULL");
    else
      target.append_link(hops[i].link, *hops[i].scope.owner);
    target.append_not_removed_in(hops[i].link, hops[i].needs_target);
  }
  if (filter != nullptr && promptview::detail::truth_of(*filter) != Truth::always) end.append_part(*filter, " AND ");
  if (by_owners) begin.append_owner_keys(hops.front().link, " GROUP BY ", ", ", "");
}

// Whether it is 0 of no rows, where other aggregates are NULL.
inline bool is_count(const Expression& gathered) noexcept {
  const Expression* at = &gathered;
  while (at->op == Expression::Op::gathered) at = &at->parts[0];
  return at->op == Expression::Op::function && functions[at->place].kind == FunctionKind::aggregate && functions[at->place].nulls == Nulls::never;
}

// A value that the query joins; false for others.
inline bool ExpressionBuilder::append_joined(const Expression& value) {
  const GatheredJoin* const join = scope_.gathered == nullptr || value.outer > 0 ? nullptr : scope_.gathered->find(value);
  if (join == nullptr) return false;
  const bool can_lack = join->is_by_owners && is_count(value);
  sql_.append(can_lack ? "coalesce(" : "").append(join->name).append(".\"value\"").append(can_lack ? ", 0)" : "");
  return true;
}

inline void ExpressionBuilder::append_gathered(const Expression& gathered) {
  if (append_joined(gathered)) return;
  sql_ += '(';
  append_gathered_rows(gathered, false);
  sql_ += ')';
}

// ` LEFT JOIN (SELECT DISTINCT ...) AS "pv0_a1"("value") ON "pv0_a1"."value" = ...`
inline void ExpressionBuilder::append_list_join(const GatheredJoin& join) {
  sql_ += " LEFT JOIN (SELECT DISTINCT * FROM (";
  append_query(*join.value->parts[1].query);
  sql_.append(") AS \"pv_in\") AS ").append(join.name).append("(\"value\") ON ").append(join.name).append(".\"value\" = ");
  append_subject(*join.value);
}

// ` CROSS JOIN LATERAL (SELECT ...) AS "pv0_a1"("value")`, or ` LEFT JOIN (SELECT ... GROUP BY ...) AS "pv0_a1"("value", "k1") ON ...`
inline void ExpressionBuilder::append_gathered_joins() {
  if (scope_.gathered == nullptr) return;
  for (const GatheredJoin& join : *scope_.gathered) {
    if (join.is_list) {
      append_list_join(join);
      continue;
    }
    sql_ += join.is_by_owners ? " LEFT JOIN (" : " CROSS JOIN LATERAL (";
    join.value->query ? append_query(*join.value->query) : append_gathered_rows(*join.value, join.is_by_owners);
    sql_.append(") AS ").append(join.name).append("(\"value\"");
    if (!join.is_by_owners) {
      sql_ += ')';
      continue;
    }
    const promptview::detail::RelationLink link = promptview::detail::link_of(*join.value->relation);
    promptview::detail::List<std::uint16_t> owners = link.join.owner.fields;
    for (const promptview::detail::FieldPair& pair : link.pairs) owners.push_back(pair.owner);
    for (std::size_t i = 1; i <= owners.size(); ++i) sql_.append(", \"k").append(std::to_string(i)).append("\"");
    std::string_view before = ") ON ";
    for (std::size_t i = 0; i < owners.size(); ++i) {
      sql_.append(before).append(join.name).append(".\"k").append(std::to_string(i + 1)).append("\" = ");
      append_column(scope_, owners[i], true);
      before = " AND ";
    }
  }
}


}  // namespace promptview::postgres
