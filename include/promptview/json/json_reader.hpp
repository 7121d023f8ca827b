// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <promptview/base/base64.hpp>
#include <promptview/json/iso8601.hpp>
#include <promptview/json/iso8601_duration.hpp>
#include <promptview/json/json_checks.hpp>
#include <promptview/json/json_fields.hpp>
#include <promptview/types/json.hpp>
#include <promptview/types/numeric.hpp>
#include <promptview/types/uuid.hpp>
#include <promptview/values/type_info.hpp>
#include <promptview/values/value_reader.hpp>

namespace promptview {

// Gives JSON to a TypeMapping, in the forms that JsonWriter makes, and also: whole numbers with a zero fraction (3.0)
// and integers for numerics; times without seconds; a blank for the T of a timestamp, and any zone for a timestamptz;
// ranges without "bounds", which are "[)", or without a bound, which is infinite.
//
// A value that does not fit throws InvalidValue: "blog::User.tags[2]: give a text instead of 5".
class JsonReader final : public ValueReader {
 public:
  // `object` names what holds the values, for messages; `unknown` is for the objects inside.
  explicit JsonReader(std::string object, UnknownKeys unknown = UnknownKeys::refuse)
      : object_{std::move(object)}, unknown_{unknown} {}

  // Stands on `value`, which has this name in the object. All three must outlive the reading.
  void begin(const TypeInfo& type, std::string_view name, const Json& value) {
    type_ = &type;
    name_ = name;
    value_ = &value;
    open_.clear();
  }

  // The value that the reader stands on.
  const Json& value() const noexcept { return *value_; }
  UnknownKeys unknown_keys() const noexcept { return unknown_; }

  bool is_null() const override { return value_->is_null(); }
  inline bool boolean() override;
  inline std::int64_t integer() override;
  inline double real() override;
  inline std::string_view text() override;
  inline std::string_view bytes() override;
  inline const std::byte* uuid() override;
  inline std::int32_t date() override;
  inline std::int64_t microseconds() override;
  inline IntervalParts interval() override;
  inline std::size_t begin_array() override;
  inline void next_item() override;
  inline void end_array() override;
  inline RangeBounds begin_range() override;
  void end_range() override { end_array(); }

  // "blog::User.tags[2]", "blog::Stay.nights.upper"
  inline std::string place() const override;

 private:
  // An array or range that is being read, and the type to go back to.
  struct Container {
    const Json* json = nullptr;
    const TypeInfo* type = nullptr;
    std::size_t next = 0;  // of an array: its items; of a range: 0 is the lower bound, 1 the upper
  };
  static constexpr const char* bound_names[] = {"lower", "upper"};

  [[noreturn]] void refuse(std::string_view wanted) const {
    fail("give " + std::string{wanted} + " instead of " + detail::json_excerpt(*value_));
  }
  const std::string& string(std::string_view wanted) const {
    if (!value_->is_string()) refuse(wanted);
    return value_->get_ref<const std::string&>();
  }
  std::string_view keep(std::string text) { return kept_.emplace_back(std::move(text)); }
  std::string_view numeric();
  std::string_view label() const;
  void open(std::size_t next) {
    open_.push_back({value_, type_, next});
    type_ = type_->item;
  }

  std::string object_;
  UnknownKeys unknown_;
  std::string_view name_{};
  const TypeInfo* type_ = nullptr;
  const Json* value_ = nullptr;
  std::vector<Container> open_{};
  std::deque<std::string> kept_{};
};

inline std::string JsonReader::place() const {
  std::string place = object_;
  place.append(".").append(name_);
  for (const Container& container : open_) {
    if (container.next == 0 || container.json == value_) continue;  // it stands on the container itself
    if (container.json->is_array())
      place.append("[").append(std::to_string(container.next - 1)).append("]");
    else
      place.append(".").append(bound_names[container.next - 1]);
  }
  return place;
}

inline bool JsonReader::boolean() {
  if (!value_->is_boolean()) refuse("true or false");
  return value_->get<bool>();
}

inline std::int64_t JsonReader::integer() {
  const detail::KindInfo& limits = detail::kind_info(type_->kind);
  std::int64_t number = 0;
  if (!detail::whole_number(*value_, number) || number < limits.least || number > limits.most)
    refuse("a whole number from " + std::to_string(limits.least) + " to " + std::to_string(limits.most));
  return number;
}

inline double JsonReader::real() {
  constexpr std::string_view wanted = R"(a number, "NaN", "Infinity" or "-Infinity")";
  if (value_->is_number()) {
    const double number = value_->get<double>();
    if (type_->kind == Kind::float32 && !detail::fits_float(number))
      refuse("a number from -3.40282347e+38 to 3.40282347e+38");
    return number;
  }
  const std::string& word = string(wanted);
  if (word == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (word == "Infinity") return std::numeric_limits<double>::infinity();
  if (word == "-Infinity") return -std::numeric_limits<double>::infinity();
  refuse(wanted);
}

inline std::string_view JsonReader::text() {
  switch (type_->kind) {
    case Kind::numeric: return numeric();
    case Kind::enumeration: return label();
    case Kind::json: break;
    default: return string("a text");
  }
  try {
    return keep(detail::json_text(*value_));
  } catch (const InvalidValue& error) {
    fail(error.what());
  }
}

inline std::string_view JsonReader::numeric() {
  constexpr std::string_view wanted = R"(a decimal number as a text, such as "12.50",)";
  if (value_->is_number_integer()) return keep(value_->dump());
  std::string number;
  if (detail::canonical_numeric(string(wanted), number) != nullptr) refuse(wanted);
  return keep(std::move(number));
}

inline std::string_view JsonReader::label() const {
  const std::string_view* first = type_->labels;
  const std::string_view* last = first + type_->label_count;
  if (value_->is_string() && std::find(first, last, value_->get_ref<const std::string&>()) != last) return string({});
  std::string wanted{"one of "};
  for (const std::string_view* label = first; label != last; ++label)
    wanted.append(label == first ? "\"" : ", \"").append(*label).append("\"");
  refuse(wanted);
}

inline std::string_view JsonReader::bytes() {
  constexpr std::string_view wanted = "bytes as base64 text";
  std::string bytes;
  if (!detail::append_from_base64(string(wanted), bytes)) refuse(wanted);
  return keep(std::move(bytes));
}

inline const std::byte* JsonReader::uuid() {
  constexpr std::string_view wanted = R"(a UUID as "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")";
  const std::optional<Uuid> uuid = Uuid::try_parse(string(wanted));
  if (!uuid) refuse(wanted);
  const auto* first = reinterpret_cast<const char*>(uuid->bytes().data());
  return reinterpret_cast<const std::byte*>(keep({first, uuid->bytes().size()}).data());
}

inline std::int32_t JsonReader::date() {
  constexpr std::string_view wanted = R"(a date as "YYYY-MM-DD")";
  std::int32_t days = 0;
  if (!detail::parse_iso_date(string(wanted), days)) refuse(wanted);
  return days;
}

inline std::int64_t JsonReader::microseconds() {
  const Kind kind = type_->kind;
  const std::string_view wanted = detail::time_form(kind);
  const std::string_view text = string(wanted);
  std::int64_t microseconds = 0;
  const bool valid = kind == Kind::time ? detail::parse_iso_time(text, microseconds)
                                        : detail::parse_iso_timestamp(text, kind == Kind::timestamptz, microseconds);
  if (!valid) refuse(wanted);
  return microseconds;
}

inline IntervalParts JsonReader::interval() {
  constexpr std::string_view wanted = R"(a duration as "P1Y2M3DT4H5M6.5S")";
  IntervalParts interval;
  if (!detail::parse_iso_duration(string(wanted), interval)) refuse(wanted);
  return interval;
}

inline std::size_t JsonReader::begin_array() {
  if (!value_->is_array()) refuse("an array");
  open(0);
  return value_->size();
}

inline void JsonReader::next_item() {
  Container& from = open_.back();
  value_ = from.json->is_array() ? &(*from.json)[from.next] : &(*from.json)[bound_names[from.next]];
  ++from.next;
}

inline void JsonReader::end_array() {
  value_ = open_.back().json;
  type_ = open_.back().type;
  open_.pop_back();
}

inline RangeBounds JsonReader::begin_range() {
  RangeBounds bounds;
  if (!detail::range_bounds(*value_, bounds))
    refuse(R"x(a range as {"lower": ..., "upper": ..., "bounds": "[)"} or {"empty": true})x");
  open(bounds.lower_infinite ? 1 : 0);
  return bounds;
}

}  // namespace promptview
