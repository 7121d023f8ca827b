// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <sys/random.h>

#include <promptview/base/characters.hpp>
#include <promptview/base/error.hpp>
#include <promptview/types/uuid_value.hpp>

// Making and showing Uuids: what declaring members of that type does not need.
namespace promptview {

namespace detail {
[[noreturn]] inline void throw_invalid_uuid(std::string_view text) {
  std::string reason{"write a UUID as xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx in hexadecimal digits, not as \""};
  reason.append(text.substr(0, 80)).append(text.size() > 80 ? "...\"" : "\"");
  throw InvalidValue{reason};
}
}  // namespace detail

constexpr std::optional<Uuid> Uuid::try_parse(std::string_view text) {
  if (text.size() >= 2 && text.front() == '{' && text.back() == '}') text = text.substr(1, text.size() - 2);
  Bytes bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i > 0 && i % 2 == 0 && !text.empty() && text.front() == '-') text.remove_prefix(1);
    if (text.size() < 2) return std::nullopt;
    const int high = detail::hex_value(text[0]);
    const int low = detail::hex_value(text[1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes[i] = static_cast<std::byte>(high * 16 + low);
    text.remove_prefix(2);
  }
  if (!text.empty()) return std::nullopt;
  return Uuid{bytes};
}

constexpr Uuid Uuid::parse(std::string_view text) {
  const std::optional<Uuid> uuid = try_parse(text);
  if (!uuid) detail::throw_invalid_uuid(text);
  return *uuid;
}

inline Uuid Uuid::random() {
  Bytes bytes;
  if (::getentropy(bytes.data(), bytes.size()) != 0)
    throw Error{"make the system's random generator available: getentropy() failed, so no UUID can be made"};
  bytes[6] = (bytes[6] & std::byte{0x0f}) | std::byte{0x40};
  bytes[8] = (bytes[8] & std::byte{0x3f}) | std::byte{0x80};
  return Uuid{bytes};
}

inline std::string Uuid::to_string() const {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(36);
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    const auto byte = std::to_integer<unsigned>(bytes_[i]);
    out += digits[byte / 16];
    out += digits[byte % 16];
  }
  return out;
}

}  // namespace promptview
