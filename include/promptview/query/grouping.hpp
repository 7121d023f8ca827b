// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <promptview/base/inline.hpp>
#include <promptview/query/chosen_rows.hpp>
#include <promptview/query/function_table.hpp>
#include <promptview/query/select.hpp>

// How aggregates and window functions change the shape of a query.
namespace promptview::detail {

// How many annotations, from the first on, are columns of what the rows come from; the others are still to be computed.
PROMPTVIEW_INLINE std::size_t known_annotations(const Select& query) noexcept;

PROMPTVIEW_INLINE bool is_plain_field(const Expression& column, const Select& query) noexcept;

// Whether a column of `query` has the name of its field, for a query around; computed values and what comes twice have none.
PROMPTVIEW_INLINE bool has_name_of_field(const Select& query, std::size_t place) noexcept;

// Follows a column of `query` to the innermost query that it comes from, and gives the expression there.
inline const Expression& origin_of(const Expression& column, const Select& query) noexcept {
  const Select* from = &query;
  const Expression* found = &column;
  while (found->op == Expression::Op::source_column) {
    while (!from->combined.empty()) from = &*from->combined[0].with;
    from = &*from->source[0].query;
    found = &from->columns[found->field];
  }
  return *found;
}

struct Contents {
  bool aggregate = false;  // over the rows of a group
  bool window = false;
  bool direct_window = false;  // not by the name of an annotation
};

// Looks for aggregates and window functions in an expression of `query`, also in annotations that it names.
PROMPTVIEW_INLINE Contents contents_of(const Expression& expression, const Select& query);

inline bool is_aggregate(const Expression& expression, const Select& query) { return contents_of(expression, query).aggregate; }

// Whether rows are groups: a column, an annotation or a condition aggregates.
PROMPTVIEW_INLINE bool has_groups(const Select& query);

// Whether no two rows of a query can be equal: each is of one row of the table, by its key, or of one group.
PROMPTVIEW_INLINE bool comes_once(const Select& query);

// Whether distinct() leaves rows out; where it cannot, it is not said, since it would forbid orders and locks.
inline bool removes_equal_rows(const Select& query) { return query.distinct && !comes_once(query); }

// Whether the rows of a query are other ones than those of its table that match, so that counting them needs a subquery.
PROMPTVIEW_INLINE bool has_own_rows(const Select& query);

// Whether the result has a row even where no row matches: it is of aggregates without groups.
PROMPTVIEW_INLINE bool always_has_a_row(const Select& query);

}  // namespace promptview::detail

#ifndef PROMPTVIEW_COMPILED
#include <promptview/query/grouping.ipp>
#endif
