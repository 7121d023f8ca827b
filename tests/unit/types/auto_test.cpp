// SPDX-License-Identifier: MIT
#include <promptview/types/auto.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/value_recorder.hpp>

using namespace promptview_test;
using promptview::Auto;
using promptview::is_auto;
using promptview::Mapped;
using promptview::TypeMapping;

namespace {

struct NotMapped {};

static_assert(!Auto<int>{}.has_value());
static_assert(Auto<int>{5}.has_value());
static_assert(Auto<int>{5}.value() == 5);
static_assert(*Auto<int>{5} == 5);
static_assert(Auto<int>{}.value_or(7) == 7);
static_assert(Auto<int>{5}.value_or(7) == 5);
static_assert(Auto<int>{5} == 5);
static_assert(Auto<int>{5} == Auto<int>{5});
static_assert(Auto<int>{5} != Auto<int>{});
static_assert(Auto<int>{} == Auto<int>{});
static_assert(Auto<int>{} != 0);
static_assert(Auto<std::int64_t>{3}.value() == 3);  // an int is a bigint
static_assert(!static_cast<bool>(Auto<int>{}));

static_assert(is_auto<Auto<int>>);
static_assert(!is_auto<int>);
static_assert(!is_auto<std::optional<int>>);

static_assert(std::convertible_to<int, Auto<std::int64_t>>);
static_assert(std::convertible_to<const char*, Auto<std::string>>);
static_assert(!std::convertible_to<std::string, Auto<int>>);
static_assert(!std::convertible_to<Auto<int>, int>);  // it may be empty
static_assert(!std::convertible_to<Auto<int>, bool>);

static_assert(TypeMapping<Auto<std::int64_t>>::type.kind == promptview::Kind::int64);
static_assert(!TypeMapping<Auto<std::int64_t>>::type.nullable);
static_assert(Mapped<Auto<std::string>>);
static_assert(!Mapped<Auto<NotMapped>>);

}  // namespace

TEST_CASE("an empty Auto says what to do") {
  const Auto<int> empty;
  const auto problem = message("the value is not generated yet: save the object first");
  CHECK_THROWS_MATCHES(empty.value(), promptview::NotInitialized, problem);
  CHECK_THROWS_MATCHES(*empty, promptview::NotInitialized, problem);
  CHECK_THROWS_MATCHES(
      Auto<std::string> {} -> size(), promptview::NotInitialized, problem);
}

TEST_CASE("an Auto is set, changed and emptied") {
  Auto<std::string> code;
  code = "abc";
  CHECK(*code == "abc");
  CHECK(code->size() == 3);
  code = std::string{"x"};
  CHECK(code == std::string{"x"});
  code.reset();
  CHECK_FALSE(code.has_value());
}

TEST_CASE("an Auto travels as its value, an empty one as null") {
  CHECK(written(Auto<std::int64_t>{5}) == "integer 5");
  CHECK(written(Auto<std::int64_t>{}) == "null");
  CHECK(round_trip(Auto<std::int64_t>{5}) == 5);
  CHECK(round_trip(Auto<std::string>{"x"}) == std::string{"x"});
  CHECK(read<Auto<std::int64_t>>([](auto& row) { row.integer(-1); }) == -1);
}
