// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

#include <promptview/postgres/expressions/expression_builder.hpp>
#include <promptview/postgres/expressions/lookup_sql.hpp>
#include <promptview/postgres/sql/query_list.hpp>
#include <promptview/postgres/sql/sql_template.hpp>

// The conditions of ExpressionBuilder.
namespace promptview::postgres {

inline void ExpressionBuilder::append_condition(const Expression& condition, Around around, Place place) {
  using Op = Expression::Op;
  const Truth truth = promptview::detail::truth_of(condition);
  if (truth != Truth::depends) {
    sql_ += truth == Truth::always ? "TRUE" : "FALSE";
    return;
  }
  switch (condition.op) {
    case Op::lookup: return append_leaf(condition, around, place);
    case Op::all: return append_parts(condition, " AND ", Around::all, around == Around::any, place);
    case Op::any: return append_parts(condition, " OR ", Around::any, around == Around::all, place == Place::required ? Place::tested : place);
    case Op::negate: return append_negated(condition.parts.front(), around, place);
    case Op::exactly_one:
      sql_ += "((";
      append_condition(condition.parts[0], Around::nothing, Place::two_valued);
      sql_ += ") <> (";
      append_condition(condition.parts[1], Around::nothing, Place::two_valued);
      sql_ += "))";
      return;
    case Op::row: return append_row(condition);
    case Op::linked: return append_linked(condition);
    case Op::some: return append_some(condition);
    case Op::related: return append_related(condition, true, around, place);
    case Op::exists:
      sql_ += "EXISTS (";
      append_exists(made_, *condition.query, &scope_);
      sql_ += ')';
      return;
    default: return append_truth(condition, place == Place::two_valued && can_be_null(condition));
  }
}

inline void ExpressionBuilder::append_parts(const Expression& condition, std::string_view joint, Around inside, bool parentheses,
                                            Place place) {
  if (parentheses) sql_ += '(';
  for (std::size_t i = 0; i < condition.parts.size(); ++i) {
    if (i > 0) sql_ += joint;
    append_condition(condition.parts[i], inside, place);
  }
  if (parentheses) sql_ += ')';
}

// That the condition does not hold. The server makes an anti join of NOT EXISTS, if that is a part of its own: not of
// `NOT (a OR EXISTS (...))`, which is written as `NOT (a) AND NOT (EXISTS (...))`.
inline void ExpressionBuilder::append_negated(const Expression& condition, Around around, Place place) {
  using Op = Expression::Op;
  const bool can_join = place == Place::required && asks_for_rows(condition);
  if (can_join && condition.op == Op::negate) return append_condition(condition.parts.front(), around, place);
  if (can_join && condition.op == Op::any) {
    for (std::size_t i = 0; i < condition.parts.size(); ++i) {
      if (i > 0) sql_ += " AND ";
      append_negated(condition.parts[i], Around::all, place);
    }
    return;
  }
  sql_ += "NOT (";
  append_condition(condition, Around::nothing, Place::two_valued);
  sql_ += ')';
}

inline void ExpressionBuilder::append_row(const Expression& row) {
  std::string_view before = "(";
  for (const Expression& part : row.parts) {
    sql_ += before;
    append_field(part.field);
    before = ", ";
  }
  sql_ += row.parts.front().place == promptview::detail::lookup_named("lt") ? ") < " : ") > ";
  before = "(";
  for (const Expression& part : row.parts) {
    sql_ += before;
    append_beside(part, part.value);
    before = ", ";
  }
  sql_ += ')';
}

// A value that is true, false or NULL.
inline void ExpressionBuilder::append_truth(const Expression& value, bool may_be_null) {
  if (may_be_null) sql_ += '(';
  append_value(value);
  if (may_be_null) sql_ += ") IS TRUE";
}

// The field that a lookup is applied to, without transforms; null where it is none of the model's.
inline const FieldInfo* ExpressionBuilder::field_of(const Expression& leaf) const noexcept {
  const Expression* const subject = leaf.parts.empty() ? nullptr : &leaf.parts[0];
  if (subject != nullptr && (subject->op != Expression::Op::field || subject->outer > 0)) return nullptr;
  const std::uint16_t field = subject == nullptr ? leaf.field : subject->field;
  return field < scope_.model().field_count ? &scope_.model().fields[field] : nullptr;
}

// Two lookups take null: exact means IS NULL then, and ne, which is null_safe, IS NOT NULL. append_leaf tells them apart by that.
static_assert(std::all_of(std::begin(lookups), std::end(lookups), [](const Lookup& each) {
  return each.operand != Operand::nullable || each.name == (each.null_safe ? "ne" : "exact");
}));

inline void ExpressionBuilder::append_leaf(const Expression& leaf, Around around, Place place) {
  const Lookup& lookup = lookups[leaf.place];
  const bool has_value = leaf.parts.size() < 2;
  const bool two_valued = place == Place::two_valued;
  const bool is_null_test = has_value && (leaf.value.null || lookup.operand == Operand::boolean);
  const Expression field{.op = Expression::Op::field, .field = leaf.field};
  const bool guards = two_valued && !lookup.null_safe && !is_null_test;
  const bool is_query = !has_value && leaf.parts[1].op == Expression::Op::query;
  const bool is_row = is_query_list(leaf) && can_stand_inside(leaf.parts[0]);
  if (is_row && (two_valued || place == Place::tested)) return append_in_query(leaf);
  const bool guard_whole = guards && is_query;  // its rows may be NULL
  const bool guard_subject = guards && !is_query && can_be_null(leaf.parts.empty() ? field : leaf.parts[0]);
  const bool guard_operand = guards && !has_value && !is_query && can_be_null(leaf.parts[1]);
  const bool parentheses = (guard_subject || guard_operand) && around == Around::any;
  if (parentheses || guard_whole) sql_ += '(';
  if (is_null_test) {
    append_subject(leaf);
    const bool is_null = leaf.value.null ? !lookup.null_safe : leaf.value.integer != 0;
    sql_ += is_null ? " IS NULL" : " IS NOT NULL";
  } else {
    append_lookup(leaf);
  }
  append_guard(leaf, guard_subject, guard_operand);
  if (parentheses || guard_whole) sql_ += ')';
  if (guard_whole) sql_ += " IS TRUE";
}

inline bool has_sql_of_user(const Expression& value) noexcept {
  return value.op == Expression::Op::sql || value.query || std::any_of(value.parts.begin(), value.parts.end(), has_sql_of_user);
}

// Whether a value means the same inside of a query that reads another table: SQL of the user's own can name columns of that
// table too, and aggregates would be of its rows.
inline bool ExpressionBuilder::can_stand_inside(const Expression& value) const {
  using Op = Expression::Op;
  if (value.op == Op::sql || value.query) return false;
  if (value.op == Op::function && (functions[value.place].kind != FunctionKind::scalar || functions[value.place].is_volatile)) return false;
  if (value.op == Op::field) {
    const Scope& scope = scope_at(value.outer);
    const std::size_t first = scope.model().field_count + scope.known;
    return value.field < first || ExpressionBuilder{scope, made_}.can_stand_inside(scope.select->annotations[value.field - scope.model().field_count].value);
  }
  const bool leads_away = value.op == Op::related || value.op == Op::gathered || value.op == Op::some;
  if (leads_away) return !has_sql_of_user(value);
  return std::all_of(value.parts.begin(), value.parts.end(), [this](const Expression& part) { return can_stand_inside(part); });
}

// `x = ANY(SELECT ...)` where it need not be NULL. It is as fast or faster, most of all in a NOT, where the server looks at
// all rows of the query for each row, if they are too many for a hash table in its memory.
inline void ExpressionBuilder::append_in_query(const Expression& leaf) {
  if (append_joined(leaf)) return void(sql_ += " IS NOT NULL");
  Scope around = scope_;
  around.qualifies = true;
  sql_ += "EXISTS (";
  append_equal(made_, *leaf.parts[1].query, scope_);
  ExpressionBuilder{around, made_}.append_subject(leaf);
  sql_ += ')';
}

inline void ExpressionBuilder::append_guard(const Expression& leaf, bool subject, bool operand) {
  if (subject) {
    sql_ += " AND ";
    append_subject(leaf);
    sql_ += " IS NOT NULL";
  }
  if (operand) {
    sql_ += " AND ";
    append_value(leaf.parts[1]);
    sql_ += " IS NOT NULL";
  }
}

inline void ExpressionBuilder::append_subject(const Expression& leaf) {
  leaf.parts.empty() ? append_field(leaf.field) : append_value(leaf.parts[0]);
}

inline void ExpressionBuilder::append_lookup(const Expression& leaf) {
  const LookupSql& lookup = lookup_sql[leaf.place];
  append_filled(sql_, lookup.sql, [&](std::string_view name) {
    switch (name.front()) {
      case 'c': append_subject(leaf); break;
      case 'a': append_beside(leaf, leaf.value.items[0]); break;
      case 'b': append_beside(leaf, leaf.value.items[1]); break;
      case 'j': append_json_operand(leaf); break;
      default: append_operand(leaf, lookup.pattern); break;
    }
    return true;
  });
}

inline void ExpressionBuilder::append_operand(const Expression& leaf, Pattern pattern) {
  if (leaf.parts.size() > 1) {
    const Expression& operand = leaf.parts[1];
    const bool is_column = operand.op == Expression::Op::query && lookups[leaf.place].operand == Operand::list;
    return is_column ? append_query(*operand.query) : append_value(operand);
  }
  append_beside(leaf, leaf.value, pattern);
}

// Binds a value; a field whose type only the database knows gives its type to the value.
inline void ExpressionBuilder::append_beside(const Expression& leaf, const Value& value, Pattern pattern) {
  BoundValue bound{.value = &value, .name = "value", .pattern = pattern};
  if (const FieldInfo* field = field_of(leaf)) {
    const bool is_text = promptview::detail::item_or_self(*field->type).kind == Kind::text;
    bound.name = field->name;
    bound.untyped = is_text && !field->options.type.empty() && lookups[leaf.place].operand != Operand::text;
  }
  append_bound(bound);
}

inline void ExpressionBuilder::append_json_operand(const Expression& leaf) {
  const bool is_value = leaf.parts.size() < 2;
  if (is_value && leaf.value.type->kind == Kind::json) return append_bound({.value = &leaf.value, .name = "value"});
  sql_ += "to_jsonb(";
  is_value ? append_bound({.value = &leaf.value, .name = "value"}) : append_value(leaf.parts[1]);
  sql_ += ')';
}

}  // namespace promptview::postgres
