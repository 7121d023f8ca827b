// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include <promptview/lookups/store_table.hpp>
#include <promptview/query/function_table.hpp>

namespace promptview::postgres {

// The SQL of a function or an operator. In it {0}, {1}, ... are the arguments and {*} all of them, separated by commas.
struct FunctionSql {
  std::string_view name{};  // in `functions`
  std::string_view sql{};

  constexpr bool is_for(const Function& function) const noexcept { return function.name == name; }
};

inline constexpr FunctionSql function_rows[] = {
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
    {"random", "random()"},
    {"greatest", "greatest({*})"},
    {"least", "least({*})"},
    {"coalesce", "coalesce({*})"},
    {"cast", "{0}"},
    {"nullif", "nullif({0}, {1})"},
    {"row", "({*})"},
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
    {"concat", "concat({*})"},
    {"md5", "md5({0})"},
    {"now", "now()"},
    {"trunc", "date_trunc({0}, {1})"},
    {"trunc_in_zone", "date_trunc({0}, {1}, {2})"},
    {"extract", "date_part({0}, {1})"},
    {"at_time_zone", "({0} AT TIME ZONE {1})"},
    {"search_vector", "to_tsvector({0}::regconfig, coalesce({1}::text, ''))"},
    {"search_vectors", "({0} || {1})"},
    {"search_weight", "setweight({0}, {1}::\"char\")"},
    {"search_query", "plainto_tsquery({0}::regconfig, {1})"},
    {"search_phrase", "phraseto_tsquery({0}::regconfig, {1})"},
    {"search_web", "websearch_to_tsquery({0}::regconfig, {1})"},
    {"search_raw", "to_tsquery({0}::regconfig, {1})"},
    {"search_matches", "({0} @@ {1})"},
    {"search_rank", "ts_rank({0}, {1})"},
    {"search_headline", "ts_headline({0}::regconfig, {1}, {2})"},
    {"json_path", "({0} #> {1})"},
    {"json_path_text", "({0} #>> {1})"},
    {"count_rows", "count(*)"},
    {"count", "count({0})"},
    {"sum", "sum({0})"},
    {"avg", "avg({0})"},
    {"min", "min({0})"},
    {"max", "max({0})"},
    {"stddev", "stddev_samp({0})"},
    {"stddev_population", "stddev_pop({0})"},
    {"variance", "var_samp({0})"},
    {"variance_population", "var_pop({0})"},
    {"array_agg", "array_agg({0})"},
    {"string_agg", "string_agg({0}, {1})"},
    {"jsonb_agg", "jsonb_agg({0})"},
    {"bool_and", "bool_and({0})"},
    {"bool_or", "bool_or({0})"},
    {"row_number", "row_number()"},
    {"rank", "rank()"},
    {"dense_rank", "dense_rank()"},
    {"percent_rank", "percent_rank()"},
    {"cume_dist", "cume_dist()"},
    {"ntile", "ntile({0})"},
    {"lag", "lag({0}, {1})"},
    {"lead", "lead({0}, {1})"},
    {"first_value", "first_value({0})"},
    {"last_value", "last_value({0})"},
    {"nth_value", "nth_value({0}, {1})"},
};
inline constexpr StoreTable<functions, FunctionSql> function_sql{"postgres", function_rows};

}  // namespace promptview::postgres
