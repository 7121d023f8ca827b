// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <promptview/base/base64.hpp>
#include <promptview/base/error.hpp>
#include <promptview/json/iso8601.hpp>
#include <promptview/json/iso8601_duration.hpp>
#include <promptview/types/json.hpp>
#include <promptview/types/json_parser.hpp>
#include <promptview/types/uuid.hpp>
#include <promptview/values/type_info.hpp>
#include <promptview/values/value_writer.hpp>

namespace promptview {

// Makes JSON of what a TypeMapping writes:
//
//   boolean, integers     as they are, 64 bits in full
//   floats                numbers; "NaN", "Infinity", "-Infinity"
//   text, enumeration     text
//   numeric               its text, which is exact: "12.50"
//   bytes                 base64 text
//   uuid                  "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"
//   date, time            "2024-05-01", "12:00:00.5"
//   timestamp             "2024-05-01T12:00:00"
//   timestamptz           "2024-05-01T12:00:00Z"
//   interval              "P1Y2M3DT4H5M6.5S"
//   json                  the document itself; null for a document that is null, as for no document
//   array                 array
//   range                 {"lower": 1, "upper": 5, "bounds": "[)"}, null for an infinite bound; {"empty": true}
//
// Dates and times may be "infinity" and "-infinity"; see iso8601.hpp for far years.
class JsonWriter final : public ValueWriter {
 public:
  // Announces the next value, of which exactly one is then written. The type must outlive the writing.
  void begin(const TypeInfo& type) noexcept { type_ = &type; }

  // The value that was written last.
  Json take() { return std::move(made_); }

  void null() override { add(nullptr); }
  void boolean(bool value) override { add(value); }
  inline void integer(std::int64_t value) override;
  inline void real(double value) override;
  inline void text(std::string_view value) override;
  void bytes(const std::byte* data, std::size_t size) override {
    add(detail::base64({reinterpret_cast<const char*>(data), size}));
  }
  inline void uuid(const std::byte* sixteen_bytes) override;
  void date(std::int32_t days) override { add(detail::iso_date(days)); }
  inline void microseconds(std::int64_t value) override;
  void interval(IntervalParts value) override { add(detail::iso_duration(value)); }
  inline void begin_array(std::size_t count) override;
  void end_array() override { close(); }
  inline void begin_range(RangeBounds bounds) override;
  void end_range() override { close(); }
  std::string_view keep(std::string value) override { return kept_.emplace_back(std::move(value)); }

 private:
  // An array or range that is being filled, and the type to go back to.
  struct Container {
    Json json{};
    const TypeInfo* type = nullptr;
    bool lower_is_next = false;
  };

  void add(Json value);
  void open(Json container, bool lower_is_next) {
    open_.push_back({std::move(container), type_, lower_is_next});
    type_ = type_->item;
  }
  void close() {
    Container done = std::move(open_.back());
    open_.pop_back();
    type_ = done.type;
    add(std::move(done.json));
  }

  const TypeInfo* type_ = nullptr;
  Json made_{};
  std::vector<Container> open_{};
  std::deque<std::string> kept_{};
};

namespace detail {

// The double with the fewest digits that becomes `value` as a float: 0.1 for 0.1f, which itself is 0.10000000149.
inline double shortest_double(float value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  double shortest = 0;
  std::from_chars(text, end, shortest);
  return static_cast<float>(shortest) == value ? shortest : static_cast<double>(value);
}

}  // namespace detail

inline void JsonWriter::add(Json value) {
  if (open_.empty()) {
    made_ = std::move(value);
    return;
  }
  Container& container = open_.back();
  if (container.json.is_array()) return container.json.push_back(std::move(value));
  container.json[container.lower_is_next ? "lower" : "upper"] = std::move(value);
  container.lower_is_next = false;
}

inline void JsonWriter::integer(std::int64_t value) {
  switch (detail::form_of(type_->kind)) {
    case ValueForm::text: return add(std::to_string(value));
    case ValueForm::real: return add(static_cast<double>(value));
    default: return add(value);
  }
}

inline void JsonWriter::real(double value) {
  if (std::isnan(value)) return add("NaN");
  if (std::isinf(value)) return add(value < 0 ? "-Infinity" : "Infinity");
  add(type_->kind == Kind::float32 ? detail::shortest_double(static_cast<float>(value)) : value);
}

inline void JsonWriter::text(std::string_view value) {
  if (type_->kind != Kind::json) return add(std::string{value});
  detail::JsonParser parser;
  if (!parser.parse(value)) {
    if (parser.problem() == detail::JsonProblem::too_deep) throw InvalidValue{parser.message()};
    throw InvalidValue{"write valid JSON in the TypeMapping; this is none: " + std::string{value.substr(0, 80)}};
  }
  add(parser.take());
}

inline void JsonWriter::uuid(const std::byte* sixteen_bytes) {
  Uuid::Bytes bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = sixteen_bytes[i];
  add(Uuid{bytes}.to_string());
}

inline void JsonWriter::microseconds(std::int64_t value) {
  if (type_->kind == Kind::time) return add(detail::iso_time(value));
  add(detail::iso_timestamp(value, type_->kind == Kind::timestamptz ? "Z" : ""));
}

inline void JsonWriter::begin_array(std::size_t count) {
  Json array = Json::array();
  array.get_ref<Json::array_t&>().reserve(count);
  open(std::move(array), false);
}

inline void JsonWriter::begin_range(RangeBounds bounds) {
  Json range = Json::object();
  if (bounds.empty) {
    range["empty"] = true;
  } else {
    range["lower"] = nullptr;
    range["upper"] = nullptr;
    range["bounds"] = std::string{bounds.lower_inclusive && !bounds.lower_infinite ? '[' : '(',
                                  bounds.upper_inclusive && !bounds.upper_infinite ? ']' : ')'};
  }
  open(std::move(range), !bounds.lower_infinite);
}

}  // namespace promptview
