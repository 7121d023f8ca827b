// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/inline.hpp>
#include <promptview/base/list.hpp>
#include <promptview/values/type_info.hpp>
#include <promptview/values/value_writer.hpp>

namespace promptview {

// One value of any kind that owns what it holds: how values live in queries, between the program and the store.
struct Value {
  const TypeInfo* type = nullptr;
  bool null = true;
  bool as_text = false;       // `text` holds the value's text form, whatever its kind; the store parses it
  RangeBounds bounds{};       // ranges
  std::int64_t integer = 0;   // boolean, integers, date, time, timestamps; the microseconds of an interval
  std::int32_t months = 0;    // interval
  std::int32_t days = 0;      // interval
  double real = 0;            // floats
  std::string text{};         // text, bytes, numeric, uuid (16 bytes), json, enumeration
  detail::List<Value> items{};  // arrays; the finite bounds of a range
};

// Hands `value` to a store's writer; views into it stay valid as long as it does.
PROMPTVIEW_INLINE void write_value(ValueWriter& out, const Value& value);

// Makes a Value of what a TypeMapping writes. `type` is the type that the store shall see: that of the field beside the
// value, so that integers take the field's width, and become floats or decimals beside such fields.
class ValueBuilder final : public ValueWriter {
 public:
  PROMPTVIEW_INLINE explicit ValueBuilder(const TypeInfo& type);

  // The value that was written. To be called once, after it.
  Value take() { return std::move(open_.front()); }

  PROMPTVIEW_INLINE void null() override;
  PROMPTVIEW_INLINE void boolean(bool value) override;
  PROMPTVIEW_INLINE void integer(std::int64_t value) override;
  PROMPTVIEW_INLINE void real(double value) override;
  PROMPTVIEW_INLINE void text(std::string_view value) override;
  PROMPTVIEW_INLINE void bytes(const std::byte* data, std::size_t size) override;
  PROMPTVIEW_INLINE void uuid(const std::byte* sixteen_bytes) override;
  PROMPTVIEW_INLINE void date(std::int32_t value) override;
  PROMPTVIEW_INLINE void microseconds(std::int64_t value) override;
  PROMPTVIEW_INLINE void interval(IntervalParts value) override;
  PROMPTVIEW_INLINE void begin_array(std::size_t count) override;
  PROMPTVIEW_INLINE void end_array() override;
  PROMPTVIEW_INLINE void begin_range(RangeBounds bounds) override;
  PROMPTVIEW_INLINE void end_range() override;
  PROMPTVIEW_INLINE std::string_view keep(std::string value) override;

 private:
  // The first of `open_` is the whole value (or a place for it); the others are containers that are being filled.
  const TypeInfo* next_type() const { return open_.size() == 1 ? open_[0].type : open_.back().type->item; }

  PROMPTVIEW_INLINE void add(Value value);
  PROMPTVIEW_INLINE void close();

  detail::List<Value> open_{};
  std::string kept_{};
};

}  // namespace promptview

#ifndef PROMPTVIEW_COMPILED
#include <promptview/values/value.ipp>
#endif
