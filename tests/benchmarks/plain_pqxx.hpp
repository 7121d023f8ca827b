// SPDX-License-Identifier: MIT
#pragma once

#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "workload.hpp"

namespace benchmark {

// libpqxx as its manual shows it: prepared statements, and as<T>() for each field.
class PlainPqxx final : public Variant {
 public:
  explicit PlainPqxx(const std::string& url) : connection_{url} {
    connection_.prepare("get", sql::get);
    connection_.prepare("read_all", sql::read_all);
    connection_.prepare("insert", sql::insert);
    connection_.prepare("update", sql::update);
  }

  void get_by_key(const std::vector<std::int64_t>& keys, Digest& digest) override {
    pqxx::nontransaction work{connection_};
    for (const std::int64_t key : keys) digest.add(get(work, key));
  }

  void read_all(Digest& digest) override {
    std::vector<Person> people;
    pqxx::nontransaction work{connection_};
    const pqxx::result result = run(work, "read_all");
    people.reserve(static_cast<std::size_t>(result.size()));
    for (const auto& row : result) decode(row, people.emplace_back());
    digest.add_all(people);
  }

  void insert(std::vector<WrittenPerson>& people) override {
    pqxx::work work{connection_};
    for (WrittenPerson& person : people) {
      const pqxx::result result = run(work, "insert", person.name, person.email, person.age, person.score,
                                      person.active, person.bio ? person.bio->c_str() : nullptr);
      if (result.empty()) throw std::runtime_error{"an insert gave no key"};
      person.id = result[0][0].as<std::int64_t>();
    }
    work.commit();
  }

  void update(std::vector<WrittenPerson>& people) override {
    pqxx::work work{connection_};
    for (const WrittenPerson& person : people) {
      const pqxx::result result = run(work, "update", person.name, person.email, person.age, person.score,
                                      person.active, person.bio ? person.bio->c_str() : nullptr, *person.id);
      if (result.affected_rows() != 1) throw std::runtime_error{"an update found no row"};
    }
    work.commit();
  }

 private:
  // The one call that differs between the versions.
  template <class... Values>
  static pqxx::result run(pqxx::transaction_base& work, const char* statement, Values&&... values) {
#if PQXX_VERSION_MAJOR >= 8
    return work.exec(pqxx::prepped{statement}, pqxx::params{std::forward<Values>(values)...});
#else
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    return work.exec_prepared(statement, std::forward<Values>(values)...);
#pragma GCC diagnostic pop
#endif
  }

  static Person get(pqxx::transaction_base& work, std::int64_t key) {
    const pqxx::result result = run(work, "get", key);
    if (result.empty()) throw std::runtime_error{"no row has this key"};
    Person person;
    decode(result[0], person);
    return person;
  }

  template <class Row>
  static void decode(const Row& row, PersonFields& person) {
    person.id = row[0].template as<std::int64_t>();
    person.name = row[1].template as<std::string>();
    person.email = row[2].template as<std::string>();
    person.age = row[3].template as<std::int32_t>();
    person.score = row[4].template as<double>();
    person.active = row[5].template as<bool>();
    if (!row[6].is_null()) person.bio = row[6].template as<std::string>();
  }

  pqxx::connection connection_;
};

}  // namespace benchmark
