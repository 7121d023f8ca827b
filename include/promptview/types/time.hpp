// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

#include <promptview/types/time_mapping.hpp>

// <chrono> and how its types travel, for files that do more with them than declare members: see time_mapping.hpp.
template <class>
struct promptview::detail::IncludeTypesTimeHpp {
  using Microseconds = std::chrono::microseconds;
  using SystemDays = std::chrono::sys_days;
  using SystemTime = std::chrono::sys_time<Microseconds>;
  using LocalTime = std::chrono::local_time<Microseconds>;
  using HoursMinutesSeconds = std::chrono::hh_mm_ss<Microseconds>;
};
