// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// Base64 of RFC 4648, with padding.
namespace promptview::detail {

inline constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

inline std::string base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (; !bytes.empty(); bytes.remove_prefix(bytes.size() < 3 ? bytes.size() : 3)) {
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i)
      group = group << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) text += i <= bytes.size() ? base64_digits[group >> (18 - 6 * i) & 63] : '=';
  }
  return text;
}

// Appends the bytes that `text` stands for. False for a text that `base64` would not have written: other characters,
// blanks, missing padding, bits behind the last byte.
inline bool append_from_base64(std::string_view text, std::string& bytes) {
  if (text.size() % 4 != 0) return false;
  const std::size_t last = text.find_last_not_of('=');
  const std::size_t digits = last == std::string_view::npos ? 0 : last + 1;
  if (text.size() - digits > 2) return false;
  std::uint32_t bits = 0;
  int count = 0;  // of the bits that wait for the rest of their byte
  for (const char c : text.substr(0, digits)) {
    const std::size_t digit = base64_digits.find(c);
    if (digit == std::string_view::npos) return false;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xff);
    bits &= (1U << count) - 1;
  }
  return bits == 0;
}

}  // namespace promptview::detail
