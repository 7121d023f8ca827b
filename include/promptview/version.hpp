// SPDX-License-Identifier: MIT
#pragma once

// The one place that holds the version: the build and the packages read it from here.
#define PROMPTVIEW_VERSION_MAJOR 0
#define PROMPTVIEW_VERSION_MINOR 1
#define PROMPTVIEW_VERSION_PATCH 0
#define PROMPTVIEW_VERSION_STRING "0.1.0"

namespace promptview {

inline constexpr const char* version = PROMPTVIEW_VERSION_STRING;

}  // namespace promptview
