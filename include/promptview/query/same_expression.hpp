// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <promptview/base/inline.hpp>
#include <promptview/query/expression.hpp>
#include <promptview/values/value.hpp>

// Equality of expressions and of the values in them.
namespace promptview::detail {

PROMPTVIEW_INLINE bool same(const RangeBounds& a, const RangeBounds& b) noexcept;

PROMPTVIEW_INLINE bool same(const Value& a, const Value& b) noexcept;

// Whether two expressions of one query mean the same. Queries inside of them never do.
PROMPTVIEW_INLINE bool same(const Expression& a, const Expression& b) noexcept;

}  // namespace promptview::detail

#ifndef PROMPTVIEW_COMPILED
#include <promptview/query/same_expression.ipp>
#endif
