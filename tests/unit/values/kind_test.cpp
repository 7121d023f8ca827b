// SPDX-License-Identifier: MIT
#include <promptview/values/kind.hpp>
#include <promptview_test/catch.hpp>

#include <cstdint>

using promptview::Kind;
using promptview::kind_name;
using promptview::detail::fits_kind;
using promptview::detail::is_integer;

TEST_CASE("which whole numbers are values of a kind") {
  struct Case {
    Kind kind{};
    std::int64_t least{};
    std::int64_t most{};
  };
  for (const Case& each : {Case{Kind::boolean, 0, 1}, Case{Kind::int16, INT16_MIN, INT16_MAX}, Case{Kind::int32, INT32_MIN, INT32_MAX},
                           Case{Kind::date, -2440588, 2145042905}, Case{Kind::time, 0, 86'400'000'000}}) {
    CAPTURE(kind_name(each.kind));
    CHECK(fits_kind(each.kind, each.least));
    CHECK(fits_kind(each.kind, each.most));
    CHECK_FALSE(fits_kind(each.kind, each.least - 1));
    CHECK_FALSE(fits_kind(each.kind, each.most + 1));
  }
  CHECK(fits_kind(Kind::int64, INT64_MIN));
  CHECK(fits_kind(Kind::int64, INT64_MAX));
}

TEST_CASE("dates and timestamps have infinities, times of day have none") {
  for (const Kind kind : {Kind::timestamp, Kind::timestamptz}) {
    CHECK(fits_kind(kind, -2440588LL * 86'400'000'000));
    CHECK_FALSE(fits_kind(kind, -2440588LL * 86'400'000'000 - 1));
    CHECK_FALSE(fits_kind(kind, INT64_MIN + 1));
    CHECK(fits_kind(kind, INT64_MIN));
    CHECK(fits_kind(kind, INT64_MAX));
  }
  CHECK(fits_kind(Kind::date, INT32_MIN));
  CHECK(fits_kind(Kind::date, INT32_MAX));
  CHECK_FALSE(fits_kind(Kind::date, INT32_MIN + 1));
  CHECK_FALSE(fits_kind(Kind::date, INT32_MAX - 1));
  CHECK_FALSE(fits_kind(Kind::time, INT64_MAX));
  CHECK_FALSE(fits_kind(Kind::time, INT64_MIN));
}

TEST_CASE("kinds by name and form") {
  CHECK(kind_name(Kind::boolean) == "boolean");
  CHECK(kind_name(Kind::range) == "range");
  CHECK(is_integer(Kind::int16));
  CHECK_FALSE(is_integer(Kind::numeric));
  CHECK_FALSE(is_integer(Kind::boolean));
}
