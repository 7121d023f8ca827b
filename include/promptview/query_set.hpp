// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <promptview/checked_lookup.hpp>
#include <promptview/condition.hpp>
#include <promptview/model_traits.hpp>
#include <promptview/query_operations.hpp>

namespace promptview {

// Which way `order_by(field, direction)` goes; true stands for ascending.
struct Direction {
  bool is_ascending = true;

  template <std::same_as<bool> Flag>
  constexpr Direction(Flag ascending) noexcept : is_ascending{ascending} {}  // NOLINT(google-explicit-constructor)
};
inline constexpr Direction ascending{true};
inline constexpr Direction descending{false};

// The rows of an executed query while a range-for runs over them; they are owned by the iterator.
template <class M>
class RowIterator {
 public:
  explicit RowIterator(std::vector<M> rows) : rows_{std::move(rows)} {}

  M& operator*() noexcept { return rows_[at_]; }
  M* operator->() noexcept { return &rows_[at_]; }
  RowIterator& operator++() noexcept {
    ++at_;
    return *this;
  }
  struct End {};
  friend bool operator==(const RowIterator& iterator, End) noexcept { return iterator.at_ == iterator.rows_.size(); }

 private:
  std::vector<M> rows_;
  std::size_t at_ = 0;
};

// A query on the rows of M: an immutable value that can be kept, passed on and derived from. Nothing is sent before one
// of the calls of the last group; each of those is one round trip, and blocks.
template <class M>
class QuerySet {
  template <class V>
  using Lookup = std::type_identity_t<detail::CheckedLookup<M, V>>;
  using Order = detail::OrderBy<M>;

 public:
  QuerySet() : QuerySet{std::string_view{}} {}
  explicit QuerySet(std::string_view database)
      : select_{.model = &detail::model_of<M>(), .database = std::string{database}} {}

  // --- Conditions. Each call narrows the rows further. `exclude` keeps rows whose column is NULL. ----------------------

  // `filter("age__gt", 25)`. A literal is checked when it compiles: field, lookup and the value's type.
  template <class V>
  [[nodiscard]] QuerySet filter(Lookup<V> lookup, const V& value) const& {
    return QuerySet{*this}.where(detail::make_q<M>(lookup, value));
  }
  template <class V>
  [[nodiscard]] QuerySet filter(Lookup<V> lookup, const V& value) && {
    return where(detail::make_q<M>(lookup, value));
  }
  // `filter("age__in", {1, 2, 3})`, `filter("age__range", {18, 65})`
  template <class T>
  [[nodiscard]] QuerySet filter(Lookup<std::initializer_list<T>> lookup, std::initializer_list<T> values) const {
    return QuerySet{*this}.where(detail::make_q<M>(lookup, values));
  }
  [[nodiscard]] QuerySet filter(Lookup<detail::EmptyList> lookup, detail::EmptyList none) const {
    return QuerySet{*this}.where(detail::make_q<M>(lookup, none));
  }
  // `filter(User::q("age__lt", 18) || User::q("bio__isnull", true))`
  [[nodiscard]] QuerySet filter(Q<M> condition) const& { return QuerySet{*this}.where(std::move(condition)); }
  [[nodiscard]] QuerySet filter(Q<M> condition) && { return where(std::move(condition)); }
  // `filter(pv::runtime(text), value)`: throws UnknownField or InvalidValue.
  template <class V>
  [[nodiscard]] QuerySet filter(RuntimeText lookup, const V& value) const {
    return QuerySet{*this}.where(detail::make_q<M>(lookup, value));
  }

  template <class V>
  [[nodiscard]] QuerySet exclude(Lookup<V> lookup, const V& value) const {
    return QuerySet{*this}.where(!detail::make_q<M>(lookup, value));
  }
  template <class T>
  [[nodiscard]] QuerySet exclude(Lookup<std::initializer_list<T>> lookup, std::initializer_list<T> values) const {
    return QuerySet{*this}.where(!detail::make_q<M>(lookup, values));
  }
  [[nodiscard]] QuerySet exclude(Lookup<detail::EmptyList> lookup, detail::EmptyList none) const {
    return QuerySet{*this}.where(!detail::make_q<M>(lookup, none));
  }
  [[nodiscard]] QuerySet exclude(Q<M> condition) const {
    return QuerySet{*this}.where(!std::move(condition));
  }
  template <class V>
  [[nodiscard]] QuerySet exclude(RuntimeText lookup, const V& value) const {
    return QuerySet{*this}.where(!detail::make_q<M>(lookup, value));
  }

  // --- Order and slice --------------------------------------------------------------------------------------------------

  // `order_by("name", "-age")` replaces the order; a minus is descending. Each may be a pv::runtime text.
  [[nodiscard]] QuerySet order_by(Order a, Order b = {}, Order c = {}, Order d = {}, Order e = {}, Order f = {},
                                  Order g = {}, Order h = {}) const& {
    return QuerySet{*this}.ordered({a, b, c, d, e, f, g, h});
  }
  [[nodiscard]] QuerySet order_by(Order a, Order b = {}, Order c = {}, Order d = {}, Order e = {}, Order f = {},
                                  Order g = {}, Order h = {}) && {
    return ordered({a, b, c, d, e, f, g, h});
  }
  // `order_by("age", pv::descending)`
  [[nodiscard]] QuerySet order_by(detail::FieldName<M> field, Direction direction) const {
    QuerySet changed{*this};
    changed.select_.order = {{.field = field.place(), .descending = !direction.is_ascending}};
    return changed;
  }
  // At most `count` rows, from the `count`-th on. Negative counts throw InvalidValue.
  [[nodiscard]] QuerySet limit(std::int64_t count) const& { return QuerySet{*this}.limit(count); }
  [[nodiscard]] QuerySet limit(std::int64_t count) && {
    select_.limit = detail::checked_count(count, "limit");
    return std::move(*this);
  }
  [[nodiscard]] QuerySet offset(std::int64_t count) const& { return QuerySet{*this}.offset(count); }
  [[nodiscard]] QuerySet offset(std::int64_t count) && {
    select_.offset = detail::checked_count(count, "offset");
    return std::move(*this);
  }

  // Also the rows that were removed softly: see TABLE(soft_remove=...).
  [[nodiscard]] QuerySet with_removed() const {
    static_assert(detail::model_of<M>().soft_remove != ModelInfo::no_field, "the model has no TABLE(soft_remove=...): no row is left out");
    QuerySet changed{*this};
    changed.select_.with_removed = true;
    return changed;
  }

  // On another connected database.
  [[nodiscard]] QuerySet on(std::string_view database) const {
    QuerySet changed{*this};
    changed.select_.database = database;
    return changed;
  }

  // --- Running it -------------------------------------------------------------------------------------------------------

  [[nodiscard]] std::vector<M> execute() const { return rows_of(select_); }

  // The first or last row in the query's order, or by primary key when it has none.
  [[nodiscard]] std::optional<M> first() const { return at_most_one(detail::first_of(select_)); }
  [[nodiscard]] std::optional<M> last() const { return at_most_one(detail::last_of(select_)); }

  // The only row. Throws NotFound or MultipleFound.
  [[nodiscard]] M one() const {
    std::vector<M> rows = rows_of(detail::limited(select_, 2));
    detail::check_one(select_, rows.size());
    return std::move(rows.front());
  }

  [[nodiscard]] std::int64_t count() const { return detail::count(space(), select_); }  // of a slice: its rows
  [[nodiscard]] bool exists() const { return detail::exists(space(), select_); }

  // The statement that `execute` would send, with its values beside it; for people and tests.
  [[nodiscard]] std::string to_sql() const { return space().to_text(select_); }

  // `for (const User& user : User::query())` runs the query once.
  [[nodiscard]] RowIterator<M> begin() const { return RowIterator<M>{execute()}; }
  [[nodiscard]] typename RowIterator<M>::End end() const noexcept { return {}; }

  const Select& select() const noexcept { return select_; }

 private:
  class Rows final : public RowSink {
   public:
    void expect(std::size_t rows) override { objects.reserve(rows); }
    void row(ValueReader& columns) override {
      detail::read_fields(detail::model_of<M>(), &objects.emplace_back(), columns);
    }
    std::vector<M> objects{};
  };

  static Namespace& space() { return detail::namespace_for<M>(); }

  QuerySet where(Q<M> condition) {
    detail::narrow(select_, std::move(condition).condition());
    return std::move(*this);
  }
  QuerySet ordered(std::initializer_list<Order> fields) {
    select_.order.clear();
    for (const Order& field : fields)
      if (field.given()) select_.order.push_back(field.term());
    return std::move(*this);
  }

  static std::vector<M> rows_of(const Select& select) {
    Rows rows;
    detail::run(space(), select, rows);
    return std::move(rows.objects);
  }
  static std::optional<M> at_most_one(const Select& select) {
    std::vector<M> rows = rows_of(select);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  }

  Select select_;
};

}  // namespace promptview
