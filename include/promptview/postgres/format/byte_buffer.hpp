// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include <promptview/postgres/format/bytes.hpp>

namespace promptview::postgres {

// How a text becomes a LIKE pattern; `%`, `_` and `\` in it are escaped.
enum class Pattern : std::uint8_t { none, contains, prefix, suffix };

// Bytes that grow at their end: numbers in network byte order and texts.
class ByteBuffer {
 public:
  ByteBuffer() = default;
  ByteBuffer(ByteBuffer&& other) noexcept
      : bytes_{std::move(other.bytes_)}, size_{std::exchange(other.size_, 0)}, capacity_{std::exchange(other.capacity_, 0)} {}
  ByteBuffer& operator=(ByteBuffer&& other) noexcept {
    bytes_.swap(other.bytes_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  ~ByteBuffer() = default;

  void clear() noexcept { size_ = 0; }
  std::size_t size() const noexcept { return size_; }
  const char* data() const noexcept { return bytes_.get(); }

  // Room for `count` more bytes at the end, for the caller to fill.
  [[gnu::always_inline]] char* extend(std::size_t count) {
    if (capacity_ - size_ < count) grow(count);
    char* const place = bytes_.get() + size_;
    size_ += count;
    return place;
  }

  void push_back(char byte) { *extend(1) = byte; }
  void append(std::string_view text) {
    char* const place = extend(text.size());
    if (!text.empty()) std::memcpy(place, text.data(), text.size());
  }
  template <class T>
  void append_number(T value) {
    store(extend(sizeof(T)), value);
  }
  // Overwrites a number that was appended at `place`.
  template <class T>
  void store_at(std::size_t place, T value) {
    store(bytes_.get() + place, value);
  }

  // `value` as a LIKE pattern in which it means itself.
  void append_pattern(Pattern pattern, std::string_view value) {
    if (pattern != Pattern::prefix) push_back('%');
    for (const char c : value) {
      if (c == '%' || c == '_' || c == '\\') push_back('\\');
      push_back(c);
    }
    if (pattern != Pattern::suffix) push_back('%');
  }

  // An item of an array in the text form, `"a","b",NULL,`; the last comma becomes the closing brace.
  void append_array_item(std::string_view value) {
    push_back('"');
    for (const char c : value) {
      if (c == '"' || c == '\\') push_back('\\');
      push_back(c);
    }
    append("\",");
  }
  void close_array() {
    if (bytes_[size_ - 1] == ',') --size_;
    push_back('}');
  }

 private:
  [[gnu::noinline]] void grow(std::size_t count) {
    const std::size_t wanted = size_ + count;
    const std::size_t made = wanted < 2 * capacity_ ? 2 * capacity_ : wanted < 256 ? 256 : wanted;
    std::unique_ptr<char[]> larger{new char[made]};
    if (size_ > 0) std::memcpy(larger.get(), bytes_.get(), size_);
    bytes_ = std::move(larger);
    capacity_ = made;
  }

  std::unique_ptr<char[]> bytes_{};
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace promptview::postgres
