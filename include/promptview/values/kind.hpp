// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <promptview/base/civil_date.hpp>

// The kinds of values, and the one table of what the core knows of each. How to add a kind: values/README.md.
namespace promptview {

// The closed set of kinds in which values cross from C++ to a store. A backend maps kinds to its own types and bytes.
enum class Kind : std::uint8_t {
  boolean,
  int16,
  int32,
  int64,
  float32,
  float64,
  text,
  bytes,
  numeric,      // exact decimal, as its text
  uuid,         // 16 bytes
  date,         // days since 1970-01-01
  time,         // microseconds since midnight
  timestamp,    // microseconds since 1970-01-01 00:00, without a zone
  timestamptz,  // microseconds since 1970-01-01 00:00 UTC
  interval,     // months, days, microseconds
  json,         // a JSON document, as its text
  enumeration,  // one of `labels`, as its text
  array,        // of `item`
  range,        // of `item`
};

// The call of ValueWriter and ValueReader by which a value travels, and so what of a Value holds it.
enum class ValueForm : std::uint8_t { boolean, integer, real, text, bytes, uuid, date, microseconds, interval, array, range };

// The kinds of subjects that a lookup or a transform serves, as bits.
enum FieldClass : std::uint16_t {
  boolean_class = 1 << 0,
  number_class = 1 << 1,
  text_class = 1 << 2,  // text and enumerations
  bytes_class = 1 << 3,
  uuid_class = 1 << 4,  // what is compared and ordered as a whole
  date_class = 1 << 5,
  time_class = 1 << 6,
  timestamp_class = 1 << 7,  // with a zone and without
  interval_class = 1 << 8,
  json_class = 1 << 9,       // a JSON document
  json_key_class = 1 << 10,  // a value inside of one
  array_class = 1 << 11,
  range_class = 1 << 12,
  calendar_classes = date_class | timestamp_class,
  clock_classes = time_class | timestamp_class,
  moment_classes = calendar_classes | clock_classes,
  single_ordered_classes = boolean_class | number_class | text_class | bytes_class | uuid_class | moment_classes | interval_class | range_class,
  ordered_classes = single_ordered_classes | array_class,
  single_classes = (single_ordered_classes & ~range_class) | json_class,
  sql_classes = ordered_classes | json_class,
  every_class = sql_classes | json_key_class,
};

namespace detail {

// What else holds of the values of a kind, as bits.
enum KindTrait : std::uint8_t {
  has_extremes = 1 << 0,   // stores have min and max of them
  has_one_form = 1 << 1,   // two are equal only if their bytes are
  is_generable = 1 << 2,   // a store can make the value of an empty Auto
  bounds_ranges = 1 << 3,  // there are ranges of them
  has_next = 1 << 4,       // each has a next one: stores move the bounds of their ranges to [)
};

// A row of the table of kinds.
struct KindInfo {
  Kind kind{};
  std::string_view name{};  // the word in messages
  ValueForm form{};
  FieldClass field_class{};
  int traits = 0;  // of KindTrait
  // Of what travels as one whole number: the least and the greatest value; and where it is not 0, what stands for infinity
  // (and -infinity - 1 for its opposite).
  std::int64_t least = INT64_MIN;
  std::int64_t most = INT64_MAX;
  std::int64_t infinity = 0;

  constexpr bool has(KindTrait trait) const noexcept { return (traits & trait) != 0; }
};

inline constexpr std::int64_t first_day = -2440588;   // 4713 BC, where PostgreSQL's calendar begins
inline constexpr std::int64_t last_day = 2145042905;  // in the year 5874897

using std::literals::operator""sv;  // its length is known at once; each letter that is counted costs every file of models

// In the order of Kind.
inline constexpr KindInfo kinds[] = {
    {Kind::boolean, "boolean"sv, ValueForm::boolean, boolean_class, has_one_form, 0, 1},
    {Kind::int16, "int16"sv, ValueForm::integer, number_class, has_extremes | has_one_form | is_generable, INT16_MIN, INT16_MAX},
    {Kind::int32, "int32"sv, ValueForm::integer, number_class, has_extremes | has_one_form | is_generable | bounds_ranges | has_next, INT32_MIN, INT32_MAX},
    {Kind::int64, "int64"sv, ValueForm::integer, number_class, has_extremes | has_one_form | is_generable | bounds_ranges | has_next},
    {Kind::float32, "float32"sv, ValueForm::real, number_class, has_extremes},
    {Kind::float64, "float64"sv, ValueForm::real, number_class, has_extremes},
    {Kind::text, "text"sv, ValueForm::text, text_class, has_extremes | has_one_form},
    {Kind::bytes, "bytes"sv, ValueForm::bytes, bytes_class, has_one_form},
    {Kind::numeric, "numeric"sv, ValueForm::text, number_class, has_extremes | bounds_ranges},
    {Kind::uuid, "uuid"sv, ValueForm::uuid, uuid_class, has_one_form | is_generable},
    {Kind::date, "date"sv, ValueForm::date, date_class, has_extremes | has_one_form | is_generable | bounds_ranges | has_next, first_day, last_day, INT32_MAX},
    {Kind::time, "time"sv, ValueForm::microseconds, time_class, has_extremes | has_one_form | is_generable, 0, microseconds_per_day},
    {Kind::timestamp, "timestamp"sv, ValueForm::microseconds, timestamp_class, has_extremes | has_one_form | is_generable | bounds_ranges,
     first_day * microseconds_per_day, INT64_MAX, INT64_MAX},
    {Kind::timestamptz, "timestamptz"sv, ValueForm::microseconds, timestamp_class, has_extremes | has_one_form | is_generable | bounds_ranges,
     first_day * microseconds_per_day, INT64_MAX, INT64_MAX},
    {Kind::interval, "interval"sv, ValueForm::interval, interval_class, has_extremes},
    {Kind::json, "json"sv, ValueForm::text, json_class},
    {Kind::enumeration, "enumeration"sv, ValueForm::text, text_class, has_extremes | has_one_form},
    {Kind::array, "array"sv, ValueForm::array, array_class, has_extremes},
    {Kind::range, "range"sv, ValueForm::range, range_class},
};
inline constexpr std::size_t kind_count = sizeof(kinds) / sizeof(*kinds);

static_assert([] {
  for (std::size_t i = 0; i < kind_count; ++i)
    if (kinds[i].kind != static_cast<Kind>(i)) return false;
  return true;
}(), "the rows stand in the order of Kind");

constexpr const KindInfo& kind_info(Kind kind) noexcept { return kinds[static_cast<std::size_t>(kind)]; }
constexpr ValueForm form_of(Kind kind) noexcept { return kind_info(kind).form; }
constexpr bool is_integer(Kind kind) noexcept { return form_of(kind) == ValueForm::integer; }
constexpr bool is_real(Kind kind) noexcept { return form_of(kind) == ValueForm::real; }

// Whether `value` is one that the kind has, of those that travel as one whole number: an integer of its width; a date or time
// of the calendar, or infinity.
constexpr bool fits_kind(Kind kind, std::int64_t value) noexcept {
  const KindInfo& row = kind_info(kind);
  if (value >= row.least && value <= row.most) return true;
  return row.infinity != 0 && (value == row.infinity || value == -row.infinity - 1);
}

}  // namespace detail

// The word for a kind in messages.
constexpr std::string_view kind_name(Kind kind) noexcept { return detail::kind_info(kind).name; }

}  // namespace promptview
