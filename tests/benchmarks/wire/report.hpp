// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "measure.hpp"
#include "work.hpp"

namespace benchmark {

// What was measured of one variant of one work.
struct Measured {
  std::string variant;
  std::vector<Sample> samples{};
  double peak = 0;  // megabytes
};

// Prints a table, and writes the same to a file: part,subject,variant,measure,median,low,high.
class Report {
 public:
  // Appends to the file; none if empty.
  explicit Report(const std::string& csv) {
    if (csv.empty()) return;
    csv_ = std::fopen(csv.c_str(), "a");
    if (csv_ == nullptr) throw std::runtime_error{"cannot write to " + csv};
  }
  Report(const Report&) = delete;
  Report& operator=(const Report&) = delete;
  ~Report() {
    if (csv_ != nullptr) std::fclose(csv_);
  }

  void fact(std::string_view name, std::string_view value) {
    if (csv_ != nullptr) fmt::print(csv_, "machine,{},,text,{},,\n", name, value);
  }

  void head(int rounds) {
    fmt::print("Medians of {} rounds, quartiles in brackets; microseconds. Ratios are within a round.\n", rounds);
    fmt::print("  {:<22}{:>28}{:>24}{:>27}{:>9}\n", "", "wall", "ratio", "CPU of the client", "peak MB");
  }

  void work(const Work& work, const std::vector<Measured>& measured) {
    fmt::print("\n{}: {}\n", work.name, work.meaning);
    if (csv_ != nullptr) fmt::print(csv_, "work,{},{},meaning,{},,\n", work.name, work.base, work.meaning);
    const Measured* base = nullptr;
    for (const Measured& each : measured)
      if (each.variant == work.base) base = &each;
    for (const Measured& each : measured) line(work, each, base);
    std::fflush(stdout);
    if (csv_ != nullptr) std::fflush(csv_);
  }

 private:
  void line(const Work& work, const Measured& measured, const Measured* base) {
    std::vector<double> wall, cpu, ratio;
    for (std::size_t round = 0; round < measured.samples.size(); ++round) {
      wall.push_back(measured.samples[round].wall);
      cpu.push_back(measured.samples[round].cpu);
      ratio.push_back(base == nullptr ? 0 : measured.samples[round].wall / base->samples[round].wall);
    }
    const Quartiles w = quartiles(wall), r = quartiles(ratio), c = quartiles(cpu);
    fmt::print("  {:<22}{:>9.2f} {:>18}{:>8.2f} {:>15}{:>9.2f} {:>17}{:>9.1f}\n", measured.variant, w.median,
               fmt::format("({:.2f} - {:.2f})", w.low, w.high), r.median,
               fmt::format("({:.2f} - {:.2f})", r.low, r.high), c.median,
               fmt::format("({:.2f} - {:.2f})", c.low, c.high), measured.peak);
    put(work, measured, "wall us", w);
    if (base != nullptr) put(work, measured, "ratio", r);
    put(work, measured, "cpu us", c);
    put(work, measured, "peak MB", {.low = measured.peak, .median = measured.peak, .high = measured.peak});
  }

  void put(const Work& work, const Measured& measured, std::string_view measure, const Quartiles& values) {
    if (csv_ != nullptr)
      fmt::print(csv_, "wire,{},{},{},{:.4g},{:.4g},{:.4g}\n", work.name, measured.variant, measure, values.median,
                 values.low, values.high);
  }

  std::FILE* csv_ = nullptr;
};

}  // namespace benchmark
