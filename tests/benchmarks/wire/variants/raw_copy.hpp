// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "../connection.hpp"
#include "../sql.hpp"
#include "../variant.hpp"

namespace benchmark {

// COPY of libpq, in and out. `Format` appends rows to a buffer, and decodes those that come.
template <class Format>
class RawCopy final : public Variant {
 public:
  explicit RawCopy(const std::string& url) : connection_{connect(url)} {}

  void bulk_insert(std::vector<WrittenPerson>& people) override {
    execute(connection_, "COPY promptview_benchmark_written (" + std::string{sql::written_columns} + ") FROM STDIN" +
                             Format::options);
    std::string buffer{Format::begin};
    for (const WrittenPerson& person : people) {
      Format::append(buffer, person);
      if (buffer.size() > piece) flush(buffer);
    }
    buffer += Format::end;
    flush(buffer);
    if (PQputCopyEnd(connection_.get(), nullptr) != 1) fail();
    checked(connection_, PQgetResult(connection_.get()));
    finish();
  }

  void read_all(Digest& digest) override {
    execute(connection_,
            "COPY promptview_benchmark_people (" + std::string{sql::written_columns} + ") TO STDOUT" + Format::options);
    std::vector<Person> people;
    char* line = nullptr;
    for (int length = 0; (length = PQgetCopyData(connection_.get(), &line, 0)) > 0; PQfreemem(line))
      Format::decode({line, static_cast<std::size_t>(length)}, people);
    checked(connection_, PQgetResult(connection_.get()));
    finish();
    digest.add_all(people);
  }

 private:
  static constexpr std::size_t piece = 60'000;

  void flush(std::string& buffer) {
    if (PQputCopyData(connection_.get(), buffer.data(), static_cast<int>(buffer.size())) != 1) fail();
    buffer.clear();
  }
  void finish() {
    if (PQgetResult(connection_.get()) != nullptr) throw std::runtime_error{"COPY had two results"};
  }
  [[noreturn]] void fail() const { throw std::runtime_error{PQerrorMessage(connection_.get())}; }

  Connection connection_;
};

}  // namespace benchmark
