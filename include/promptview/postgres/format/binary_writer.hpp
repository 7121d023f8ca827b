// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <forward_list>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/base/text_check.hpp>
#include <promptview/base/utf8.hpp>
#include <promptview/postgres/format/byte_buffer.hpp>
#include <promptview/postgres/format/bytes.hpp>
#include <promptview/postgres/format/field_limits.hpp>
#include <promptview/postgres/format/sql_types.hpp>
#include <promptview/postgres/format/text_codec.hpp>
#include <promptview/schema/field.hpp>
#include <promptview/values/value_writer.hpp>

namespace promptview::postgres {

// How values of each kind look in PostgreSQL's binary format, wherever they are put. `Self` puts them: `number(value)` of a
// fixed size; `begin_value()` and `end_value(begin)` around what is made piece by piece in the buffer; `open(item)` and
// `close()` around what has items; `text` and `bytes`, since whether they are copied is its choice.
template <class Self>
class BinaryWriter : public ValueWriter {
 public:
  void boolean(bool value) override { self().template number<std::uint8_t>(value ? 1 : 0); }
  inline void integer(std::int64_t value) override;
  inline void real(double value) override;
  inline void date(std::int32_t days) override;
  inline void microseconds(std::int64_t value) override;
  inline void interval(IntervalParts value) override;
  void end_array() override { self().close(); }
  inline void begin_range(RangeBounds bounds) override;
  void end_range() override { self().close(); }
  std::string_view keep(std::string value) override { return kept_.emplace_front(std::move(value)); }

  // The name of the value that was announced last, for messages.
  std::string_view name() const noexcept { return name_; }

 protected:
  // An array or range that is being written into the buffer.
  struct Container {
    const TypeInfo* outer = nullptr;  // the type to go back to
    std::size_t begin = 0;            // where its value begins
  };

  static constexpr std::size_t max_value_bytes = 0x3fffffff;

  BinaryWriter() = default;
  BinaryWriter(BinaryWriter&&) = default;
  BinaryWriter& operator=(BinaryWriter&&) = default;
  ~BinaryWriter() = default;

  [[noreturn]] void refuse(const char* reason) const { throw InvalidValue{std::string{name_} + ": " + reason}; }

  // The next values are those of the field: such as break its limits are refused.
  void limit_to(const FieldInfo& field) noexcept { field_ = field_limits::has_any(field) ? &field : nullptr; }

  [[gnu::always_inline]] void check_text(std::string_view value) const {
    if (!promptview::detail::is_plain_ascii(value)) check_utf8(value);
  }
  [[gnu::noinline]] void check_utf8(std::string_view value) const {
    const std::size_t bad = promptview::detail::find_bad_byte(value);
    if (bad == std::string_view::npos) return;
    throw InvalidValue{promptview::detail::concat({name_, ": ", promptview::detail::bad_byte_remedy("the text", value, bad)})};
  }
  [[gnu::always_inline]] void check_plain_text(std::string_view value, const FieldInfo& field) const {
    check_text(value);
    if (field.options.max_length - 1 < value.size()) field_limits::check(field, value);  // 0 is no limit
  }
  void check_limits(std::string_view value) const {
    if (field_ != nullptr) field_limits::check(*field_, value);
  }
  void check_size(std::size_t size) const {
    if (size > max_value_bytes) refuse("the value has more than 1 GB, which PostgreSQL cannot hold");
  }
  void check_count(std::size_t count) const {
    if (count > static_cast<std::size_t>(INT32_MAX)) refuse("the array has too many items");
  }
  // Writes a plain member as its TypeMapping would, outside of containers.
  void write_plain(const FieldInfo& field, const void* value) {
    switch (field.codec->plain) {
      case Plain::none: return;
      case Plain::boolean: return self().number(static_cast<std::uint8_t>(*static_cast<const bool*>(value) ? 1 : 0));
      case Plain::int16: return self().number(*static_cast<const std::int16_t*>(value));
      case Plain::int32: return self().number(*static_cast<const std::int32_t*>(value));
      case Plain::int64: return self().number(*static_cast<const std::int64_t*>(value));
      case Plain::float32: return self().number(std::bit_cast<std::int32_t>(*static_cast<const float*>(value)));
      case Plain::float64: return self().number(std::bit_cast<std::int64_t>(*static_cast<const double*>(value)));
      case Plain::text: return self().plain_text(*static_cast<const std::string*>(value), field);
    }
  }
  // int32 dimensions, int32 has-null, Oid of the items; then for each dimension int32 size, int32 lower bound.
  void append_array_header(std::size_t count, Oid item) {
    buffer_.append_number<std::int32_t>(count == 0 ? 0 : 1);
    buffer_.append_number<std::int32_t>(1);  // there may be nulls; the server looks for itself
    buffer_.append_number<std::uint32_t>(item);
    if (count == 0) return;
    buffer_.append_number(static_cast<std::int32_t>(count));
    buffer_.append_number<std::int32_t>(1);
  }
  // The bytes of a value that is not sent as its text.
  void append_encoded(std::string_view text) try {
    append_from_text(buffer_, type_->kind, text);
  } catch (const InvalidValue& error) {
    refuse(error.what());
  }
  void forget_kept() noexcept {
    if (!kept_.empty()) kept_.clear();
  }

  ByteBuffer buffer_{};
  const TypeInfo* type_ = nullptr;  // of the value that comes next
  const FieldInfo* field_ = nullptr;  // whose limits the value must keep; null: it has none
  std::string_view name_{};         // for messages

 private:
  Self& self() noexcept { return static_cast<Self&>(*this); }

  std::forward_list<std::string> kept_{};
};

template <class Self>
void BinaryWriter<Self>::integer(std::int64_t value) {
  switch (type_->kind) {
    case Kind::int16:
      if (value < INT16_MIN || value > INT16_MAX) refuse("the number does not fit a smallint");
      return self().number(static_cast<std::int16_t>(value));
    case Kind::int32:
      if (value < INT32_MIN || value > INT32_MAX) refuse("the number does not fit an integer");
      return self().number(static_cast<std::int32_t>(value));
    case Kind::float32:
    case Kind::float64: return self().real(static_cast<double>(value));
    case Kind::numeric: return self().text(keep(std::to_string(value)));
    default: return self().number(value);
  }
}

template <class Self>
void BinaryWriter<Self>::real(double value) {
  if (type_->kind == Kind::float32)
    self().number(std::bit_cast<std::int32_t>(static_cast<float>(value)));
  else
    self().number(std::bit_cast<std::int64_t>(value));
}

template <class Self>
void BinaryWriter<Self>::date(std::int32_t days) {
  if (days == INT32_MAX || days == INT32_MIN) return self().number(days);
  if (!promptview::detail::fits_kind(Kind::date, days))
    refuse("write a date that PostgreSQL holds: from 4713 BC to 5874897");
  self().number(days - days_to_epoch);
}

template <class Self>
void BinaryWriter<Self>::microseconds(std::int64_t value) {
  if (type_->kind == Kind::time || value == INT64_MAX || value == INT64_MIN) return self().number(value);
  if (!promptview::detail::fits_kind(Kind::timestamp, value)) refuse("write a time that PostgreSQL holds: from 4713 BC");
  self().number(value - microseconds_to_epoch);
}

template <class Self>
void BinaryWriter<Self>::interval(IntervalParts value) {
  const std::size_t begin = self().begin_value();
  buffer_.append_number(value.microseconds);
  buffer_.append_number(value.days);
  buffer_.append_number(value.months);
  self().end_value(begin);
}

// One byte of flags, then each finite bound with its length.
template <class Self>
void BinaryWriter<Self>::begin_range(RangeBounds bounds) {
  self().open(*type_->item);
  const int flags = bounds.empty ? 0x01
                                 : (bounds.lower_inclusive && !bounds.lower_infinite ? 0x02 : 0) |
                                       (bounds.upper_inclusive && !bounds.upper_infinite ? 0x04 : 0) |
                                       (bounds.lower_infinite ? 0x08 : 0) | (bounds.upper_infinite ? 0x10 : 0);
  buffer_.push_back(static_cast<char>(flags));
}

}  // namespace promptview::postgres
