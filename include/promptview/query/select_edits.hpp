// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/base/inline.hpp>
#include <promptview/query/chosen_rows.hpp>
#include <promptview/query/lookup_condition.hpp>
#include <promptview/query/select.hpp>

// The part of QuerySet<M> that does not depend on M, so that it is compiled once and not once for each model.
namespace promptview::detail {

PROMPTVIEW_INLINE bool has_window(const Expression& expression) noexcept;

PROMPTVIEW_INLINE void remove_slice(Select& select) noexcept;
// The rows that are counted and aggregated: those of a program's slice, but all that a document's conditions allow.
PROMPTVIEW_INLINE Select counted(Select select);
PROMPTVIEW_INLINE void set_limit(Select& select, std::int64_t limit);
PROMPTVIEW_INLINE void set_offset(Select& select, std::int64_t offset);

// Narrows a query whose condition names no annotation.
PROMPTVIEW_INLINE void narrow(Select& select, Expression&& condition);

PROMPTVIEW_INLINE Select limited(Select select, std::int64_t most);

PROMPTVIEW_INLINE void clear_order(Select& select);

// `has_key`: whether the rows still have the key of the model.
PROMPTVIEW_INLINE Select first_of(Select select, bool has_key);

// Turns the order round; by key where there is none. `what` is for the message.
PROMPTVIEW_INLINE void reverse_order(Select& select, bool has_key, const char* what);

PROMPTVIEW_INLINE Select last_of(Select select, bool has_key);

// The value of a term of an order that is not "?".
PROMPTVIEW_INLINE Expression key_of_order(OrderTerm term);

// The row with the least value of a field, or the greatest; rows without a value come last.
PROMPTVIEW_INLINE Select extreme_of(Select select, OrderTerm term, bool nullable);

PROMPTVIEW_INLINE void match_nothing(Select& select);

PROMPTVIEW_INLINE void slice(Select& select, std::int64_t from, std::int64_t to);

PROMPTVIEW_INLINE void check_one(const Select& select, std::size_t rows);

// The server would lock nothing of combined rows, and of those of a common table expression.
PROMPTVIEW_INLINE void lock_rows(Select& select, RowLock lock);

PROMPTVIEW_INLINE bool locks_rows(const Expression& condition) noexcept;
PROMPTVIEW_INLINE bool locks_rows(const Select& select) noexcept;

PROMPTVIEW_INLINE void refuse_lock(const Select& select, const char* what);

// Narrows the query to the row of `object`; false when the object has no key yet.
PROMPTVIEW_INLINE bool narrow_to(Select& select, const void* object);

}  // namespace promptview::detail

#ifndef PROMPTVIEW_COMPILED
#include <promptview/query/select_edits.ipp>
#endif
