// SPDX-License-Identifier: MIT
// bulk_create of what is read one object after the other.
#include <cstdint>
#include <list>
#include <ranges>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace bulk_range_test {

struct Reading : pv::Model<Reading> {
  std::int64_t id{};
  double value{};

  void before_save() { value += 0.5; }
  void validate(pv::Problems& problems) const {
    if (value < 0) problems.add("value", "is never negative");
  }
};
PROMPTVIEW_MODEL(Reading, postgres, "bulk_range_test_readings", FIELD(id, primary_key), FIELD(value))

struct Named : pv::Model<Named> {
  pv::Auto<std::int64_t> id{};
  std::string name{};

  friend std::istream& operator>>(std::istream& in, Named& named) { return in >> named.name; }
};
PROMPTVIEW_MODEL(Named, postgres, "bulk_range_test_named", FIELD(id, primary_key), FIELD(name, unique))

Reading reading(std::int64_t id) { return {.id = id, .value = static_cast<double>(id)}; }

}  // namespace bulk_range_test

using namespace bulk_range_test;

TEST_CASE("an input range is inserted batch by batch, in one transaction") {
  const TestDatabase database;
  Reading::initialize();
  std::vector<std::pair<std::size_t, std::size_t>> done;
  const auto progress = [&done](std::size_t now, std::size_t total) { done.emplace_back(now, total); };
  const auto readings = std::views::iota(1, 25001) | std::views::transform([](int i) { return reading(i); });
  CHECK(Reading::bulk_create(readings, {.batch_size = 10000, .progress = progress}) == 25000);
  CHECK(done == std::vector<std::pair<std::size_t, std::size_t>>{{10000, 0}, {20000, 0}, {25000, 0}});
  CHECK(Reading::query().count() == 25000);
  CHECK(Reading::get(25000)->value == 25000.5);
  CHECK(Reading::query().aggregate(pv::sum(&Reading::id)) == std::tuple{std::optional{pv::Numeric{"312512500"}}});
}

TEST_CASE("what is read from a stream, and other containers") {
  const TestDatabase database;
  Named::initialize();
  std::istringstream file{"Ann Bob Cid Dan Eve"};
  CHECK(Named::bulk_create(std::views::istream<Named>(file), {.batch_size = 2}) == 5);
  std::list<Named> more{{.name = "Fay"}, {.name = "Ann"}};
  CHECK(pv::Database{}.bulk_create<Named>(more, {.on_conflict = pv::ignore}) == 1);
  CHECK(Named::query().order_by("id").values_list(&Named::name).execute() == std::vector<std::string>{"Ann", "Bob", "Cid", "Dan", "Eve", "Fay"});
  std::list<Named> none;
  CHECK(Named::bulk_create(none) == 0);
}

TEST_CASE("an error in a later batch leaves nothing, and so does the range's own") {
  const TestDatabase database;
  Reading::initialize();
  const auto twice = std::views::iota(0, 2500) | std::views::transform([](int i) { return reading(i == 2400 ? 7 : i); });
  CHECK_THROWS_AS(Reading::bulk_create(twice, {.batch_size = 1000}), pv::UniqueViolation);
  const auto broken = std::views::iota(0, 2500) | std::views::transform([](int i) {
                        if (i == 2400) throw std::runtime_error{"the file ends early"};
                        return reading(i);
                      });
  CHECK_THROWS_WITH(Reading::bulk_create(broken, {.batch_size = 1000}), "the file ends early");
  const auto invalid = std::views::iota(0, 2500) | std::views::transform([](int i) { return reading(i == 2400 ? -5 : i); });
  CHECK_THROWS_WITH(Reading::bulk_create(invalid, {.batch_size = 1000}),
                    "bulk_range_test::Reading (object 2400): correct value is never negative");
  CHECK_THROWS_AS(Reading::bulk_create(invalid, {.batch_size = 0}), pv::InvalidValue);
  CHECK(Reading::query().count() == 0);
  CHECK(pv::postgres::pool_of({})->in_use() == 0);
}

TEST_CASE("inside of a transaction an input range is part of it") {
  const TestDatabase database;
  Reading::initialize();
  const auto readings = std::views::iota(0, 3000) | std::views::transform(reading);
  {
    const pv::Transaction transaction;
    CHECK(Reading::bulk_create(readings, {.batch_size = 1000}) == 3000);
    CHECK(Reading::query().count() == 3000);
  }
  CHECK(Reading::query().count() == 0);
}
