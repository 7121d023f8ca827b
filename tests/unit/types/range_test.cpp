// SPDX-License-Identifier: MIT
#include <promptview/types/numeric.hpp>
#include <promptview/types/range.hpp>
#include <promptview/types/time.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/value_recorder.hpp>

using namespace promptview_test;
using namespace std::chrono;
using promptview::InvalidValue;
using promptview::Kind;
using promptview::Numeric;
using promptview::Range;
using promptview::TypeMapping;

namespace {

template <class T>
constexpr Kind item_kind = TypeMapping<Range<T>>::type.item->kind;

static_assert(promptview::Mapped<Range<std::int32_t>>);
static_assert(TypeMapping<Range<std::int32_t>>::type.kind == Kind::range);
static_assert(item_kind<std::int32_t> == Kind::int32);
static_assert(item_kind<std::int64_t> == Kind::int64);
static_assert(item_kind<Numeric> == Kind::numeric);
static_assert(item_kind<sys_days> == Kind::date);
static_assert(item_kind<year_month_day> == Kind::date);
static_assert(item_kind<local_time<microseconds>> == Kind::timestamp);
static_assert(item_kind<system_clock::time_point> == Kind::timestamptz);

constexpr int int_max = std::numeric_limits<int>::max();
constexpr sys_days some_day = 2024y / 2 / 28;

}  // namespace

TEST_CASE("a range knows its bounds") {
  const auto range = Range<Numeric>::open_closed(Numeric{"0.5"}, 3);
  CHECK_FALSE(range.empty());
  CHECK(range.lower() == Numeric{"0.5"});
  CHECK(range.upper() == Numeric{3});
  CHECK_FALSE(range.lower_inclusive());
  CHECK(range.upper_inclusive());

  const auto unbounded = Range<Numeric>::all();
  CHECK_FALSE(unbounded.empty());
  CHECK(unbounded.lower() == std::nullopt);
  CHECK(unbounded.upper() == std::nullopt);
  CHECK_FALSE(unbounded.lower_inclusive());
  CHECK_FALSE(unbounded.upper_inclusive());

  CHECK(Range<int>{}.empty());
  CHECK(Range<int>{} == Range<int>::empty_range());
  CHECK(Range<int>::all() != Range<int>::empty_range());
}

TEST_CASE("ranges of integers and days are kept half open") {
  CHECK(Range<int>::closed(1, 4) == Range<int>::closed_open(1, 5));
  CHECK(Range<int>::open(0, 5) == Range<int>::closed_open(1, 5));
  CHECK(Range<int>::open_closed(0, 4) == Range<int>::closed_open(1, 5));
  CHECK(Range<int>::at_most(4) == Range<int>::less_than(5));
  CHECK(Range<int>::greater_than(4) == Range<int>::at_least(5));
  CHECK(Range<int>::closed(-1, -1).upper() == 0);
  CHECK(Range<sys_days>::closed(some_day, some_day + days{1}) == Range<sys_days>::closed_open(some_day, 2024y / 3 / 1));
  CHECK(Range<year_month_day>::closed(2024y / 2 / 28, 2024y / 2 / 29) ==
        Range<year_month_day>::closed_open(2024y / 2 / 28, 2024y / 3 / 1));
  CHECK(Range<Numeric>::closed(1, 4) != Range<Numeric>::closed_open(1, 5));
}

TEST_CASE("a range without values is the empty range") {
  CHECK(Range<int>::closed_open(1, 1).empty());
  CHECK(Range<int>::open(1, 1).empty());
  CHECK(Range<int>::open(1, 2).empty());
  CHECK(Range<Numeric>::open_closed(1, 1) == Range<Numeric>::empty_range());
  CHECK_FALSE(Range<Numeric>::open(1, 2).empty());
  CHECK_FALSE(Range<Numeric>::closed(1, 1).empty());
  CHECK(Range<int>::closed(1, 1) == Range<int>::closed_open(1, 2));
}

TEST_CASE("bounds that make no range are errors") {
  REQUIRE_THROWS_MATCHES(Range<int>::closed(2, 1), InvalidValue,
                         message("swap the bounds of the range: the lower bound is above the upper bound"));
  REQUIRE_THROWS_MATCHES(Range<int>::closed(1, int_max), InvalidValue,
                         message("leave the bound of the range out: there is no integer after it"));
  REQUIRE_THROWS_AS(Range<int>::greater_than(int_max), InvalidValue);
  REQUIRE_THROWS_AS(Range<std::int64_t>::at_most(std::numeric_limits<std::int64_t>::max()), InvalidValue);
  CHECK(Range<int>::closed_open(std::numeric_limits<int>::min(), int_max).contains(int_max - 1));
}

TEST_CASE("a range contains the values between its bounds") {
  const auto contained = [](const Range<Numeric>& range) {
    std::string out;
    for (const char* text : {"-Infinity", "0.9", "1", "1.5", "2", "2.1", "Infinity"})
      if (range.contains(Numeric{text})) out += std::string{text} + " ";
    return out;
  };
  CHECK(contained(Range<Numeric>::closed(1, 2)) == "1 1.5 2 ");
  CHECK(contained(Range<Numeric>::open(1, 2)) == "1.5 ");
  CHECK(contained(Range<Numeric>::closed_open(1, 2)) == "1 1.5 ");
  CHECK(contained(Range<Numeric>::open_closed(1, 2)) == "1.5 2 ");
  CHECK(contained(Range<Numeric>::at_least(2)) == "2 2.1 Infinity ");
  CHECK(contained(Range<Numeric>::greater_than(2)) == "2.1 Infinity ");
  CHECK(contained(Range<Numeric>::at_most(1)) == "-Infinity 0.9 1 ");
  CHECK(contained(Range<Numeric>::less_than(1)) == "-Infinity 0.9 ");
  CHECK(contained(Range<Numeric>::all()) == "-Infinity 0.9 1 1.5 2 2.1 Infinity ");
  CHECK(contained(Range<Numeric>::empty_range()) == "");
}

TEST_CASE("the infinite days are bounds of their own") {
  const auto range = Range<sys_days>::closed(some_day, sys_days::max());
  CHECK(range.upper_inclusive());
  CHECK(range.contains(sys_days::max()));
  CHECK_FALSE(Range<sys_days>::open(sys_days::min(), some_day).contains(sys_days::min()));
  CHECK(round_trip(range) == range);
}

TEST_CASE("a range travels as its finite bounds") {
  CHECK(written(Range<int>::closed_open(1, 5)) == "range [bound,bound); integer 1; integer 5; end");
  CHECK(written(Range<int>::at_least(1)) == "range [bound,infinity); integer 1; end");
  CHECK(written(Range<Numeric>::at_most(2)) == "range (infinity,bound]; text 2; end");
  CHECK(written(Range<int>::all()) == "range (infinity,infinity); end");
  CHECK(written(Range<int>::empty_range()) == "empty range (bound,bound); end");

  for (const auto& range : {Range<int>::closed(1, 5), Range<int>::at_least(-3), Range<int>::less_than(0),
                            Range<int>::all(), Range<int>::empty_range()})
    CHECK(round_trip(range) == range);
  for (const auto& range : {Range<Numeric>::closed(1, Numeric{"NaN"}), Range<Numeric>::open(1, 2)})
    CHECK(round_trip(range) == range);
}

TEST_CASE("a range inside an array and an optional") {
  const std::vector<std::optional<Range<int>>> value{Range<int>::closed(1, 2), std::nullopt, Range<int>::all()};
  CHECK(written(value) ==
        "array of 3; range [bound,bound); integer 1; integer 3; end; null; range (infinity,infinity); end; end");
  CHECK(round_trip(value) == value);
}

TEST_CASE("a range of moments keeps its bounds") {
  using Moments = Range<sys_time<microseconds>>;
  const auto range = Moments::closed(sys_days{1969y / 12 / 31} + 1us, sys_time<microseconds>::max());
  CHECK(written(range) == "range [bound,bound]; microseconds -86399999999; microseconds 9223372036854775807; end");
  CHECK(round_trip(range) == range);
}
