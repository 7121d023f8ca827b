// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cstddef>
#include <stdexcept>
#include <system_error>

#include "raw_libpq.hpp"

namespace benchmark {

// PostgreSQL's text format, as an expert reads and writes it: no locale, no stream, no allocation.
struct TextFormat {
  static constexpr bool binary = false;

  template <class Number>
  static void read(std::string_view text, Number& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) throw std::runtime_error{"this is no number"};
  }
  template <std::size_t Size, class Number>
  static const char* write(char (&to)[Size], Number value) {
    *std::to_chars(to, to + Size - 1, value).ptr = '\0';
    return to;
  }

  static std::int64_t decode_key(const PGresult* result) {
    std::int64_t key = 0;
    read(value_of(result, 0, 0), key);
    return key;
  }

  static void decode(const PGresult* result, int row, PersonFields& person) {
    std::int64_t id = 0;
    read(value_of(result, row, 0), id);
    person.id = id;
    person.name = value_of(result, row, 1);
    person.email = value_of(result, row, 2);
    read(value_of(result, row, 3), person.age);
    read(value_of(result, row, 4), person.score);
    person.active = *PQgetvalue(result, row, 5) == 't';
    decode_bio(result, row, person.bio);
  }

  struct Key {
    explicit Key(std::int64_t key) { values[0] = write(text, key); }

    char text[24];
    const char* values[1];
    const int* lengths = nullptr;  // text ends with a NUL
  };

  struct Parameters {
    explicit Parameters(const PersonFields& person)
        : values{person.name.c_str(),
                 person.email.c_str(),
                 write(age, person.age),
                 write(score, person.score),
                 person.active ? "t" : "f",
                 person.bio ? person.bio->c_str() : nullptr,
                 person.id ? write(id, *person.id) : nullptr} {}

    char age[16];
    char score[32];
    char id[24];
    const char* values[7];
    const int* lengths = nullptr;
  };
};

}  // namespace benchmark
