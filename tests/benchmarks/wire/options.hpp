// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace benchmark {

inline constexpr std::string_view usage =
    R"(wire_benchmark: promptview beside raw libpq, plain libpqxx and SOCI; each variant of each work in a process of its
own, and their rounds interleaved. First it compares what the variants read and write.

  --rounds N       of timing (default 21; bulk inserts take a third); 0 only compares
  --rows N         in the table that W2 reads and W5 fills (default 100000); those of json and arrays have a tenth
  --only W1,W2     these works only
  --one-core       pins itself and its server to one processor, and leaves out the works with threads
  --variant NAME   this variant only
  --csv FILE       appends what was measured
  --database URL   of a database to use; makes and drops four tables there (default: a server of its own)
  --serve          runs a server, prints its URL and waits for the end of its input
  --count          runs in this process, for valgrind: see instructions.sh
  --list           prints the works and their variants
)";

struct Options {
  int rounds = 21;
  int rows = 100'000;
  std::string only{};
  std::string variant{};
  std::string csv{};
  std::string database{};
  bool one_core = false;
  bool serve = false;
  bool count = false;
  bool list = false;
  bool help = false;
};

inline int number(std::string_view option, std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0)
    throw std::invalid_argument{std::string{option} + " takes a number from 0, not '" + std::string{text} + "'"};
  return value;
}

inline bool* flag_of(Options& options, std::string_view option) {
  if (option == "--one-core") return &options.one_core;
  if (option == "--serve") return &options.serve;
  if (option == "--count") return &options.count;
  if (option == "--list") return &options.list;
  if (option == "--help" || option == "-h") return &options.help;
  return nullptr;
}

inline std::string* text_of(Options& options, std::string_view option) {
  if (option == "--only") return &options.only;
  if (option == "--variant") return &options.variant;
  if (option == "--csv") return &options.csv;
  if (option == "--database") return &options.database;
  return nullptr;
}

// Throws std::invalid_argument.
inline Options read_options(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view option = arguments[i];
    if (bool* const flag = flag_of(options, option)) {
      *flag = true;
      continue;
    }
    int* const whole = option == "--rounds" ? &options.rounds : option == "--rows" ? &options.rows : nullptr;
    std::string* const text = text_of(options, option);
    if (whole == nullptr && text == nullptr)
      throw std::invalid_argument{"there is no option " + std::string{option} + "; see --help"};
    if (i + 1 == count) throw std::invalid_argument{std::string{option} + " needs a value"};
    ++i;
    if (whole != nullptr)
      *whole = number(option, arguments[i]);
    else
      *text = arguments[i];
  }
  if (options.rows == 0) throw std::invalid_argument{"--rows takes a number from 1"};
  return options;
}

}  // namespace benchmark
