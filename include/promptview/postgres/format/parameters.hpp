// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <promptview/lookups/lookup.hpp>
#include <promptview/postgres/format/arena.hpp>
#include <promptview/postgres/format/binary_writer.hpp>
#include <promptview/postgres/format/bytes.hpp>
#include <promptview/postgres/format/sql_types.hpp>

namespace promptview::postgres {

// A view of encoded parameters, as libpq takes them: arrays with an item for each parameter.
struct ParameterSpan {
  // One parameter as it will be sent.
  struct View {
    Oid type = 0;
    bool null = false;
    bool as_text = false;
    std::string_view bytes{};
  };
  View operator[](std::size_t place) const noexcept {
    return {.type = oids[place],
            .null = values[place] == nullptr,
            .as_text = formats[place] == 0,
            .bytes = {values[place], static_cast<std::size_t>(lengths[place])}};
  }
  std::size_t size() const noexcept { return oids.size(); }

  std::span<const Oid> oids{};
  const char* const* values = nullptr;
  const int* lengths = nullptr;
  const int* formats = nullptr;
};

// Encodes parameters of statements: in PostgreSQL's binary format, or as text where the type has no stable one. Needs no
// connection. Texts and bytes are borrowed where they can be: what was written must live until the statement was sent. Few
// parameters with little data need no memory but the object's own, which therefore stays where it is.
class Parameters final : public BinaryWriter<Parameters> {
 public:
  Parameters() noexcept {}  // NOLINT(modernize-use-equals-default): as in Arena
  Parameters(const Parameters&) = delete;
  Parameters& operator=(const Parameters&) = delete;
  ~Parameters() = default;

  // Forgets all, and keeps the memory for what comes next.
  void clear() noexcept;

  // Announces the next parameter, of which exactly one value is then written. `name` is for messages. `as_text`: the
  // value comes as a text for the server to parse. `pattern`: the text is made a LIKE pattern.
  void begin(const TypeInfo& type, std::string_view name, bool as_text = false, Pattern pattern = Pattern::none);

  // The value of a field as the next parameter: a text for the server to parse where the field names the column's type.
  void write(const FieldInfo& field, const void* object);

  // A whole parameter in the binary form of the type `oid`, which must stay until the statement was sent.
  void add_encoded(Oid oid, std::string_view bytes, std::string_view name);

  std::size_t size() const noexcept { return count_; }

  // Those of one statement, or all; valid until the next call of a non-const member.
  ParameterSpan span(std::size_t first, std::size_t count) const noexcept {
    return {.oids = {oids_ + first, count}, .values = values_ + first, .lengths = lengths_ + first, .formats = formats_ + first};
  }
  operator ParameterSpan() const noexcept { return span(0, count_); }  // NOLINT(google-explicit-constructor)
  ParameterSpan::View operator[](std::size_t place) const noexcept { return span(0, count_)[place]; }

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
    if (count_ == capacity_) grow();
    values_[count_] = nullptr;
    lengths_[count_] = 0;
    formats_[count_] = oid == 0 ? 0 : 1;
    oids_[count_] = oid;
    ++count_;
    name_ = name;
  }
  void grow();
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

  static constexpr std::size_t few = 16;

  // The arrays: these for few parameters, for more of them parts of `many_`.
  const char* few_values_[few];
  int few_lengths_[few];
  int few_formats_[few];
  Oid few_oids_[few];
  std::unique_ptr<char[]> many_{};
  const char** values_ = few_values_;
  int* lengths_ = few_lengths_;
  int* formats_ = few_formats_;
  Oid* oids_ = few_oids_;
  std::size_t capacity_ = few;
  std::size_t count_ = 0;  // of the parameters
  promptview::detail::Arena arena_{};
  std::vector<Container> open_{};
  Pattern pattern_ = Pattern::none;
  bool as_text_ = false;
};

inline void Parameters::clear() noexcept {
  count_ = 0;
  arena_.clear();
  buffer_.clear();
  open_.clear();
  forget_kept();
}

[[gnu::noinline]] inline void Parameters::grow() {
  const std::size_t places = 2 * capacity_;
  std::unique_ptr<char[]> made{new char[places * (sizeof(*values_) + sizeof(*lengths_) + sizeof(*formats_) + sizeof(*oids_))]};
  char* rest = made.get();
  const auto move = [&rest, places, this](auto*& array) {
    std::memcpy(rest, array, count_ * sizeof(*array));
    array = reinterpret_cast<std::remove_reference_t<decltype(array)>>(rest);
    rest += places * sizeof(*array);
  };
  move(values_);
  move(lengths_);
  move(formats_);
  move(oids_);
  many_ = std::move(made);
  capacity_ = places;
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
