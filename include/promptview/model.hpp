// SPDX-License-Identifier: MIT
#pragma once

#include <promptview/base/refuse.hpp>  // these come first, so that errors are short
#include <promptview/schema/model_traits.hpp>
#include <promptview/lookups/name_errors.hpp>
#include <promptview/query/condition.hpp>

// What a header with models includes: all types that members can have are there, but Json (<promptview/types/json.hpp>), and
// those of <chrono>, which the header includes itself. It reaches no driver; one source file of the program includes the backend.
#include <promptview/links/relation_types.hpp>
#include <promptview/model/model_base.hpp>
#include <promptview/model/model_macro.hpp>
#include <promptview/model/struct_macro.hpp>
#include <promptview/types/enumeration.hpp>
#include <promptview/types/missing_json.hpp>
#include <promptview/types/numeric_value.hpp>
#include <promptview/types/range.hpp>
#include <promptview/types/time_mapping.hpp>
#include <promptview/types/uuid_value.hpp>
