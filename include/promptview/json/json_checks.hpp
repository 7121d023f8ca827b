// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <promptview/values/type_info.hpp>
#include <promptview/values/value_writer.hpp>

// Checks of JSON values, for JsonReader.
namespace promptview::detail {

// A short description of a value for messages: its text, cut after 80 bytes, or what it is.
inline std::string json_excerpt(const nlohmann::json& value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "an array";
  std::string text = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  if (text.size() <= 80) return text;
  std::size_t end = 80;
  while ((text[end] & '\xC0') == '\x80') --end;  // not inside a character
  text.resize(end);
  return text + "...";
}

constexpr std::string_view time_form(Kind kind) noexcept {
  if (kind == Kind::time) return R"(a time of day as "HH:MM:SS.ffffff")";
  if (kind == Kind::timestamp) return R"(a time without a zone as "YYYY-MM-DDTHH:MM:SS.ffffff")";
  return R"(a time with its zone as "YYYY-MM-DDTHH:MM:SS.ffffffZ")";
}

// False when the value is no number, has a fraction or needs more than 64 bits. Beyond 2^53 a number with a point or an
// exponent no longer says which integer was meant.
inline bool whole_number(const nlohmann::json& value, std::int64_t& number) {
  if (value.is_number_unsigned()) {
    const auto wide = value.get<std::uint64_t>();
    number = static_cast<std::int64_t>(wide);
    return wide <= static_cast<std::uint64_t>(INT64_MAX);
  }
  if (value.is_number_integer()) {
    number = value.get<std::int64_t>();
    return true;
  }
  if (!value.is_number_float()) return false;
  const auto real = value.get<double>();
  if (!(std::abs(real) <= 9007199254740992.0) || std::trunc(real) != real) return false;
  number = static_cast<std::int64_t>(real);
  return true;
}

// Whether the nearest float of a finite number is finite: the limit lies half a step beyond the greatest float.
inline bool fits_float(double number) noexcept { return !std::isfinite(number) || std::abs(number) < 0x1.ffffffp127; }

// Takes {"lower": ..., "upper": ..., "bounds": "[)"} or {"empty": true}; a bound that is null or missing is infinite.
inline bool range_bounds(const nlohmann::json& value, RangeBounds& bounds) {
  if (!value.is_object()) return false;
  std::string_view brackets = "[)";
  bounds = {.lower_infinite = true, .upper_infinite = true};
  for (const auto& [key, part] : value.items()) {
    if (key == "empty" && part.is_boolean())
      bounds.empty = part.get<bool>();
    else if (key == "lower")
      bounds.lower_infinite = part.is_null();
    else if (key == "upper")
      bounds.upper_infinite = part.is_null();
    else if (key == "bounds" && part.is_string())
      brackets = part.get_ref<const std::string&>();
    else
      return false;
  }
  if (bounds.empty) return value.size() == 1;
  if (brackets != "[)" && brackets != "[]" && brackets != "()" && brackets != "(]") return false;
  bounds.lower_inclusive = !bounds.lower_infinite && brackets[0] == '[';
  bounds.upper_inclusive = !bounds.upper_infinite && brackets[1] == ']';
  return true;
}

}  // namespace promptview::detail
