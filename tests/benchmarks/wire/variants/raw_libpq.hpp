// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "../connection.hpp"
#include "../sql.hpp"
#include "../variant.hpp"
#include "values.hpp"

namespace benchmark {

// Prepared statements of libpq, one after the other. `Format` decodes rows, and encodes a number or a person.
template <class Format>
class RawLibpq final : public Variant {
 public:
  explicit RawLibpq(const std::string& url) : connection_{connect(url)} {
    prepare(connection_, "get", sql::get);
    prepare(connection_, "read_all", sql::read_all);
    prepare(connection_, "page", sql::page);
    prepare(connection_, "next_page", sql::next_page);
    prepare(connection_, "insert", sql::insert);
    prepare(connection_, "update", sql::update);
    prepare(connection_, "read_documents", sql::read_documents);
    prepare(connection_, "read_tagged", sql::read_tagged);
    prepare(connection_, "list_families", sql::list_families);
  }

  void get_by_key(const std::vector<std::int64_t>& keys, Digest& digest) override {
    for (const std::int64_t key : keys) digest.add(get(key));
  }
  void read_all(Digest& digest) override { read_table<Person>("read_all", digest); }
  void read_documents(Digest& digest) override { read_table<Document>("read_documents", digest); }
  void read_tagged(Digest& digest) override { read_table<Tagged>("read_tagged", digest); }

  // One join; a parent begins where the key changes.
  void list_families(Digest& digest) override {
    const Result result = run("list_families", 0, nullptr, nullptr);
    std::vector<Parent> parents;
    const int rows = PQntuples(result.get());
    for (int row = 0; row < rows; ++row) {
      const std::int64_t key = Format::decode_key(result.get(), row);
      if (parents.empty() || *parents.back().id != key) parents.push_back({.id = key, .name = std::string{value_of(result.get(), row, 1)}});
      if (PQgetisnull(result.get(), row, 2) == 0) Format::decode(result.get(), row, parents.back().children.emplace_back());
    }
    digest.add_all(parents);
  }

  void pages(const std::vector<std::int32_t>& ages, Digest& digest) override {
    for (const std::int32_t age : ages) {
      const typename Format::template One<std::int32_t> bound{age};
      take_all<Person>(run("page", 1, bound.values, bound.lengths), digest);
    }
  }
  void next_pages(const std::vector<std::int64_t>& keys, Digest& digest) override {
    const typename Format::template One<std::int32_t> least{least_age}, greatest{greatest_age};
    for (const std::int64_t key : keys) {
      const typename Format::template One<std::int64_t> after{key};
      const char* const values[] = {after.values[0], least.values[0], greatest.values[0]};
      static constexpr int lengths[] = {8, 4, 4};
      take_all<Person>(run("next_page", 3, values, Format::binary ? lengths : nullptr), digest);
    }
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
  // One by one, since COPY returns nothing.
  void bulk_insert_returning(std::vector<WrittenPerson>& people) override { insert(people); }

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
  Result run(const char* name, int count, const char* const* values, const int* lengths) {
    static constexpr int binary[] = {1, 1, 1, 1, 1, 1, 1};
    return checked(connection_, PQexecPrepared(connection_.get(), name, count, values, lengths,
                                               Format::binary ? binary : nullptr, Format::binary ? 1 : 0));
  }

  Person get(std::int64_t key) {
    typename Format::template One<std::int64_t> parameter{key};
    const Result result = run("get", 1, parameter.values, parameter.lengths);
    if (PQntuples(result.get()) != 1) throw std::runtime_error{"no row has this key"};
    Person person;
    Format::decode(result.get(), 0, person);
    return person;
  }

  template <class Row>
  static void take_all(const Result& result, Digest& digest) {
    std::vector<Row> decoded;
    const int rows = PQntuples(result.get());
    decoded.reserve(static_cast<std::size_t>(rows));
    for (int row = 0; row < rows; ++row) Format::decode(result.get(), row, decoded.emplace_back());
    digest.add_all(decoded);
  }
  template <class Row>
  void read_table(const char* name, Digest& digest) {
    take_all<Row>(run(name, 0, nullptr, nullptr), digest);
  }

  Connection connection_;
};

inline std::vector<Task> raw_tasks() {
  return {Task::get,         Task::read_all,      Task::page,
          Task::next_page,   Task::insert,        Task::bulk_insert_returning,
          Task::update,      Task::get_twenty,    Task::read_documents,
          Task::read_tagged, Task::get_on_threads,  Task::list_families,
          Task::list_families_one_by_one};
}

}  // namespace benchmark
