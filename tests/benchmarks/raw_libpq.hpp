// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tables.hpp"
#include "workload.hpp"

namespace benchmark {

// What the two formats have in common: `Format` decodes a row, and encodes a key or a person.
template <class Format>
class RawLibpq final : public Variant {
 public:
  explicit RawLibpq(const std::string& url) : connection_{connect(url)} {
    prepare("get", sql::get);
    prepare("read_all", sql::read_all);
    prepare("insert", sql::insert);
    prepare("update", sql::update);
  }

  void get_by_key(const std::vector<std::int64_t>& keys, Digest& digest) override {
    for (const std::int64_t key : keys) digest.add(get(key));
  }

  void read_all(Digest& digest) override {
    std::vector<Person> people;
    const Result result = run("read_all", 0, nullptr, nullptr);
    const int rows = PQntuples(result.get());
    people.reserve(static_cast<std::size_t>(rows));
    for (int row = 0; row < rows; ++row) Format::decode(result.get(), row, people.emplace_back());
    digest.add_all(people);
  }

  void insert(std::vector<WrittenPerson>& people) override {
    execute(connection_, "BEGIN");
    for (WrittenPerson& person : people) {
      typename Format::Parameters parameters{person};
      const Result result = run("insert", 6, parameters.values, parameters.lengths);
      if (PQntuples(result.get()) != 1) throw std::runtime_error{"an insert gave no key"};
      person.id = Format::decode_key(result.get());
    }
    execute(connection_, "COMMIT");
  }

  void update(std::vector<WrittenPerson>& people) override {
    execute(connection_, "BEGIN");
    for (const WrittenPerson& person : people) {
      typename Format::Parameters parameters{person};
      const Result result = run("update", 7, parameters.values, parameters.lengths);
      if (std::string_view{PQcmdTuples(result.get())} != "1") throw std::runtime_error{"an update found no row"};
    }
    execute(connection_, "COMMIT");
  }

 private:
  void prepare(const char* name, const char* text) {
    checked(connection_, PQprepare(connection_.get(), name, text, 0, nullptr));
  }

  Result run(const char* name, int count, const char* const* values, const int* lengths) {
    static constexpr int binary[] = {1, 1, 1, 1, 1, 1, 1};
    return checked(connection_, PQexecPrepared(connection_.get(), name, count, values, lengths,
                                               Format::binary ? binary : nullptr, Format::binary ? 1 : 0));
  }

  Person get(std::int64_t key) {
    typename Format::Key parameter{key};
    const Result result = run("get", 1, parameter.values, parameter.lengths);
    if (PQntuples(result.get()) != 1) throw std::runtime_error{"no row has this key"};
    Person person;
    Format::decode(result.get(), 0, person);
    return person;
  }

  Connection connection_;
};

inline std::string_view value_of(const PGresult* result, int row, int column) noexcept {
  return {PQgetvalue(result, row, column), static_cast<std::size_t>(PQgetlength(result, row, column))};
}

inline void decode_bio(const PGresult* result, int row, std::optional<std::string>& bio) {
  if (PQgetisnull(result, row, 6) != 0)
    bio.reset();
  else
    bio.emplace(value_of(result, row, 6));
}

}  // namespace benchmark
