// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/base/utf8.hpp>

// Texts that cannot be sent are refused before.
namespace promptview::detail {

// Says how to mend the byte at `bad` of a text, where find_bad_byte found it. `it`: what the message calls the text.
inline std::string bad_byte_remedy(std::string_view it, std::string_view text, std::size_t bad) {
  const std::string place = std::to_string(bad);
  if (text[bad] == 0) return concat({"leave out the NUL byte of ", it, " at byte ", place, ", counted from 0"});
  return concat({"make ", it, " valid UTF-8, which it is not at byte ", place, ", counted from 0"});
}

// Throws InvalidValue for a text that is not UTF-8 or has a NUL byte. The message shows what stands before that byte.
[[gnu::noinline]] inline void check_utf8(std::string_view it, std::string_view text) {
  constexpr std::size_t most = 60;
  const std::size_t bad = find_bad_byte(text);
  if (bad == std::string_view::npos) return;
  std::size_t begin = bad > most ? bad - most : 0;
  while ((static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) ++begin;  // not inside of a character
  std::string message = bad_byte_remedy(it, text, bad);
  if (begin < bad) message.append("\n  before it: ").append(text.substr(begin, bad - begin));
  throw InvalidValue{message};
}

// As check_utf8, and cheap for ASCII.
inline void check_sendable(std::string_view it, std::string_view text) {
  if (!is_plain_ascii(text)) check_utf8(it, text);
}

}  // namespace promptview::detail
