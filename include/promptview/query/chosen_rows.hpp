// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/base/inline.hpp>
#include <promptview/query/expression.hpp>
#include <promptview/query/same_expression.hpp>
#include <promptview/query/select.hpp>

// The rows that distinct() and distinct_on() choose; no call behind them changes which these are.
namespace promptview::detail {

// The model, then the message in two parts. (One function, since each `+` of strings costs every file of models.)
PROMPTVIEW_INLINE std::string about(const Select& select, const char* message, const char* rest = "");

PROMPTVIEW_INLINE void order_by_key(Select& select);

// Whether the rows are those of the model's table, each once.
PROMPTVIEW_INLINE bool has_rows_of_table(const Select& select) noexcept;

// distinct_on() without an order has one by what its rows agree in and by the key, so that all calls see the same rows.
// `has_key`: whether rows can be ordered by the key of the model.
PROMPTVIEW_INLINE void complete_order(Select& select, bool has_key);

// The query as one on a subquery, of which what is said next changes no row. It has nothing but its model's fields.
PROMPTVIEW_INLINE Select as_subquery(Select inner);
// One that a condition can be added to.
PROMPTVIEW_INLINE bool needs_subquery_to_narrow(const Select& select) noexcept;

PROMPTVIEW_INLINE void check_behind_distinct_on(const Select& select, const Expression& condition);

// For what is said of the rows of one query. `what` is for the message.
PROMPTVIEW_INLINE void refuse_combined(const Select& select, const char* what);

// The server makes rows distinct before it slices them, and either by all columns or by some.
PROMPTVIEW_INLINE void make_distinct(Select& select);
PROMPTVIEW_INLINE void check_distinct_on(const Select& select);

}  // namespace promptview::detail

#ifndef PROMPTVIEW_COMPILED
#include <promptview/query/chosen_rows.ipp>
#endif
