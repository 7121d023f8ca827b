// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string_view>

#include "../connection.hpp"
#include "../sql.hpp"
#include "../variant.hpp"
#include "binary_format.hpp"

namespace benchmark {
namespace {

// libpq's pipeline mode, in binary: many statements, one round trip for a batch of them.
class RawPipelined final : public Variant {
 public:
  explicit RawPipelined(const std::string& url) : connection_{connect(url)} {
    prepare(connection_, "get", sql::get);
    prepare(connection_, "insert", sql::insert);
    prepare(connection_, "update", sql::update);
  }

  void get_by_key(const std::vector<std::int64_t>& keys, Digest& digest) override { get_twenties(keys, digest); }

  void get_twenties(const std::vector<std::int64_t>& keys, Digest& digest) override {
    const Pipeline pipeline{connection_};
    for (std::size_t from = 0; from < keys.size(); from += 20) {
      const std::size_t to = std::min(from + 20, keys.size());
      for (std::size_t i = from; i < to; ++i) send("get", 1, BinaryFormat::One<std::int64_t>{keys[i]});
      sync();
      for (std::size_t i = from; i < to; ++i) {
        const Result result = next();
        if (PQntuples(result.get()) != 1) throw std::runtime_error{"no row has this key"};
        Person person;
        BinaryFormat::decode(result.get(), 0, person);
        digest.add(person);
      }
      end_of_batch();
    }
  }

  void insert(std::vector<WrittenPerson>& people) override {
    in_transaction(people, "insert", 6, [](WrittenPerson& person, const PGresult* result) {
      if (PQntuples(result) != 1) throw std::runtime_error{"an insert gave no key"};
      person.id = BinaryFormat::decode_key(result);
    });
  }
  void bulk_insert_returning(std::vector<WrittenPerson>& people) override { insert(people); }

  void update(std::vector<WrittenPerson>& people) override {
    in_transaction(people, "update", 7, [](const WrittenPerson&, PGresult* result) {
      if (std::string_view{PQcmdTuples(result)} != "1") throw std::runtime_error{"an update found no row"};
    });
  }

 private:
  static constexpr std::size_t batch = 250;  // less than fills the buffers of the socket

  struct Pipeline {
    explicit Pipeline(const Connection& of) : connection{of} { PQenterPipelineMode(connection.get()); }
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;
    ~Pipeline() { PQexitPipelineMode(connection.get()); }

    const Connection& connection;
  };

  template <class Take>
  void in_transaction(std::vector<WrittenPerson>& people, const char* name, int count, Take take) {
    execute(connection_, "BEGIN");
    {
      const Pipeline pipeline{connection_};
      for (std::size_t from = 0; from < people.size(); from += batch) {
        const std::size_t to = std::min(from + batch, people.size());
        for (std::size_t i = from; i < to; ++i) send(name, count, BinaryFormat::Parameters{people[i]});
        sync();
        for (std::size_t i = from; i < to; ++i) take(people[i], next().get());
        end_of_batch();
      }
    }
    execute(connection_, "COMMIT");
  }

  template <class Parameters>
  void send(const char* name, int count, const Parameters& parameters) {
    static constexpr int binary[] = {1, 1, 1, 1, 1, 1, 1};
    if (PQsendQueryPrepared(connection_.get(), name, count, parameters.values, parameters.lengths, binary, 1) != 1)
      throw std::runtime_error{PQerrorMessage(connection_.get())};
  }
  void sync() {
    if (PQpipelineSync(connection_.get()) != 1) throw std::runtime_error{PQerrorMessage(connection_.get())};
  }
  // The result of one statement, and the NULL behind it.
  Result next() {
    Result result = checked(connection_, PQgetResult(connection_.get()));
    if (PQgetResult(connection_.get()) != nullptr) throw std::runtime_error{"a statement had two results"};
    return result;
  }
  void end_of_batch() { checked(connection_, PQgetResult(connection_.get())); }

  Connection connection_;
};

const bool offered = offer<RawPipelined>(2, "raw-pipelined",
                                         {Task::insert, Task::update, Task::get_twenty, Task::bulk_insert_returning});

}  // namespace
}  // namespace benchmark
