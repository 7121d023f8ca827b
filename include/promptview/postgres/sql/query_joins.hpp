// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <promptview/links/relation_link.hpp>
#include <promptview/lookups/lookup.hpp>
#include <promptview/postgres/sql/scope.hpp>
#include <promptview/postgres/sql/source_columns.hpp>
#include <promptview/query/grouping.hpp>
#include <promptview/query/select.hpp>

namespace promptview::postgres {

// The tables that one query joins: each relation to one on a path, once.
struct Join {
  std::size_t parent = 0;  // its place in the joins; 0: the query's own rows
  promptview::detail::RelationLink link{};
  Select rows{};
  std::string name{};      // of its table in the query, quoted
  bool is_needed = false;  // more than its key is read
  bool is_required = false;  // the query's condition holds for no row without it
  bool is_inner = false;
};

// The place in the pairs (or the join table's columns) of a field that can be read without the target's row.
inline std::size_t place_in_link(const promptview::detail::RelationLink& link, std::size_t field) noexcept {
  if (link.pairs.empty()) {
    for (std::size_t i = 0; i < link.join.target.fields.size(); ++i)
      if (link.join.target.fields[i] == field) return i;
    return ModelInfo::no_field;
  }
  const bool says_key = is_foreign_key(link.relation->kind) && (link.pairs.size() == 1 || !link.can_be_missing);
  for (std::size_t i = 0; says_key && i < link.pairs.size(); ++i)
    if (link.pairs[i].target == field) return i;
  return ModelInfo::no_field;
}

// Finds what a query reads of which rows, and so what it must join.
class Joins {
 public:
  explicit Joins(const Scope& base) : base_{base} {}
  Joins(const Joins&) = delete;
  Joins& operator=(const Joins&) = delete;

  void add(const Expression& expression) { visit(expression); }
  // A condition that all rows of the query must meet.
  void add_condition(const Expression& condition) {
    visit(condition);
    require(condition, 0);
  }
  // The join of a relation of the query's model, or (`parent`) of another join's.
  std::size_t add(const RelationInfo& relation, std::size_t parent, bool is_needed) {
    const std::size_t place = find_or_add(parent, relation);
    Join& join = *joins_[place - 1];
    join.is_needed = join.is_needed || is_needed;
    return place;
  }
  // Behind all of them.
  void finish() {
    for (std::size_t i = joins_.size(); i-- > 0;) {
      const Join& join = *joins_[i];
      if (join.is_required && join.parent > 0) joins_[join.parent - 1]->is_required = true;
      if (join.is_needed) use_owner(join.parent, join.link);
    }
    for (const std::unique_ptr<Join>& each : joins_) {
      Join& join = *each;
      const bool has_owner = join.parent == 0 || joins_[join.parent - 1]->is_inner;
      join.is_inner = has_owner && (join.is_required || !(join.link.can_be_missing || leaves_removed_out(join.rows)));
      if (join.is_needed) name(join);
    }
  }

  // The place of a join, from 1; 0: there is none.
  std::size_t find(std::size_t parent, const RelationInfo& relation) const noexcept {
    for (std::size_t i = 0; i < joins_.size(); ++i)
      if (joins_[i]->parent == parent && joins_[i]->link.relation == &relation) return i + 1;
    return 0;
  }
  const Join& operator[](std::size_t place) const noexcept { return *joins_[place - 1]; }
  std::size_t size() const noexcept { return joins_.size(); }
  bool any() const noexcept { return count_ > 0; }
  // Whether more than the key is read of the query's own rows.
  bool needs_base() const noexcept { return needs_base_; }
  // Whether aggregates across relations of the query's own rows, or subqueries, are among the values.
  bool gathers() const noexcept { return gathers_; }

 private:
  static constexpr std::size_t elsewhere = static_cast<std::size_t>(-1);  // rows of a query inside

  std::size_t row_at(std::size_t outer) const noexcept {
    if (outer == levels_.size()) return 0;
    return outer < levels_.size() ? levels_[levels_.size() - 1 - outer] : elsewhere;
  }

  std::size_t find_or_add(std::size_t parent, const RelationInfo& relation) {
    if (const std::size_t place = find(parent, relation); place > 0) return place;
    Join& join = *joins_.emplace_back(std::make_unique<Join>());
    join.parent = parent;
    join.link = promptview::detail::link_of(relation);
    join.rows.model = join.link.target;
    join.rows.with_removed = base_.select->with_removed;
    return joins_.size();
  }

  void name(Join& join) {
    join.name = "\"pv" + std::to_string(base_.depth()) + "_" + std::to_string(++count_) + "\"";
  }

  // Whether the query inside has the field, of a joined row, among its values.
  bool is_in_source(std::size_t row, std::size_t field) const {
    if (projecting_source(*base_.select) == nullptr) return false;
    Expression path{.op = Expression::Op::field, .field = static_cast<std::uint16_t>(field)};
    for (; row > 0; row = joins_[row - 1]->parent) path = related_to(*joins_[row - 1]->link.relation, std::move(path));
    return place_in_source(*base_.select, path) != no_column;
  }

  void use(std::size_t row, std::size_t field) {
    if (row == elsewhere) return;
    if (row == 0) return use_base(field);
    if (is_in_source(row, field)) return;
    Join& join = *joins_[row - 1];
    const std::size_t place = place_in_link(join.link, field);
    if (place == ModelInfo::no_field)
      join.is_needed = true;
    else
      use(join.parent, join.link.pairs[place].owner);
  }
  void use_base(std::size_t field) {
    const Select& select = *base_.select;
    const std::size_t fields = select.model->field_count;
    if (base_.link == nullptr || place_in_link(*base_.link, field) == ModelInfo::no_field) needs_base_ = true;
    if (field < fields + base_.known || field - fields >= select.annotations.size()) return;
    std::vector<std::size_t> levels;
    levels.swap(levels_);
    visit(select.annotations[field - fields].value);
    levels_ = std::move(levels);
  }
  // The fields that a relation leads away from; the row must be there where those that were removed are left out.
  void use_owner(std::size_t row, const promptview::detail::RelationLink& link) {
    if (row == elsewhere) return;
    if (row > 0 && leaves_removed_out(joins_[row - 1]->rows)) joins_[row - 1]->is_needed = true;
    for (const promptview::detail::FieldPair& pair : link.pairs) use(row, pair.owner);
    for (const std::uint16_t field : link.join.owner.fields) use(row, field);
  }

  void visit_inside(const Expression& expression, std::size_t row) {
    levels_.push_back(row);
    for (const Expression& part : expression.parts) visit(part);
    levels_.pop_back();
  }
  void visit(const Expression& expression) {
    using Op = Expression::Op;
    if (levels_.empty() && expression.op != Op::field && place_in_source(*base_.select, expression) != no_column) return;
    if (expression.op == Op::field) use(row_at(expression.outer), expression.field);
    if (expression.op == Op::lookup && expression.parts.empty()) use(row_at(0), expression.field);
    if (expression.query) {
      gathers_ = gathers_ || expression.op == Op::query;
      levels_.push_back(elsewhere);
      visit(*expression.query);
      levels_.pop_back();
    }
    const bool leads_away = expression.op == Op::some || expression.op == Op::related || expression.op == Op::gathered;
    const std::size_t row = leads_away ? row_at(expression.outer) : 0;
    gathers_ = gathers_ || (expression.op == Op::gathered && row == 0);
    if (leads_away && (expression.op != Op::related || row == elsewhere)) {
      if (row != elsewhere) use_owner(row, promptview::detail::link_of(*expression.relation));
      return visit_inside(expression, elsewhere);
    }
    if (leads_away) return visit_inside(expression, find_or_add(row, *expression.relation));
    if (expression.op == Op::linked) needs_base_ = true;
    for (const Expression& part : expression.parts) visit(part);
  }
  void visit(const Select& select) {
    visit(select.where);
    for (const Expression& each : select.columns) visit(each);
    for (const Annotation& each : select.annotations) visit(each.value);
    for (const Expression& each : select.distinct_on) visit(each);
    for (const OrderTerm& term : select.order)
      for (const Expression& each : term.by) visit(each);
    for (const Combination& each : select.combined) visit(*each.with);
    for (const Source& each : select.source) {
      visit(*each.query);
      if (each.step) visit(*each.step);
    }
  }

  // Marks what must be there for `condition`, on the rows of `row`, to hold. Returns whether it holds for no row of NULLs.
  void require(const Expression& condition, std::size_t row) {
    using Op = Expression::Op;
    if (condition.op == Op::all)
      for (const Expression& part : condition.parts) require(part, row);
    if (condition.op == Op::related && condition.outer == 0) {
      const std::size_t place = find(row, *condition.relation);
      if (place == 0) return;
      if (needs_row(condition.parts[0])) joins_[place - 1]->is_required = true;
      require(condition.parts[0], place);
    }
    if (condition.op != Op::lookup || condition.parts.empty() || !is_strict(condition)) return;
    const Expression* subject = &condition.parts[0];
    while (true) {
      if (subject->op == Op::transform) {
        subject = &subject->parts[0];
      } else if (subject->op == Op::related && subject->outer == 0) {
        row = find(row, *subject->relation);
        if (row == 0) return;
        subject = &subject->parts[0];
      } else {
        break;
      }
    }
    if (subject->op == Op::field && subject->outer == 0 && row > 0) joins_[row - 1]->is_required = true;
  }

 public:
  // Whether a lookup holds for no subject that is NULL.
  static bool is_strict(const Expression& lookup) noexcept {
    const Lookup& row = lookups[lookup.place];
    if (lookup.parts.size() < 2 && row.operand == Operand::boolean) return lookup.value.integer == 0;
    return !row.null_safe && (lookup.parts.size() > 1 || !lookup.value.null);
  }
  // Whether a condition holds for no row of which all fields are NULL.
  static bool needs_row(const Expression& condition) noexcept {
    using Op = Expression::Op;
    if (condition.op == Op::all) return std::any_of(condition.parts.begin(), condition.parts.end(), needs_row);
    if (condition.op == Op::any) return !condition.parts.empty() && std::all_of(condition.parts.begin(), condition.parts.end(), needs_row);
    if (condition.op == Op::some) return condition.outer == 0;
    if (condition.op == Op::related) return condition.outer == 0 && needs_row(condition.parts[0]);
    if (condition.op != Op::lookup || !is_strict(condition)) return false;
    const Expression* subject = condition.parts.empty() ? nullptr : &condition.parts[0];
    while (subject != nullptr && subject->op == Op::transform) subject = &subject->parts[0];
    return subject == nullptr || (subject->op == Op::field && subject->outer == 0);
  }

 private:
  const Scope& base_;
  std::vector<std::unique_ptr<Join>> joins_{};
  std::vector<std::size_t> levels_{};  // the rows that an expression is about, and those around it, but for the query's own
  std::size_t count_ = 0;
  bool needs_base_ = false;
  bool gathers_ = false;
};

}  // namespace promptview::postgres
