// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <type_traits>
#include <utility>

#include <promptview/expressions/computed.hpp>
#include <promptview/expressions/query_shaper.hpp>
#include <promptview/query/condition.hpp>
#include <promptview/query/outer_reference.hpp>

// Queries inside of others: `exists`, `subquery`, a query beside `in`, and references to the query around.
namespace promptview {

namespace detail {

// The value of a row with only one.
template <class M, class Row>
struct OnlyColumn {
  static constexpr bool is_there = false;
  using type = int;
};
template <class M, class T, class... Names>
struct OnlyColumn<M, Rows<Single<T>, Names...>> {
  static constexpr bool is_there = true;
  using type = T;
};
template <class M, class T, class... Names>
  requires(Names::hidden && ...)
struct OnlyColumn<M, Rows<Values<T>, Names...>> {
  static constexpr bool is_there = true;
  using type = T;
};

inline void refuse_query(const Expression& expression) {
  if (expression.query)
    throw InvalidValue{"pv::outer takes no value with a query inside: annotate it on the query around, and pass that annotation"};
  for (const Expression& part : expression.parts) refuse_query(part);
}

inline Expression query_expression(Select select) {
  return {.op = Expression::Op::query, .query = SelectBox{std::move(select)}};
}

// As the value beside `in`: `filter("author_id__in", User::query().filter(...))`; of whole objects, their keys.
template <class M, class Row>
struct Argument<QuerySet<M, Row>> {
  template <class>
  static constexpr bool is_of = true;
  static constexpr bool is_whole = std::is_same_v<M, Row>;
  static constexpr const TypeInfo* list_type() noexcept {
    if constexpr (is_whole)
      return model_of<M>().key_field(0).list_type;
    else
      return &list_type_of<typename OnlyColumn<M, Row>::type>;
  }
  static constexpr bool is_column = is_whole ? model_of<M>().key_count == 1 : OnlyColumn<M, Row>::is_there;
  static constexpr OperandType operand{.type = list_type(), .form = is_column ? OperandForm::value : OperandForm::not_a_column};
  static Expression expression(const QuerySet<M, Row>& query) {
    return query_expression(is_whole ? keys_of(query.select()) : query.select());
  }
};

}  // namespace detail

// In a query on Inner, a value of the query around it: `pv::outer<Post>(&User::id)`. Throws InvalidValue for a value with a
// query inside; building the SQL throws it when the query is not inside of one on that model.
template <class Inner, class X>
[[nodiscard]] auto outer(const X& value) {
  using Outer = detail::model_t<X>;
  static_assert(!std::is_void_v<Outer>, "pv::outer takes a value of a row");
  Expression made = detail::to_expression(value);
  detail::refuse_query(made);
  detail::refer_outwards(made, 1, detail::model_of<Outer>());
  return Computed<Inner, detail::computed_t<X>>{std::move(made)};
}

// Holds where the query has a row; throws InvalidValue for one with a lock: `filter(pv::exists(Post::query().filter("author_id", pv::outer<Post>(&User::id))))`.
template <class M, class Row>
[[nodiscard]] Q<void> exists(const QuerySet<M, Row>& query) {
  detail::refuse_lock(query.select(), "pv::exists()");
  return Q<void>{Expression{.op = Expression::Op::exists, .query = SelectBox{query.select()}}};
}

// The only column of the query's only row; empty where there is none. More than one row is an error of the server.
template <class M, class Row>
[[nodiscard]] auto subquery(const QuerySet<M, Row>& query) {
  using Column = detail::OnlyColumn<M, Row>;
  static_assert(Column::is_there, "a query as a value needs one column: use values_list(&Type::member)");
  using T = typename Column::type;
  return Computed<void, detail::optional_t<T>>{detail::query_expression(query.select())};
}

}  // namespace promptview
