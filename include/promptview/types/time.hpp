// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

#include <promptview/types/time_mapping.hpp>

// <chrono> and how its types travel, for files that do more with them than declare members: see time_mapping.hpp.
template <>
struct promptview::detail::IncludeTypesTimeHpp<void> {
  using Microseconds = std::chrono::microseconds;
  using HoursMinutesSeconds = std::chrono::hh_mm_ss<std::chrono::microseconds>;
};
