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

// The values of ExpressionBuilder that lead to other tables.
namespace promptview::postgres {

// A column of the target that another table has too, or one that is read by a subquery of its own.
inline bool ExpressionBuilder::append_column_of_link(const Scope& scope, std::uint16_t field, bool outside) {
  if (const SourceColumn given = column_in_source(scope, field); given.place != no_column) {
    append_source_column(*given.base, given.place, outside);
    return true;
  }
  const promptview::detail::RelationLink& link = *scope.link;
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
  const promptview::detail::RelationLink link = promptview::detail::link_of(*related.relation);
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

}  // namespace promptview::postgres
