// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/postgres/expressions/relation_tables_sql.hpp>
#include <promptview/postgres/format/identifier.hpp>
#include <promptview/postgres/sql/column_names.hpp>
#include <promptview/postgres/sql/ordered_index.hpp>
#include <promptview/postgres/sql/table_columns.hpp>
#include <promptview/postgres/statements/repeatable_query.hpp>
#include <promptview/query/grouping.hpp>
#include <promptview/query/select.hpp>
#include <promptview/query/select_shaping.hpp>
#include <promptview/relations/include_plan.hpp>

namespace promptview::postgres::detail {

// The query that reads the rows of an included relation: the one that was given, narrowed to the rows that belong to a key; and
// where its order is found in its result.
struct IncludeTarget {
  static constexpr std::array<std::string_view, 8> names{"pv_order1", "pv_order2", "pv_order3", "pv_order4",
                                                         "pv_order5", "pv_order6", "pv_order7", "pv_order8"};

  Select select{};
  promptview::detail::List<OrderTerm> order{};
  std::int64_t limit = Select::no_limit;  // for each key, by row_number()
  std::int64_t offset = 0;
  bool is_inside = false;  // the select is one of the rows of one key, as DISTINCT ON must be

  // The columns behind those of the rows: the number of a row within its key, and the parts of the key, from 1; quoted.
  std::string place_column() const { return quote_identifier(own_column(select, "pv_place")); }
  std::string key_column(std::size_t part) const { return quote_identifier(own_column(select, "pv_key" + std::to_string(part))); }
  bool is_sliced() const noexcept { return limit != Select::no_limit || offset != 0; }
};

// The keys of the rows that a join table gives to an owner: `SELECT "pv_link"."tag_id" FROM "post_tags" AS "pv_link" WHERE
// "pv_link"."post_id" = "pv_keys"."k1"`.
inline std::string linked_keys(const promptview::detail::IncludeNode& node, const IncludeTarget& target) {
  const promptview::detail::JoinTable& join = node.link.join;
  const bool can_repeat = join.model != nullptr && target.is_sliced();  // what comes twice counts once
  std::string sql = can_repeat ? "SELECT DISTINCT " : "SELECT ";
  for (std::size_t i = 0; i < join.target.columns.size(); ++i) {
    sql += i == 0 ? "\"pv_link\"." : ", \"pv_link\".";
    append_identifier(sql, join.target.columns[i]);
  }
  sql += " FROM ";
  append_join_table_name(sql, join);
  sql += " AS \"pv_link\" WHERE ";
  for (std::size_t i = 0; i < join.owner.columns.size(); ++i) {
    sql += i == 0 ? "\"pv_link\"." : " AND \"pv_link\".";
    append_identifier(sql, join.owner.columns[i]);
    sql.append(" = \"pv_keys\".\"k").append(std::to_string(i + 1)) += '"';
  }
  if (join.model != nullptr) append_not_removed(sql, *join.model, " AND \"pv_link\".");
  return sql;
}

// That a row belongs to a key: `"author_id" = "pv_keys"."k1"`.
inline Expression join_condition(const promptview::detail::IncludeNode& node, const IncludeTarget& target) {
  const std::size_t count = node.target_fields().size();
  std::string fields, others;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string number = std::to_string(i + 1);
    if (i > 0) fields += ", ";
    fields += "{" + std::to_string(i) + "}";
    if (i > 0) others += ", ";
    others += node.is_joined() ? "\"pv_join\".\"t" + number + "\"" : "\"pv_keys\".\"k" + number + "\"";
  }
  if (count > 1) fields = "(" + fields + ")", others = "(" + others + ")";
  Expression belongs{.op = Expression::Op::sql, .value = {.text = fields + " = " + others}};
  if (node.is_joined() && target.is_inside) {
    belongs.value.text = fields + " IN ({verbatim})";
    belongs.value.items.push_back({.text = linked_keys(node, target)});
  }
  for (const std::uint16_t field : node.target_fields()) belongs.parts.push_back({.op = Expression::Op::field, .field = field});
  return belongs;
}

// Makes what is no plain column, and is ordered by, a column of the rows.
inline void expose_order(IncludeTarget& target) {
  Select& select = target.select;
  std::size_t exposed = 0;
  for (OrderTerm& term : target.order) {
    const bool is_column = term.by.empty() && term.field < select.model->field_count;
    if (is_column && !select.model->fields[term.field].is_read_as_another()) continue;
    Expression value{.op = Expression::Op::field, .field = term.field};
    if (!term.by.empty()) value = term.by[0];
    if (term.by.empty() && term.field == OrderTerm::at_random) value = {.op = Expression::Op::sql, .value = {.text = "random()"}};
    if (exposed == IncludeTarget::names.size()) throw InvalidValue{promptview::detail::about(select, "an included query is ordered by at most 8 computed values")};
    term.field = static_cast<std::uint16_t>(select.model->field_count + select.annotations.size());
    term.by.clear();
    select.annotations.push_back({.name = IncludeTarget::names[exposed++], .value = std::move(value)});
  }
}

// Whether each key's slice is best read on its own: the server finds its rows in an index, in their order, and reads no more
// of them. Without such an index it would sort all rows of the key, or walk through another index past the rows of others.
inline bool reads_slice_by_key(const promptview::detail::IncludeNode& node, const IncludeTarget& target) {
  const Select& select = target.select;
  const bool is_of_table = select.source.empty() && !promptview::detail::has_own_rows(select) && select.lock.mode == LockMode::none;
  if (!target.is_sliced() || !is_of_table || node.is_joined() || is_foreign_key(node.relation->kind)) return false;
  const promptview::detail::List<std::uint16_t> key = node.target_fields();
  std::size_t count = target.order.size();  // without the primary key at the end, which orders the few rows that agree in the rest
  while (count > 1 && target.order[count - 1].by.empty() && select.model->is_key(target.order[count - 1].field)) --count;
  return OrderOfKey{.model = *select.model, .key = key, .order = target.order, .count = count}.has_index();
}

inline IncludeTarget include_target_of(const promptview::detail::IncludeNode& node) {
  IncludeTarget target{.select = *node.query};
  Select& select = target.select;
  select.includes.clear();
  target.limit = std::exchange(select.limit, Select::no_limit);
  target.offset = std::exchange(select.offset, 0);
  if (!select.combined.empty()) select = promptview::detail::rows_of_source(std::move(select));
  promptview::detail::complete_order(select, promptview::detail::has_rows_of_table(select));
  target.is_inside = !select.distinct_on.empty();
  const bool is_ordered = target.is_inside || target.is_sliced() || !is_foreign_key(node.relation->kind);
  if (!is_ordered) select.order.clear();
  if (is_ordered && !target.is_inside) order_by_key_too(select.order, *select.model);
  target.order = select.order;
  if (!target.is_inside) select.order.clear();
  Expression belongs = join_condition(node, target);
  select.where = select.where.is_empty() ? std::move(belongs)
                                         : promptview::detail::join(Expression::Op::all, std::move(select.where), std::move(belongs));
  expose_order(target);
  for (const OrderTerm& term : target.order)  // by columns of the rows
    if (term.field < select.model->field_count) select.left_out.reset(term.field);
  if (reads_slice_by_key(node, target)) {
    select.order = target.order;
    select.limit = std::exchange(target.limit, Select::no_limit);
    select.offset = std::exchange(target.offset, 0);
  }
  promptview::detail::name_columns(select);
  return target;
}

}  // namespace promptview::postgres::detail
