// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/postgres/expressions/expression_builder.hpp>
#include <promptview/postgres/sql/column_names.hpp>
#include <promptview/postgres/sql/order_columns.hpp>
#include <promptview/postgres/sql/table_columns.hpp>
#include <promptview/query/grouping.hpp>
#include <promptview/query/same_expression.hpp>

namespace promptview::postgres {

// Makes the keys of ORDER BY and DISTINCT ON of one query; appends to a statement. There, a name without a table's means a
// column of the result before one of the table.
class OrderBuilder {
 public:
  // `scope`: of the query.
  OrderBuilder(const Scope& scope, Statement& made) : query_{*scope.select}, made_{made}, sql_{made.sql}, scope_{scope} {
    scope_.qualifies = scope.qualifies || hides_fields();
  }

  void append_order() {
    if (query_.order.empty() && !query_.distinct_on.empty()) return append_order_of_distinct_on();
    for (std::size_t i = 0; i < query_.order.size(); ++i) {
      const OrderTerm& term = query_.order[i];
      sql_ += i == 0 ? " ORDER BY " : ", ";
      if (const std::size_t column = order_columns::column_of(query_, term); column > 0)
        append_place(column);
      else if (!term.by.empty())
        append_key(key_of_distinct(term.by[0]));
      else
        append_term(term.field);
      ExpressionBuilder{scope_, made_}.append_direction({term.descending, term.nulls});
    }
  }

  void append_distinct_on() {
    for (std::size_t i = 0; i < query_.distinct_on.size(); ++i) {
      if (i > 0) sql_ += ", ";
      append_key(query_.distinct_on[i]);
    }
  }

 private:
  // As promptview::detail::complete_order() has it.
  void append_order_of_distinct_on() {
    sql_ += " ORDER BY ";
    append_distinct_on();
    if (!query_.source.empty() || promptview::detail::has_groups(query_)) return;
    for (std::size_t i = 0; i < query_.model->key_count; ++i) {
      sql_ += ", ";
      append_field(query_.model->key[i]);
    }
  }

  std::size_t fields() const noexcept { return query_.model->field_count; }
  void append_place(std::size_t place) { sql_ += std::to_string(place); }

  // Whether a column of the result may have the name of a field's column and be another value.
  bool hides_fields() const {
    if (query_.names_columns || !query_.combined.empty()) return false;
    for (const Annotation& annotation : query_.annotations)
      if (!annotation.hidden && is_column(*query_.model, annotation.name)) return true;
    return has_unnamed();
  }
  // Whether the server chooses a column's name: `upper("name")` is called upper.
  bool has_unnamed() const {
    for (std::size_t i = 0; query_.projects && i < query_.columns.size(); ++i) {
      const Expression& column = query_.columns[i];
      const bool is_field_as_it_is = column.op == Expression::Op::sql && column.value.type == nullptr;  // a key of what is included
      if (!is_field_as_it_is && !promptview::detail::is_plain_field(column, query_)) return true;
    }
    return false;
  }
  // Whether only one column of the result can have this name.
  bool is_alone(std::string_view name) const {
    if (query_.names_columns) return true;
    if (has_unnamed()) return false;
    std::size_t count = !query_.projects && is_column(*query_.model, name) ? 1 : 0;
    for (const Expression& column : query_.columns) count += query_.model->fields[column.field].column() == name ? 1U : 0U;
    for (const Annotation& annotation : query_.annotations) count += !annotation.hidden && annotation.name == name ? 1U : 0U;
    for (const Include& include : query_.includes) count += include.is_joined ? 2U : 0U;  // it may have such a column, too
    return count == 1;
  }

  // The key of DISTINCT ON that is the same expression, so that both have the same parameters; or the expression itself.
  const Expression& key_of_distinct(const Expression& wanted) const {
    for (const Expression& key : query_.distinct_on)
      if (promptview::detail::same(key, wanted)) return key;
    return wanted;
  }

  void append_key(const Expression& key) {
    const Expression* value = &key;
    const auto is_own = [&] { return value->op == Expression::Op::field && value->outer == 0; };
    while (is_own() && value->field >= fields() + scope_.known) value = &query_.annotations[value->field - fields()].value;
    if (is_own() && value->field < fields()) return append_field(value->field);
    ExpressionBuilder{scope_, made_}.append_value(*value);
  }

  void append_term(std::uint16_t field) {
    if (field < fields())
      append_field(field);
    else if (field == OrderTerm::at_random)
      sql_ += "random()";
    else if (field == OrderTerm::first_column)
      sql_ += '1';
    else if (!query_.annotations[field - fields()].hidden)
      append_annotation(field - fields());
    else
      append_key({.op = Expression::Op::field, .field = field});
  }

  // By its name in the result, which DISTINCT and groups ask for.
  void append_annotation(std::size_t place) {
    if (query_.names_columns) return append_identifier(sql_, annotation_column(query_, place));
    const std::string_view name = query_.annotations[place].name;
    if (is_alone(name)) return append_identifier(sql_, name);
    std::size_t column = query_.projects ? query_.columns.size() : fields();
    for (std::size_t i = 0; i <= place; ++i) column += query_.annotations[i].hidden ? 0U : 1U;
    append_place(column);
  }

  void append_field(std::uint16_t field) {
    if (!query_.combined.empty()) return append_field_of_all(field);
    if (const std::size_t column = scope_.qualifies ? place_compared_as_read(field) : 0; column > 0) return append_place(column);
    if (scope_.qualifies || !is_shown_as_another(field)) return ExpressionBuilder{scope_, made_}.append_field(field);
    Scope scope = scope_;
    scope.qualifies = true;
    ExpressionBuilder{scope, made_}.append_field(field);
  }

  // The place in the result, from 1, of a field whose column is not what rows are compared by; 0 for none.
  std::size_t place_compared_as_read(std::uint16_t field) const {
    if (!order_columns::is_compared_as_read(query_, query_.model->fields[field])) return 0;
    for (std::size_t i = 0; i < query_.columns.size(); ++i)
      if (promptview::detail::is_plain_field(query_.columns[i], query_) && query_.columns[i].field == field) return i + 1;
    return 0;
  }

  // Rows of a set operator have no table.
  void append_field_of_all(std::uint16_t field) {
    const std::string_view name = query_.model->fields[field].column();
    if (is_alone(name)) return append_identifier(sql_, name);
    std::size_t place = query_.projects ? 0 : field;
    while (query_.projects && query_.columns[place].field != field) ++place;
    append_place(place + 1);
  }

  // Whether the result has the field as a value of another type, which another order belongs to. DISTINCT and GROUP BY ask for
  // what the result has.
  bool is_shown_as_another(std::uint16_t field) const {
    if (!query_.model->fields[field].is_read_as_another() || !query_.source.empty()) return false;
    if (promptview::detail::removes_equal_rows(query_)) return false;
    return !query_.projects || query_.groups_by_key || !promptview::detail::has_groups(query_);
  }

  const Select& query_;
  Statement& made_;
  std::string& sql_;
  Scope scope_;
};

}  // namespace promptview::postgres
