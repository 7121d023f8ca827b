// SPDX-License-Identifier: MIT
#pragma once

#include <sys/resource.h>
#include <sys/time.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <vector>

namespace benchmark {

// Of one run, in microseconds an operation (of a work that reads or fills a table: a row).
struct Sample {
  double wall = 0;
  double cpu = 0;  // of this process, in user and system mode
};

inline double cpu_microseconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto micros = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return micros(usage.ru_utime) + micros(usage.ru_stime);
}

// The most memory that this process has used so far.
inline double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

inline Sample measure(double operations, const std::function<void()>& run) {
  const double cpu = cpu_microseconds();
  const auto begin = std::chrono::steady_clock::now();
  run();
  const std::chrono::duration<double, std::micro> wall = std::chrono::steady_clock::now() - begin;
  return {.wall = wall.count() / operations, .cpu = (cpu_microseconds() - cpu) / operations};
}

struct Quartiles {
  double low = 0;
  double median = 0;
  double high = 0;
};

// `values` holds one at least.
inline Quartiles quartiles(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&values](double part) {
    const double place = part * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (place - static_cast<double>(below)) * (values[above] - values[below]);
  };
  return {.low = at(0.25), .median = at(0.5), .high = at(0.75)};
}

}  // namespace benchmark
