// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/base/inline.hpp>
#include <promptview/base/text_check.hpp>
#include <promptview/base/utf8.hpp>
#include <promptview/lookups/bound_argument.hpp>
#include <promptview/lookups/operand_rules.hpp>
#include <promptview/query/expression.hpp>
#include <promptview/query/lookup_steps.hpp>
#include <promptview/query/relation_path.hpp>

// From a resolved lookup and its value to the leaf of a condition.
namespace promptview::detail {

PROMPTVIEW_INLINE std::string where_it_is(const ModelInfo& model, const ResolvedLookup& resolved);

PROMPTVIEW_INLINE void check_text(const Value& value, const ModelInfo& model, const ResolvedLookup& resolved);

PROMPTVIEW_INLINE Value value_of(const TypeInfo& type, const BoundArgument& argument);

// Throws InvalidValue as operand_value does.
PROMPTVIEW_INLINE Expression make_leaf(const ModelInfo& model, const ResolvedLookup& resolved, const BoundArgument& argument);

}  // namespace promptview::detail

#ifndef PROMPTVIEW_COMPILED
#include <promptview/query/lookup_condition.ipp>
#endif
