// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <promptview/postgres.hpp>

#include "workload.hpp"

namespace benchmark {

class PromptviewSide final : public Variant {
 public:
  explicit PromptviewSide(const std::string& url) { pv::connect({.url = url, .pool_size = 1}); }
  ~PromptviewSide() override { pv::disconnect(); }
  PromptviewSide(const PromptviewSide&) = delete;
  PromptviewSide& operator=(const PromptviewSide&) = delete;

  void get_by_key(const std::vector<std::int64_t>& keys, Digest& digest) override {
    for (const std::int64_t key : keys) {
      const std::optional<Person> person = Person::get(key);
      if (!person) throw std::runtime_error{"no row has this key"};
      digest.add(*person);
    }
  }

  void read_all(Digest& digest) override {
    const std::vector<Person> people = Person::query().execute();
    digest.add_all(people);
  }

  void insert(std::vector<WrittenPerson>& people) override { save(people); }
  void update(std::vector<WrittenPerson>& people) override { save(people); }

 private:
  // Without a key an INSERT, with one an UPDATE of all columns.
  static void save(std::vector<WrittenPerson>& people) {
    pv::Transaction transaction;
    for (WrittenPerson& person : people) person.save();
    transaction.commit();
  }
};

}  // namespace benchmark
