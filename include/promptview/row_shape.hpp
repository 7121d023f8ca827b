// SPDX-License-Identifier: MIT
#pragma once

#include <type_traits>

#include <promptview/model_traits.hpp>
#include <promptview/query.hpp>

// What a row of a query is, as types: QuerySet<M, Row>. `Row` is M itself, or Rows<Head, Names...>.
namespace promptview {

namespace detail {

// The rows of QuerySet<M, Row>: `type`, what a text may name (`Scope`), how a result is read. (Others than M: projection.hpp.)
template <class M, class Row>
struct RowShape {
  static_assert(std::is_same_v<M, Row>, "include <promptview/projection.hpp> (or <promptview/promptview.hpp>) for annotate and values");
};
template <class M>
struct RowShape<M, M> {
  using type = M;
  using Scope = M;
  static constexpr const ModelInfo* info = nullptr;
  static void read(M& row, ValueReader& columns) { read_fields(model_of<M>(), &row, columns); }
};

// What changes the rows of a query: annotate, values, sets, sources, updates. (In query_shaper.hpp.)
template <class M, class Row, class Included = void>
struct QueryShaper {
  static_assert(std::is_void_v<M>, "include <promptview/expressions.hpp> (or <promptview/promptview.hpp>) for annotate, values and expressions");
};

}  // namespace detail
}  // namespace promptview
