// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace promptview::detail {

inline Value text_value(std::string_view text) {
  return {.type = &plain_type(Kind::text), .null = false, .text = std::string{text}};
}

Value integer_value(std::int64_t number, Kind kind) {
  return {.type = &plain_type(kind), .null = false, .integer = number};
}

// The index, key, path or slice of a step, as its transform binds it. Indexes count from 0 in texts, from 1 in SQL; the
// end of a slice is not part of it.
inline Value step_value(std::string_view text, std::uint8_t transform) {
  const auto number = [](std::string_view digits) {
    std::int64_t made = 0;
    for (const char c : digits) made = made * 10 + (c - '0');
    if (made >= INT32_MAX) throw InvalidValue{"an array has no index " + std::string{digits}};
    return made;
  };
  if (transform == item_place) return integer_value(number(text) + 1);
  if (transform == key_place || transform == key_text_place) return text_value(text);
  if (transform == slice_place) {
    const std::size_t split = text.find('_');
    Value ends{.type = &plain_list(Kind::int32), .null = false};
    ends.items.push_back(integer_value(number(text.substr(0, split)) + 1));
    ends.items.push_back(integer_value(number(text.substr(split + 1))));
    return ends;
  }
  Value path{.type = &plain_list(Kind::text), .null = false};
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t next = text.find("__", begin);
    path.items.push_back(text_value(text.substr(begin, next == std::string_view::npos ? next : next - begin)));
    begin = next == std::string_view::npos ? text.size() + 1 : next + 2;
  }
  return path;
}

// The field with the first `steps` transforms around it.
inline Expression subject_expression(const ResolvedLookup& resolved, std::size_t steps) {
  Expression made{.op = Expression::Op::field, .field = resolved.field};
  for (std::size_t i = 0; i < steps; ++i) {
    const LookupStep& step = resolved.steps[i];
    Expression around{.op = Expression::Op::transform, .place = step.transform};
    if (transforms[step.transform].takes_text)
      around.value = step_value(resolved.text.substr(step.begin, step.size), step.transform);
    around.parts.push_back(std::move(made));
    made = std::move(around);
  }
  return made;
}

// The first moment of a year, as a value of the kinds date and timestamp.
inline Value begin_of_year(std::int64_t year, bool iso, Kind kind) {
  if (year < -4712 || year > 294275) throw InvalidValue{"a year is a number from -4712 to 294275, not " + std::to_string(year)};
  std::int64_t days = days_of({.year = year, .month = 1, .day = iso ? 4 : 1});
  if (iso) days -= ((days + 3) % 7 + 7) % 7;  // the Monday of the week of 4 January; 1970-01-01 is a Thursday
  return integer_value(kind == Kind::date ? days : days * microseconds_per_day, kind);
}

bool compares_year(const ResolvedLookup& resolved) noexcept {
  if (resolved.step_count == 0) return false;
  const std::uint8_t last = resolved.steps[resolved.step_count - 1].transform;
  if (last != year_place && last != iso_year_place) return false;
  switch (resolved.lookup) {
    case lookup_named("exact"):
    case lookup_named("range"):
    case lookup_named("gt"):
    case lookup_named("gte"):
    case lookup_named("lt"):
    case lookup_named("lte"): return true;
    default: return false;
  }
}

Expression leaf_of(const ResolvedLookup& resolved, std::size_t steps, std::uint8_t lookup) {
  Expression leaf{.op = Expression::Op::lookup, .place = lookup, .field = resolved.field};
  if (steps > 0) leaf.parts.push_back(subject_expression(resolved, steps));
  return leaf;
}

Expression year_leaf(const ModelInfo& model, const ResolvedLookup& resolved, const Value& years) {
  const std::size_t steps = resolved.step_count - std::size_t{1};
  ResolvedLookup before = resolved;
  before.step_count = static_cast<std::uint8_t>(steps);
  const Kind kind = subject_of(model, before).type->kind;
  const bool iso = resolved.steps[steps].transform == iso_year_place;
  const auto bound = [&](std::uint8_t lookup, std::int64_t year) {
    Expression leaf = leaf_of(resolved, steps, lookup);
    leaf.value = begin_of_year(year, iso, kind);
    return leaf;
  };
  constexpr std::uint8_t at_least = lookup_named("gte");
  constexpr std::uint8_t below = lookup_named("lt");
  const bool pair = resolved.lookup == lookup_named("range");
  const std::int64_t first = pair ? years.items[0].integer : years.integer;
  const std::int64_t last = pair ? years.items[1].integer : years.integer;
  switch (resolved.lookup) {
    case lookup_named("gt"): return bound(at_least, first + 1);
    case lookup_named("gte"): return bound(at_least, first);
    case lookup_named("lt"): return bound(below, first);
    case lookup_named("lte"): return bound(below, first + 1);
    default: return join(Expression::Op::all, bound(at_least, first), bound(below, last + 1));
  }
}

}  // namespace promptview::detail
