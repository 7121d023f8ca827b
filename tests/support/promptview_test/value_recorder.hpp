// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <promptview/error.hpp>
#include <promptview/values/type_mapping.hpp>
#include <promptview/values/value_reader.hpp>
#include <promptview/values/value_writer.hpp>

// A store in memory for tests of TypeMapping: what a mapping writes can be compared as a text and read again.
namespace promptview_test {

using Bytes = std::vector<std::byte>;

struct Null {};
struct Microseconds {
  std::int64_t count;
};
struct UuidBytes {
  Bytes bytes;
};
struct ArrayBegin {
  std::size_t count;
};
struct End {};

// One call of a ValueWriter. A date is an int32.
using Recorded = std::variant<Null, bool, std::int64_t, double, std::string, Bytes, UuidBytes, std::int32_t,
                              Microseconds, promptview::IntervalParts, ArrayBegin, promptview::RangeBounds, End>;

namespace detail {

inline std::string hex(const Bytes& bytes) {
  std::string out;
  for (const std::byte byte : bytes) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", std::to_integer<unsigned>(byte));
    out += digits;
  }
  return out;
}

struct Describe {
  std::string operator()(Null) const { return "null"; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return "integer " + std::to_string(value); }
  std::string operator()(double value) const { return "real " + std::to_string(value); }
  std::string operator()(const std::string& value) const { return "text " + value; }
  std::string operator()(const Bytes& value) const { return "bytes " + hex(value); }
  std::string operator()(const UuidBytes& value) const { return "uuid " + hex(value.bytes); }
  std::string operator()(std::int32_t value) const { return "date " + std::to_string(value); }
  std::string operator()(Microseconds value) const { return "microseconds " + std::to_string(value.count); }
  std::string operator()(promptview::IntervalParts value) const {
    return "interval " + std::to_string(value.months) + " months " + std::to_string(value.days) + " days " +
           std::to_string(value.microseconds) + " microseconds";
  }
  std::string operator()(ArrayBegin value) const { return "array of " + std::to_string(value.count); }
  std::string operator()(const promptview::RangeBounds& value) const {
    std::string out = value.empty ? "empty range " : "range ";
    out += value.lower_inclusive ? '[' : '(';
    out += value.lower_infinite ? "infinity," : "bound,";
    out += value.upper_infinite ? "infinity" : "bound";
    out += value.upper_inclusive ? ']' : ')';
    return out;
  }
  std::string operator()(End) const { return "end"; }
};

}  // namespace detail

class ValueRecorder final : public promptview::ValueWriter {
 public:
  void null() override { calls_.emplace_back(Null{}); }
  void boolean(bool value) override { calls_.emplace_back(value); }
  void integer(std::int64_t value) override { calls_.emplace_back(value); }
  void real(double value) override { calls_.emplace_back(value); }
  void text(std::string_view value) override { calls_.emplace_back(std::string{value}); }
  void bytes(const std::byte* data, std::size_t size) override { calls_.emplace_back(Bytes(data, data + size)); }
  void uuid(const std::byte* data) override { calls_.emplace_back(UuidBytes{Bytes(data, data + 16)}); }
  void date(std::int32_t days) override { calls_.emplace_back(days); }
  void microseconds(std::int64_t value) override { calls_.emplace_back(Microseconds{value}); }
  void interval(promptview::IntervalParts value) override { calls_.emplace_back(value); }
  void begin_array(std::size_t count) override { calls_.emplace_back(ArrayBegin{count}); }
  void end_array() override { calls_.emplace_back(End{}); }
  void begin_range(promptview::RangeBounds bounds) override { calls_.emplace_back(bounds); }
  void end_range() override { calls_.emplace_back(End{}); }
  std::string_view keep(std::string value) override { return kept_.emplace_back(std::move(value)); }

  const std::vector<Recorded>& calls() const { return calls_; }

  // "array of 2; integer 1; integer 2; end"
  std::string to_string() const {
    std::string out;
    for (const Recorded& call : calls_) {
      if (!out.empty()) out += "; ";
      out += std::visit(detail::Describe{}, call);
    }
    return out;
  }

 private:
  std::vector<Recorded> calls_{};
  std::deque<std::string> kept_{};
};

// Reads what was recorded; the recorder must outlive it. A call that does not fit what was recorded throws InvalidValue.
class ValueReplayer final : public promptview::ValueReader {
 public:
  explicit ValueReplayer(const ValueRecorder& recorder) : calls_(recorder.calls()) {}

  bool is_null() const override { return std::holds_alternative<Null>(calls_.at(position_)); }
  bool boolean() override { return get<bool>(); }
  std::int64_t integer() override { return get<std::int64_t>(); }
  double real() override { return get<double>(); }
  std::string_view text() override { return get<std::string>(); }
  std::string_view bytes() override {
    const Bytes& bytes = get<Bytes>();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  const std::byte* uuid() override { return get<UuidBytes>().bytes.data(); }
  std::int32_t date() override { return get<std::int32_t>(); }
  std::int64_t microseconds() override { return get<Microseconds>().count; }
  promptview::IntervalParts interval() override { return get<promptview::IntervalParts>(); }
  std::size_t begin_array() override { return get<ArrayBegin>().count; }
  void next_item() override { ++position_; }
  void end_array() override { end(); }
  promptview::RangeBounds begin_range() override { return get<promptview::RangeBounds>(); }
  void end_range() override { end(); }

  std::string place() const override { return {}; }

  // True when everything was read.
  bool at_end() const { return position_ + 1 == calls_.size(); }

 private:
  template <class T>
  const T& get() const {
    const T* value = std::get_if<T>(&calls_.at(position_));
    if (value == nullptr) fail("the reader stands on: " + std::visit(detail::Describe{}, calls_.at(position_)));
    return *value;
  }
  void end() {
    ++position_;
    get<End>();
  }

  const std::vector<Recorded>& calls_;
  std::size_t position_ = 0;
};

// What the mapping of T writes, as a text.
template <class T>
std::string written(const T& value) {
  ValueRecorder recorder;
  promptview::TypeMapping<T>::write(recorder, value);
  return recorder.to_string();
}

// What the mapping of T reads of the calls that `store` makes: `read<int>([](auto& row) { row.integer(1); })`.
template <class T, class Store>
T read(Store store) {
  ValueRecorder recorder;
  store(recorder);
  ValueReplayer replayer{recorder};
  T value{};
  promptview::TypeMapping<T>::read(replayer, value);
  if (!replayer.at_end()) replayer.fail("the mapping left a part of the value unread");
  return value;
}

// What the mapping of T reads of what it has written.
template <class T>
T round_trip(const T& value) {
  return read<T>([&](ValueRecorder& row) { promptview::TypeMapping<T>::write(row, value); });
}

}  // namespace promptview_test
