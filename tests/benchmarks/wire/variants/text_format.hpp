// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cstddef>

#include "../rows.hpp"
#include "array_text.hpp"
#include "values.hpp"

namespace benchmark {

// PostgreSQL's text format, as an expert reads and writes it: no locale, no stream, no allocation.
struct TextFormat {
  static constexpr bool binary = false;

  template <std::size_t Size, class Number>
  static const char* write(char (&to)[Size], Number value) {
    *std::to_chars(to, to + Size - 1, value).ptr = '\0';
    return to;
  }

  static std::int64_t decode_key(const PGresult* result, int row = 0) {
    std::int64_t key = 0;
    read_number(value_of(result, row, 0), key);
    return key;
  }

  static void decode(const PGresult* result, int row, PersonFields& person) {
    person.id = decode_key(result, row);
    person.name = value_of(result, row, 1);
    person.email = value_of(result, row, 2);
    read_number(value_of(result, row, 3), person.age);
    read_number(value_of(result, row, 4), person.score);
    person.active = *PQgetvalue(result, row, 5) == 't';
    decode_bio(result, row, person.bio);
  }
  static void decode(const PGresult* result, int row, Document& document) {
    document.id = decode_key(result, row);
    document.body = nlohmann::json::parse(value_of(result, row, 1));
  }
  static void decode(const PGresult* result, int row, Tagged& tagged) {
    tagged.id = decode_key(result, row);
    read_array(value_of(result, row, 1), tagged.numbers);
    read_array(value_of(result, row, 2), tagged.tags);
  }

  static void decode(const PGresult* result, int row, ChildFields& child) {
    std::int64_t key = 0;
    read_number(value_of(result, row, 2), key);
    child.id = key;
    child.title = value_of(result, row, 3);
    read_number(value_of(result, row, 4), child.mark);
  }

  template <class Number>
  struct One {
    explicit One(Number number) : values{write(text, number)} {}

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
