// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/list.hpp>
#include <promptview/values/value.hpp>
#include <promptview/values/value_reader.hpp>

namespace promptview {

// Reads a Value back into a C++ object: what ValueBuilder made of one field can be read into another one of the same kind.
// The value must outlive the reader.
class StoredValueReader final : public ValueReader {
 public:
  explicit StoredValueReader(const Value& value, std::string_view place = {}) : value_{&value}, place_{place} {}

  bool is_null() const override { return value_->null; }
  bool boolean() override { return here().integer != 0; }
  std::int64_t integer() override { return here().integer; }
  double real() override { return here().real; }
  std::string_view text() override { return here().text; }
  std::string_view bytes() override { return here().text; }
  const std::byte* uuid() override { return reinterpret_cast<const std::byte*>(here().text.data()); }
  std::int32_t date() override { return static_cast<std::int32_t>(here().integer); }
  std::int64_t microseconds() override { return here().integer; }
  IntervalParts interval() override { return {here().months, here().days, here().integer}; }
  std::size_t begin_array() override {
    open_.push_back({.container = &here()});
    return value_->items.size();
  }
  void next_item() override {
    if (!open_.empty()) value_ = &open_.back().container->items[open_.back().next++];
  }
  void end_array() override {
    value_ = open_.back().container;
    open_.pop_back();
  }
  RangeBounds begin_range() override {
    (void)begin_array();
    return value_->bounds;
  }
  void end_range() override { end_array(); }
  std::string place() const override { return std::string{place_}; }

 private:
  struct Container {
    const Value* container = nullptr;
    std::size_t next = 0;
  };

  const Value& here() const {
    if (value_->null) fail("the value is NULL, which this type cannot hold");
    return *value_;
  }

  const Value* value_;
  std::string_view place_;
  detail::List<Container> open_{};
};

}  // namespace promptview
