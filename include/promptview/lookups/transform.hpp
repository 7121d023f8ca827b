// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <promptview/lookups/lookup.hpp>

// The transforms that can stand between a field and its lookup (`created_at__year__gte`): one table of them. How
// to add one: lookups/README.md.
namespace promptview {

// The type of what a transform makes.
enum class TransformResult : std::uint8_t { boolean, integer, text, date, time, item, same, json_key };

// In `sql`, {c} is the subject, {l} the subject as a time without zone, in UTC; {v} an index, a key or a path of keys,
// {a} and {b} the ends of a slice.
struct Transform {
  std::string_view name{};  // empty: made of an index or a key
  std::uint16_t classes{};
  TransformResult result{};
  std::string_view sql{};
  bool may_be_null = false;  // of a subject that is not null
};

// The places of transforms in `transforms`.
enum TransformPlace : std::uint8_t { item_place, slice_place, key_place, path_place, key_text_place, path_text_place, year_place, iso_year_place };

inline constexpr Transform transforms[] = {
    {""sv, array_class, TransformResult::item, "{c}[{v}]"sv, true},
    {""sv, array_class, TransformResult::same, "{c}[{a}:{b}]"sv},
    {""sv, json_class | json_key_class, TransformResult::json_key, "({c} -> {v})"sv, true},
    {""sv, json_class | json_key_class, TransformResult::json_key, "({c} #> {v})"sv, true},
    {""sv, json_class | json_key_class, TransformResult::json_key, "({c} ->> {v})"sv, true},
    {""sv, json_class | json_key_class, TransformResult::json_key, "({c} #>> {v})"sv, true},
    {"year"sv, calendar_classes, TransformResult::integer, "EXTRACT(YEAR FROM {l})::integer"sv},
    {"iso_year"sv, calendar_classes, TransformResult::integer, "EXTRACT(ISOYEAR FROM {l})::integer"sv},
    {"quarter"sv, calendar_classes, TransformResult::integer, "EXTRACT(QUARTER FROM {l})::integer"sv},
    {"month"sv, calendar_classes, TransformResult::integer, "EXTRACT(MONTH FROM {l})::integer"sv},
    {"week"sv, calendar_classes, TransformResult::integer, "EXTRACT(WEEK FROM {l})::integer"sv},
    {"week_day"sv, calendar_classes, TransformResult::integer, "(EXTRACT(DOW FROM {l}) + 1)::integer"sv},
    {"iso_week_day"sv, calendar_classes, TransformResult::integer, "EXTRACT(ISODOW FROM {l})::integer"sv},
    {"day"sv, calendar_classes, TransformResult::integer, "EXTRACT(DAY FROM {l})::integer"sv},
    {"hour"sv, clock_classes, TransformResult::integer, "EXTRACT(HOUR FROM {l})::integer"sv},
    {"minute"sv, clock_classes, TransformResult::integer, "EXTRACT(MINUTE FROM {l})::integer"sv},
    {"second"sv, clock_classes, TransformResult::integer, "EXTRACT(SECOND FROM DATE_TRUNC('second', {l}))::integer"sv},
    {"date"sv, timestamp_class, TransformResult::date, "({l})::date"sv},
    {"time"sv, timestamp_class, TransformResult::time, "({l})::time"sv},
    {"length"sv, text_class, TransformResult::integer, "char_length({c}::text)"sv},
    {"lower"sv, text_class, TransformResult::text, "lower({c}::text)"sv},
    {"upper"sv, text_class, TransformResult::text, "upper({c}::text)"sv},
    {"len"sv, array_class, TransformResult::integer, "cardinality({c})"sv},
    {"startswith"sv, range_class, TransformResult::item, "lower({c})"sv, true},
    {"endswith"sv, range_class, TransformResult::item, "upper({c})"sv, true},
    {"isempty"sv, range_class, TransformResult::boolean, "isempty({c})"sv},
    {"lower_inc"sv, range_class, TransformResult::boolean, "lower_inc({c})"sv},
    {"lower_inf"sv, range_class, TransformResult::boolean, "lower_inf({c})"sv},
    {"upper_inc"sv, range_class, TransformResult::boolean, "upper_inc({c})"sv},
    {"upper_inf"sv, range_class, TransformResult::boolean, "upper_inf({c})"sv},
};
inline constexpr std::size_t transform_count = sizeof(transforms) / sizeof(transforms[0]);

namespace detail {

// The place of the transform of this name that serves one of `classes`, or transform_count.
constexpr std::size_t place_of_transform(std::string_view name, std::uint16_t classes = every_class) noexcept {
  std::size_t place = 0;
  while (place < transform_count &&
         (transforms[place].name.empty() || transforms[place].name != name || (transforms[place].classes & classes) == 0))
    ++place;
  return place;
}

}  // namespace detail
}  // namespace promptview
