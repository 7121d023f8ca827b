// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/civil_date.hpp>
#include <promptview/base/error.hpp>
#include <promptview/base/inline.hpp>
#include <promptview/lookups/lookup_resolution.hpp>
#include <promptview/query/expression.hpp>

// From the transforms of a resolved lookup to expressions.
namespace promptview::detail {

PROMPTVIEW_INLINE Value integer_value(std::int64_t number, Kind kind = Kind::int32);

// Whether the lookup compares a year, which becomes bounds of time, so that an index on the field serves.
PROMPTVIEW_INLINE bool compares_year(const ResolvedLookup& resolved) noexcept;

PROMPTVIEW_INLINE Expression leaf_of(const ResolvedLookup& resolved, std::size_t steps, std::uint8_t lookup);

// `subject` is that of the year, `years` the value beside it.
PROMPTVIEW_INLINE Expression year_leaf(const ModelInfo& model, const ResolvedLookup& resolved, const Value& years);

}  // namespace promptview::detail

#ifndef PROMPTVIEW_COMPILED
#include <promptview/query/lookup_steps.ipp>
#endif
