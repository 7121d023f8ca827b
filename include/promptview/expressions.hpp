// SPDX-License-Identifier: MIT
#pragma once

// Values that the database computes, and what queries make of them.
#include <promptview/computed.hpp>  // first, so that compile errors in it print few lines of includes
#include <promptview/aggregates.hpp>       // IWYU pragma: export
#include <promptview/assignment.hpp>       // IWYU pragma: export
#include <promptview/choice.hpp>           // IWYU pragma: export
#include <promptview/functions.hpp>        // IWYU pragma: export
#include <promptview/json_functions.hpp>
#include <promptview/number_functions.hpp>  // IWYU pragma: export
#include <promptview/projection.hpp>       // IWYU pragma: export
#include <promptview/relation_values.hpp>  // IWYU pragma: export
#include <promptview/query_shaper.hpp>     // IWYU pragma: export
#include <promptview/subquery.hpp>         // IWYU pragma: export
#include <promptview/text_functions.hpp>   // IWYU pragma: export
#include <promptview/text_search.hpp>      // IWYU pragma: export
#include <promptview/time_functions.hpp>   // IWYU pragma: export
#include <promptview/windows.hpp>          // IWYU pragma: export
