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

// In `sql`, {0}, {1}, ... are the arguments and {*} all of them, separated by commas.
struct Function {
  std::string_view name{};
  std::string_view sql{};
  Nulls nulls = Nulls::of_arguments;
  FunctionKind kind = FunctionKind::scalar;
};

inline constexpr Function functions[] = {
    {"add", "({0} + {1})"},
    {"subtract", "({0} - {1})"},
    {"multiply", "({0} * {1})"},
    {"divide", "({0} / {1})"},
    {"modulo", "({0} % {1})"},
    {"negative", "(- {0})"},
    {"power", "power({0}, {1})"},
    {"abs", "abs({0})"},
    {"sign", "sign({0})"},
    {"ceil", "ceil({0})"},
    {"floor", "floor({0})"},
    {"round", "round({0})"},
    {"round_to", "round({0}, {1})"},
    {"sqrt", "sqrt({0})"},
    {"exp", "exp({0})"},
    {"ln", "ln({0})"},
    {"random", "random()", Nulls::never},
    {"greatest", "greatest({*})", Nulls::of_all},
    {"least", "least({*})", Nulls::of_all},
    {"coalesce", "coalesce({*})", Nulls::of_all},
    {"cast", "{0}"},
    {"nullif", "nullif({0}, {1})", Nulls::possible},
    {"lower", "lower({0})"},
    {"upper", "upper({0})"},
    {"trim", "btrim({0})"},
    {"ltrim", "ltrim({0})"},
    {"rtrim", "rtrim({0})"},
    {"length", "char_length({0})"},
    {"left", "left({0}, {1})"},
    {"right", "right({0}, {1})"},
    {"substr", "substr({0}, {1}, {2})"},
    {"strpos", "strpos({0}, {1})"},
    {"replace", "replace({0}, {1}, {2})"},
    {"repeat", "repeat({0}, {1})"},
    {"reverse", "reverse({0})"},
    {"lpad", "lpad({0}, {1}, {2})"},
    {"rpad", "rpad({0}, {1}, {2})"},
    {"concat", "concat({*})", Nulls::never},
    {"md5", "md5({0})"},
    {"now", "now()", Nulls::never},
    {"trunc", "date_trunc({0}, {1})"},
    {"trunc_in_zone", "date_trunc({0}, {1}, {2})"},
    {"extract", "date_part({0}, {1})"},
    {"at_time_zone", "({0} AT TIME ZONE {1})"},
    {"search_vector", "to_tsvector({0}::regconfig, coalesce({1}::text, ''))", Nulls::never},
    {"search_vectors", "({0} || {1})"},
    {"search_weight", "setweight({0}, {1}::\"char\")"},
    {"search_query", "plainto_tsquery({0}::regconfig, {1})"},
    {"search_phrase", "phraseto_tsquery({0}::regconfig, {1})"},
    {"search_web", "websearch_to_tsquery({0}::regconfig, {1})"},
    {"search_raw", "to_tsquery({0}::regconfig, {1})"},
    {"search_matches", "({0} @@ {1})"},
    {"search_rank", "ts_rank({0}, {1})"},
    {"search_headline", "ts_headline({0}::regconfig, {1}, {2})"},
    {"json_path", "({0} #> {1})", Nulls::possible},
    {"json_path_text", "({0} #>> {1})", Nulls::possible},
    {"count_rows", "count(*)", Nulls::never, FunctionKind::aggregate},
    {"count", "count({0})", Nulls::never, FunctionKind::aggregate},
    {"sum", "sum({0})", Nulls::possible, FunctionKind::aggregate},
    {"avg", "avg({0})", Nulls::possible, FunctionKind::aggregate},
    {"min", "min({0})", Nulls::possible, FunctionKind::aggregate},
    {"max", "max({0})", Nulls::possible, FunctionKind::aggregate},
    {"stddev", "stddev_samp({0})", Nulls::possible, FunctionKind::aggregate},
    {"stddev_population", "stddev_pop({0})", Nulls::possible, FunctionKind::aggregate},
    {"variance", "var_samp({0})", Nulls::possible, FunctionKind::aggregate},
    {"variance_population", "var_pop({0})", Nulls::possible, FunctionKind::aggregate},
    {"array_agg", "array_agg({0})", Nulls::possible, FunctionKind::aggregate},
    {"string_agg", "string_agg({0}, {1})", Nulls::possible, FunctionKind::aggregate},
    {"jsonb_agg", "jsonb_agg({0})", Nulls::possible, FunctionKind::aggregate},
    {"bool_and", "bool_and({0})", Nulls::possible, FunctionKind::aggregate},
    {"bool_or", "bool_or({0})", Nulls::possible, FunctionKind::aggregate},
    {"row_number", "row_number()", Nulls::never, FunctionKind::window},
    {"rank", "rank()", Nulls::never, FunctionKind::window},
    {"dense_rank", "dense_rank()", Nulls::never, FunctionKind::window},
    {"percent_rank", "percent_rank()", Nulls::never, FunctionKind::window},
    {"cume_dist", "cume_dist()", Nulls::never, FunctionKind::window},
    {"ntile", "ntile({0})", Nulls::never, FunctionKind::window},
    {"lag", "lag({0}, {1})", Nulls::possible, FunctionKind::window},
    {"lead", "lead({0}, {1})", Nulls::possible, FunctionKind::window},
    {"first_value", "first_value({0})", Nulls::possible, FunctionKind::window},
    {"last_value", "last_value({0})", Nulls::possible, FunctionKind::window},
    {"nth_value", "nth_value({0}, {1})", Nulls::possible, FunctionKind::window},
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
