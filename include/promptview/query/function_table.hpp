// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

// The functions and operators that expressions are made of: one table of them. How to add one:
// expressions/README.md.
namespace promptview {

// When the result is NULL.
enum class Nulls : std::uint8_t {
  of_arguments,  // when an argument is
  of_all,        // when all arguments are
  never,
  possible,
};

// An aggregate is computed over the rows of a group or of a window; a window function has no meaning without a window.
enum class FunctionKind : std::uint8_t { scalar, aggregate, window };

// What it means to a store stands in the store's own table (lookups/store_table.hpp).
struct Function {
  static constexpr std::string_view noun = "function";

  std::string_view name{};
  Nulls nulls = Nulls::of_arguments;
  FunctionKind kind = FunctionKind::scalar;
  bool is_volatile = false;  // has another value each time that it is asked for
};

inline constexpr Function functions[] = {
    {"add"},
    {"subtract"},
    {"multiply"},
    {"divide"},
    {"modulo"},
    {"negative"},
    {"power"},
    {"abs"},
    {"sign"},
    {"ceil"},
    {"floor"},
    {"round"},
    {"round_to"},
    {"sqrt"},
    {"exp"},
    {"ln"},
    {.name = "random", .nulls = Nulls::never, .is_volatile = true},
    {"greatest", Nulls::of_all},
    {"least", Nulls::of_all},
    {"coalesce", Nulls::of_all},
    {"cast"},
    {"nullif", Nulls::possible},
    {"row", Nulls::never},
    {"lower"},
    {"upper"},
    {"trim"},
    {"ltrim"},
    {"rtrim"},
    {"length"},
    {"left"},
    {"right"},
    {"substr"},
    {"strpos"},
    {"replace"},
    {"repeat"},
    {"reverse"},
    {"lpad"},
    {"rpad"},
    {"concat", Nulls::never},
    {"md5"},
    {"now", Nulls::never},
    {"trunc"},
    {"trunc_in_zone"},
    {"extract"},
    {"at_time_zone"},
    {"search_vector", Nulls::never},
    {"search_vectors"},
    {"search_weight"},
    {"search_query"},
    {"search_phrase"},
    {"search_web"},
    {"search_raw"},
    {"search_matches"},
    {"search_rank"},
    {"search_headline"},
    {"json_path", Nulls::possible},
    {"json_path_text", Nulls::possible},
    {"count_rows", Nulls::never, FunctionKind::aggregate},
    {"count", Nulls::never, FunctionKind::aggregate},
    {"sum", Nulls::possible, FunctionKind::aggregate},
    {"avg", Nulls::possible, FunctionKind::aggregate},
    {"min", Nulls::possible, FunctionKind::aggregate},
    {"max", Nulls::possible, FunctionKind::aggregate},
    {"stddev", Nulls::possible, FunctionKind::aggregate},
    {"stddev_population", Nulls::possible, FunctionKind::aggregate},
    {"variance", Nulls::possible, FunctionKind::aggregate},
    {"variance_population", Nulls::possible, FunctionKind::aggregate},
    {"array_agg", Nulls::possible, FunctionKind::aggregate},
    {"string_agg", Nulls::possible, FunctionKind::aggregate},
    {"jsonb_agg", Nulls::possible, FunctionKind::aggregate},
    {"bool_and", Nulls::possible, FunctionKind::aggregate},
    {"bool_or", Nulls::possible, FunctionKind::aggregate},
    {"row_number", Nulls::never, FunctionKind::window},
    {"rank", Nulls::never, FunctionKind::window},
    {"dense_rank", Nulls::never, FunctionKind::window},
    {"percent_rank", Nulls::never, FunctionKind::window},
    {"cume_dist", Nulls::never, FunctionKind::window},
    {"ntile", Nulls::never, FunctionKind::window},
    {"lag", Nulls::possible, FunctionKind::window},
    {"lead", Nulls::possible, FunctionKind::window},
    {"first_value", Nulls::possible, FunctionKind::window},
    {"last_value", Nulls::possible, FunctionKind::window},
    {"nth_value", Nulls::possible, FunctionKind::window},
};

namespace detail {

// The place of a function, for a name that is in the table.
consteval std::uint8_t function(std::string_view name) {
  std::uint8_t place = 0;
  while (functions[place].name != name) ++place;
  return place;
}

}  // namespace detail
}  // namespace promptview
