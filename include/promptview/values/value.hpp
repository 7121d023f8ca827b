// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

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
inline void write_value(ValueWriter& out, const Value& value) {
  if (value.null) return out.null();
  switch (detail::form_of(value.type->kind)) {
    case ValueForm::boolean: return out.boolean(value.integer != 0);
    case ValueForm::integer: return out.integer(value.integer);
    case ValueForm::real: return out.real(value.real);
    case ValueForm::text: return out.text(value.text);
    case ValueForm::bytes: return out.bytes(reinterpret_cast<const std::byte*>(value.text.data()), value.text.size());
    case ValueForm::uuid: return out.uuid(reinterpret_cast<const std::byte*>(value.text.data()));
    case ValueForm::date: return out.date(static_cast<std::int32_t>(value.integer));
    case ValueForm::microseconds: return out.microseconds(value.integer);
    case ValueForm::interval: return out.interval({value.months, value.days, value.integer});
    case ValueForm::array:
      out.begin_array(value.items.size());
      for (const Value& item : value.items) write_value(out, item);
      return out.end_array();
    case ValueForm::range:
      out.begin_range(value.bounds);
      for (const Value& bound : value.items) write_value(out, bound);
      return out.end_range();
  }
}

// Makes a Value of what a TypeMapping writes. `type` is the type that the store shall see: that of the field beside the
// value, so that integers take the field's width, and become floats or decimals beside such fields.
class ValueBuilder final : public ValueWriter {
 public:
  explicit ValueBuilder(const TypeInfo& type) { open_.push_back({.type = &type}); }

  // The value that was written. To be called once, after it.
  Value take() { return std::move(open_.front()); }

  void null() override { add({.type = next_type()}); }
  void boolean(bool value) override { add({.type = next_type(), .null = false, .integer = value ? 1 : 0}); }
  void integer(std::int64_t value) override {
    Value made{.type = next_type(), .null = false, .integer = value, .real = static_cast<double>(value)};
    if (made.type->kind == Kind::numeric) made.text = std::to_string(value);
    add(std::move(made));
  }
  void real(double value) override { add({.type = next_type(), .null = false, .real = value}); }
  void text(std::string_view value) override {
    add({.type = next_type(), .null = false, .text = std::string{value}});
  }
  void bytes(const std::byte* data, std::size_t size) override {
    text({reinterpret_cast<const char*>(data), size});
  }
  void uuid(const std::byte* sixteen_bytes) override { bytes(sixteen_bytes, 16); }
  void date(std::int32_t value) override { add({.type = next_type(), .null = false, .integer = value}); }
  void microseconds(std::int64_t value) override { add({.type = next_type(), .null = false, .integer = value}); }
  void interval(IntervalParts value) override {
    add({.type = next_type(), .null = false, .integer = value.microseconds, .months = value.months, .days = value.days});
  }
  void begin_array(std::size_t count) override {
    open({.type = next_type(), .null = false});
    open_.back().items.reserve(count);
  }
  void end_array() override { close(); }
  void begin_range(RangeBounds bounds) override { open({.type = next_type(), .null = false, .bounds = bounds}); }
  void end_range() override { close(); }
  std::string_view keep(std::string value) override { return kept_ = std::move(value); }

 private:
  // The first of `open_` is the whole value (or a place for it); the others are containers that are being filled.
  const TypeInfo* next_type() const { return open_.size() == 1 ? open_[0].type : open_.back().type->item; }

  void add(Value value) {
    if (open_.size() == 1)
      open_[0] = std::move(value);
    else
      open_.back().items.push_back(std::move(value));
  }
  void open(Value container) { open_.push_back(std::move(container)); }
  void close() {
    Value done = std::move(open_.back());
    open_.pop_back();
    add(std::move(done));
  }

  detail::List<Value> open_{};
  std::string kept_{};
};

}  // namespace promptview
