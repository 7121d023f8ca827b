// SPDX-License-Identifier: MIT
#pragma once

// std::chrono::milliseconds and the like, without the calendar, time zones and texts of <chrono>, which take four times as long to
// parse.
#if __has_include(<bits/chrono.h>)  // of libstdc++
#include <bits/chrono.h>
#else
#include <chrono>
#endif
