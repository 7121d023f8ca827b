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

#include <promptview/detail/arena.hpp>
#include <promptview/error.hpp>
#include <promptview/lookup.hpp>
#include <promptview/postgres/byte_buffer.hpp>
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

  // A whole parameter in the binary form of the type `oid`, which must stay until the statement was sent.
  void add_encoded(Oid oid, std::string_view bytes, std::string_view name);

  std::size_t size() const noexcept { return values_.size(); }

  // What libpq wants, an item for each parameter; valid until the next call of a non-const member.
  const std::vector<Oid>& oids() const noexcept { return oids_; }
  const char* const* values() const noexcept { return values_.data(); }
  const int* lengths() const noexcept { return lengths_.data(); }
  const int* formats() const noexcept { return formats_.data(); }

  // One parameter as it will be sent.
  struct View {
    Oid type = 0;
    bool null = false;
    bool as_text = false;
    std::string_view bytes{};
  };
  View operator[](std::size_t place) const noexcept {
    return {.type = oids_[place],
            .null = values_[place] == nullptr,
            .as_text = formats_[place] == 0,
            .bytes = {values_[place], static_cast<std::size_t>(lengths_[place])}};
  }

  void null() override;
  void boolean(bool value) override { number<std::uint8_t>(value ? 1 : 0); }
  void integer(std::int64_t value) override;
  void real(double value) override;
  void text(std::string_view value) override;
  void bytes(const std::byte* data, std::size_t size) override { borrow({reinterpret_cast<const char*>(data), size}); }
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
  // An array or range that is being written into `made_`.
  struct Container {
    const TypeInfo* outer = nullptr;  // the type to go back to
    std::size_t begin = 0;            // where its value begins
  };

  bool nested() const noexcept { return !open_.empty(); }
  [[noreturn]] void refuse(const std::string& reason) const {
    throw InvalidValue{std::string{name_} + ": " + reason};
  }

  // The value of the parameter; `data` must stay. Libpq reads texts (format 0) to their NUL.
  void set(const char* data, std::size_t size) {
    if (size > max_value_bytes) refuse("the value has more than 1 GB, which PostgreSQL cannot hold");
    values_.back() = data;
    lengths_.back() = static_cast<int>(size);
  }
  void borrow(std::string_view value);
  void copy(std::string_view value);
  template <class T>
  void number(T value);

  // Values that are made piece by piece grow in `made_` between these two calls; the outermost then moves to the arena.
  std::size_t begin_value();
  void end_value(std::size_t begin);
  void open(const TypeInfo& item);
  void close();

  static constexpr std::size_t max_value_bytes = 0x3fffffff;

  std::vector<const char*> values_{};
  std::vector<int> lengths_{};
  std::vector<int> formats_{};
  std::vector<Oid> oids_{};
  promptview::detail::Arena arena_{};
  ByteBuffer made_{};
  std::deque<std::string> kept_{};
  std::vector<Container> open_{};
  const TypeInfo* type_ = nullptr;  // of the value that comes next
  std::string_view name_{};
  Pattern pattern_ = Pattern::none;
  bool as_text_ = false;
};

inline void Parameters::clear() noexcept {
  values_.clear();
  lengths_.clear();
  formats_.clear();
  oids_.clear();
  arena_.clear();
  made_.clear();
  open_.clear();
  if (!kept_.empty()) kept_.clear();
}

inline void Parameters::begin(const TypeInfo& type, std::string_view name, bool as_text, Pattern pattern) {
  const Oid oid = as_text ? 0 : oid_of(type);
  type_ = &type;
  name_ = name;
  pattern_ = pattern;
  as_text_ = oid == 0;
  values_.push_back(nullptr);
  lengths_.push_back(0);
  formats_.push_back(as_text_ ? 0 : 1);
  oids_.push_back(oid);
}

inline void Parameters::add_encoded(Oid oid, std::string_view bytes, std::string_view name) {
  name_ = name;
  values_.push_back(nullptr);
  lengths_.push_back(0);
  formats_.push_back(1);
  oids_.push_back(oid);
  set(bytes.data(), bytes.size());
}

template <class T>
void Parameters::number(T value) {
  if (nested()) {
    made_.append_number(static_cast<std::int32_t>(sizeof(T)));
    return made_.append_number(value);
  }
  char* const place = arena_.allocate(sizeof(T));
  store(place, value);
  values_.back() = place;
  lengths_.back() = sizeof(T);
}

inline void Parameters::borrow(std::string_view value) {
  if (nested() || as_text_) return copy(value);
  set(value.data() == nullptr ? "" : value.data(), value.size());
}

inline void Parameters::copy(std::string_view value) {
  const std::size_t begin = begin_value();
  made_.append(value);
  end_value(begin);
}

inline std::size_t Parameters::begin_value() {
  if (!nested()) made_.clear();
  const std::size_t begin = made_.size();
  if (nested() && !as_text_) made_.append_number<std::int32_t>(0);  // its length
  return begin;
}

inline void Parameters::end_value(std::size_t begin) {
  const std::size_t size = made_.size() - begin;
  if (nested()) {
    if (!as_text_) made_.store_at(begin, static_cast<std::int32_t>(size - sizeof(std::int32_t)));
    return;
  }
  made_.push_back('\0');
  char* const place = arena_.allocate(size + 1);
  std::memcpy(place, made_.data(), size + 1);
  set(place, size);
}

inline void Parameters::null() {
  if (!nested()) return;  // a parameter without a value is NULL
  if (as_text_) return made_.append("NULL,");
  made_.append_number<std::int32_t>(-1);
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
  if (value.find('\0') != std::string_view::npos) refuse("a text for the database cannot hold a NUL byte");
  if (as_text_ && nested()) return made_.append_array_item(value);
  const bool is_text = as_text_ || type_->kind == Kind::text || type_->kind == Kind::enumeration;
  if (is_text && pattern_ == Pattern::none) return borrow(value);
  const std::size_t begin = begin_value();
  if (is_text) {
    made_.append_pattern(pattern_, value);
  } else if (type_->kind == Kind::json) {
    made_.push_back(1);  // the version of jsonb's binary form
    made_.append(value);
  } else {
    append_numeric(made_, value);
  }
  end_value(begin);
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
  made_.append_number(value.microseconds);
  made_.append_number(value.days);
  made_.append_number(value.months);
  end_value(begin);
}

inline void Parameters::open(const TypeInfo& item) {
  const std::size_t begin = begin_value();
  open_.push_back({.outer = type_, .begin = begin});
  type_ = &item;
}

inline void Parameters::close() {
  const Container closed = open_.back();
  open_.pop_back();
  type_ = closed.outer;
  if (as_text_) made_.close_array();
  end_value(closed.begin);
}

// int32 dimensions, int32 has-null, Oid of the items; then for each dimension int32 size, int32 lower bound.
inline void Parameters::begin_array(std::size_t count) {
  if (count > static_cast<std::size_t>(INT32_MAX)) refuse("the array has too many items");
  const TypeInfo& item = *type_->item;
  open(item);
  if (as_text_) return made_.push_back('{');
  made_.append_number<std::int32_t>(count == 0 ? 0 : 1);
  made_.append_number<std::int32_t>(1);  // there may be nulls; the server looks for itself
  made_.append_number<std::uint32_t>(oid_of(item));
  if (count == 0) return;
  made_.append_number(static_cast<std::int32_t>(count));
  made_.append_number<std::int32_t>(1);
}

// One byte of flags, then each finite bound with its length.
inline void Parameters::begin_range(RangeBounds bounds) {
  open(*type_->item);
  const int flags = bounds.empty ? 0x01
                                 : (bounds.lower_inclusive && !bounds.lower_infinite ? 0x02 : 0) |
                                       (bounds.upper_inclusive && !bounds.upper_infinite ? 0x04 : 0) |
                                       (bounds.lower_infinite ? 0x08 : 0) | (bounds.upper_infinite ? 0x10 : 0);
  made_.push_back(static_cast<char>(flags));
}

}  // namespace promptview::postgres
