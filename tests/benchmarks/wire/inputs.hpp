// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rows.hpp"

namespace benchmark {

// `count` keys between 1 and `rows`, always the same ones, in no order.
inline std::vector<std::int64_t> some_keys(int count, int rows) {
  std::vector<std::int64_t> keys;
  keys.reserve(static_cast<std::size_t>(count));
  std::uint64_t state = 1;
  for (int i = 0; i < count; ++i) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    keys.push_back(static_cast<std::int64_t>((state >> 33U) % static_cast<std::uint64_t>(rows)) + 1);
  }
  return keys;
}

// People to insert; with keys from 1 on, to update or to insert with their keys.
inline std::vector<WrittenPerson> some_people(int count, bool with_keys) {
  std::vector<WrittenPerson> people(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    WrittenPerson& person = people[static_cast<std::size_t>(i)];
    if (with_keys) person.id = i + 1;
    person.name = "Someone " + std::to_string(i);
    person.email = "someone" + std::to_string(i) + "@example.org";
    person.age = i % 100;
    person.score = i * 0.73;
    person.active = i % 2 == 0;
    if (i % 2 == 1) person.bio = "Has moved to town number " + std::to_string(i) + " by now.";
  }
  return people;
}

}  // namespace benchmark
