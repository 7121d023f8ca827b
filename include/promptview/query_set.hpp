// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/computed.hpp>
#include <promptview/model_traits.hpp>
#include <promptview/query_chain.hpp>
#include <promptview/query_operations.hpp>
#include <promptview/row_shape.hpp>

namespace promptview {

// The rows of an executed query while a range-for runs over them; they are owned by the iterator.
template <class Row>
class RowIterator {
 public:
  explicit RowIterator(std::vector<Row> rows) : rows_{std::move(rows)} {}

  typename std::vector<Row>::reference operator*() noexcept { return rows_[at_]; }
  Row* operator->() noexcept { return &rows_[at_]; }
  RowIterator& operator++() noexcept {
    ++at_;
    return *this;
  }
  struct End {};
  friend bool operator==(const RowIterator& iterator, End) noexcept { return iterator.at_ == iterator.rows_.size(); }

 private:
  std::vector<Row> rows_;
  std::size_t at_ = 0;
};

namespace detail {
template <class X>
struct Truncation;  // in time_functions.hpp
}

template <class M, class Row>
using ChainOf = QueryChain<M, typename detail::RowShape<M, Row>::Scope, QuerySet<M, Row>>;

// A query on the rows of M: an immutable value that can be kept, passed on and derived from. Nothing is sent before one
// of the calls of the last group; each of those is one round trip, and blocks. `Row` says what a row of the result is.
template <class M, class Row>
class QuerySet : public ChainOf<M, Row> {
  using Shape = detail::RowShape<M, Row>;
  using Names = detail::NamesOf<Row>;
  using Scope = typename Shape::Scope;
  using ChainOf<M, Row>::select_;

 public:
  using model_type = M;
  using row_type = typename Shape::type;

  QuerySet() : QuerySet{std::string_view{}} {}
  explicit QuerySet(std::string_view database)
      : ChainOf<M, Row>{Select{.model = &detail::model_of<M>(), .database = std::string{database}}} {}
  explicit QuerySet(Select select) : ChainOf<M, Row>{std::move(select)} {}

  // --- What a row is (promptview/projection.hpp) ------------------------------------------------------------------------

  // `annotate<"n">(pv::count(&User::id))`: a computed value behind what a row holds: `for (auto& [user, n] : ...)`. Behind
  // `values`, an aggregate is one of the rows that agree in these values. Filters and orders can use the name.
  template <detail::FixedString Name, class X>
  [[nodiscard]] auto annotate(const X& value) const {
    return named<Name, false>(value);
  }
  // As annotate, but only for filters and orders.
  template <detail::FixedString Name, class X>
  [[nodiscard]] auto alias(const X& value) const {
    return named<Name, true>(value);
  }
  // An annotation as a computed value.
  template <detail::FixedString Name>
  [[nodiscard]] auto ref() const {
    constexpr std::size_t place = detail::scope_of<Scope>().place_of(Name.view());
    constexpr bool is_there = place != ModelInfo::no_field && place >= detail::model_of<M>().field_count;
    static_assert(is_there, "no annotation of this query has this name; for a field write User::f(&User::age)");
    if constexpr (is_there)
      return Computed<M, typename Scope::template type_of<Name>>{
          Expression{.op = Expression::Op::field, .field = static_cast<std::uint16_t>(place)}};
  }

  // `values(&User::name, pv::length(&User::name))`: rows are tuples of these values.
  template <class... X>
  [[nodiscard]] auto values(const X&... columns) const {
    return projected<detail::Values<detail::computed_t<X>...>>(columns...);
  }
  // One value a row, without a tuple around it: `std::vector<std::string>`.
  template <class X>
  [[nodiscard]] auto values_list(const X& column) const {
    return projected<detail::Single<detail::computed_t<X>>>(column);
  }
  // Rows are `S{a, b, c}` of these values.
  template <class S, class First, class... X>
  [[nodiscard]] auto values_as(const First& first, const X&... columns) const {
    return projected<detail::Into<S, detail::computed_t<First>, detail::computed_t<X>...>>(first, columns...);
  }
  // Rows are of a PROMPTVIEW_STRUCT, whose fields are those of the query with the same names.
  template <class S>
  [[nodiscard]] auto values_as() const {
    using NewRow = typename Names::template under<detail::ByName<S>>;
    return rebound<NewRow>(detail::projected_by_name(select_, detail::scope_of<Scope>(), *detail::RowShape<M, NewRow>::info));
  }

  // The different dates, or times, of the rows, cut to their year, month, week, ...; in their order.
  template <class X>
  [[nodiscard]] auto dates(const char* unit, const X& time) const {
    return in_order(values_list(detail::Truncation<X>::date(unit, time)));
  }
  template <class X>
  [[nodiscard]] auto datetimes(const char* unit, const X& time) const {
    return in_order(values_list(detail::Truncation<X>::time(unit, time)));
  }

  // `aggregate(pv::sum(&User::age), pv::avg(&User::age))`: one tuple of the aggregates of all rows. One round trip.
  template <class... X>
  [[nodiscard]] auto aggregate(const X&... aggregates) const {
    static_assert((detail::IsOf<M, X>::value && ...), "the value is one of rows of another model");
    using Result = detail::RowShape<M, detail::Rows<detail::Values<detail::computed_t<X>...>>>;
    Select select = detail::aggregated(select_);
    (select.columns.push_back(detail::to_expression(aggregates)), ...);
    return QuerySet<M, detail::Rows<detail::Values<detail::computed_t<X>...>>>{with_row(std::move(select), Result::info)}.one();
  }

  // --- Running it -------------------------------------------------------------------------------------------------------

  [[nodiscard]] std::vector<row_type> execute() const { return rows_of(select_); }

  // The first or last row in the query's order, or by primary key when it has none.
  [[nodiscard]] std::optional<row_type> first() const { return at_most_one(detail::first_of(select_)); }
  [[nodiscard]] std::optional<row_type> last() const { return at_most_one(detail::last_of(select_)); }

  // The only row. Throws NotFound or MultipleFound.
  [[nodiscard]] row_type one() const {
    std::vector<row_type> rows = rows_of(detail::limited(select_, 2));
    detail::check_one(select_, rows.size());
    return std::move(rows.front());
  }

  [[nodiscard]] std::int64_t count() const { return detail::count(space(), select_); }  // of a slice: its rows
  [[nodiscard]] bool exists() const { return detail::exists(space(), select_); }

  // UPDATE of all rows: `update(pv::set(&User::age, User::f(&User::age) + 1))`; `auto_now` fields too. Returns their number.
  template <class... More>
  std::int64_t update(const Assigned<M>& first, const More&... more) const {
    return detail::update(space(), select_, {first.assignment(), more.assignment()...});
  }
  // DELETE of all rows. Returns their number.
  std::int64_t remove() const { return detail::remove(space(), select_); }

  // The statement that `execute` would send, with its values beside it; for people and tests.
  [[nodiscard]] std::string to_sql() const { return space().to_text(select_); }

  // `for (const User& user : User::query())` runs the query once.
  [[nodiscard]] RowIterator<row_type> begin() const { return RowIterator<row_type>{execute()}; }
  [[nodiscard]] typename RowIterator<row_type>::End end() const noexcept { return {}; }

 private:
  friend ChainOf<M, Row>;

  class RowReader final : public RowSink {
   public:
    void expect(std::size_t rows) override { objects.reserve(rows); }
    void row(ValueReader& columns) override {
      if constexpr (std::is_same_v<row_type, bool>) {  // std::vector packs them
        bool value = false;
        Shape::read(value, columns);
        objects.push_back(value);
      } else {
        Shape::read(objects.emplace_back(), columns);
      }
    }
    std::vector<row_type> objects{};
  };

  static Namespace& space() { return detail::namespace_for<M>(); }
  static Select with_row(Select select, const ModelInfo* row) {
    select.row = row;
    return select;
  }

  template <class NewRow>
  static QuerySet<M, NewRow> rebound(Select select) {
    return QuerySet<M, NewRow>{with_row(std::move(select), detail::RowShape<M, NewRow>::info)};
  }
  template <detail::FixedString Name, bool Hidden, class X>
  auto named(const X& value) const {
    using T = detail::computed_t<X>;
    using NewRow = typename Names::template with<detail::Named<Name, T, Hidden>>;
    static_assert(detail::IsOf<M, X>::value, "the value is one of rows of another model");
    static_assert(!detail::RowShape<M, NewRow>::Scope::has_twice(), "the name of an annotation is taken by a field or another one");
    Select select = detail::extensible(select_);
    select.annotations.push_back({.name = detail::Named<Name, T, Hidden>::name,
                                  .value = detail::to_expression(value),
                                  .hidden = Hidden,
                                  .type = &TypeMapping<T>::type});
    return rebound<NewRow>(std::move(select));
  }
  template <class Listed>
  static Listed in_order(const Listed& listed) {
    Select select = listed.select();
    select.distinct = true;
    select.order.clear();
    select.order.push_back({.field = OrderTerm::first_column});
    return Listed{std::move(select)};
  }
  template <class Head, class... X>
  auto projected(const X&... columns) const {
    static_assert((detail::IsOf<M, X>::value && ...), "the value is one of rows of another model");
    Select select = detail::projected(select_);
    (select.columns.push_back(detail::to_expression(columns)), ...);
    return rebound<typename Names::template under<Head>>(std::move(select));
  }

  static std::vector<row_type> rows_of(const Select& select) {
    RowReader rows;
    detail::run(space(), select, rows);
    return std::move(rows.objects);
  }
  static std::optional<row_type> at_most_one(const Select& select) {
    std::vector<row_type> rows = rows_of(select);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  }
};

}  // namespace promptview
