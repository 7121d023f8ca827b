// SPDX-License-Identifier: MIT
#pragma once

// PROMPTVIEW_STRUCT with the JSON of its structs. Headers with models need <promptview/model.hpp> only.
#include <promptview/json.hpp>
#include <promptview/model/struct_macro.hpp>
