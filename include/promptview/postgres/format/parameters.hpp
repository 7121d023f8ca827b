// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/lookups/lookup.hpp>
#include <promptview/postgres/format/arena.hpp>
#include <promptview/postgres/format/binary_writer.hpp>
#include <promptview/postgres/format/bytes.hpp>
#include <promptview/postgres/format/sql_types.hpp>

namespace promptview::postgres {

// Encodes the parameters of one statement: in PostgreSQL's binary format, or as text where the type has no stable one.
// Texts and bytes are borrowed where they can be: what was written must live until the statement was sent. Reusable
// after `clear`, so that a connection allocates nothing in the long run.
class Parameters final : public BinaryWriter<Parameters> {
 public:
  void clear() noexcept;

  // Announces the next parameter, of which exactly one value is then written. `name` is for messages. `as_text`: the
  // value comes as a text for the server to parse. `pattern`: the text is made a LIKE pattern.
  void begin(const TypeInfo& type, std::string_view name, bool as_text = false, Pattern pattern = Pattern::none);

  // The value of a field as the next parameter: a text for the server to parse where the field names the column's type.
  void write(const FieldInfo& field, const void* object);

  // A whole parameter in the binary form of the type `oid`, which must stay until the statement was sent.
  void add_encoded(Oid oid, std::string_view bytes, std::string_view name);

  std::size_t size() const noexcept { return count_; }

  // The arrays that libpq takes, with an item for each parameter; valid until the next call of a non-const member.
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

  inline void null() override;
  inline void text(std::string_view value) override;
  void bytes(const std::byte* data, std::size_t size) override { borrow({reinterpret_cast<const char*>(data), size}); }
  void uuid(const std::byte* sixteen_bytes) override { copy({reinterpret_cast<const char*>(sixteen_bytes), 16}); }
  inline void begin_array(std::size_t count) override;

 private:
  friend BinaryWriter<Parameters>;

  bool nested() const noexcept { return !open_.empty(); }

  // A further parameter, NULL.
  [[gnu::always_inline]] void add(Oid oid, std::string_view name) {
    if (count_ == values_.size()) grow();
    values_[count_] = nullptr;
    lengths_[count_] = 0;
    formats_[count_] = oid == 0 ? 0 : 1;
    oids_.push_back(oid);
    ++count_;
    name_ = name;
  }
  [[gnu::noinline]] void grow() {
    const std::size_t places = values_.size() + 16;
    values_.resize(places);
    lengths_.resize(places);
    formats_.resize(places);
    oids_.reserve(places);
  }
  // The value of the last parameter; `data` must stay. Libpq reads texts (format 0) to their NUL.
  void set(const char* data, std::size_t size) {
    check_size(size);
    values_[count_ - 1] = data;
    lengths_[count_ - 1] = static_cast<int>(size);
  }
  void borrow(std::string_view value);
  [[gnu::always_inline]] void plain_text(const std::string& value, const FieldInfo& field) {
    check_plain_text(value, field);
    set(value.data(), value.size());
  }
  void copy(std::string_view value);
  template <class T>
  void number(T value);

  // Values that are made piece by piece grow in the buffer between these two calls; the outermost then moves to the arena.
  std::size_t begin_value();
  void end_value(std::size_t begin);
  void open(const TypeInfo& item);
  void close();

  std::vector<const char*> values_{};  // these three have places for more parameters than there are
  std::vector<int> lengths_{};
  std::vector<int> formats_{};
  std::vector<Oid> oids_{};            // one for each parameter
  std::size_t count_ = 0;              // of the parameters
  promptview::detail::Arena arena_{};
  std::vector<Container> open_{};
  Pattern pattern_ = Pattern::none;
  bool as_text_ = false;
};

inline void Parameters::clear() noexcept {
  oids_.clear();
  count_ = 0;
  arena_.clear();
  buffer_.clear();
  open_.clear();
  forget_kept();
}

inline void Parameters::begin(const TypeInfo& type, std::string_view name, bool as_text, Pattern pattern) {
  const Oid oid = as_text ? 0 : oid_of(type);
  type_ = &type;
  field_ = nullptr;
  pattern_ = pattern;
  as_text_ = oid == 0;
  add(oid, name);
}

// In the order of Plain.
inline constexpr Oid plain_oids[] = {0,
                                     sql_type(Kind::boolean).oid,
                                     sql_type(Kind::int16).oid,
                                     sql_type(Kind::int32).oid,
                                     sql_type(Kind::int64).oid,
                                     sql_type(Kind::float32).oid,
                                     sql_type(Kind::float64).oid,
                                     sql_type(Kind::text).oid};

[[gnu::always_inline]] inline void Parameters::write(const FieldInfo& field, const void* object) {
  const Codec& codec = *field.codec;
  const bool as_text = field.is_untyped_text();
  if (codec.plain == Plain::none || as_text) {
    begin(*field.type, field.name, as_text);
    limit_to(field);
    return codec.write(*this, field.address(const_cast<void*>(object)));
  }
  add(plain_oids[static_cast<std::size_t>(codec.plain)], field.name);
  if (const void* const value = plain_value(field, object)) write_plain(field, value);
}

inline void Parameters::add_encoded(Oid oid, std::string_view bytes, std::string_view name) {
  add(oid, name);
  set(bytes.data(), bytes.size());
}

template <class T>
void Parameters::number(T value) {
  if (nested()) {
    buffer_.append_number(static_cast<std::int32_t>(sizeof(T)));
    return buffer_.append_number(value);
  }
  char* const place = arena_.allocate(sizeof(T));
  store(place, value);
  set(place, sizeof(T));
}

inline void Parameters::borrow(std::string_view value) {
  if (nested() || as_text_) return copy(value);
  set(value.data() == nullptr ? "" : value.data(), value.size());
}

inline void Parameters::copy(std::string_view value) {
  const std::size_t begin = begin_value();
  buffer_.append(value);
  end_value(begin);
}

inline std::size_t Parameters::begin_value() {
  if (!nested()) buffer_.clear();
  const std::size_t begin = buffer_.size();
  if (nested() && !as_text_) buffer_.append_number<std::int32_t>(0);  // its length
  return begin;
}

inline void Parameters::end_value(std::size_t begin) {
  const std::size_t size = buffer_.size() - begin;
  if (nested()) {
    if (!as_text_) buffer_.store_at(begin, static_cast<std::int32_t>(size - sizeof(std::int32_t)));
    return;
  }
  buffer_.push_back('\0');
  char* const place = arena_.allocate(size + 1);
  std::memcpy(place, buffer_.data(), size + 1);
  set(place, size);
}

inline void Parameters::null() {
  if (!nested()) return;  // a parameter without a value is NULL
  if (as_text_) return buffer_.append("NULL,");
  buffer_.append_number<std::int32_t>(-1);
}

inline void Parameters::text(std::string_view value) {
  check_text(value);
  check_limits(value);
  if (as_text_ && nested()) return buffer_.append_array_item(value);
  const bool is_text = as_text_ || is_sent_as_it_is(type_->kind);
  if (is_text && pattern_ == Pattern::none) return borrow(value);
  const std::size_t begin = begin_value();
  if (is_text) {
    buffer_.append_pattern(pattern_, value);
  } else {
    append_encoded(value);
  }
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
  if (as_text_) buffer_.close_array();
  end_value(closed.begin);
}

inline void Parameters::begin_array(std::size_t count) {
  check_count(count);
  const TypeInfo& item = *type_->item;
  open(item);
  as_text_ ? buffer_.push_back('{') : append_array_header(count, oid_of(item));
}

// Writes a parameter of the type text[].
inline void write_texts(Parameters& to, const std::vector<std::string>& texts) {
  static constexpr TypeInfo text{.kind = Kind::text};
  static constexpr TypeInfo list{.kind = Kind::array, .item = &text};
  to.begin(list, "names");
  to.begin_array(texts.size());
  for (const std::string& each : texts) to.text(each);
  to.end_array();
}

}  // namespace promptview::postgres
