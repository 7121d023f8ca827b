// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// What one worker knows of its rows, kept in its own memory, so that the server can be asked afterwards whether it is so.
namespace campaign {

// How a write ended, as its caller was told.
enum class Outcome {
  done,     // it was acknowledged
  refused,  // an error that says that nothing was written
  unknown,  // an error that says that nobody knows
};

using Value = std::optional<std::int64_t>;  // nothing: there is no such row

// One write: the values that its rows had, and those that it gives them. All of it happens, or nothing.
struct Write {
  struct Row {
    std::int64_t key = 0;
    Value before{};
    Value after{};
  };
  std::vector<Row> rows{};
};

class Ledger {
 public:
  // Rows of a write of which nobody knows are left alone from then on: it may still be under way.
  void record(const Write& write, Outcome outcome) {
    ++counts_[static_cast<int>(outcome)];
    for (const Write::Row& row : write.rows) {
      if (outcome == Outcome::done) settled_[row.key] = row.after;
      if (outcome == Outcome::refused) settled_[row.key] = row.before;
      if (outcome == Outcome::unknown) settled_.erase(row.key);
    }
    if (outcome == Outcome::unknown) unknown_.push_back(write);
  }

  int count(Outcome outcome) const noexcept { return counts_[static_cast<int>(outcome)]; }
  const std::map<std::int64_t, Value>& settled() const noexcept { return settled_; }

  // Compares it with all rows of the worker that the server has, and says each difference.
  std::vector<std::string> differences(std::map<std::int64_t, std::int64_t> server) const {
    std::vector<std::string> found;
    const auto take = [&](std::int64_t key) -> Value {
      const auto row = server.find(key);
      if (row == server.end()) return {};
      const std::int64_t value = row->second;
      server.erase(row);
      return value;
    };
    for (const auto& [key, value] : settled_) {
      const Value there = take(key);
      if (there != value) found.push_back("row " + std::to_string(key) + " should have " + text_of(value) + " and has " + text_of(there));
    }
    for (const Write& write : unknown_) check_whole(write, take, found);
    for (const auto& [key, value] : server) found.push_back("nobody wrote row " + std::to_string(key));
    return found;
  }

 private:
  template <class Take>
  static void check_whole(const Write& write, const Take& take, std::vector<std::string>& found) {
    std::size_t old_rows = 0;
    std::size_t new_rows = 0;
    for (const Write::Row& row : write.rows) {
      const Value there = take(row.key);
      if (there == row.before) ++old_rows;
      if (there == row.after) ++new_rows;
    }
    if (old_rows == write.rows.size() || new_rows == write.rows.size()) return;
    found.push_back("a write of " + std::to_string(write.rows.size()) + " rows from " + std::to_string(write.rows.front().key) +
                    " on is torn: " + std::to_string(old_rows) + " are as before, " + std::to_string(new_rows) + " as written");
  }
  static std::string text_of(const Value& value) { return value ? std::to_string(*value) : "no row"; }

  int counts_[3] = {};
  std::map<std::int64_t, Value> settled_{};
  std::vector<Write> unknown_{};
};

}  // namespace campaign
