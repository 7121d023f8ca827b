// SPDX-License-Identifier: MIT
#include <pqxx/pqxx>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "../sql.hpp"
#include "../variant.hpp"

namespace benchmark {
namespace {

// libpqxx as its manual shows it: prepared statements, as<T>() for each field, and stream_to for many rows.
class PlainPqxx final : public Variant {
 public:
  explicit PlainPqxx(const std::string& url) : connection_{url} {
    connection_.prepare("get", sql::get);
    connection_.prepare("read_all", sql::read_all);
    connection_.prepare("page", sql::page);
    connection_.prepare("next_page", sql::next_page);
    connection_.prepare("insert", sql::insert);
    connection_.prepare("update", sql::update);
    connection_.prepare("read_documents", sql::read_documents);
    connection_.prepare("read_tagged", sql::read_tagged);
  }

  void get_by_key(const std::vector<std::int64_t>& keys, Digest& digest) override {
    pqxx::nontransaction work{connection_};
    for (const std::int64_t key : keys) digest.add(get(work, key));
  }
  void read_all(Digest& digest) override { read_rows<Person>(digest, "read_all"); }
  void read_documents(Digest& digest) override { read_rows<Document>(digest, "read_documents"); }
  void read_tagged(Digest& digest) override { read_rows<Tagged>(digest, "read_tagged"); }
  void pages(const std::vector<std::int32_t>& ages, Digest& digest) override {
    for (const std::int32_t age : ages) read_rows<Person>(digest, "page", age);
  }
  void next_pages(const std::vector<std::int64_t>& keys, Digest& digest) override {
    for (const std::int64_t key : keys) read_rows<Person>(digest, "next_page", key, least_age, greatest_age);
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
  // One by one: stream_to returns nothing.
  void bulk_insert_returning(std::vector<WrittenPerson>& people) override { insert(people); }

  void update(std::vector<WrittenPerson>& people) override {
    pqxx::work work{connection_};
    for (const WrittenPerson& person : people) {
      const pqxx::result result = run(work, "update", person.name, person.email, person.age, person.score,
                                      person.active, person.bio ? person.bio->c_str() : nullptr, *person.id);
      if (result.affected_rows() != 1) throw std::runtime_error{"an update found no row"};
    }
    work.commit();
  }

  void bulk_insert(std::vector<WrittenPerson>& people) override {
    pqxx::work work{connection_};
    const char* const table = "promptview_benchmark_written";
#if PQXX_VERSION_MAJOR >= 7
    auto stream = pqxx::stream_to::table(work, {table}, {"id", "name", "email", "age", "score", "active", "bio"});
    for (const WrittenPerson& person : people)
      stream.write_values(*person.id, person.name, person.email, person.age, person.score, person.active, person.bio);
#else
    pqxx::stream_to stream{work, table,
                           std::vector<std::string>{"id", "name", "email", "age", "score", "active", "bio"}};
    for (const WrittenPerson& person : people)
      stream << std::make_tuple(*person.id, person.name, person.email, person.age, person.score, person.active,
                                person.bio ? person.bio->c_str() : nullptr);
#endif
    stream.complete();
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

  template <class Row, class... Values>
  void read_rows(Digest& digest, const char* statement, Values... values) {
    std::vector<Row> decoded;
    pqxx::nontransaction work{connection_};
    const pqxx::result result = run(work, statement, values...);
    decoded.reserve(static_cast<std::size_t>(result.size()));
    for (const auto& row : result) decode(row, decoded.emplace_back());
    digest.add_all(decoded);
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
  template <class Row>
  static void decode(const Row& row, Document& document) {
    document.id = row[0].template as<std::int64_t>();
    document.body = nlohmann::json::parse(std::string_view{row[1].c_str(), row[1].size()});
  }
  template <class Row>
  static void decode(const Row& row, Tagged& tagged) {
    tagged.id = row[0].template as<std::int64_t>();
    read_items(row[1], tagged.numbers);
    read_items(row[2], tagged.tags);
  }

  template <class Field, class Item>
  static void read_items(const Field& field, std::vector<Item>& items) {
    if constexpr (requires { field.template as_sql_array<Item>(); }) {
      const auto array = field.template as_sql_array<Item>();
      for (std::size_t i = 0; i < array.size(); ++i) items.push_back(array[i]);
    } else {
      auto parser = field.as_array();
      using Found = typename decltype(parser)::juncture;
      for (auto next = parser.get_next(); next.first != Found::done; next = parser.get_next())
        if (next.first == Found::string_value) take_item(std::move(next.second), items);
    }
  }
  static void take_item(std::string&& text, std::vector<std::string>& items) { items.push_back(std::move(text)); }
  static void take_item(const std::string& text, std::vector<std::int64_t>& items) {
    pqxx::from_string(text, items.emplace_back());
  }

  pqxx::connection connection_;
};

const bool offered = offer<PlainPqxx>(6, "libpqxx",
                                      {Task::get, Task::read_all, Task::page, Task::next_page, Task::insert,
                                       Task::bulk_insert, Task::bulk_insert_returning, Task::update, Task::get_twenty,
                                       Task::read_documents, Task::read_tagged, Task::get_on_threads});

}  // namespace
}  // namespace benchmark
