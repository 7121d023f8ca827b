// SPDX-License-Identifier: MIT
// A table that does not fit the memory: rows read batch by batch into the same objects. And statements of your own.
//
// expect: 200000 measurements, 9900000 in all
// expect: the rows of a batch stand in the same objects: true
// expect: the first above 98: 99
// expect: connections in use afterwards: 0
// expect: inside of a transaction it reads what that has written: 200001
// expect: device 7: 2000 measurements, 49.5 on average
// expect: 2000 rows removed
// expect: the plan shows how many rows it met: true
#include <fmt/format.h>

#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/promptview.hpp>

namespace pv = promptview;

struct Measurement : pv::Model<Measurement> {
  pv::Auto<std::int64_t> id{};
  int device{};
  int value{};
};
PROMPTVIEW_MODEL(Measurement, postgres, "example_measurements", FIELD(id, primary_key), FIELD(device), FIELD(value))

int main() {
  pv::postgres::connect_or_embed();
  Measurement::drop();
  Measurement::initialize();
  pv::execute("INSERT INTO example_measurements (device, value) SELECT i / 100 % 100, i % 100 FROM generate_series(0, $1) AS i", 199'999);

  std::int64_t count = 0;
  std::int64_t sum = 0;
  const Measurement* place = nullptr;
  bool same = true;
  for (const Measurement& each : Measurement::query().order_by("id").stream(1000)) {
    if (count % 1000 == 0) same = same && (place == nullptr || place == &each), place = &each;
    ++count;
    sum += each.value;
  }
  fmt::print("{} measurements, {} in all\n", count, sum);
  fmt::print("the rows of a batch stand in the same objects: {}\n", same);

  // Leaving early frees the cursor and the connection.
  for (const Measurement& each : Measurement::query().order_by("id").stream(1000)) {
    if (each.value <= 98) continue;
    fmt::print("the first above 98: {}\n", each.value);
    break;
  }
  fmt::print("connections in use afterwards: {}\n", pv::postgres::pool_of({})->in_use());

  {
    const pv::Transaction transaction;  // the stream joins it, and leaves it open
    Measurement::create({.device = 1, .value = 5});
    count = 0;
    for (const Measurement& each : Measurement::query().stream(5000)) count += each.value >= 0 ? 1 : 0;
    fmt::print("inside of a transaction it reads what that has written: {}\n", count);
  }

  // A statement of your own, by place; `raw<Measurement>` takes the columns by their names.
  for (const auto& [rows, average] : pv::raw<std::tuple<std::int64_t, double>>(
           "SELECT count(*), avg(value)::double precision FROM example_measurements WHERE device = $1", 7))
    fmt::print("device 7: {} measurements, {} on average\n", rows, average);
  fmt::print("{} rows removed\n", pv::execute("DELETE FROM example_measurements WHERE device = $1", 7));
  const std::string plan = Measurement::query().filter("device", 8).explain({.analyze = true});
  fmt::print("the plan shows how many rows it met: {}\n", plan.find("rows=2000") != std::string::npos);
}
