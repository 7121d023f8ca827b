// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/error.hpp>
#include <promptview/lookup.hpp>
#include <promptview/postgres/bytes.hpp>
#include <promptview/postgres/numeric_format.hpp>
#include <promptview/postgres/type_mapping.hpp>
#include <promptview/types/value_writer.hpp>

namespace promptview::postgres {

// Encodes the parameters of one statement: in PostgreSQL's binary format, or as text where the type has no stable one.
// Texts and bytes are borrowed where they can be: what was written must live until the statement was sent. Reusable
// after `clear`, so that a connection allocates nothing in the long run.
class Parameters final : public ValueWriter {
 public:
  void clear() noexcept;

  // Announces the next parameter, of which exactly one value is then written. `name` is for messages. `as_text`: the
  // value comes as a text for the server to parse. `pattern`: the text is made a LIKE pattern.
  void begin(const TypeInfo& type, std::string_view name, bool as_text = false, Pattern pattern = Pattern::none);

  std::size_t size() const noexcept { return slots_.size(); }
  const std::vector<Oid>& oids() const noexcept { return oids_; }

  // One parameter as it will be sent.
  struct View {
    Oid type = 0;
    bool null = false;
    bool as_text = false;
    std::string_view bytes{};
  };
  View operator[](std::size_t place) const noexcept {
    const Slot& slot = slots_[place];
    const char* data = slot.in_buffer ? buffer_.data() + slot.offset : slot.data;
    return {.type = oids_[place], .null = data == nullptr, .as_text = formats_[place] == 0, .bytes = {data, slot.size}};
  }

  // The arrays that libpq wants; valid until the next call of a non-const member.
  struct Arrays {
    const char* const* values;
    const int* lengths;
    const int* formats;
  };
  Arrays arrays();

  void null() override;
  void boolean(bool value) override { number<std::uint8_t>(value ? 1 : 0); }
  void integer(std::int64_t value) override;
  void real(double value) override;
  void text(std::string_view value) override;
  void bytes(const std::byte* data, std::size_t size) override { raw({reinterpret_cast<const char*>(data), size}); }
  void uuid(const std::byte* sixteen_bytes) override { copy({reinterpret_cast<const char*>(sixteen_bytes), 16}); }
  void date(std::int32_t days) override;
  void microseconds(std::int64_t value) override;
  void interval(IntervalParts value) override;
  void begin_array(std::size_t count) override;
  void end_array() override { close(); }
  void begin_range(RangeBounds bounds) override;
  void end_range() override { close(); }
  std::string_view keep(std::string value) override { return kept_.emplace_back(std::move(value)); }

 private:
  struct Slot {
    const char* data = nullptr;  // borrowed; null: NULL, or in the buffer
    std::size_t size = 0;
    std::size_t offset = 0;
    bool in_buffer = false;
  };
  // An array or range that is being written into the buffer.
  struct Container {
    const TypeInfo* outer = nullptr;  // the type to go back to
    std::size_t length_at = 0;        // where its length prefix is, inside of another container
  };

  bool nested() const noexcept { return !open_.empty(); }
  [[noreturn]] void refuse(const std::string& reason) const {
    throw InvalidValue{std::string{name_} + ": " + reason};
  }

  template <class T>
  void append(T value) {
    char bytes[sizeof(T)];
    store(bytes, value);
    buffer_.insert(buffer_.end(), bytes, bytes + sizeof(T));
  }
  template <class T>
  void number(T value) {
    char bytes[sizeof(T)];
    store(bytes, value);
    copy({bytes, sizeof(T)});
  }

  // Begins and ends a value that is appended to the buffer between the two.
  std::size_t begin_value();
  void end_value(std::size_t begin);
  void copy(std::string_view value);
  void raw(std::string_view value);  // borrowed, unless inside a container
  void pattern(std::string_view value);
  void text_array_item(std::string_view value);
  void open(const TypeInfo& item);
  void close();

  static constexpr std::size_t max_value_bytes = 0x3fffffff;

  std::vector<Slot> slots_{};
  std::vector<Oid> oids_{};
  std::vector<int> formats_{};
  std::vector<char> buffer_{};
  std::deque<std::string> kept_{};
  std::vector<Container> open_{};
  const TypeInfo* type_ = nullptr;  // of the value that comes next
  std::string_view name_{};
  Pattern pattern_ = Pattern::none;
  bool as_text_ = false;
  std::size_t value_begin_ = 0;     // of the outermost container
  std::vector<const char*> values_{};
  std::vector<int> lengths_{};
};

inline void Parameters::clear() noexcept {
  slots_.clear();
  oids_.clear();
  formats_.clear();
  buffer_.clear();
  open_.clear();
  if (!kept_.empty()) kept_.clear();
}

inline void Parameters::begin(const TypeInfo& type, std::string_view name, bool as_text, Pattern pattern) {
  const Oid oid = as_text ? 0 : oid_of(type);
  type_ = &type;
  name_ = name;
  pattern_ = pattern;
  as_text_ = oid == 0;
  slots_.push_back({});
  oids_.push_back(oid);
  formats_.push_back(as_text_ ? 0 : 1);
}

inline Parameters::Arrays Parameters::arrays() {
  values_.clear();
  lengths_.clear();
  for (const Slot& slot : slots_) {
    values_.push_back(slot.in_buffer ? buffer_.data() + slot.offset : slot.data);
    lengths_.push_back(static_cast<int>(slot.size));
  }
  return {values_.data(), lengths_.data(), formats_.data()};
}

inline std::size_t Parameters::begin_value() {
  const std::size_t begin = buffer_.size();
  if (nested() && !as_text_) append<std::int32_t>(0);
  return begin;
}

inline void Parameters::end_value(std::size_t begin) {
  const std::size_t size = buffer_.size() - begin;
  if (size > max_value_bytes) refuse("the value has more than 1 GB, which PostgreSQL cannot hold");
  if (!nested()) {
    slots_.back() = {.size = size, .offset = begin, .in_buffer = true};
    if (as_text_) buffer_.push_back('\0');  // libpq reads text to its end
  } else if (!as_text_) {
    store(buffer_.data() + begin, static_cast<std::int32_t>(size - sizeof(std::int32_t)));
  }
}

inline void Parameters::copy(std::string_view value) {
  const std::size_t begin = begin_value();
  buffer_.insert(buffer_.end(), value.begin(), value.end());
  end_value(begin);
}

inline void Parameters::raw(std::string_view value) {
  if (nested() || as_text_) return copy(value);
  if (value.size() > max_value_bytes) refuse("the value has more than 1 GB, which PostgreSQL cannot hold");
  slots_.back() = {.data = value.data() == nullptr ? "" : value.data(), .size = value.size()};
}

inline void Parameters::null() {
  if (!nested()) return;  // a slot without data is NULL
  if (!as_text_) return append<std::int32_t>(-1);
  constexpr std::string_view word = "NULL,";
  buffer_.insert(buffer_.end(), word.begin(), word.end());
}

inline void Parameters::integer(std::int64_t value) {
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

inline void Parameters::real(double value) {
  if (type_->kind == Kind::float32)
    number(std::bit_cast<std::int32_t>(static_cast<float>(value)));
  else
    number(std::bit_cast<std::int64_t>(value));
}

inline void Parameters::text(std::string_view value) {
  if (std::memchr(value.data(), '\0', value.size()) != nullptr) refuse("a text for the database cannot hold a NUL byte");
  if (as_text_ && nested()) return text_array_item(value);
  if (pattern_ != Pattern::none) return pattern(value);
  if (as_text_ || type_->kind == Kind::text || type_->kind == Kind::enumeration) return raw(value);
  const std::size_t begin = begin_value();
  if (type_->kind == Kind::json) {
    buffer_.push_back(1);  // the version of jsonb's binary form
    buffer_.insert(buffer_.end(), value.begin(), value.end());
  } else {
    append_numeric(buffer_, value);
  }
  end_value(begin);
}

inline void Parameters::pattern(std::string_view value) {
  const std::size_t begin = begin_value();
  if (pattern_ != Pattern::prefix) buffer_.push_back('%');
  for (const char c : value) {
    if (c == '%' || c == '_' || c == '\\') buffer_.push_back('\\');
    buffer_.push_back(c);
  }
  if (pattern_ != Pattern::suffix) buffer_.push_back('%');
  end_value(begin);
}

// One item of an array in the text form, `"a","b",NULL,`; the last comma becomes the closing brace.
inline void Parameters::text_array_item(std::string_view value) {
  buffer_.push_back('"');
  for (const char c : value) {
    if (c == '"' || c == '\\') buffer_.push_back('\\');
    buffer_.push_back(c);
  }
  buffer_.push_back('"');
  buffer_.push_back(',');
}

inline void Parameters::date(std::int32_t days) {
  if (days == INT32_MAX || days == INT32_MIN) return number(days);
  if (days < INT32_MIN + 1 + days_to_epoch) refuse("the date is before the first that PostgreSQL holds");
  number(days - days_to_epoch);
}

inline void Parameters::microseconds(std::int64_t value) {
  if (type_->kind == Kind::time || value == INT64_MAX || value == INT64_MIN) return number(value);
  if (value < INT64_MIN + 1 + microseconds_to_epoch) refuse("the time is before the first that PostgreSQL holds");
  number(value - microseconds_to_epoch);
}

inline void Parameters::interval(IntervalParts value) {
  const std::size_t begin = begin_value();
  append(value.microseconds);
  append(value.days);
  append(value.months);
  end_value(begin);
}

inline void Parameters::open(const TypeInfo& item) {
  const std::size_t begin = begin_value();
  if (!nested()) value_begin_ = begin;
  open_.push_back({.outer = type_, .length_at = begin});
  type_ = &item;
}

inline void Parameters::close() {
  const Container closed = open_.back();
  open_.pop_back();
  type_ = closed.outer;
  if (as_text_) {
    if (buffer_.back() == ',') buffer_.pop_back();
    buffer_.push_back('}');
  }
  end_value(closed.length_at);
}

// int32 dimensions, int32 has-null, Oid of the items; then for each dimension int32 size, int32 lower bound.
inline void Parameters::begin_array(std::size_t count) {
  if (count > static_cast<std::size_t>(INT32_MAX)) refuse("the array has too many items");
  const TypeInfo& item = *type_->item;
  open(item);
  if (as_text_) return buffer_.push_back('{');
  append<std::int32_t>(count == 0 ? 0 : 1);
  append<std::int32_t>(1);  // there may be nulls; the server looks for itself
  append<std::uint32_t>(oid_of(item));
  if (count == 0) return;
  append(static_cast<std::int32_t>(count));
  append<std::int32_t>(1);
}

// One byte of flags, then each finite bound with its length.
inline void Parameters::begin_range(RangeBounds bounds) {
  open(*type_->item);
  const int flags = bounds.empty ? 0x01
                                 : (bounds.lower_inclusive && !bounds.lower_infinite ? 0x02 : 0) |
                                       (bounds.upper_inclusive && !bounds.upper_infinite ? 0x04 : 0) |
                                       (bounds.lower_infinite ? 0x08 : 0) | (bounds.upper_infinite ? 0x10 : 0);
  buffer_.push_back(static_cast<char>(flags));
}

}  // namespace promptview::postgres
