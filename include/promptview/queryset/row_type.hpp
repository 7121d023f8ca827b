// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <type_traits>

#include <promptview/query/select.hpp>
#include <promptview/schema/model_traits.hpp>
#include <promptview/store/row_sink.hpp>

// The rows of a query, as types: QuerySet<M, Row>. `Row` is M itself, or Rows<Head, Names...>.
namespace promptview {

namespace detail {

// The rows of QuerySet<M, Row>: `type`, what a text may name (`Scope`), how a result is read. (Others
// than M: expressions/projection.hpp.)
template <class M, class Row>
struct RowShape {
  static_assert(std::is_same_v<M, Row>, "include <promptview/expressions/projection.hpp> (or <promptview/promptview.hpp>) for annotate and values");
};
template <class M>
struct RowShape<M, M> {
  using type = M;
  using Scope = M;
  static constexpr const ModelInfo* info = nullptr;
  static void read(M& row, ValueReader& columns) { read_fields(model_of<M>(), &row, columns); }
};

// The object that a row holds, null where it holds none. (For tuples: expressions/projection.hpp.)
template <class M, class Row>
struct ObjectIn {
  static constexpr bool is_there = false;
};
template <class M>
struct ObjectIn<M, M> {
  static constexpr bool is_there = true;
  static void* of(M& row) noexcept { return &row; }
};
template <class M, class Rows>
void* object_of([[maybe_unused]] Rows& rows, [[maybe_unused]] std::size_t place) noexcept {
  using Object = ObjectIn<M, typename Rows::value_type>;
  if constexpr (Object::is_there)
    return Object::of(rows[place]);
  else
    return nullptr;
}

// Gives a query other rows: annotate, values, sets, sources; and updates them. (Defined in expressions/query_shaper.hpp.)
template <class M, class Row, class Included = void>
struct QueryShaper {
  static_assert(std::is_void_v<M>, "include <promptview/expressions.hpp> (or <promptview/promptview.hpp>) for annotate, values and expressions");
};

// The texts of `include` and what they do. (Defined in relations/include_path.hpp.)
template <class Scope, class Sub, class Included = void>
class IncludePath {
  static_assert(std::is_void_v<Scope>, "include <promptview/relations.hpp> (or <promptview/promptview.hpp>) to load relations");

 public:
  template <class Text>
  IncludePath(const Text&) {}  // NOLINT(google-explicit-constructor)
};
template <class M, class Included = void>
struct Includer {
  template <class... Given>
  static void add(const Given&...) {}
  template <class... Given>
  static void join(const Given&...) {}
};
struct JoinedPath;

}  // namespace detail
}  // namespace promptview
