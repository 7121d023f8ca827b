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

// What it means to a store stands in the store's own table (store_table.hpp).
struct Transform {
  static constexpr std::string_view noun = "transform";

  std::string_view name{};
  std::uint16_t classes{};
  TransformResult result{};
  bool may_be_null = false;  // of a subject that is not null
  bool takes_text = false;   // texts do not name it: it is made of an index, a slice or a key that stands there
};

// The places of transforms in `transforms`.
enum TransformPlace : std::uint8_t { item_place, slice_place, key_place, path_place, key_text_place, path_text_place, year_place, iso_year_place };

inline constexpr Transform transforms[] = {
    {.name = "item"sv, .classes = array_class, .result = TransformResult::item, .may_be_null = true, .takes_text = true},
    {.name = "slice"sv, .classes = array_class, .result = TransformResult::same, .may_be_null = false, .takes_text = true},
    {.name = "key"sv, .classes = json_class | json_key_class, .result = TransformResult::json_key, .may_be_null = true, .takes_text = true},
    {.name = "path"sv, .classes = json_class | json_key_class, .result = TransformResult::json_key, .may_be_null = true, .takes_text = true},
    {.name = "key_text"sv, .classes = json_class | json_key_class, .result = TransformResult::json_key, .may_be_null = true, .takes_text = true},
    {.name = "path_text"sv, .classes = json_class | json_key_class, .result = TransformResult::json_key, .may_be_null = true, .takes_text = true},
    {"year"sv, calendar_classes, TransformResult::integer},
    {"iso_year"sv, calendar_classes, TransformResult::integer},
    {"quarter"sv, calendar_classes, TransformResult::integer},
    {"month"sv, calendar_classes, TransformResult::integer},
    {"week"sv, calendar_classes, TransformResult::integer},
    {"week_day"sv, calendar_classes, TransformResult::integer},
    {"iso_week_day"sv, calendar_classes, TransformResult::integer},
    {"day"sv, calendar_classes, TransformResult::integer},
    {"hour"sv, clock_classes, TransformResult::integer},
    {"minute"sv, clock_classes, TransformResult::integer},
    {"second"sv, clock_classes, TransformResult::integer},
    {"date"sv, timestamp_class, TransformResult::date},
    {"time"sv, timestamp_class, TransformResult::time},
    {"length"sv, text_class, TransformResult::integer},
    {"lower"sv, text_class, TransformResult::text},
    {"upper"sv, text_class, TransformResult::text},
    {"len"sv, array_class, TransformResult::integer},
    {"startswith"sv, range_class, TransformResult::item, true},
    {"endswith"sv, range_class, TransformResult::item, true},
    {"isempty"sv, range_class, TransformResult::boolean},
    {"lower_inc"sv, range_class, TransformResult::boolean},
    {"lower_inf"sv, range_class, TransformResult::boolean},
    {"upper_inc"sv, range_class, TransformResult::boolean},
    {"upper_inf"sv, range_class, TransformResult::boolean},
};
inline constexpr std::size_t transform_count = sizeof(transforms) / sizeof(transforms[0]);

namespace detail {

// The place of the transform of this name that serves one of `classes`, or transform_count.
constexpr std::size_t place_of_transform(std::string_view name, std::uint16_t classes = every_class) noexcept {
  std::size_t place = 0;
  while (place < transform_count &&
         (transforms[place].takes_text || transforms[place].name != name || (transforms[place].classes & classes) == 0))
    ++place;
  return place;
}

}  // namespace detail
}  // namespace promptview
