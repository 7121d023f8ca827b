// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include <promptview/function.hpp>
#include <promptview/postgres/expression_builder.hpp>
#include <promptview/postgres/identifier.hpp>
#include <promptview/postgres/join_builder.hpp>
#include <promptview/relations/link.hpp>

// The values of ExpressionBuilder that lead to other tables.
namespace promptview::postgres {

// A column of the target that another table has too, or one that is read by a subquery of its own.
inline bool ExpressionBuilder::append_column_of_link(const Scope& scope, std::uint16_t field, bool outside) {
  const promptview::detail::Link& link = *scope.link;
  const std::size_t place = place_in_link(link, field);
  if (place != ModelInfo::no_field && scope.rows == LinkedRows::by_table) {
    sql_ += name_of_join_table(name_of(scope));
    sql_ += '.';
    append_identifier(sql_, link.join.target.columns[place]);
    return true;
  }
  if (place != ModelInfo::no_field) {
    append_column(*scope.owner, link.pairs[place].owner, outside);
    return true;
  }
  if (scope.rows != LinkedRows::separate) return false;
  Scope inside = scope;
  inside.link = nullptr;
  const Scope around{.select = scope.select, .outer = &scope_};
  const std::string name = name_of(around);
  inside.name = name;
  ExpressionBuilder target{inside, made_};
  sql_.append("(SELECT ").append(name).append(".");
  append_identifier(sql_, scope.model().fields[field].column());
  sql_ += " FROM ";
  target.append_target(link, true);
  sql_ += " WHERE ";
  target.append_link(link, *scope.owner);
  target.append_not_removed_in(link, true);
  sql_ += ')';
  return true;
}

// The value, or the condition, in the row of a relation to one.
inline void ExpressionBuilder::append_related(const Expression& related, bool is_condition, Around around, Place condition_place) {
  const Scope& owner = scope_at(related.outer);
  const std::size_t place = owner.joins == nullptr ? 0 : owner.joins->find(owner.join, *related.relation);
  if (place == 0) return append_unjoined(related, is_condition, around, condition_place);
  const Join& join = (*owner.joins)[place];
  const Scope inside{.select = &join.rows,
                     .outer = &scope_,
                     .name = join.name,
                     .qualifies = true,
                     .joins = owner.joins,
                     .join = place,
                     .link = &join.link,
                     .owner = &owner,
                     .nullable = !join.is_inner};
  ExpressionBuilder target{inside, made_};
  is_condition ? target.append_condition(related.parts[0], around, condition_place) : target.append_value(related.parts[0]);
}

// The same in a statement that joins nothing, as UPDATE and DELETE.
inline void ExpressionBuilder::append_unjoined(const Expression& related, bool is_condition, Around around, Place condition_place) {
  const Scope& owner = scope_at(related.outer);
  const promptview::detail::Link link = promptview::detail::link_of(*related.relation);
  const Select rows{.model = link.target, .with_removed = owner.select->with_removed};
  Joins own{owner};
  own.add(related);
  own.finish();
  if (is_condition && own.any() && related.outer == 0 && Joins::needs_row(related.parts[0])) return append_some(related);
  const Scope inside{.select = &rows, .outer = &scope_, .qualifies = true, .link = &link, .owner = &owner,
                     .rows = LinkedRows::separate, .nullable = true};
  ExpressionBuilder target{inside, made_};
  is_condition ? target.append_condition(related.parts[0], around, condition_place) : target.append_value(related.parts[0]);
}

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

// An aggregate of the rows at the end of a path, as a subquery of its own: aggregates of one query never multiply each other.
inline void ExpressionBuilder::append_gathered(const Expression& gathered) {
  using promptview::detail::Link;
  struct Hop {
    Link link;
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
    const Link& next = hops[i + 1].link;
    for (const promptview::detail::FieldPair& pair : next.pairs)
      hop.needs_target = hop.needs_target || place_in_link(hop.link, pair.owner) == ModelInfo::no_field;
    for (const std::uint16_t field : next.join.owner.fields)
      hop.needs_target = hop.needs_target || place_in_link(hop.link, field) == ModelInfo::no_field;
  }
  sql_ += "(SELECT ";
  ExpressionBuilder end{hops.back().scope, made_};
  end.append_gathered_value(value, *at);
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
    target.append_link(hops[i].link, *hops[i].scope.owner);
    target.append_not_removed_in(hops[i].link, hops[i].needs_target);
  }
  if (filter != nullptr && promptview::detail::truth_of(*filter) != Truth::always) end.append_part(*filter, " AND ");
  sql_ += ')';
}

}  // namespace promptview::postgres
