// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <promptview/postgres/format/binary_writer.hpp>
#include <promptview/postgres/format/byte_buffer.hpp>
#include <promptview/postgres/format/bytes.hpp>
#include <promptview/postgres/format/sql_types.hpp>

namespace promptview::postgres {

// Encodes values one behind the other, each in PostgreSQL's binary format with its length in front: the items of an
// array, and the columns of COPY. Copies what is written, so that nothing has to live on.
class ItemWriter final : public BinaryWriter<ItemWriter> {
 public:
  // Announces the next values. `name` is for messages. `as_text`: their texts are sent as they are.
  void expect(const TypeInfo& type, std::string_view name, bool as_text) noexcept {
    type_ = &type;
    name_ = name;
    field_ = nullptr;
    as_text_ = as_text;
  }

  using BinaryWriter::limit_to;

  // Writes the value of a field for a column of the field's own type.
  void write(const FieldInfo& field, const void* object) {
    if (field.codec->plain == Plain::none) {
      expect(*field.type, field.name, field.type->kind == Kind::enumeration);
      limit_to(field);
      forget();
      return field.codec->write(*this, field.address(const_cast<void*>(object)));
    }
    name_ = field.name;
    const void* const value = plain_value(field, object);
    value == nullptr ? null() : write_plain(field, value);
  }

  // Lets go of what the values so far made the writer keep.
  void forget() noexcept { forget_kept(); }

  ByteBuffer& buffer() noexcept { return buffer_; }
  const ByteBuffer& buffer() const noexcept { return buffer_; }

  void null() override { buffer_.append_number<std::int32_t>(-1); }
  inline void text(std::string_view value) override;
  void bytes(const std::byte* data, std::size_t size) override { plain({reinterpret_cast<const char*>(data), size}); }
  void uuid(const std::byte* sixteen_bytes) override { plain({reinterpret_cast<const char*>(sixteen_bytes), 16}); }
  inline void begin_array(std::size_t count) override;

 private:
  friend BinaryWriter<ItemWriter>;

  static constexpr std::size_t max_depth = 4;

  template <class T>
  void number(T value) {
    char* const place = buffer_.extend(sizeof(std::int32_t) + sizeof(T));
    store(place, static_cast<std::int32_t>(sizeof(T)));
    store(place + sizeof(std::int32_t), value);
  }
  [[gnu::always_inline]] void plain_text(const std::string& value, const FieldInfo& field) {
    check_plain_text(value, field);
    plain(value);
  }
  void plain(std::string_view value) {
    check_size(value.size());
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
    check_size(size);
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

  Container open_[max_depth]{};
  std::size_t depth_ = 0;
  bool as_text_ = false;
};

inline void ItemWriter::text(std::string_view value) {
  check_text(value);
  check_limits(value);
  if (as_text_ || is_sent_as_it_is(type_->kind)) return plain(value);
  const std::size_t begin = begin_value();
  append_encoded(value);
  end_value(begin);
}

inline void ItemWriter::begin_array(std::size_t count) {
  check_count(count);
  const TypeInfo& item = *type_->item;
  open(item);
  append_array_header(count, kind_oid(item));
}

}  // namespace promptview::postgres
