// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/base/error.hpp>
#include <promptview/values/value_writer.hpp>

namespace promptview {

struct FieldInfo;

// Gives the value that it stands on to `TypeMapping<T>::read`. Each typed call throws InvalidValue when the value is
// NULL (ask `is_null` first where NULL is allowed) or does not fit. Views are valid until the reader moves on to the
// next row.
class ValueReader {
 public:
  // Whether the value is NULL. The other functions throw InvalidValue for a NULL, and for a value of another kind.
  virtual bool is_null() const = 0;
  virtual bool boolean() = 0;
  virtual std::int64_t integer() = 0;
  virtual double real() = 0;
  virtual std::string_view text() = 0;           // text, json, numeric, enumeration; UTF-8
  virtual std::string_view bytes() = 0;          // the raw bytes
  virtual const std::byte* uuid() = 0;           // 16 bytes
  virtual std::int32_t date() = 0;               // days since 1970-01-01; the extremes are +-infinity
  virtual std::int64_t microseconds() = 0;       // time, timestamp, timestamptz; extremes likewise
  virtual IntervalParts interval() = 0;          // months, days and microseconds
  virtual std::size_t begin_array() = 0;         // the number of items; then for each: next_item and a typed call
  virtual void next_item() = 0;                  // moves to the next item of the array, or the next finite bound
  // For speed: moves on as next_item does, and puts the values of `fields`, one by one, into `object`; stops at one that it
  // cannot put, for `TypeMapping<T>::read` to be asked. Returns how many it has put before that. `count` is not 0.
  virtual std::size_t put_next(const FieldInfo* fields, std::size_t count, void* object) {
    (void)fields, (void)count, (void)object;
    next_item();
    return 0;
  }
  virtual void end_array() = 0;                  // back to where begin_array was called
  virtual RangeBounds begin_range() = 0;         // then for each finite bound: next_item and a typed call
  virtual void end_range() = 0;

  // The name of the field, which lives as long as the program, if the query left its value out; null: the value is there.
  virtual const std::string_view* left_out() const { return nullptr; }

  // The place that the reader stands on, for messages: the model's field; empty where that is not known.
  virtual std::string place() const = 0;

  // Throws InvalidValue with the place and `reason`.
  [[noreturn]] void fail(std::string_view reason) const {
    const std::string here = place();
    throw InvalidValue{here.empty() ? std::string{reason} : here + ": " + std::string{reason}};
  }

 protected:
  ~ValueReader() = default;
};

}  // namespace promptview
