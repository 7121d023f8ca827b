// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "measure.hpp"
#include "options.hpp"
#include "tables.hpp"
#include "workload.hpp"

namespace benchmark {

struct Work {
  std::string_view name;
  std::string_view meaning;
};
inline constexpr Work works[] = {
    {"W1", "get one row of 7 columns by key"},
    {"W2", "read the whole table into a vector of structs; figures are for a row"},
    {"W4", "insert one row at a time in one transaction, key returned"},
    {"W6", "update all columns of a row by key, in one transaction"},
};

// Runs a work with a variant; what is made ready before and compared afterwards is not measured.
class Runner {
 public:
  Runner(Tables& tables, int rows, int iterations) : tables_{tables}, rows_{rows}, iterations_{iterations} {}

  Sample time(std::string_view work, Variant& variant) {
    const int operations = iterations_ > 0 ? iterations_ : work == "W2" ? 1 : 500;
    prepare(work, operations);
    Digest off{false};
    return measure(work == "W2" ? static_cast<double>(operations) * rows_ : operations,
                   [&] { perform(work, variant, operations, off); });
  }

  // Runs a few operations, which warms up, and answers with a sum over all that was read, returned or stored.
  std::uint64_t check(std::string_view work, Variant& variant) {
    const int operations = work == "W2" ? 1 : 200;
    prepare(work, operations);
    Digest digest{true};
    perform(work, variant, operations, digest);
    if (people_.empty()) return digest.sum();
    digest.add_all(people_);
    return digest.sum() ^ tables_.sum_of_written();
  }

 private:
  void prepare(std::string_view work, int operations) {
    keys_.clear();
    people_.clear();
    if (work == "W1") keys_ = some_keys(operations, rows_);
    if (work == "W4" || work == "W6") {
      people_ = some_people(operations, work == "W6");
      tables_.refill_written(work == "W6" ? operations : 0);
    }
  }

  void perform(std::string_view work, Variant& variant, int operations, Digest& digest) {
    if (work == "W1") return variant.get_by_key(keys_, digest);
    if (work == "W4") return variant.insert(people_);
    if (work == "W6") return variant.update(people_);
    for (int pass = 0; pass < operations; ++pass) variant.read_all(digest);
  }

  Tables& tables_;
  int rows_;
  int iterations_;  // 0: the default of each work
  std::vector<std::int64_t> keys_{};
  std::vector<WrittenPerson> people_{};  // as the last run left them
};

}  // namespace benchmark
