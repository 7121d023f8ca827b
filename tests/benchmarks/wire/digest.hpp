// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "rows.hpp"

namespace benchmark {

// Keeps the compiler from dropping the work that made `object`.
template <class T>
void keep(const T& object) noexcept {
  asm volatile("" : : "r"(&object) : "memory");
}

// A sum over rows in which each field counts and the order does not. Off while time or instructions are measured.
class Digest {
 public:
  explicit Digest(bool on) noexcept : on_{on} {}

  template <class Row>
  void add(const Row& row) {
    keep(row);
    if (on_) sum_ += of(row);
  }
  template <class Rows>
  void add_all(const Rows& rows) {
    keep(rows);
    if (!on_) return;
    for (const auto& row : rows) sum_ += of(row);
  }
  void add_sum(std::uint64_t sum) noexcept { sum_ += sum; }
  bool is_on() const noexcept { return on_; }
  std::uint64_t sum() const noexcept { return sum_; }

 private:
  struct Mixed {
    std::uint64_t hash = 0;

    Mixed& operator<<(std::uint64_t value) noexcept {
      hash = (hash ^ value) * 0x9e3779b97f4a7c15U + (hash >> 29U);
      return *this;
    }
    Mixed& operator<<(std::string_view text) noexcept { return *this << std::hash<std::string_view>{}(text); }
  };

  static std::uint64_t key_of(const pv::Auto<std::int64_t>& id) { return static_cast<std::uint64_t>(id.value_or(0)); }

  static std::uint64_t of(const PersonFields& person) {
    Mixed mixed;
    mixed << key_of(person.id) << person.name << person.email << static_cast<std::uint64_t>(person.age)
          << std::bit_cast<std::uint64_t>(person.score) << std::uint64_t{person.active ? 1U : 2U}
          << std::uint64_t{person.bio ? 1U : 2U} << std::string_view{person.bio ? *person.bio : std::string_view{}};
    return mixed.hash;
  }
  static std::uint64_t of(const Document& document) {
    Mixed mixed;
    mixed << key_of(document.id) << std::string_view{document.body.dump()};
    return mixed.hash;
  }
  static std::uint64_t of(const Tagged& tagged) {
    Mixed mixed;
    mixed << key_of(tagged.id) << tagged.numbers.size() << tagged.tags.size();
    for (const std::int64_t number : tagged.numbers) mixed << static_cast<std::uint64_t>(number);
    for (const std::string& tag : tagged.tags) mixed << std::string_view{tag};
    return mixed.hash;
  }

  // A parent, of whatever type, with its children.
  template <class Parent>
    requires requires(const Parent& parent) { parent.children.begin(); }
  static std::uint64_t of(const Parent& parent) {
    Mixed mixed;
    mixed << key_of(parent.id) << std::string_view{parent.name} << parent.children.size();
    for (const auto& child : parent.children)
      mixed << key_of(child.id) << std::string_view{child.title} << static_cast<std::uint64_t>(child.mark);
    return mixed.hash;
  }

  bool on_;
  std::uint64_t sum_ = 0;
};

}  // namespace benchmark
