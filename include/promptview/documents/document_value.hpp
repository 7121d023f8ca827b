// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/json/json_reader.hpp>
#include <promptview/types/numeric.hpp>
#include <promptview/values/value.hpp>
#include <promptview/values/escaped_nul.hpp>

// JSON of a stranger as values of a field's type: what the database would refuse is refused here, with the place.
namespace promptview::detail {

inline constexpr std::size_t max_decimal_digits = 1'000;

inline void read_text(JsonReader& in, Value& value) {
  value.text = in.text();
  const Kind kind = value.type->kind;
  if (!is_plain_utf8(value.text)) in.fail("give a text of valid UTF-8 without NUL bytes");
  if (kind == Kind::numeric && value.text.size() > max_decimal_digits) in.fail("give a decimal number of 1000 digits at most");
  if (kind == Kind::json && has_escaped_nul(value.text)) in.fail("give JSON without the character \\u0000");
}

inline void check_calendar(const JsonReader& in, const Value& value) {
  if (!fits_kind(value.type->kind, value.integer)) in.fail("give a date from 4713 BC on, of the calendar that the database has");
}

// Whether the lower bound lies above the upper one.
inline bool is_turned(const Value& lower, const Value& upper) {
  if (lower.type->kind == Kind::numeric) return Numeric{lower.text} > Numeric{upper.text};
  return lower.integer > upper.integer || lower.real > upper.real;
}

// The database moves bounds of whole numbers and days to [), for which the last one of all has no next.
inline bool has_no_next(const Value& bound) noexcept {
  const KindInfo& row = kind_info(bound.type->kind);
  return row.has(has_next) && bound.integer == row.most;
}

inline void check_range(const JsonReader& in, const Value& range) {
  if (range.items.size() == 2 && is_turned(range.items[0], range.items[1])) in.fail("give a range whose lower bound is not above the upper one");
  const bool lower_moves = !range.bounds.lower_infinite && !range.bounds.lower_inclusive;
  const bool upper_moves = !range.bounds.upper_infinite && range.bounds.upper_inclusive;
  if (range.items.empty()) return;
  if ((lower_moves && has_no_next(range.items.front())) || (upper_moves && has_no_next(range.items.back())))
    in.fail("give a range whose bounds the database can move: the greatest value of all has no next");
}

// Reads the value that the reader stands on, as one of the type. Throws InvalidValue.
inline Value read_document_value(JsonReader& in, const TypeInfo& type) {
  Value value{.type = &type, .null = in.is_null()};
  if (value.null && type.kind != Kind::json) {
    if (!type.nullable) in.fail("give a value instead of null");
    return value;
  }
  value.null = false;
  switch (form_of(type.kind)) {
    case ValueForm::boolean: value.integer = in.boolean() ? 1 : 0; break;
    case ValueForm::integer: value.integer = in.integer(); break;
    case ValueForm::real: value.real = in.real(); break;
    case ValueForm::text: read_text(in, value); break;
    case ValueForm::bytes: value.text = in.bytes(); break;
    case ValueForm::uuid: value.text.assign(reinterpret_cast<const char*>(in.uuid()), 16); break;
    case ValueForm::date: value.integer = in.date(); break;
    case ValueForm::microseconds: value.integer = in.microseconds(); break;
    case ValueForm::interval: {
      const IntervalParts parts = in.interval();
      value.integer = parts.microseconds;
      value.months = parts.months;
      value.days = parts.days;
      break;
    }
    case ValueForm::array: {
      const std::size_t count = in.begin_array();
      for (std::size_t i = 0; i < count; ++i) {
        in.next_item();
        value.items.push_back(read_document_value(in, *type.item));
      }
      in.end_array();
      break;
    }
    case ValueForm::range: {
      value.bounds = in.begin_range();
      const int count = value.bounds.empty ? 0 : (value.bounds.lower_infinite ? 0 : 1) + (value.bounds.upper_infinite ? 0 : 1);
      for (int i = 0; i < count; ++i) {
        in.next_item();
        value.items.push_back(read_document_value(in, *type.item));
      }
      in.end_range();
      check_range(in, value);
      break;
    }
  }
  check_calendar(in, value);
  return value;
}

// The same for a whole JSON value. A number with a fraction stands for a decimal number, as people write it. `path` is put
// in front of messages.
inline Value document_value(const Json& json, const TypeInfo& type, const std::string& path) {
  Json given = json;
  const auto to_text = [](Json& each) {
    if (each.is_number_float()) each = each.dump();
  };
  if (type.kind == Kind::numeric) to_text(given);
  if (type.kind == Kind::array && type.item->kind == Kind::numeric && given.is_array())
    for (Json& item : given) to_text(item);
  JsonReader reader{""};
  reader.begin(type, "", given);
  try {
    return read_document_value(reader, type);
  } catch (const InvalidValue& error) {
    throw InvalidValue{path + std::string{error.what()}.substr(1)};  // behind the "." in front of a name that is empty
  }
}

}  // namespace promptview::detail
