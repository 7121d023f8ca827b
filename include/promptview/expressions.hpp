// SPDX-License-Identifier: MIT
#pragma once

// Values that the database computes, and what queries make of them.
#include <promptview/expressions/computed.hpp>  // first, so that compile errors in it print few lines of includes
#include <promptview/expressions/aggregates.hpp>       // IWYU pragma: export
#include <promptview/expressions/assignment.hpp>       // IWYU pragma: export
#include <promptview/expressions/choice.hpp>           // IWYU pragma: export
#include <promptview/expressions/operators.hpp>        // IWYU pragma: export
#include <promptview/expressions/json_functions.hpp>
#include <promptview/expressions/number_functions.hpp>  // IWYU pragma: export
#include <promptview/expressions/projection.hpp>       // IWYU pragma: export
#include <promptview/expressions/relation_values.hpp>  // IWYU pragma: export
#include <promptview/expressions/query_shaper.hpp>     // IWYU pragma: export
#include <promptview/expressions/subquery.hpp>         // IWYU pragma: export
#include <promptview/expressions/text_functions.hpp>   // IWYU pragma: export
#include <promptview/expressions/text_search.hpp>      // IWYU pragma: export
#include <promptview/expressions/time_functions.hpp>   // IWYU pragma: export
#include <promptview/expressions/windows.hpp>          // IWYU pragma: export
