// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/error.hpp>
#include <promptview/postgres/byte_buffer.hpp>
#include <promptview/postgres/bytes.hpp>
#include <promptview/postgres/numeric_format.hpp>
#include <promptview/postgres/type_mapping.hpp>
#include <promptview/types/value_writer.hpp>

namespace promptview::postgres {

// Encodes values one behind the other, each in PostgreSQL's binary format with its length in front: the items of an
// array, and the columns of COPY. Copies what is written, so that nothing has to live on.
class ItemWriter final : public ValueWriter {
 public:
  // Announces the next values. `name` is for messages. `as_text`: their texts are sent as they are.
  void expect(const TypeInfo& type, std::string_view name, bool as_text) noexcept {
    type_ = &type;
    name_ = name;
    as_text_ = as_text;
  }

  // Lets go of what the values so far made the writer keep.
  void forget() noexcept {
    if (!kept_.empty()) kept_.clear();
  }

  ByteBuffer& buffer() noexcept { return buffer_; }
  const ByteBuffer& buffer() const noexcept { return buffer_; }

  void null() override { buffer_.append_number<std::int32_t>(-1); }
  void boolean(bool value) override { number<std::uint8_t>(value ? 1 : 0); }
  void integer(std::int64_t value) override;
  void real(double value) override;
  void text(std::string_view value) override;
  void bytes(const std::byte* data, std::size_t size) override { plain({reinterpret_cast<const char*>(data), size}); }
  void uuid(const std::byte* sixteen_bytes) override { plain({reinterpret_cast<const char*>(sixteen_bytes), 16}); }
  void date(std::int32_t days) override;
  void microseconds(std::int64_t value) override;
  void interval(IntervalParts value) override;
  void begin_array(std::size_t count) override;
  void end_array() override { close(); }
  void begin_range(RangeBounds bounds) override;
  void end_range() override { close(); }
  std::string_view keep(std::string value) override { return kept_.emplace_back(std::move(value)); }

 private:
  static constexpr std::size_t max_value_bytes = 0x3fffffff;
  static constexpr std::size_t max_depth = 4;

  struct Container {
    const TypeInfo* outer = nullptr;
    std::size_t begin = 0;
  };

  [[noreturn]] void refuse(const char* reason) const { throw InvalidValue{std::string{name_} + ": " + reason}; }

  template <class T>
  void number(T value) {
    char* const place = buffer_.extend(sizeof(std::int32_t) + sizeof(T));
    store(place, static_cast<std::int32_t>(sizeof(T)));
    store(place + sizeof(std::int32_t), value);
  }
  void plain(std::string_view value) {
    if (value.size() > max_value_bytes) refuse("the value has more than 1 GB, which PostgreSQL cannot hold");
    char* const place = buffer_.extend(sizeof(std::int32_t) + value.size());
    store(place, static_cast<std::int32_t>(value.size()));
    if (!value.empty()) std::memcpy(place + sizeof(std::int32_t), value.data(), value.size());
  }
  // Values that are made piece by piece stand between these two calls.
  std::size_t begin_value() {
    buffer_.append_number<std::int32_t>(0);
    return buffer_.size();
  }
  void end_value(std::size_t begin) {
    const std::size_t size = buffer_.size() - begin;
    if (size > max_value_bytes) refuse("the value has more than 1 GB, which PostgreSQL cannot hold");
    buffer_.store_at(begin - sizeof(std::int32_t), static_cast<std::int32_t>(size));
  }
  void open(const TypeInfo& item) {
    if (depth_ == max_depth) refuse("arrays and ranges cannot be nested this deep");
    open_[depth_++] = {.outer = type_, .begin = begin_value()};
    type_ = &item;
  }
  void close() {
    const Container closed = open_[--depth_];
    type_ = closed.outer;
    end_value(closed.begin);
  }

  ByteBuffer buffer_{};
  const TypeInfo* type_ = nullptr;
  std::string_view name_{};
  std::deque<std::string> kept_{};
  Container open_[max_depth]{};
  std::size_t depth_ = 0;
  bool as_text_ = false;
};

inline void ItemWriter::integer(std::int64_t value) {
  switch (type_->kind) {
    case Kind::int16:
      if (value < INT16_MIN || value > INT16_MAX) refuse("the number does not fit a smallint");
      return number(static_cast<std::int16_t>(value));
    case Kind::int32:
      if (value < INT32_MIN || value > INT32_MAX) refuse("the number does not fit an integer");
      return number(static_cast<std::int32_t>(value));
    case Kind::float32:
    case Kind::float64: return real(static_cast<double>(value));
    case Kind::numeric: return text(keep(std::to_string(value)));
    default: return number(value);
  }
}

inline void ItemWriter::real(double value) {
  if (type_->kind == Kind::float32)
    number(std::bit_cast<std::int32_t>(static_cast<float>(value)));
  else
    number(std::bit_cast<std::int64_t>(value));
}

inline void ItemWriter::text(std::string_view value) {
  if (!value.empty() && std::memchr(value.data(), 0, value.size()) != nullptr)
    refuse("a text for the database cannot hold a NUL byte");
  if (as_text_ || type_->kind == Kind::text || type_->kind == Kind::enumeration) return plain(value);
  const std::size_t begin = begin_value();
  if (type_->kind == Kind::json) {
    buffer_.push_back(1);  // the version of jsonb's binary form
    buffer_.append(value);
  } else {
    append_numeric(buffer_, value);
  }
  end_value(begin);
}

inline void ItemWriter::date(std::int32_t days) {
  if (days == INT32_MAX || days == INT32_MIN) return number(days);
  if (days < INT32_MIN + 1 + days_to_epoch) refuse("the date is before the first that PostgreSQL holds");
  number(days - days_to_epoch);
}

inline void ItemWriter::microseconds(std::int64_t value) {
  if (type_->kind == Kind::time || value == INT64_MAX || value == INT64_MIN) return number(value);
  if (value < INT64_MIN + 1 + microseconds_to_epoch) refuse("the time is before the first that PostgreSQL holds");
  number(value - microseconds_to_epoch);
}

inline void ItemWriter::interval(IntervalParts value) {
  const std::size_t begin = begin_value();
  buffer_.append_number(value.microseconds);
  buffer_.append_number(value.days);
  buffer_.append_number(value.months);
  end_value(begin);
}

inline void ItemWriter::begin_array(std::size_t count) {
  if (count > static_cast<std::size_t>(INT32_MAX)) refuse("the array has too many items");
  const TypeInfo& item = *type_->item;
  open(item);
  buffer_.append_number<std::int32_t>(count == 0 ? 0 : 1);
  buffer_.append_number<std::int32_t>(1);  // there may be nulls; the server looks for itself
  buffer_.append_number<std::uint32_t>(kind_oid(item));
  if (count == 0) return;
  buffer_.append_number(static_cast<std::int32_t>(count));
  buffer_.append_number<std::int32_t>(1);
}

inline void ItemWriter::begin_range(RangeBounds bounds) {
  open(*type_->item);
  const int flags = bounds.empty ? 0x01
                                 : (bounds.lower_inclusive && !bounds.lower_infinite ? 0x02 : 0) |
                                       (bounds.upper_inclusive && !bounds.upper_infinite ? 0x04 : 0) |
                                       (bounds.lower_infinite ? 0x08 : 0) | (bounds.upper_infinite ? 0x10 : 0);
  buffer_.push_back(static_cast<char>(flags));
}

}  // namespace promptview::postgres
