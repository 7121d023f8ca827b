// SPDX-License-Identifier: MIT
// expect-first: IncludeTypesTimeHpp<

#include <promptview/model.hpp>

auto hours(promptview::TimeOfDay time) { return time.hms().hours(); }
