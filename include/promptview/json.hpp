// SPDX-License-Identifier: MIT
#pragma once

// Objects as JSON and back: to_json, from_json; and Json itself.
#include <promptview/json/object_conversion.hpp>
#include <promptview/types/json.hpp>
