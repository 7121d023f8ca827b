// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include <promptview/links/relation_link.hpp>
#include <promptview/postgres/sql/scope.hpp>
#include <promptview/query/grouping.hpp>
#include <promptview/query/same_expression.hpp>
#include <promptview/query/select.hpp>

// Finds a value among the columns of the query inside, so that the query around takes it from there.
namespace promptview::postgres {

inline constexpr std::size_t no_column = static_cast<std::size_t>(-1);

// The query that the rows come from, if it has other columns than the model's fields; or null.
inline const Select* projecting_source(const Select& query) noexcept {
  if (query.source.empty()) return nullptr;
  const Select& inner = *query.source[0].query;
  return inner.projects ? &inner : nullptr;
}

// The place of a value among the columns of the query inside, or no_column. What aggregates is another value outside.
inline std::size_t place_in_source(const Select& query, const Expression& value) {
  using Op = Expression::Op;
  const Select* const inner = projecting_source(query);
  if (inner == nullptr || value.op == Op::value || value.op == Op::source_column) return no_column;
  for (std::size_t i = 0; i < inner->columns.size(); ++i) {
    if (!promptview::detail::same(promptview::detail::origin_of(inner->columns[i], *inner), value)) continue;
    const promptview::detail::Contents contents = promptview::detail::contents_of(value, query);
    return contents.aggregate || contents.window ? no_column : i;
  }
  return no_column;
}

// A value in the row of a relation to one.
inline Expression related_to(const RelationInfo& relation, Expression value) {
  Expression around{.op = Expression::Op::related, .relation = &relation};
  around.parts.push_back(std::move(value));
  return around;
}

// The same of a field in the row at the end of a path across relations to one. `base`: where the scope's query is.
struct SourceColumn {
  const Scope* base = nullptr;
  std::size_t place = no_column;
};
inline SourceColumn column_in_source(const Scope& scope, std::uint16_t field) {
  const Scope* base = &scope;
  while (base->link != nullptr && base->rows != LinkedRows::by_table) base = base->owner;
  if (projecting_source(*base->select) == nullptr) return {};
  Expression path{.op = Expression::Op::field, .field = field};
  for (const Scope* at = &scope; at != base; at = at->owner) path = related_to(*at->link->relation, std::move(path));
  return {base, place_in_source(*base->select, path)};
}

}  // namespace promptview::postgres
