// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include <promptview/detail/arena.hpp>
#include <promptview/lookup.hpp>
#include <promptview/postgres/binary_writer.hpp>
#include <promptview/postgres/bytes.hpp>
#include <promptview/postgres/type_mapping.hpp>

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

  // A whole parameter in the binary form of the type `oid`, which must stay until the statement was sent.
  void add_encoded(Oid oid, std::string_view bytes, std::string_view name);

  std::size_t size() const noexcept { return oids_.size(); }

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
  void text(std::string_view value) override;
  void bytes(const std::byte* data, std::size_t size) override { borrow({reinterpret_cast<const char*>(data), size}); }
  void uuid(const std::byte* sixteen_bytes) override { copy({reinterpret_cast<const char*>(sixteen_bytes), 16}); }
  void begin_array(std::size_t count) override;

 private:
  friend BinaryWriter<Parameters>;

  bool nested() const noexcept { return !open_.empty(); }

  // A further parameter, NULL.
  void add(Oid oid, std::string_view name) {
    const std::size_t place = oids_.size();
    if (place == values_.size()) grow();
    values_[place] = nullptr;
    lengths_[place] = 0;
    formats_[place] = oid == 0 ? 0 : 1;
    oids_.push_back(oid);
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
    values_[oids_.size() - 1] = data;
    lengths_[oids_.size() - 1] = static_cast<int>(size);
  }
  void borrow(std::string_view value);
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
  promptview::detail::Arena arena_{};
  std::vector<Container> open_{};
  Pattern pattern_ = Pattern::none;
  bool as_text_ = false;
};

inline void Parameters::clear() noexcept {
  oids_.clear();
  arena_.clear();
  buffer_.clear();
  open_.clear();
  forget_kept();
}

inline void Parameters::begin(const TypeInfo& type, std::string_view name, bool as_text, Pattern pattern) {
  const Oid oid = as_text ? 0 : oid_of(type);
  type_ = &type;
  pattern_ = pattern;
  as_text_ = oid == 0;
  add(oid, name);
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
  if (value.find('\0') != std::string_view::npos) refuse("a text for the database cannot hold a NUL byte");
  if (as_text_ && nested()) return buffer_.append_array_item(value);
  const bool is_text = as_text_ || type_->kind == Kind::text || type_->kind == Kind::enumeration;
  if (is_text && pattern_ == Pattern::none) return borrow(value);
  const std::size_t begin = begin_value();
  if (is_text) {
    buffer_.append_pattern(pattern_, value);
  } else {
    append_document_or_number(value);
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

}  // namespace promptview::postgres
