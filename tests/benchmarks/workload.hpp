// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/model.hpp>

// What all variants do: the rows, the statements, and the sums by which their results are compared.
namespace benchmark {

namespace pv = promptview;

struct PersonFields {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  std::string email{};
  std::int32_t age{};
  double score{};
  bool active{};
  std::optional<std::string> bio{};
};

struct Person : PersonFields, pv::Model<Person> {};  // the rows that are read
PROMPTVIEW_MODEL(Person, postgres, "promptview_benchmark_people",
                 FIELD(id, primary_key), FIELD(name), FIELD(email), FIELD(age), FIELD(score), FIELD(active), FIELD(bio))

struct WrittenPerson : PersonFields, pv::Model<WrittenPerson> {};  // those that are inserted and updated
PROMPTVIEW_MODEL(WrittenPerson, postgres, "promptview_benchmark_written",
                 FIELD(id, primary_key), FIELD(name), FIELD(email), FIELD(age), FIELD(score), FIELD(active), FIELD(bio))

// The statements, as people write them by hand for raw libpq and for libpqxx.
namespace sql {
inline constexpr const char* get =
    "SELECT id, name, email, age, score, active, bio FROM promptview_benchmark_people WHERE id = $1";
inline constexpr const char* read_all =
    "SELECT id, name, email, age, score, active, bio FROM promptview_benchmark_people";
inline constexpr const char* insert =
    "INSERT INTO promptview_benchmark_written (name, email, age, score, active, bio) VALUES ($1, $2, $3, $4, $5, $6) "
    "RETURNING id";
inline constexpr const char* update =
    "UPDATE promptview_benchmark_written SET name = $1, email = $2, age = $3, score = $4, active = $5, bio = $6 "
    "WHERE id = $7";
}  // namespace sql

// Keeps the compiler from dropping the work that made `object`.
template <class T>
void keep(const T& object) noexcept {
  asm volatile("" : : "r"(&object) : "memory");
}

// A sum over rows in which each field counts and the order does not. Off while time or instructions are measured.
class Digest {
 public:
  explicit Digest(bool on) noexcept : on_{on} {}

  void add(const PersonFields& person) {
    keep(person);
    if (on_) sum_ += of(person);
  }
  template <class People>
  void add_all(const People& people) {
    keep(people);
    if (!on_) return;
    for (const PersonFields& person : people) sum_ += of(person);
  }
  std::uint64_t sum() const noexcept { return sum_; }

 private:
  static std::uint64_t of(const PersonFields& person) {
    std::uint64_t hash = 0;
    const auto mix = [&hash](std::uint64_t value) { hash = (hash ^ value) * 0x9e3779b97f4a7c15U + (hash >> 29U); };
    const auto text = [&mix](std::string_view value) { mix(std::hash<std::string_view>{}(value)); };
    mix(static_cast<std::uint64_t>(person.id.value_or(0)));
    text(person.name);
    text(person.email);
    mix(static_cast<std::uint64_t>(person.age));
    mix(std::bit_cast<std::uint64_t>(person.score));
    mix(person.active ? 1 : 2);
    mix(person.bio ? 1 : 2);
    text(person.bio.value_or(""));
    return hash;
  }

  bool on_;
  std::uint64_t sum_ = 0;
};

// One way to reach the database, on one connection.
class Variant {
 public:
  virtual ~Variant() = default;

  virtual void get_by_key(const std::vector<std::int64_t>& keys, Digest& digest) = 0;  // W1
  virtual void read_all(Digest& digest) = 0;                                           // W2, once over the table
  // One statement each, in one transaction.
  virtual void insert(std::vector<WrittenPerson>& people) = 0;                         // W4, sets the keys
  virtual void update(std::vector<WrittenPerson>& people) = 0;                         // W6
};

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

// People to insert; with keys from 1 on, to update.
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
