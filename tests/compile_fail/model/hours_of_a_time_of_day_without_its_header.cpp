// SPDX-License-Identifier: MIT
// expect-first: IncludeTypesTimeHpp<
// max_lines: 25

#include <promptview/model.hpp>

auto hours(promptview::TimeOfDay time) { return time.hms().hours(); }
