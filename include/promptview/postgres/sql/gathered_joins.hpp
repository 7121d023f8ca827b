// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <promptview/lookups/lookup.hpp>
#include <promptview/postgres/sql/query_list.hpp>
#include <promptview/postgres/sql/scope.hpp>
#include <promptview/query/function_table.hpp>
#include <promptview/query/grouping.hpp>
#include <promptview/query/same_expression.hpp>
#include <promptview/query/select.hpp>

namespace promptview::postgres {

// Whether a subquery as a value has one row, whatever the rows in it are: only aggregates.
inline bool has_one_row(const Expression& value) {
  if (value.op != Expression::Op::query) return false;
  const Select& query = *value.query;
  return query.always_has_a_row && !query.is_sliced() && query.combined.empty() && !promptview::detail::is_aggregate(query.where, query);
}

inline bool has_query(const Expression& expression) noexcept {
  return expression.query || std::any_of(expression.parts.begin(), expression.parts.end(), has_query);
}
// Whether there are queries inside of its conditions or annotations.
inline bool has_queries(const Select& query) noexcept {
  return has_query(query.where) || std::any_of(query.annotations.begin(), query.annotations.end(), [](const Annotation& each) { return has_query(each.value); });
}

// An aggregate across a relation to many, or a subquery of one, that a query joins to its rows.
struct GatheredJoin {
  const Expression* value = nullptr;
  std::string name{};          // of the rows with the value, quoted
  bool is_by_owners = false;  // all owners' values at once, and none for an owner without rows; otherwise a LATERAL
  bool is_list = false;       // the different values of a query beside `in`, which is `value`
};

// Which aggregates a query joins: those that it would compute twice for a row, and those that it sorts all rows by to return
// the first. Each is a column then, which conditions, order and result share.
//
// Where the query looks at all rows of its table, one GROUP BY computes all values at once. Where conditions or a limit
// leave few rows, a LATERAL computes no others. tests/benchmarks/sql_forms measures both; of a value that is computed once
// for each row, a subquery is as fast as a LATERAL.
//
// So it joins the values of a query beside `in`, where the server would ask for them row by row (see query_list.hpp).
class GatheredJoins {
 public:
  // `values`: the result has columns; `order`: it is ordered.
  void plan(const Scope& scope, bool values, bool order) {
    const Select& query = *scope.select;
    if (promptview::detail::has_groups(query)) return;
    for_each_tested_list(query.where, [&](const Expression& leaf) {
      if (promptview::detail::is_plain_field(leaf.parts[0], query)) joins_.push_back({.value = &leaf, .name = next_name(scope), .is_list = true});
    });
    std::vector<Use> uses;
    count(uses, query.where, query, &Use::asked, 1);
    for (std::size_t i = 0; values && i < query.columns.size(); ++i) count(uses, query.columns[i], query, &Use::shown, 1);
    for (std::size_t i = 0; values && i < query.annotations.size(); ++i)
      if (!query.annotations[i].hidden) count(uses, query.annotations[i].value, query, &Use::shown, 1);
    for (std::size_t i = 0; order && i < query.order.size(); ++i) count(uses, query.order[i], query);
    const bool is_first_rows = query.limit != Select::no_limit;
    const bool is_sorted = std::any_of(uses.begin(), uses.end(), [](const Use& use) { return use.sorted > 0; });
    const bool is_whole = query.source.empty() && !is_narrowed(query) && (!is_first_rows || is_sorted);
    for (const Use& use : uses) {
      const bool is_twice = use.asked > 0 && use.asked + (use.shown > 0 ? 1 : use.sorted) > 1;
      const bool is_for_all = is_twice || (use.asked > 0 && !values) || (use.sorted > 0 && is_first_rows);
      const bool is_by_owners = is_whole && is_for_all && use.value->op == Expression::Op::gathered && !refers_out(*use.value);
      if (is_by_owners || is_twice)
        joins_.push_back({.value = use.value, .name = next_name(scope), .is_by_owners = is_by_owners});
    }
  }

  bool any() const noexcept { return !joins_.empty(); }
  auto begin() const noexcept { return joins_.begin(); }
  auto end() const noexcept { return joins_.end(); }
  const GatheredJoin* find(const Expression& value) const noexcept {
    for (const GatheredJoin& join : joins_)
      if (join.value == &value || promptview::detail::same(*join.value, value)) return &join;
    return nullptr;
  }

 private:
  std::string next_name(const Scope& scope) const { return "\"pv" + std::to_string(scope.depth()) + "_a" + std::to_string(joins_.size() + 1) + "\""; }

  // How often an aggregate is computed for a row.
  struct Use {
    const Expression* value = nullptr;
    std::size_t asked = 0;   // by conditions
    std::size_t shown = 0;   // as a column or in one
    std::size_t sorted = 0;
  };

  static void count(std::vector<Use>& uses, const Expression& expression, const Select& query, std::size_t Use::*use, std::size_t times) {
    using Op = Expression::Op;
    if ((expression.op == Op::gathered && expression.outer == 0) || has_one_row(expression)) {
      const auto is_this = [&](const Use& each) { return each.value == &expression || promptview::detail::same(*each.value, expression); };
      auto found = std::find_if(uses.begin(), uses.end(), is_this);
      if (found == uses.end()) found = uses.insert(uses.end(), {.value = &expression});
      (*found).*use += times;
    }
    if (expression.op == Op::gathered || expression.op == Op::some || expression.op == Op::related) return;
    if (expression.op == Op::negate || expression.op == Op::exactly_one) times = 2;  // `... IS NOT NULL` stands beside it
    const std::size_t first = query.model->field_count + promptview::detail::known_annotations(query);
    const bool is_name = expression.op == Op::field ? expression.outer == 0 : expression.op == Op::lookup && expression.parts.empty();
    if (is_name && expression.field >= first) count(uses, query.annotations[expression.field - query.model->field_count].value, query, use, times);
    const bool is_list = expression.op == Op::lookup && lookups[expression.place].operand == Operand::list;
    for (const Expression& part : expression.parts)
      if (!is_list || part.op != Op::query) count(uses, part, query, use, times);
  }
  static void count(std::vector<Use>& uses, const OrderTerm& term, const Select& query) {
    for (const Expression& by : term.by) count(uses, by, query, &Use::sorted, 1);
    if (term.by.empty() && term.field < OrderTerm::first_column) count(uses, {.op = Expression::Op::field, .field = term.field}, query, &Use::sorted, 1);
  }

  // Whether a condition that is no matter of such aggregates leaves rows out.
  static bool is_narrowed(const Select& query) {
    const auto narrows = [&](const Expression& condition) {
      std::vector<Use> uses;
      count(uses, condition, query, &Use::asked, 1);
      return uses.empty() && promptview::detail::truth_of(condition) != Truth::always;
    };
    const Expression& where = query.where;
    return where.op == Expression::Op::all ? std::any_of(where.parts.begin(), where.parts.end(), narrows) : narrows(where);
  }

  std::vector<GatheredJoin> joins_{};
};

}  // namespace promptview::postgres
