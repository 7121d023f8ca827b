// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/format/identifier.hpp>
#include <promptview/postgres/sql/gathered_joins.hpp>
#include <promptview/postgres/sql/order_columns.hpp>
#include <promptview/postgres/sql/query_joins.hpp>
#include <promptview/postgres/sql/scope.hpp>
#include <promptview/postgres/sql/table_columns.hpp>

namespace promptview::postgres {

// The tables that a SELECT joins to its own: those that its values, its order or its condition lead to.
class SelectJoins {
 public:
  // `scope`: of the query; must stay where it is. Counts need neither values nor order.
  const Joins& plan(const Scope& scope, bool values, bool order) {
    const Select& query = *scope.select;
    Joins& joins = joins_.emplace(scope);
    joins.add_condition(query.where);
    for (std::size_t i = 0; values && i < query.columns.size(); ++i) joins.add(query.columns[i]);
    for (std::size_t i = 0; values && i < query.annotations.size(); ++i)
      if (!query.annotations[i].hidden) joins.add(query.annotations[i].value);
    for (std::size_t i = 0; values && i < query.distinct_on.size(); ++i) joins.add(query.distinct_on[i]);
    for (std::size_t i = 0; order && i < query.order.size(); ++i)
      if (order_columns::column_of(query, query.order[i]) == 0) add_order(query.order[i]);
    add_locked(query);
    if (values && !query.projects) add_included(query.includes, 0);
    joins.finish();
    if (joins.gathers()) gathered_.plan(scope, values, order);
    return joins;
  }

  bool any() const noexcept { return joins_ && (joins_->any() || gathered_.any()); }
  // The aggregates among them; null for none.
  const GatheredJoins* gathered() const noexcept { return gathered_.any() ? &gathered_ : nullptr; }

  // The keys of the joined rows, of which each is the same in the whole group of an object.
  void for_each_key(const auto& use) const {
    for (std::size_t place = 1; any() && place <= joins_->size(); ++place) {
      const Join& join = (*joins_)[place];
      const ModelInfo& model = *join.link.target;
      const bool by_key = model.key_count > 0;
      for (std::size_t i = 0; join.is_needed && i < (by_key ? model.key_count : model.field_count); ++i)
        use(join.name + "." + quote_identifier((by_key ? model.key_field(i) : model.fields[i]).column()));
    }
  }

  // The columns of what join_related names, in the order of the nodes of relations/include_plan.hpp.
  void append_included(std::string& sql) const {
    for (const std::size_t place : included_) {
      sql += ", ";
      append_columns(sql, *(*joins_)[place].link.target, (*joins_)[place].name + ".");
    }
  }

  // ` OF ...` of a lock: the relation that it names, or all rows that cannot be missing; the server locks no others. Throws
  // InvalidValue for one that can be missing.
  void append_locked(std::string& sql, const Scope& scope) const {
    if (scope.select->lock.mode == LockMode::none) return;
    sql += " OF ";
    if (locked_ > 0) {
      const Join& join = (*joins_)[locked_];
      if (!join.is_inner)
        throw InvalidValue{std::string{scope.model().name} + ": filter by a field of what .of names, so that it is there: the server locks no row "
                           "that may be missing"};
      sql += join.name;
      return;
    }
    scope.append_name(sql);
    for (std::size_t place = 1; place <= joins_->size(); ++place)
      if ((*joins_)[place].is_needed && (*joins_)[place].is_inner) sql.append(", ").append((*joins_)[place].name);
  }

 private:
  void add_order(const OrderTerm& term) {
    for (const Expression& by : term.by) joins_->add(by);
    if (term.by.empty() && term.field < OrderTerm::first_column) joins_->add({.op = Expression::Op::field, .field = term.field});
  }
  void add_included(const promptview::detail::List<Include>& includes, std::size_t parent) {
    const std::size_t first = included_.size();
    for (const Include& each : includes)
      if (each.is_joined) included_.push_back(joins_->add(*each.relation, parent, true));
    std::size_t at = first;
    for (const Include& each : includes)
      if (each.is_joined) add_included((*each.query).includes, included_[at++]);
  }
  void add_locked(const Select& query) {
    for (std::size_t i = 0; i < query.lock.hop_count; ++i) {
      const ModelInfo& model = locked_ == 0 ? *query.model : *(*joins_)[locked_].link.target;
      locked_ = joins_->add(model.relations[query.lock.hops[i]], locked_, i + 1u == query.lock.hop_count);
    }
  }

  std::optional<Joins> joins_{};  // of a model with relations
  GatheredJoins gathered_{};
  std::size_t locked_ = 0;        // the one whose rows are locked
  std::vector<std::size_t> included_{};
};

}  // namespace promptview::postgres
