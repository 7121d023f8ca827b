// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace benchmark {

inline constexpr std::string_view usage =
    R"(wire_benchmark: promptview beside raw libpq and plain libpqxx, interleaved in one process

  --rounds N       of timing (default 21); 0 only compares what the variants read and write
  --rows N         in the table that W2 reads (default 100000)
  --iterations N   operations in a round of W1, W4 and W6, or passes over the table in a round of W2
                   (default 500, and one pass)
  --only W1        this work only; there are W1, W2, W4 and W6
  --variant NAME   this variant only; there are raw-text, raw-binary, libpqxx and promptview
  --database URL   of a database to use; makes and drops two tables there (default: a server of its own)
  --serve          runs a server, prints its URL and waits for the end of its input
)";

struct Options {
  int rounds = 21;
  int rows = 100'000;
  int iterations = 0;  // 0: the default of each work
  std::string only{};
  std::string variant{};
  std::string database{};
  bool serve = false;
  bool help = false;
};

inline int number(std::string_view option, std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0)
    throw std::invalid_argument{std::string{option} + " takes a number from 0, not '" + std::string{text} + "'"};
  return value;
}

// Throws std::invalid_argument.
inline Options read_options(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view option = arguments[i];
    const auto value = [&] {
      if (i + 1 == count) throw std::invalid_argument{std::string{option} + " needs a value"};
      return std::string_view{arguments[++i]};
    };
    if (option == "--rounds")
      options.rounds = number(option, value());
    else if (option == "--rows")
      options.rows = number(option, value());
    else if (option == "--iterations")
      options.iterations = number(option, value());
    else if (option == "--only")
      options.only = value();
    else if (option == "--variant")
      options.variant = value();
    else if (option == "--database")
      options.database = value();
    else if (option == "--serve")
      options.serve = true;
    else if (option == "--help" || option == "-h")
      options.help = true;
    else
      throw std::invalid_argument{"there is no option " + std::string{option} + "; see --help"};
  }
  if (options.rows == 0) throw std::invalid_argument{"--rows takes a number from 1"};
  return options;
}

}  // namespace benchmark
