// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

// Which texts a store can hold: UTF-8 without NUL bytes.
namespace promptview::detail {

// Which of eight bytes are NUL or not ASCII: not 0 where there is any. (Which ones only the lowest such bit says.)
constexpr std::uint64_t special_bytes(std::uint64_t eight) noexcept {
  return ((eight - 0x0101010101010101U) | eight) & 0x8080808080808080U;
}

template <class Bytes>
Bytes load_bytes(const char* from) noexcept {
  Bytes bytes;
  std::memcpy(&bytes, from, sizeof(Bytes));
  return bytes;
}

#if defined(__SSE2__)
using SixteenBytes [[gnu::vector_size(16)]] = signed char;
using MaskBytes [[gnu::vector_size(16)]] = char;
#endif

// Whether all of `text` is ASCII without NUL bytes.
[[gnu::noinline]] inline bool is_plain_ascii(std::string_view text) noexcept {
  const char* at = text.data();
  std::size_t size = text.size();
#if defined(__SSE2__)
  if (size >= 16) {
    auto plain = load_bytes<SixteenBytes>(at + size - 16) > 0;
    for (; size > 16; at += 16, size -= 16) plain &= load_bytes<SixteenBytes>(at) > 0;
    return __builtin_ia32_pmovmskb128(reinterpret_cast<MaskBytes>(plain)) == 0xffff;
  }
#endif
  if (size >= 8) {
    std::uint64_t found = special_bytes(load_bytes<std::uint64_t>(at + size - 8));
    for (; size > 8; at += 8, size -= 8) found |= special_bytes(load_bytes<std::uint64_t>(at));
    return found == 0;
  }
  if (size >= 4) {
    const std::uint64_t last = load_bytes<std::uint32_t>(at + size - 4);
    return special_bytes(last << 32U | load_bytes<std::uint32_t>(at)) == 0;
  }
  for (std::size_t i = 0; i < size; ++i)
    if (static_cast<signed char>(at[i]) <= 0) return false;
  return true;
}

// How many bytes the character at the beginning of `text` has; 0: it is none, or a NUL byte. Surrogates, and forms that are
// longer than they need to be, are none.
constexpr std::size_t character_size(std::string_view text) noexcept {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t size = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  if (size == 0 || size > text.size() || first == 0) return 0;
  for (std::size_t i = 1; i < size; ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return 0;
  const auto second = size > 1 ? static_cast<unsigned char>(text[1]) : 0;
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
  if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
  return size;
}

// The place of the first byte that is no character of UTF-8, or NUL; npos: all is well.
constexpr std::size_t find_bad_byte(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    if (!std::is_constant_evaluated() && text.size() - at >= 8 && special_bytes(load_bytes<std::uint64_t>(text.data() + at)) == 0) {
      at += 8;
      continue;
    }
    const std::size_t size = character_size(text.substr(at));
    if (size == 0) return at;
    at += size;
  }
  return std::string_view::npos;
}

constexpr bool is_plain_utf8(std::string_view text) noexcept { return find_bad_byte(text) == std::string_view::npos; }

// The characters (code points) of a text that is UTF-8.
constexpr std::size_t count_characters(std::string_view text) noexcept {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

}  // namespace promptview::detail
