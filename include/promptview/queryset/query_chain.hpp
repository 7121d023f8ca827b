// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <type_traits>
#include <utility>

#include <promptview/base/fixed_string.hpp>
#include <promptview/query/checked_lookup.hpp>
#include <promptview/query/condition.hpp>
#include <promptview/query/select_edits.hpp>
#include <promptview/queryset/direction.hpp>
#include <promptview/queryset/query_conditions.hpp>
#include <promptview/queryset/row_type.hpp>

namespace promptview {

// The calls of a QuerySet that order, slice, combine and lock its rows; each returns a new one. `Self` is the QuerySet, on rows
// of M; texts are checked against the names of `Scope`.
template <class M, class Row, class Scope, class Self>
class QueryChain : public QueryConditions<M, Row, Scope, Self> {
  using Conditions = QueryConditions<M, Row, Scope, Self>;
  using Order = detail::OrderBy<Scope>;
  using Shaper = detail::QueryShaper<M, Row>;
  static constexpr bool is_plain = std::is_same_v<M, Row>;

 public:
  [[nodiscard]] Self all() const { return copy(); }  // the same query
  // Matches no row and sends nothing, whatever is said of it later.
  [[nodiscard]] Self none() const {
    Self changed = copy();
    detail::match_nothing(changed.select_);
    return changed;
  }

  // --- Order and slice --------------------------------------------------------------------------------------------------

  // `order_by("name", "-age", "author__name")` replaces the order; a minus is descending. Each may be a pv::runtime text, or
  // pv::asc or pv::desc of a computed value. Across a relation to many, it is the least value there, or the greatest. Behind a
  // slice that has an order it throws InvalidValue.
  [[nodiscard]] Self order_by(Order a, Order b = {}, Order c = {}, Order d = {}, Order e = {}, Order f = {}, Order g = {},
                              Order h = {}) const& {
    return copy().ordered({a, b, c, d, e, f, g, h});
  }
  [[nodiscard]] Self order_by(Order a, Order b = {}, Order c = {}, Order d = {}, Order e = {}, Order f = {}, Order g = {},
                              Order h = {}) && {
    return ordered({a, b, c, d, e, f, g, h});
  }
  // `order_by("age", pv::descending)`
  [[nodiscard]] Self order_by(detail::FieldPath<Scope> field, Direction direction) const {
    Self changed = copy();
    detail::clear_order(changed.select_);
    changed.select_.order.push_back(field.term(!direction.is_ascending));
    return changed;
  }
  // The order turned round, that of the primary key where none was given. Throws InvalidValue for a slice.
  [[nodiscard]] Self reverse() const {
    Self changed = copy();
    changed.select_ = reorderable();
    detail::reverse_order(changed.select_, has_key(), "reverse()");
    return changed;
  }
  // The rows from the `from`-th to before the `to`-th, counted from 0; replaces limit and offset.
  [[nodiscard]] Self slice(std::int64_t from, std::int64_t to) const {
    Self changed = copy();
    detail::slice(changed.select_, from, to);
    return changed;
  }
  // At most `count` rows, from the `count`-th on. Negative counts throw InvalidValue.
  [[nodiscard]] Self limit(std::int64_t count) const& { return copy().limit(count); }
  [[nodiscard]] Self limit(std::int64_t count) && { return detail::set_limit(select_, count), moved(); }
  [[nodiscard]] Self offset(std::int64_t count) const& { return copy().offset(count); }
  [[nodiscard]] Self offset(std::int64_t count) && { return detail::set_offset(select_, count), moved(); }
  // All rows: without limit and offset, such as those of a document (promptview/document.hpp).
  [[nodiscard]] Self without_slice() const {
    Self changed = copy();
    detail::remove_slice(changed.select_);
    return changed;
  }

  // Keeps one of each set of equal rows; whole rows with a key are all different. Throws InvalidValue behind a slice, combined rows and
  // distinct_on, and the query throws it for an order by what its rows do not hold; values() of whole rows come before it.
  [[nodiscard]] Self distinct() const {
    Self changed = copy();
    detail::make_distinct(changed.select_);
    return changed;
  }
  // Keeps the first of the rows that agree in these fields or pv::asc(computed values): in the query's order, which must begin
  // with these, or else by primary key. Throws InvalidValue behind a slice, combined or distinct rows. What comes behind
  // it is about the rows that it keeps: a filter by other fields throws InvalidValue.
  [[nodiscard]] Self distinct_on(detail::FieldPath<Scope> a, Order b = {}, Order c = {}, Order d = {}) const {
    Self changed = copy();
    detail::check_distinct_on(changed.select_);
    changed.select_.distinct_on.push_back(detail::key_of_order(a.term()));
    for (const Order& field : {b, c, d})
      if (field.given()) changed.select_.distinct_on.push_back(Shaper::distinct_key(field.term()));
    return changed;
  }

  // --- Sets and sources. Needs <promptview/expressions.hpp>. -------------------------------------------------------------------------------------------------

  // The rows of this query and the others; of equal ones, one. Order and slice of the result are those of the whole.
  [[nodiscard]] Self union_with(const Self& other) const { return combined(SetOperation::unite, other); }
  [[nodiscard]] Self union_all(const Self& other) const { return combined(SetOperation::unite_all, other); }
  [[nodiscard]] Self intersect(const Self& other) const { return combined(SetOperation::intersect, other); }
  [[nodiscard]] Self except(const Self& other) const { return combined(SetOperation::except, other); }

  // The same rows as those of a common table expression, so that what follows sees the result of what is before, a slice
  // too: `WITH "name" AS (...) SELECT ... FROM "name"`.
  template <detail::FixedString Name>
  [[nodiscard]] Self as_cte() const {
    Self changed = copy();
    changed.select_ = Shaper::source(std::move(changed.select_), Name.view());
    return changed;
  }

  // The rows of this query and, again and again, those whose `member` equals `known` of a row found before:
  // `Category::query().filter("id", 1).recursive(&Category::parent_id, &Category::id)` is a whole tree. Circles end.
  template <class A, class B>
  [[nodiscard]] Self recursive(A M::*member, B M::*known, Q<M> condition = {}) const {
    Self changed = copy();
    changed.select_ = Shaper::recursive(std::move(changed.select_), member, known, std::move(condition));
    return changed;
  }

  // Locks the rows that the query returns until the transaction ends; it runs inside one only (TransactionRequired), and
  // not for a count or an answer. `select_for_update({.skip_locked = true})`. Throws InvalidValue for nowait and
  // skip_locked together, for an `of` that is neither "self" nor a relation to one, and for rows of a common table
  // expression or of a set operator; the query throws it where what `of` names may be missing.
  [[nodiscard]] Self select_for_update(ForUpdate options = {}) const { return locked(detail::row_lock(options)); }
  [[nodiscard]] Self select_for_share(ForShare options = {}) const { return locked(detail::row_lock(options)); }

  // Also the rows that were removed softly: see TABLE(soft_remove=...); of all models that the query leads to.
  [[nodiscard]] Self with_removed() const {
    static_assert(detail::model_of<M>().soft_remove != ModelInfo::no_field || detail::model_of<M>().relation_count > 0, "the model has no TABLE(soft_remove=...): no row is left out");
    Self changed = copy();
    changed.select_.with_removed = true;
    return changed;
  }

  // On another connected database.
  [[nodiscard]] Self on(std::string_view database) const {
    Self changed = copy();
    changed.select_.database = database;
    return changed;
  }

  const Select& select() const noexcept { return select_; }  // the query as data

 protected:
  using Conditions::copy, Conditions::moved, Conditions::select_;

  QueryChain() = default;
  explicit QueryChain(Select select) : Conditions{std::move(select)} {}

  bool has_key() const {
    if constexpr (is_plain)
      return select_.distinct_on.empty();
    else
      return Shaper::has_key(select_);
  }

  // The query as one of which all rows stay the same when it is ordered in another way, or when it is narrowed.
  Select reorderable() const { return settled(!select_.distinct_on.empty()); }
  Select narrowable() const { return settled(detail::needs_subquery_to_narrow(select_)); }
  Select settled(bool in_subquery) const {
    if (!in_subquery) return select_;
    if constexpr (is_plain)
      return detail::as_subquery(select_);
    else
      return Shaper::settled(select_);
  }

  Self locked(RowLock lock) const {
    Self changed = copy();
    detail::lock_rows(changed.select_, lock);
    return changed;
  }
  Self ordered(std::initializer_list<Order> fields) {
    detail::clear_order(select_);
    for (const Order& field : fields)
      if (field.given()) select_.order.push_back(field.term());
    return moved();
  }
  Self combined(SetOperation operation, const Self& other) const {
    Self changed = copy();
    changed.select_ = Shaper::combined(std::move(changed.select_), operation, other.select());
    return changed;
  }
};

}  // namespace promptview
