// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace promptview {

// Months, days and microseconds are kept apart, as databases do: a month has no fixed number of days.
struct IntervalParts {
  std::int32_t months = 0;
  std::int32_t days = 0;
  std::int64_t microseconds = 0;

  friend bool operator==(const IntervalParts&, const IntervalParts&) = default;
};

// The shape of a range; a bound that is infinite has no value.
struct RangeBounds {
  bool empty = false;
  bool lower_inclusive = true;
  bool upper_inclusive = false;
  bool lower_infinite = false;
  bool upper_infinite = false;

  friend bool operator==(const RangeBounds&, const RangeBounds&) = default;
};

// Receives one value at a time from `TypeMapping<T>::write`. The receiver knows the TypeInfo of the value, so that
// `integer` serves all widths and `text` serves text, json, numeric and enumerations alike.
//
// Views that are passed in must stay valid until the statement was sent; `keep` gives a home to a text that a mapping
// has just made. Throws InvalidValue for what the store cannot hold.
class ValueWriter {
 public:
  // The value, in the form of its kind.
  virtual void null() = 0;
  virtual void boolean(bool value) = 0;
  virtual void integer(std::int64_t value) = 0;
  virtual void real(double value) = 0;
  virtual void text(std::string_view value) = 0;                    // text, json, numeric, enumeration; UTF-8
  virtual void bytes(const std::byte* data, std::size_t size) = 0;
  virtual void uuid(const std::byte* sixteen_bytes) = 0;
  virtual void date(std::int32_t days) = 0;                         // since 1970-01-01; the extremes are +-infinity
  virtual void microseconds(std::int64_t value) = 0;                // time, timestamp, timestamptz; extremes likewise
  virtual void interval(IntervalParts value) = 0;                   // months, days and microseconds
  virtual void begin_array(std::size_t count) = 0;                  // then `count` values (or nulls), then end_array
  virtual void end_array() = 0;                                     // behind the last item
  virtual void begin_range(RangeBounds bounds) = 0;                 // then each bound that is finite, lower first
  virtual void end_range() = 0;                                     // behind the last bound

  // Stores `value` until the statement was sent and returns a view of it.
  virtual std::string_view keep(std::string value) = 0;

 protected:
  ~ValueWriter() = default;
};

}  // namespace promptview
