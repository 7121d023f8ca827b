// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/lookups/lookup.hpp>
#include <promptview/lookups/lookup_subject.hpp>
#include <promptview/postgres/format/identifier.hpp>
#include <promptview/postgres/format/sql_types.hpp>
#include <promptview/postgres/sql/column_names.hpp>
#include <promptview/postgres/sql/query_joins.hpp>
#include <promptview/postgres/sql/scope.hpp>
#include <promptview/postgres/sql/source_columns.hpp>
#include <promptview/postgres/sql/statement.hpp>
#include <promptview/query/expression.hpp>
#include <promptview/query/function_table.hpp>
#include <promptview/query/grouping.hpp>
#include <promptview/query/select.hpp>

namespace promptview::postgres {

// Appends the SELECT with all its clauses. (This and the next two are defined in postgres/select/select_sql.hpp.)
void append_select(Statement& made, const Select& query, const Scope* outer);
// Appends a SELECT that has a row where the query has one.
void append_exists(Statement& made, const Select& query, const Scope* outer);
// Appends the start of a SELECT that has a row where the query, of one column, has one that equals what follows:
// `SELECT 1 FROM ... WHERE "column" = `.
void append_equal(Statement& made, const Select& query, const Scope& outer);

// Makes SQL of conditions and value expressions; appends to a statement, whose values are $1, $2, ...
class ExpressionBuilder {
 public:
  ExpressionBuilder(const Scope& scope, Statement& made) : scope_{scope}, made_{made}, sql_{made.sql} {}

  // Appends ` WHERE ...`, or another keyword, or nothing when every row matches.
  void append_where(const Expression& condition, std::string_view keyword = " WHERE ") {
    if (promptview::detail::truth_of(condition) == Truth::always) return;
    sql_ += keyword;
    append_condition(condition, Around::nothing, Place::required);
  }

  // One part of a condition whose parts are joined by AND.
  void append_part(const Expression& condition, std::string_view before) {
    sql_ += before;
    append_condition(condition, Around::all, Place::required);
  }

  void append_value(const Expression& value);
  // A key of ORDER BY with its direction.
  void append_sorted(const Expression& value, SortDirection direction);
  void append_direction(SortDirection direction);
  void append_field(std::uint16_t field, std::uint8_t outer = 0) { append_column(scope_at(outer), field, outer > 0); }
  // `SELECT count(DISTINCT ...) FROM ...`: how many rows have one at the end of a relation to many that a condition holds for.
  void append_count_of_owners(const Expression& some) { append_some_rows(some, true); }
  // ` INNER JOIN ...` of all joins that the query needs, and of the aggregates that it joins.
  void append_joins();
  // Throws InvalidValue for a field that the rows of the query inside do not have.
  static void check_known(const Scope& scope, std::uint16_t field);
  // The same value of the same expression is the same parameter, so that the server sees that two texts mean one thing.
  void append_bound(const BoundValue& value) {
    const std::size_t place = made_.places.find(made_.values, value);
    if (place == made_.values.size()) made_.values.push_back(value);
    sql_ += '$';
    sql_ += std::to_string(place + 1);
  }

 private:
  // What stands around a part, and so whether it needs parentheses.
  enum class Around { nothing, all, any };

  // Where a condition stands, and so what a NULL in it comes to.
  enum class Place {
    required,    // a part that each row must meet: NULL is false, and the server joins the rows of IN and EXISTS
    tested,      // NULL is false; IN and EXISTS are asked for each row
    two_valued,  // true or false, never NULL, since what is around it would keep a NULL
    shown,       // a value, which may be NULL
  };

  void append_condition(const Expression& condition, Around around, Place place);
  void append_parts(const Expression& condition, std::string_view joint, Around inside, bool parentheses, Place place);
  void append_negated(const Expression& condition, Around around, Place place);
  void append_row(const Expression& row);
  void append_truth(const Expression& value, bool may_be_null);
  void append_leaf(const Expression& leaf, Around around, Place place);
  void append_in_query(const Expression& leaf);
  bool can_stand_inside(const Expression& value) const;
  void append_guard(const Expression& leaf, bool subject, bool operand);
  void append_lookup(const Expression& leaf);
  void append_subject(const Expression& leaf);
  void append_operand(const Expression& leaf, Pattern pattern);
  void append_beside(const Expression& leaf, const Value& value, Pattern pattern = Pattern::none);
  void append_json_operand(const Expression& leaf);

  void append_column(const Scope& scope, std::uint16_t field, bool outside);
  void append_known(const Scope& scope, std::size_t place, bool outside);
  void append_source_column(const Scope& scope, std::size_t place, bool outside);

  // In relation_condition.hpp.
  void append_linked(const Expression& linked);
  void append_linked_keys(const Expression& linked, const ModelInfo& model, const promptview::detail::List<std::uint16_t>& fields);
  void append_linked_lists(const Expression& linked, const ModelInfo& model, const promptview::detail::List<std::uint16_t>& fields);
  void append_some(const Expression& some);
  void append_some_rows(const Expression& some, bool counts_owners);

  // In relation_value.hpp.
  bool append_column_of_link(const Scope& scope, std::uint16_t field, bool outside);
  void append_related(const Expression& related, bool is_condition, Around around, Place place);
  void append_unjoined(const Expression& related, bool is_condition, Around around, Place place);

  // In gathered_builder.hpp.
  void append_gathered(const Expression& gathered);
  void append_gathered_joins();
  bool append_joined(const Expression& value);
  void append_list_join(const GatheredJoin& join);
  void append_gathered_rows(const Expression& gathered, bool by_owners);
  void append_gathered_value(const Expression& value, const Expression& gathered);
  static const Expression* filter_of(const Expression& call);

  // In relation_tables_sql.hpp.
  void append_target(const promptview::detail::RelationLink& link, bool needs_target);
  void append_link(const promptview::detail::RelationLink& link, const Scope& owner);
  void append_owner_keys(const promptview::detail::RelationLink& link, std::string_view before, std::string_view between, std::string_view behind);
  void append_not_removed_in(const promptview::detail::RelationLink& link, bool needs_target);

  void append_qualifier(const Scope& scope) {
    scope.append_name(sql_);
    sql_ += '.';
  }
  void append_transform(const Expression& transform);
  void append_template(std::string_view sql, const Expression& call, std::size_t arguments);
  void append_function(const Expression& call, bool filters = true);
  void append_choice(const Expression& choice);
  void append_list(const promptview::detail::List<Expression>& parts, std::size_t count, std::string_view before);
  void append_window(const Expression& window);
  void append_frame(const Expression& frame);
  void append_query(const Select& query) { append_select(made_, query, &scope_); }

  promptview::detail::LookupSubject subject_of(const Expression& value) const;
  const FieldInfo* field_of(const Expression& leaf) const noexcept;
  bool can_be_null(const Expression& value) const;

  // Throws InvalidValue unless the query around is one on the model that was meant.
  void check_outer(const Expression& field) const {
    const Scope* scope = &scope_;
    for (std::size_t i = 0; i < field.outer && scope != nullptr; ++i) scope = scope->outer;
    if (scope == nullptr || field.model == nullptr || scope->model().table != field.model->table)
      throw InvalidValue{"pv::outer needs a query on the other model around its own: use the query as a subquery of one on " +
                         std::string{field.model == nullptr ? "it" : field.model->name}};
  }

  const Scope& scope_at(std::size_t outer) const noexcept {
    const Scope* scope = &scope_;
    for (; outer > 0; --outer) scope = scope->outer;
    return *scope;
  }

  const Scope& scope_;
  Statement& made_;
  std::string& sql_;
};

// `outside`: it is written in a query inside of the scope's.
inline void ExpressionBuilder::append_column(const Scope& scope, std::uint16_t field, bool outside) {
  const std::size_t fields = scope.model().field_count;
  if (field >= fields) {
    if (field - fields < scope.known) return append_known(scope, field - fields, outside);
    Scope meant = scope;
    meant.qualifies = scope.qualifies || outside;  // inside, the same name may be another column
    return ExpressionBuilder{meant, made_}.append_value(scope.select->annotations[field - fields].value);
  }
  if (scope.link != nullptr && append_column_of_link(scope, field, outside)) return;
  if (!scope.select->source.empty()) check_known(scope, field);
  if (outside || scope.qualifies) append_qualifier(scope);
  append_identifier(sql_, scope.model().fields[field].column());
}

// An annotation of the query inside.
inline void ExpressionBuilder::append_known(const Scope& scope, std::size_t place, bool outside) {
  const Select& inner = *scope.select->source[0].query;
  const Annotation& annotation = inner.annotations[place];
  if (!annotation.hidden) {
    if (outside || scope.qualifies) append_qualifier(scope);
    return append_identifier(sql_, annotation_column(inner, place));
  }
  const Expression field{.op = Expression::Op::field, .field = static_cast<std::uint16_t>(inner.model->field_count + place)};
  const std::size_t column = place_in_source(*scope.select, field);
  if (column == no_column)
    throw InvalidValue{std::string{scope.model().name} + ": the query inside does not have the annotation \"" + std::string{annotation.name} +
                       "\" in its rows: add it to values(), or use it before"};
  append_source_column(scope, column, outside);
}

inline void ExpressionBuilder::append_source_column(const Scope& scope, std::size_t place, bool outside) {
  if (outside || scope.qualifies) append_qualifier(scope);
  append_identifier(sql_, value_column(*scope.select->source[0].query, place));
}

inline void ExpressionBuilder::check_known(const Scope& scope, std::uint16_t field) {
  const Select& inner = *scope.select->source[0].query;
  if (!inner.projects) return;
  for (const Expression& column : inner.columns)
    if (promptview::detail::is_plain_field(column, inner) && column.field == field) return;
  throw InvalidValue{std::string{scope.model().name} + "." + std::string{scope.model().fields[field].name} +
                     ": the query inside has only the values that it was asked for: add this one to values(), or filter by it before"};
}

inline void ExpressionBuilder::append_value(const Expression& value) {
  using Op = Expression::Op;
  if (!scope_.select->source.empty() && value.op != Op::field)
    if (const std::size_t place = place_in_source(*scope_.select, value); place != no_column) return append_source_column(scope_, place, false);
  switch (value.op) {
    case Op::source_column: return append_source_column(scope_, value.field, false);
    case Op::field:
      if (value.outer > 0) check_outer(value);
      return append_field(value.field, value.outer);
    case Op::value: return append_bound({.value = &value.value, .name = "value"});
    case Op::transform: return append_transform(value);
    case Op::function:
    case Op::sql: return append_function(value);
    case Op::choice: return append_choice(value);
    case Op::query:
      if (append_joined(value)) return;
      sql_ += '(';
      append_query(*value.query);
      sql_ += ')';
      return;
    case Op::related: return append_related(value, false, Around::nothing, Place::shown);
    case Op::gathered: return append_gathered(value);
    case Op::some:
    case Op::exists: return append_condition(value, Around::nothing, Place::shown);
    default:
      sql_ += '(';
      append_condition(value, Around::nothing, Place::shown);
      sql_ += ')';
  }
}

inline void ExpressionBuilder::append_sorted(const Expression& value, SortDirection direction) {
  append_value(value);
  append_direction(direction);
}

inline void ExpressionBuilder::append_direction(SortDirection direction) {
  if (direction.descending) sql_ += " DESC";
  if (direction.nulls == NullsPlace::first) sql_ += " NULLS FIRST";
  if (direction.nulls == NullsPlace::last) sql_ += " NULLS LAST";
}

inline promptview::detail::LookupSubject ExpressionBuilder::subject_of(const Expression& value) const {
  using Op = Expression::Op;
  if (value.op == Op::transform) return transformed(subject_of(value.parts[0]), transforms[value.place]);
  const ModelInfo& model = scope_at(value.outer).model();
  if (value.op == Op::field && value.field < model.field_count) return promptview::detail::subject_of(model.fields[value.field]);
  const bool is_name = value.op == Op::field;
  const TypeInfo* type = is_name ? scope_at(value.outer).select->annotations[value.field - model.field_count].type : value.value.type;
  return {.type = type == nullptr ? &promptview::detail::plain_type(Kind::text) : type, .nullable = true};
}

inline bool ExpressionBuilder::can_be_null(const Expression& value) const {
  using Op = Expression::Op;
  if (value.op <= Op::linked) return true;
  if (value.op == Op::value) return value.value.null;
  if (value.op == Op::transform) return transforms[value.place].may_be_null || can_be_null(value.parts[0]);
  if (value.op == Op::gathered) return can_be_null(value.parts[0]);
  if (value.op == Op::field) {
    const Scope& scope = scope_at(value.outer);
    const std::size_t fields = scope.model().field_count;
    if (scope.nullable) return true;
    return value.field < fields ? scope.model().fields[value.field].type->nullable
                                : ExpressionBuilder{scope, made_}.can_be_null(scope.select->annotations[value.field - fields].value);
  }
  if (value.op != Op::function) return true;
  const Nulls nulls = functions[value.place].nulls;
  if (nulls == Nulls::never || nulls == Nulls::possible) return nulls == Nulls::possible;
  bool any = false;
  bool all = true;
  for (const Expression& part : value.parts) {
    const bool null = can_be_null(part);
    any = any || null;
    all = all && null;
  }
  return nulls == Nulls::of_all ? all : any;
}

}  // namespace promptview::postgres
