// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <promptview/values/type_mapping.hpp>

namespace promptview {

// A universally unique identifier: 16 bytes in network order, ordered byte by byte as databases do. The default is nil.
class Uuid {
 public:
  // The 16 bytes in network order.
  using Bytes = std::array<std::byte, 16>;

  constexpr Uuid() = default;
  explicit constexpr Uuid(const Bytes& bytes) : bytes_{bytes} {}

  // Takes 32 hexadecimal digits of either case, with an optional '-' after each group of four and optional braces
  // around all: "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "{A0EEBC999C0B4EF8BB6D6BB9BD380A11}".
  static constexpr std::optional<Uuid> try_parse(std::string_view text);  // include <promptview/types/uuid.hpp>

  // The same; throws InvalidValue when the text is not a UUID.
  static constexpr Uuid parse(std::string_view text);  // include <promptview/types/uuid.hpp>

  // A new random identifier (version 4) from the system's generator. Safe to call from any thread; throws Error when
  // the system has no randomness to give.
  static Uuid random();  // include <promptview/types/uuid.hpp>

  // "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11": lower case, 36 characters.
  std::string to_string() const;  // include <promptview/types/uuid.hpp>

  // The bytes in network order; they live as long as this object.
  constexpr const Bytes& bytes() const noexcept { return bytes_; }
  // Whether all bytes are 0.
  constexpr bool is_nil() const noexcept { return *this == Uuid{}; }

  friend constexpr auto operator<=>(const Uuid&, const Uuid&) = default;

 private:
  Bytes bytes_{};
};

template <>
struct TypeMapping<Uuid> {
  static constexpr TypeInfo type{.kind = Kind::uuid};
  static void write(ValueWriter& out, const Uuid& value) { out.uuid(value.bytes().data()); }
  static void read(ValueReader& in, Uuid& value) {
    const std::byte* raw = in.uuid();
    Uuid::Bytes bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = raw[i];
    value = Uuid{bytes};
  }
};

}  // namespace promptview

template <>
struct std::hash<promptview::Uuid> {
  std::size_t operator()(const promptview::Uuid& uuid) const noexcept {
    const auto& bytes = uuid.bytes();
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
};
