// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "../rows.hpp"
#include "values.hpp"

namespace benchmark {

// PostgreSQL's binary format: numbers in network byte order, texts as they are.
struct BinaryFormat {
  static constexpr bool binary = true;

  template <class Bits>
  static Bits swapped(Bits value) noexcept {
    if constexpr (std::endian::native == std::endian::big) return value;
    if constexpr (sizeof(Bits) == 2) return static_cast<Bits>(__builtin_bswap16(value));
    if constexpr (sizeof(Bits) == 4) return static_cast<Bits>(__builtin_bswap32(value));
    if constexpr (sizeof(Bits) == 8) return static_cast<Bits>(__builtin_bswap64(value));
  }
  template <class Bits>
  static Bits read(const char* from) noexcept {
    Bits bits;
    std::memcpy(&bits, from, sizeof(bits));
    return swapped(bits);
  }
  template <class Bits>
  static Bits read(const PGresult* result, int row, int column) noexcept {
    return read<Bits>(PQgetvalue(result, row, column));
  }
  template <class Bits>
  static const char* write(char (&to)[sizeof(Bits)], Bits bits) noexcept {
    bits = swapped(bits);
    std::memcpy(to, &bits, sizeof(bits));
    return to;
  }

  static std::int64_t decode_key(const PGresult* result, int row = 0) {
    return static_cast<std::int64_t>(read<std::uint64_t>(result, row, 0));
  }

  static void decode(const PGresult* result, int row, PersonFields& person) {
    person.id = decode_key(result, row);
    person.name = value_of(result, row, 1);
    person.email = value_of(result, row, 2);
    person.age = static_cast<std::int32_t>(read<std::uint32_t>(result, row, 3));
    person.score = std::bit_cast<double>(read<std::uint64_t>(result, row, 4));
    person.active = *PQgetvalue(result, row, 5) != 0;
    decode_bio(result, row, person.bio);
  }
  // jsonb is its text behind a byte with its version.
  static void decode(const PGresult* result, int row, Document& document) {
    document.id = decode_key(result, row);
    document.body = nlohmann::json::parse(value_of(result, row, 1).substr(1));
  }
  static void decode(const PGresult* result, int row, Tagged& tagged) {
    tagged.id = decode_key(result, row);
    each_item(PQgetvalue(result, row, 1), tagged.numbers, [](const char* from, std::uint32_t, std::int64_t& item) {
      item = static_cast<std::int64_t>(read<std::uint64_t>(from));
    });
    each_item(PQgetvalue(result, row, 2), tagged.tags,
              [](const char* from, std::uint32_t length, std::string& item) { item.assign(from, length); });
  }

  static void decode(const PGresult* result, int row, ChildFields& child) {
    child.id = static_cast<std::int64_t>(read<std::uint64_t>(result, row, 2));
    child.title = value_of(result, row, 3);
    child.mark = static_cast<std::int32_t>(read<std::uint32_t>(result, row, 4));
  }

  template <class Number>
  struct One {
    using Bits = std::make_unsigned_t<Number>;
    explicit One(Number number) : values{write(bits, static_cast<Bits>(number))} {}

    char bits[sizeof(Number)];
    const char* values[1];
    int lengths[1] = {sizeof(Number)};
  };

  struct Parameters {
    explicit Parameters(const PersonFields& person)
        : values{person.name.data(),
                 person.email.data(),
                 write(age, static_cast<std::uint32_t>(person.age)),
                 write(score, std::bit_cast<std::uint64_t>(person.score)),
                 person.active ? "\1" : "\0",
                 person.bio ? person.bio->data() : nullptr,
                 write(id, static_cast<std::uint64_t>(person.id.value_or(0)))},
          lengths{static_cast<int>(person.name.size()),
                  static_cast<int>(person.email.size()),
                  4,
                  8,
                  1,
                  person.bio ? static_cast<int>(person.bio->size()) : 0,
                  8} {}

    char age[4];
    char score[8];
    char id[8];
    const char* values[7];
    int lengths[7];
  };

 private:
  // Of one dimension, without NULLs.
  template <class Item, class Decode>
  static void each_item(const char* from, std::vector<Item>& items, Decode decode) {
    if (read<std::uint32_t>(from) == 0) return;
    const auto count = read<std::uint32_t>(from + 12);
    items.resize(count);
    from += 20;
    for (Item& item : items) {
      const auto length = read<std::uint32_t>(from);
      decode(from + 4, length, item);
      from += 4 + length;
    }
  }
};

}  // namespace benchmark
