// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <promptview/lookup.hpp>
#include <promptview/postgres/bytes.hpp>

namespace promptview::postgres {

// Bytes that grow at their end: numbers in network byte order and texts.
class ByteBuffer {
 public:
  void clear() noexcept { bytes_.clear(); }
  std::size_t size() const noexcept { return bytes_.size(); }
  const char* data() const noexcept { return bytes_.data(); }

  void push_back(char byte) { bytes_.push_back(byte); }
  void append(std::string_view text) { bytes_.insert(bytes_.end(), text.begin(), text.end()); }
  template <class T>
  void append_number(T value) {
    char bytes[sizeof(T)];
    store(bytes, value);
    append({bytes, sizeof(T)});
  }
  // Overwrites a number that was appended at `place`.
  template <class T>
  void store_at(std::size_t place, T value) {
    store(bytes_.data() + place, value);
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
    if (bytes_.back() == ',') bytes_.pop_back();
    push_back('}');
  }

 private:
  std::vector<char> bytes_{};
};

}  // namespace promptview::postgres
