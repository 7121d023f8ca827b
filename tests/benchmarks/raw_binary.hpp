// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "raw_libpq.hpp"

namespace benchmark {

// PostgreSQL's binary format: numbers in network byte order, texts as they are.
struct BinaryFormat {
  static constexpr bool binary = true;

  static std::uint32_t swapped(std::uint32_t value) noexcept {
    return std::endian::native == std::endian::big ? value : __builtin_bswap32(value);
  }
  static std::uint64_t swapped(std::uint64_t value) noexcept {
    return std::endian::native == std::endian::big ? value : __builtin_bswap64(value);
  }
  template <class Bits>
  static Bits read(const PGresult* result, int row, int column) noexcept {
    Bits bits;
    std::memcpy(&bits, PQgetvalue(result, row, column), sizeof(bits));
    return swapped(bits);
  }
  template <class Bits>
  static const char* write(char (&to)[sizeof(Bits)], Bits bits) noexcept {
    bits = swapped(bits);
    std::memcpy(to, &bits, sizeof(bits));
    return to;
  }

  static std::int64_t decode_key(const PGresult* result) {
    return static_cast<std::int64_t>(read<std::uint64_t>(result, 0, 0));
  }

  static void decode(const PGresult* result, int row, PersonFields& person) {
    person.id = static_cast<std::int64_t>(read<std::uint64_t>(result, row, 0));
    person.name = value_of(result, row, 1);
    person.email = value_of(result, row, 2);
    person.age = static_cast<std::int32_t>(read<std::uint32_t>(result, row, 3));
    person.score = std::bit_cast<double>(read<std::uint64_t>(result, row, 4));
    person.active = *PQgetvalue(result, row, 5) != 0;
    decode_bio(result, row, person.bio);
  }

  struct Key {
    explicit Key(std::int64_t key) { values[0] = write(bits, static_cast<std::uint64_t>(key)); }

    char bits[8];
    const char* values[1];
    int lengths[1] = {8};
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
};

}  // namespace benchmark
