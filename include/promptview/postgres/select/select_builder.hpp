// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/postgres/ddl/table_ddl.hpp>
#include <promptview/postgres/expressions/expression_builder.hpp>
#include <promptview/postgres/expressions/function_builder.hpp>
#include <promptview/postgres/expressions/where_clause.hpp>
#include <promptview/postgres/select/common_table.hpp>
#include <promptview/postgres/select/order_builder.hpp>
#include <promptview/postgres/select/row_lock_sql.hpp>
#include <promptview/postgres/select/select_groups.hpp>
#include <promptview/postgres/select/select_joins.hpp>
#include <promptview/postgres/sql/column_names.hpp>
#include <promptview/postgres/sql/order_columns.hpp>
#include <promptview/postgres/sql/shape_check.hpp>
#include <promptview/postgres/sql/table_columns.hpp>
#include <promptview/query/grouping.hpp>

namespace promptview::postgres {

// Makes SQL of one query; appends to a statement.
class SelectBuilder {
 public:
  // `outer`: the query around it, or null. `columns`: those of the model, where their text is known.
  SelectBuilder(const Select& query, Statement& made, const Scope* outer, std::string_view columns = {})
      : query_{query}, made_{made}, sql_{made.sql}, scope_{.select = &query, .outer = outer}, columns_{columns} {
    scope_.known = promptview::detail::known_annotations(query);
    has_groups_ = promptview::detail::has_groups(query);
    scope_.qualifies = query.leaves_out_fields();  // by names alone, ORDER BY would take columns of the result
  }

  // `ordered`: not where only the number of the rows matters.
  void append(bool ordered = true) {
    if (!query_.source.empty() && !query_.source[0].name.empty()) {
      common_table_ = common_table_name(query_);
      append_with(made_, query_.source[0], common_table_, scope_.outer);
    }
    if (!query_.combined.empty()) return append_combined(ordered);
    shape_check::check(query_, has_groups_, ordered);
    ordered = ordered && !(query_.always_has_a_row && has_groups_);
    plan_joins(true, ordered);
    sql_ += "SELECT ";
    append_distinct();
    append_columns();
    append_tail(ordered);
    append_lock(sql_, scope_, joins_);
  }

  // From ` FROM ...` on, unordered, for counts.
  void append_from_to_end() {
    plan_joins(false, query_.is_sliced());
    append_tail(false);
  }

  // The same, where the query is of one column, as far as to the value that this one shall equal.
  void append_from_to_equal() {
    plan_joins(true, false);
    append_from();
    append_conditions();
    sql_ += leaves_removed_out(query_) || promptview::detail::truth_of(query_.where) != Truth::always ? " AND " : " WHERE ";
    append_columns();
    sql_ += " = ";
  }

 private:
  void append_tail(bool ordered) {
    append_from();
    append_conditions();
    if (ordered && !(query_.order.empty() && query_.distinct_on.empty())) order().append_order();
    append_slice();
  }

  void plan_joins(bool values, bool order) {
    if (query_.model->relation_count == 0 && !has_queries(query_)) return;
    scope_.joins = &joins_.plan(scope_, values, order);
    scope_.gathered = joins_.gathered();
    scope_.qualifies = scope_.qualifies || joins_.any();
  }
  void append_name(std::string_view before) {
    sql_ += before;
    scope_.append_name(sql_);
  }
  ExpressionBuilder expressions() { return {scope_, made_}; }
  OrderBuilder order() { return {scope_, made_}; }

  void append_distinct() {
    if (!query_.distinct_on.empty()) {
      sql_ += "DISTINCT ON (";
      order().append_distinct_on();
      sql_ += ") ";
    } else if (query_.distinct && promptview::detail::removes_equal_rows(query_)) {
      sql_ += "DISTINCT ";
    }
  }

  void append_columns() {
    if (query_.projects)
      append_values();
    else if (query_.leaves_out_fields())
      postgres::append_columns(sql_, *query_.model, joins_.any() ? qualifier() : std::string{}, query_.left_out);
    else if (joins_.any())
      postgres::append_columns(sql_, *query_.model, qualifier());
    else if (columns_.empty())
      postgres::append_columns(sql_, *query_.model);
    else
      sql_ += columns_;
    bool first = query_.projects && query_.columns.empty();
    for (std::size_t i = 0; i < query_.annotations.size(); ++i) {
      const Annotation& annotation = query_.annotations[i];
      if (annotation.hidden) continue;
      if (!first) sql_ += ", ";
      first = false;
      append_annotation(i);
    }
    joins_.append_included(sql_);
  }

  void append_annotation(std::size_t place) {
    const Annotation& annotation = query_.annotations[place];
    const std::string other = query_.names_columns ? annotation_column(query_, place) : std::string{};
    const std::string_view name = query_.names_columns ? std::string_view{other} : annotation.name;
    if (place < scope_.known) {
      expressions().append_field(static_cast<std::uint16_t>(query_.model->field_count + place));
      if (annotation_column(*query_.source[0].query, place) == name) return;
    } else {
      expressions().append_value(annotation.value);
    }
    sql_ += " AS ";
    append_identifier(sql_, name);
  }

  void append_values() {
    for (std::size_t i = 0; i < query_.columns.size(); ++i) {
      const Expression& value = query_.columns[i];
      if (i > 0) sql_ += ", ";
      expressions().append_value(value);
      if (promptview::detail::is_plain_field(value, query_))
        append_read_type(sql_, query_.model->fields[value.field]);
      else if (const FieldInfo* field = related_field(value))
        append_read_type(sql_, *field);
      if (!query_.names_columns || promptview::detail::has_name_of_field(query_, i)) continue;
      sql_ += " AS ";
      append_identifier(sql_, value_column(query_, i));
    }
  }

  std::string qualifier() const { return qualifier_of(scope_); }

  void append_from() {
    append_rows();
    if (joins_.any()) expressions().append_joins();
  }
  // The field that a path across relations to one ends with; null for other values.
  static const FieldInfo* related_field(const Expression& value) {
    if (value.op != Expression::Op::related) return nullptr;
    const Expression& inside = value.parts[0];
    const ModelInfo& model = *value.relation->target->model.load();
    return inside.op == Expression::Op::field && inside.outer == 0 ? &model.fields[inside.field] : related_field(inside);
  }

  void append_rows() {
    sql_ += " FROM ";
    if (query_.source.empty()) {
      ddl::append_table_name(sql_, *query_.model);
      return scope_.append_alias(sql_, query_.model->table);
    }
    const Source& source = query_.source[0];
    if (!source.name.empty()) {
      append_identifier(sql_, common_table_);
      return scope_.append_alias(sql_, common_table_);
    }
    sql_ += '(';
    append_select(made_, *source.query, scope_.outer);
    append_name(") AS ");
  }

  // WHERE, GROUP BY and HAVING. A condition on aggregates is one on groups.
  void append_conditions() {
    if (!has_groups_) return append_where(made_, scope_);
    const bool is_all = query_.where.op == Expression::Op::all;
    const std::string_view next = append_part_of_where(" WHERE ", is_all, false);
    if (leaves_removed_out(query_)) append_not_removed(sql_, *query_.model, std::string{next} + qualifier());
    append_groups(sql_, scope_, joins_);
    append_part_of_where(" HAVING ", is_all, true);
  }

  // Returns the keyword for what may follow.
  std::string_view append_part_of_where(std::string_view keyword, bool is_all, bool aggregates) {
    const auto belongs = [&](const Expression& condition) {
      return promptview::detail::is_aggregate(condition, query_) == aggregates &&
             promptview::detail::truth_of(condition) != Truth::always;
    };
    if (!is_all) {
      if (!belongs(query_.where)) return keyword;
      expressions().append_part(query_.where, keyword);
      return " AND ";
    }
    for (const Expression& condition : query_.where.parts) {
      if (!belongs(condition)) continue;
      expressions().append_part(condition, keyword);
      keyword = " AND ";
    }
    return keyword;
  }

  void append_slice() {
    // Not bound: of a limit that it does not know the server thinks so badly that it plans the query anew each time.
    if (query_.limit != Select::no_limit) sql_.append(" LIMIT ").append(std::to_string(query_.limit));
    if (query_.offset == 0) return;
    made_.values.push_back({.number = &query_.offset, .name = "offset"});
    sql_.append(" OFFSET $").append(std::to_string(made_.values.size()));
  }

  // `(SELECT ...) UNION (SELECT ...) ORDER BY ... LIMIT ...`
  void append_combined(bool ordered) {
    static constexpr std::string_view names[] = {" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT "};
    std::string_view before;
    for (const Combination& each : query_.combined) {
      if (&each != &query_.combined.front()) before = names[static_cast<std::size_t>(each.operation)];
      sql_.append(before).append(1, '(');
      append_select(made_, *each.with, scope_.outer);
      sql_ += ')';
    }
    if (ordered) {
      order_columns::check_combined(query_);
      order().append_order();
    }
    append_slice();
  }

  const Select& query_;
  Statement& made_;
  std::string& sql_;
  Scope scope_;
  std::string_view columns_;
  std::string common_table_{};
  SelectJoins joins_{};
  bool has_groups_ = false;
};

}  // namespace promptview::postgres
