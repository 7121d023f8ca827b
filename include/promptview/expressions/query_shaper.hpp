// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <promptview/expressions/assignment.hpp>
#include <promptview/expressions/computed.hpp>
#include <promptview/expressions/projection.hpp>
#include <promptview/query/select_shaping.hpp>
#include <promptview/queryset/query_set.hpp>
#include <promptview/store/run_write.hpp>

// Carries out the calls of QuerySet that change the rows of a query; their documentation is there.
namespace promptview::detail {

template <class X>
struct Truncation;  // in time_functions.hpp

template <class... X>
inline constexpr bool are_values = sizeof...(X) > 0;
template <class S>
struct Filled {
  template <class... T>
  using As = Into<S, T...>;
};

template <class M, class Row>
struct QueryShaper<M, Row, void> {
  using Names = NamesOf<Row>;
  using Scope = typename RowShape<M, Row>::Scope;

  template <class V>
  static auto field(V member) {
    return Computed<M, computed_t<V>>{Expression{.op = Expression::Op::field, .field = place_of_member<M>(member)}};
  }

  template <FixedString Name, bool Hidden, class X>
  static auto annotated(const Select& from, const X& value) {
    using T = computed_t<X>;
    using NewRow = typename Names::template with<Named<Name, T, Hidden>>;
    static_assert(IsOf<M, X>::value, "the value is one of rows of another model");
    static_assert(is_finished<X>, "end case_when(...) with .otherwise(value) or .or_null()");
    static_assert(!RowShape<M, NewRow>::Scope::has_twice(), "the name of an annotation is taken by a field or another one");
    Expression made = AsComputed<X>::make(value);
    Select select = extensible(from, made, Hidden);
    select.always_has_a_row = false;
    select.annotations.push_back(
        {.name = Named<Name, T, Hidden>::name, .value = std::move(made), .hidden = Hidden, .type = &TypeMapping<T>::type});
    return rebound<NewRow>(std::move(select));
  }

  template <FixedString Name>
  static auto named() {
    constexpr std::size_t place = scope_of<Scope>().place_of(Name.view());
    constexpr bool is_there = place != ModelInfo::no_field && place >= model_of<M>().field_count;
    static_assert(is_there, "no annotation of this query has this name; for a field write User::f(&User::age)");
    if constexpr (is_there)
      return Computed<M, typename Scope::template type_of<Name>>{
          Expression{.op = Expression::Op::field, .field = static_cast<std::uint16_t>(place)}};
  }

  template <class... T>
  using AsTuple = Values<T...>;
  template <class... T>
  using AsOne = Single<T...>;
  // Compilers print each call on their way to a message, so that there are few.
  template <template <class...> class As, class... X>
  static auto values(const Select& from, const X&... columns) {
    static_assert(are_values<X...>, "name the values of a row: values(&User::name)");
    static_assert((!std::is_convertible_v<const X&, const char*> && ...),
                  "name a field as &User::name: a text is a constant, to be given as a std::string");
    static_assert((IsOf<M, X>::value && ...), "the value is one of rows of another model");
    static_assert((is_finished<X> && ...), "end case_when(...) with .otherwise(value) or .or_null()");
    List<Expression> made;
    (made.push_back(AsComputed<X>::make(columns)), ...);
    return rebound<typename Names::template under<As<computed_t<X>...>>>(with_columns(from, std::move(made)));
  }
  template <class S, class... X>
  static auto values_as(const Select& from, const X&... columns) {
    if constexpr (sizeof...(X) > 0) {
      constexpr bool fits = can_be_made<typename Names::template under<Into<S, computed_t<X>...>>>;
      static_assert(fits, "the struct cannot be made of these values: pass one for each field, of its type, in their order");
      if constexpr (fits) return values<Filled<S>::template As>(from, columns...);
    } else {
      using NewRow = typename Names::template under<ByName<S>>;
      return rebound<NewRow>(projected_by_name(from, scope_of<Scope>(), *RowShape<M, NewRow>::info));
    }
  }

  // The different ones, in their order.
  template <class X>
  static auto dates(const Select& from, const char* unit, const X& time) {
    return in_order(values<AsOne>(rows_of_dates(from), Truncation<X>::date(unit, time)));
  }
  template <class X>
  static auto datetimes(const Select& from, const char* unit, const X& time) {
    return in_order(values<AsOne>(rows_of_dates(from), Truncation<X>::time(unit, time)));
  }

  template <class... X>
  static auto aggregate(const Select& from, const X&... aggregates) {
    static_assert(sizeof...(X) > 0, "name the aggregates: aggregate(pv::sum(&User::age))");
    static_assert((!std::is_member_pointer_v<X> && ...), "aggregate takes aggregates, like pv::max(&User::age); values takes fields");
    static_assert((IsOf<M, X>::value && ...), "the value is one of rows of another model");
    Select select = aggregated(from);
    (select.columns.push_back(to_expression(aggregates)), ...);
    select.always_has_a_row = always_has_a_row(select);
    if (!select.always_has_a_row)
      throw InvalidValue{about(select, "aggregate() takes aggregates only, like pv::max(&User::age); one across a relation to many is ",
                               "a value of each row: annotate it, or aggregate the rows at its end")};
    return rebound<Rows<Values<computed_t<X>...>>>(std::move(select)).one();
  }

  template <class A, class B>
  static Select recursive(Select base, A M::*member, B M::*known, Q<M> condition) {
    static_assert(std::is_same_v<plain_t<computed_t<A M::*>>, plain_t<computed_t<B M::*>>>, "the two members must be of one type");
    return detail::recursive(std::move(base), {.step_field = place_of_member<M>(member), .known_field = place_of_member<M>(known)},
                             std::move(condition).condition());
  }
  static Select combined(Select left, SetOperation operation, const Select& right) {
    return detail::combined(std::move(left), operation, right);
  }
  static Select source(Select inner, std::string_view name) { return rows_of_source(std::move(inner), name); }
  static Expression distinct_key(OrderTerm term) { return key_of(std::move(term)); }
  static void narrow(Select& select, Expression condition) { narrow_by_names(select, std::move(condition)); }
  static bool has_key(const Select& select) { return has_key_of_model(select); }
  static Select settled(const Select& select) { return detail::settled(select); }

  template <class... More>
  static std::int64_t update(Namespace& space, const Context& context, const Select& select, const Assigned<M>& first, const More&... more) {
    return detail::update(space, context, select, {first.assignment(), more.assignment()...});
  }
  static std::int64_t remove(Namespace& space, const Context& context, const Select& select, bool hard) {
    return detail::remove(space, context, select, hard);
  }

 private:
  template <class NewRow>
  static QuerySet<M, NewRow> rebound(Select select) {
    select.row = RowShape<M, NewRow>::info;
    return QuerySet<M, NewRow>{std::move(select)};
  }
  template <class Listed>
  static Listed in_order(const Listed& listed) {
    Select select = listed.select();
    select.distinct = true;
    select.order.clear();
    select.order.push_back({.field = OrderTerm::first_column});
    return Listed{std::move(select)};
  }
};

}  // namespace promptview::detail
