// SPDX-License-Identifier: MIT
// Lookups, orders and values whose text is known when the program runs.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/types/numeric.hpp>
#include <promptview/types/time.hpp>
#include <promptview/types/uuid.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;
using namespace std::chrono;

namespace runtime_lookup_test {

enum class Size { small, large };
PROMPTVIEW_ENUM_AS(Size, "runtime_lookup_test_size", small, large)

struct Thing : pv::Model<Thing> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int number{};
  std::optional<bool> flag{};
  pv::Numeric price{};
  pv::Uuid token{};
  sys_time<microseconds> at{};
  sys_days day{};
  Size size{};
  std::optional<std::string> my__field{};
  std::vector<int> list{};
};
PROMPTVIEW_MODEL(Thing, postgres, "runtime_lookup_test_things",
                 FIELD(id, primary_key),
                 FIELD(name),
                 FIELD(number),
                 FIELD(flag),
                 FIELD(price),
                 FIELD(token),
                 FIELD(at),
                 FIELD(day),
                 FIELD(size),
                 FIELD(my__field),
                 FIELD(list))

}  // namespace runtime_lookup_test

using namespace runtime_lookup_test;

namespace {

struct Things {
  Things() {
    Thing::initialize();
    Thing{.name = "a",
          .number = 9,
          .flag = true,
          .price = pv::Numeric{"1.50"},
          .token = pv::Uuid::parse("11111111-1111-1111-1111-111111111111"),
          .at = sys_days{2020y / 1 / 1} + 10h,
          .day = 2020y / 1 / 1,
          .size = Size::large,
          .my__field = "x",
          .list = {1, 2}}
        .save();
    Thing{.name = "10", .number = 10, .price = pv::Numeric{"-2"}, .at = sys_days{2021y / 1 / 1}, .day = 2021y / 1 / 1}
        .save();
  }

  static std::int64_t count(const std::string& lookup, const auto& value) {
    return Thing::query().filter(pv::runtime(lookup), value).count();
  }

  TestDatabase database{};
};

}  // namespace

TEST_CASE_METHOD(Things, "a text that is known at run time resolves like a literal") {
  const std::string lookup = std::string{"number"} + "__gt";
  CHECK(count(lookup, 9) == 1);
  CHECK(count("name", "a") == 1);
  CHECK(count("name__in", std::vector<std::string>{"a", "10"}) == 2);
  CHECK(count("flag__isnull", true) == 1);
  CHECK(count("flag", nullptr) == 1);
  CHECK(count("number__range", std::pair{1, 9}) == 1);
  CHECK(count("my__field", "x") == 1);
  CHECK(count("my__field__startswith", "x") == 1);
  CHECK(Thing::query().filter("my__field__isnull", true).count() == 1);
  CHECK(Thing::query().exclude(pv::runtime("flag"), true).one().name == "10");
  CHECK(Thing::query().filter(Thing::q(pv::runtime("name"), "a") || Thing::q(pv::runtime("number__gte"), 10)).count() ==
        2);
  CHECK(Thing::query().order_by(pv::runtime("-number")).first()->name == "10");
  CHECK(Thing::query().order_by("size", pv::runtime("number")).first()->name == "10");
}

TEST_CASE_METHOD(Things, "a text value is parsed by the database for a field of any type") {
  CHECK(count("number", "9") == 1);
  CHECK(count("number__gt", std::string{" 9 "}) == 1);
  CHECK(count("number__lt", "10") == 1);
  CHECK(count("flag", "yes") == 1);
  CHECK(count("price", "1.5") == 1);
  CHECK(count("price__lt", "0") == 1);
  CHECK(count("token", "{11111111-1111-1111-1111-111111111111}") == 1);
  CHECK(count("at", "2020-01-01 12:00+02") == 1);
  CHECK(count("at__lt", "2020-06-01T00:00:00Z") == 1);
  CHECK(count("day__gte", "2021-01-01") == 1);
  CHECK(count("size", "large") == 1);
  CHECK(count("size__gt", "small") == 1);
  CHECK(count("list", "{1,2}") == 1);
  CHECK(count("number__ne", "9") == 1);
  CHECK(Thing::query().exclude(pv::runtime("flag"), "true").count() == 1);
}

TEST_CASE_METHOD(Things, "a text value that the database cannot parse is its error, and harms nothing") {
  CHECK_THROWS_AS(count("number", "nine"), pv::DatabaseError);
  CHECK_THROWS_AS(count("number", "1; DROP TABLE runtime_lookup_test_things"), pv::DatabaseError);
  CHECK_THROWS_AS(count("at", "yesterday noonish"), pv::DatabaseError);
  CHECK_THROWS_AS(count("size", "huge"), pv::DatabaseError);
  CHECK_THROWS_AS(count("number", "99999999999"), pv::DatabaseError);
  CHECK_THROWS_AS(count("number", (std::string{"1\0", 2})), pv::InvalidValue);
  CHECK(count("number", "9") == 1);
}

TEST_CASE_METHOD(Things, "what is wrong with a text is said with the model, the text and the nearest field") {
  CHECK_THROWS_MATCHES(count("nubmer__gt", 1), pv::UnknownField,
                       message("runtime_lookup_test::Thing has no field for \"nubmer__gt\": did you mean \"number\"?"));
  CHECK_THROWS_MATCHES(count("", 1), pv::UnknownField,
                       message("runtime_lookup_test::Thing has no field for \"\": use one of id, name, number, flag, price, token, at, day, size, my__field, list"));
  CHECK_THROWS_MATCHES(
      count("number__regex", "1"), pv::UnknownField,
      message("runtime_lookup_test::Thing, \"number__regex\": no such lookup; \"number\" has exact, ne, gt, "
              "gte, lt, lte, range, in, isnull"));
  CHECK_THROWS_AS(count("number__", 1), pv::UnknownField);
  CHECK_THROWS_AS(count("number__gt__lt", 1), pv::UnknownField);
  CHECK_THROWS_AS(count("__gt", 1), pv::UnknownField);
  CHECK_THROWS_AS(count("number\"; DROP TABLE x; --", 1), pv::UnknownField);
  CHECK_THROWS_AS(count("NUMBER", 1), pv::UnknownField);
  CHECK_THROWS_MATCHES(count("number", true), pv::InvalidValue,
                       message("runtime_lookup_test::Thing, \"number\": the value must be of the field's type, int32"));
  CHECK_THROWS_AS(count("number", 1.5), pv::InvalidValue);
  CHECK_THROWS_AS(count("number", nullptr), pv::InvalidValue);
  CHECK_THROWS_AS(count("flag__gt", nullptr), pv::InvalidValue);
  CHECK_THROWS_AS(count("number__in", 5), pv::InvalidValue);
  CHECK_THROWS_AS(count("number__isnull", "yes"), pv::InvalidValue);
  CHECK_THROWS_AS(count("name__contains", 5), pv::InvalidValue);
  CHECK_THROWS_MATCHES(Thing::query().order_by(pv::runtime("-nane")), pv::UnknownField,
                       message("runtime_lookup_test::Thing has no field for \"nane\": did you mean \"name\"?"));
  CHECK_THROWS_AS(Thing::query().order_by(pv::runtime("name DESC")), pv::UnknownField);
  CHECK_THROWS_AS(Thing::query().order_by(pv::runtime("--name")), pv::UnknownField);
  CHECK_THROWS_AS(Thing::query().order_by(pv::runtime("")), pv::UnknownField);
}
