// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/inline.hpp>
#include <promptview/query/grouped_values.hpp>
#include <promptview/query/grouping.hpp>
#include <promptview/query/same_expression.hpp>
#include <promptview/query/select_edits.hpp>

// Gives a query other rows than those of its table: projections, groups, sets, sources.
namespace promptview::detail {

// Gives each column of a query a name that no other one has.
PROMPTVIEW_INLINE void name_columns(Select& inner);

// The same rows, as those of a common table expression or (without a name) a subquery, so that conditions can name what
// only its result holds.
PROMPTVIEW_INLINE Select rows_of_source(Select inner, std::string_view name = {});

// The query as a subquery, in its order. Throws InvalidValue where that is not of its rows.
PROMPTVIEW_INLINE Select settled(const Select& select);

// Narrows a query whose condition may name annotations.
PROMPTVIEW_INLINE void narrow_by_names(Select& select, Expression condition);

PROMPTVIEW_INLINE Select recursive(Select base, Source source, Expression condition);

PROMPTVIEW_INLINE Select without_includes(Select query);

PROMPTVIEW_INLINE Select combined(Select left, SetOperation operation, const Select& right);

// The query without columns yet, which the caller adds. What was annotated before is for filters and orders only, and
// groups are those of rows.
PROMPTVIEW_INLINE Select projected(Select select);

// Whether a computed value is one of many rows, so that it depends on which there are.
PROMPTVIEW_INLINE bool is_of_many_rows(const Expression& value, const Select& select);
inline bool chooses_rows(const Select& select) { return select.is_sliced() || !select.distinct_on.empty(); }

// The query with these columns instead of what its rows hold.
PROMPTVIEW_INLINE Select with_columns(const Select& from, List<Expression> columns);

// The query of which dates() lists the values that differ.
PROMPTVIEW_INLINE Select rows_of_dates(Select select);

PROMPTVIEW_INLINE Select projected_by_name(const Select& from, const ModelInfo& scope, const ModelInfo& wanted);

// The keys of the rows; the model has one key field.
PROMPTVIEW_INLINE Select keys_of(const Select& from);

// The rows of the query as a condition on the table, for what is written.
PROMPTVIEW_INLINE Select writable(const Select& from);

// The query whose columns shall be aggregates of all rows; the caller adds them.
PROMPTVIEW_INLINE Select aggregated(Select select);

// The value that rows must agree in for distinct_on. Throws InvalidValue for an order without a value.
PROMPTVIEW_INLINE Expression key_of(OrderTerm term);

// The query that a computed value can be added to without changing which rows there are: one around combined rows, around
// those that a slice or distinct_on chose for a value of many rows, and around those that are distinct for one to show.
PROMPTVIEW_INLINE Select extensible(const Select& select, const Expression& value, bool hidden);

// Whether the rows still have the key of the model.
PROMPTVIEW_INLINE bool has_key_of_model(const Select& select);

}  // namespace promptview::detail

#ifndef PROMPTVIEW_COMPILED
#include <promptview/query/select_shaping.ipp>
#endif
