// SPDX-License-Identifier: MIT
// The rows of queries as JSON.
#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace row_json_test {

struct Person : pv::Model<Person> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  std::optional<int> age{};
  std::chrono::sys_days born{};
};
PROMPTVIEW_MODEL(Person, postgres, "row_json_test_people", FIELD(id, primary_key), FIELD(name, column = "full_name"), FIELD(age), FIELD(born))

}  // namespace row_json_test

using namespace row_json_test;

TEST_CASE("the rows of a query as JSON, in each shape") {
  const TestDatabase database;
  Person::initialize();
  const auto day = [](int year) { return std::chrono::sys_days{std::chrono::year{year} / 2 / 29}; };
  Person{.name = "Ann", .age = 30, .born = day(1996)}.insert();
  Person{.name = "B\"ob", .born = day(2000)}.insert();
  const auto people = Person::query().order_by("id");

  CHECK(pv::to_json(people).dump() ==
        R"([{"age":30,"born":"1996-02-29","id":1,"name":"Ann"},{"age":null,"born":"2000-02-29","id":2,"name":"B\"ob"}])");
  CHECK(pv::to_json(people.values(&Person::name, &Person::age, pv::length(&Person::name))).dump() ==
        R"([{"age":30,"length__name":3,"name":"Ann"},{"age":null,"length__name":4,"name":"B\"ob"}])");
  CHECK(pv::to_json(people.values_list(&Person::born)).dump() == R"(["1996-02-29","2000-02-29"])");
  CHECK(pv::to_json(people.limit(1).annotate<"letters">(pv::length(&Person::name))).dump() ==
        R"([{"age":30,"born":"1996-02-29","id":1,"letters":3,"name":"Ann"}])");
  CHECK(pv::to_json(Person::query().values(&Person::age).annotate<"n">(pv::count()).order_by("age")).dump() ==
        R"([{"age":30,"n":1},{"age":null,"n":1}])");
  CHECK(pv::to_json(people.none()).dump() == "[]");
  CHECK(pv::to_json(people, pv::only("name")).dump() == R"([{"name":"Ann"},{"name":"B\"ob"}])");
  CHECK(pv::to_json(people.limit(1).annotate<"letters">(pv::length(&Person::name)), pv::except("born", "id")).dump() ==
        R"([{"age":30,"letters":3,"name":"Ann"}])");
  CHECK_THROWS_MATCHES(pv::to_json(people.values(&Person::name, &Person::name)), pv::InvalidValue,
                       message("row_json_test::Person: annotate one of the values under another name: two of a row have the key name"));
}
