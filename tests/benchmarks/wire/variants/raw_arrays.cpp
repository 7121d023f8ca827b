// SPDX-License-Identifier: MIT
#include <bit>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "../connection.hpp"
#include "../variant.hpp"
#include "binary_format.hpp"

namespace benchmark {
namespace {

// An array parameter in binary, of one dimension.
class ArrayParameter {
 public:
  ArrayParameter(std::uint32_t item_type, std::size_t count) {
    for (const std::uint32_t bits : {1U, 1U, item_type, static_cast<std::uint32_t>(count), 1U}) append(bits);
  }

  template <class Bits>
  void number(Bits bits) {
    append(static_cast<std::uint32_t>(sizeof(bits)));
    append(bits);
  }
  void text(std::string_view text) {
    append(static_cast<std::uint32_t>(text.size()));
    bytes_ += text;
  }
  void null() { append(~std::uint32_t{0}); }

  const char* data() const noexcept { return bytes_.data(); }
  int size() const noexcept { return static_cast<int>(bytes_.size()); }

 private:
  template <class Bits>
  void append(Bits bits) {
    bits = BinaryFormat::swapped(bits);
    bytes_.append(reinterpret_cast<const char*>(&bits), sizeof(bits));
  }

  std::string bytes_{};
};

// One INSERT of a whole batch: an array for each column.
class RawArrays final : public Variant {
 public:
  explicit RawArrays(const std::string& url) : connection_{connect(url)} {
    const std::string insert = "INSERT INTO promptview_benchmark_written (name, email, age, score, active, bio";
    const std::string columns =
        "$1::text[], $2::text[], $3::integer[], $4::double precision[], $5::boolean[], $6::text[]";
    prepare(connection_, "without_keys", insert + ") SELECT * FROM unnest(" + columns + ") RETURNING id");
    prepare(connection_, "with_keys", insert + ", id) SELECT * FROM unnest(" + columns + ", $7::bigint[])");
  }

  void bulk_insert(std::vector<WrittenPerson>& people) override { insert_all(people, false); }
  void bulk_insert_returning(std::vector<WrittenPerson>& people) override { insert_all(people, true); }

 private:
  static constexpr std::size_t batch = 10'000;

  void insert_all(std::vector<WrittenPerson>& people, bool returning) {
    execute(connection_, "BEGIN");
    for (std::size_t from = 0; from < people.size(); from += batch)
      insert_batch(people.data() + from, std::min(batch, people.size() - from), returning);
    execute(connection_, "COMMIT");
  }

  void insert_batch(WrittenPerson* people, std::size_t count, bool returning) {
    ArrayParameter columns[7] = {{25, count}, {25, count}, {23, count}, {701, count},
                                 {16, count}, {25, count}, {20, count}};
    for (std::size_t i = 0; i < count; ++i) {
      const WrittenPerson& person = people[i];
      columns[0].text(person.name);
      columns[1].text(person.email);
      columns[2].number(static_cast<std::uint32_t>(person.age));
      columns[3].number(std::bit_cast<std::uint64_t>(person.score));
      columns[4].text(person.active ? std::string_view{"\1", 1} : std::string_view{"\0", 1});
      if (person.bio)
        columns[5].text(*person.bio);
      else
        columns[5].null();
      if (!returning) columns[6].number(static_cast<std::uint64_t>(*person.id));
    }
    const char* values[7];
    int lengths[7];
    static constexpr int binary[7] = {1, 1, 1, 1, 1, 1, 1};
    for (std::size_t i = 0; i < 7; ++i) {
      values[i] = columns[i].data();
      lengths[i] = columns[i].size();
    }
    const Result result =
        checked(connection_, PQexecPrepared(connection_.get(), returning ? "without_keys" : "with_keys",
                                            returning ? 6 : 7, values, lengths, binary, 1));
    if (!returning) return;
    if (PQntuples(result.get()) != static_cast<int>(count)) throw std::runtime_error{"an insert gave not all keys"};
    for (std::size_t i = 0; i < count; ++i) people[i].id = BinaryFormat::decode_key(result.get(), static_cast<int>(i));
  }

  Connection connection_;
};

const bool offered = offer<RawArrays>(5, "raw-arrays", {Task::bulk_insert, Task::bulk_insert_returning});

}  // namespace
}  // namespace benchmark
