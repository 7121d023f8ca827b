// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace promptview {

void write_value(ValueWriter& out, const Value& value) {
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

ValueBuilder::ValueBuilder(const TypeInfo& type) { open_.push_back({.type = &type}); }

void ValueBuilder::null() { add({.type = next_type()}); }
void ValueBuilder::boolean(bool value) { add({.type = next_type(), .null = false, .integer = value ? 1 : 0}); }
void ValueBuilder::integer(std::int64_t value) {
  Value made{.type = next_type(), .null = false, .integer = value, .real = static_cast<double>(value)};
  if (made.type->kind == Kind::numeric) made.text = std::to_string(value);
  add(std::move(made));
}
void ValueBuilder::real(double value) { add({.type = next_type(), .null = false, .real = value}); }
void ValueBuilder::text(std::string_view value) { add({.type = next_type(), .null = false, .text = std::string{value}}); }
void ValueBuilder::bytes(const std::byte* data, std::size_t size) { text({reinterpret_cast<const char*>(data), size}); }
void ValueBuilder::uuid(const std::byte* sixteen_bytes) { bytes(sixteen_bytes, 16); }
void ValueBuilder::date(std::int32_t value) { add({.type = next_type(), .null = false, .integer = value}); }
void ValueBuilder::microseconds(std::int64_t value) { add({.type = next_type(), .null = false, .integer = value}); }
void ValueBuilder::interval(IntervalParts value) {
  add({.type = next_type(), .null = false, .integer = value.microseconds, .months = value.months, .days = value.days});
}
void ValueBuilder::begin_array(std::size_t count) {
  open_.push_back({.type = next_type(), .null = false});
  open_.back().items.reserve(count);
}
void ValueBuilder::end_array() { close(); }
void ValueBuilder::begin_range(RangeBounds bounds) { open_.push_back({.type = next_type(), .null = false, .bounds = bounds}); }
void ValueBuilder::end_range() { close(); }
std::string_view ValueBuilder::keep(std::string value) { return kept_ = std::move(value); }

void ValueBuilder::add(Value value) {
  if (open_.size() == 1)
    open_[0] = std::move(value);
  else
    open_.back().items.push_back(std::move(value));
}
void ValueBuilder::close() {
  Value done = std::move(open_.back());
  open_.pop_back();
  add(std::move(done));
}

}  // namespace promptview
