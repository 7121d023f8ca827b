// SPDX-License-Identifier: MIT
#pragma once

// Objects as JSON and back: to_json, from_json.
#include <promptview/json/object_conversion.hpp>
