// SPDX-License-Identifier: MIT
#include <promptview/types/numeric.hpp>
#include <promptview/types/range.hpp>
#include <promptview/types/time.hpp>

#include "round_trip.hpp"

using namespace promptview_test;
using namespace std::chrono;
using pv::Numeric;
using pv::Range;

namespace range_test {

using Moment = sys_time<microseconds>;
using Wall = local_time<microseconds>;

PROMPTVIEW_TEST_HOLDER(Int32, "range_test_int32s", pv::Range<std::int32_t>)
PROMPTVIEW_TEST_HOLDER(Int64, "range_test_int64s", pv::Range<std::int64_t>)
PROMPTVIEW_TEST_HOLDER(Decimal, "range_test_decimals", pv::Range<pv::Numeric>)
PROMPTVIEW_TEST_HOLDER(Days, "range_test_days", pv::Range<std::chrono::sys_days>)
PROMPTVIEW_TEST_HOLDER(Zoned, "range_test_zoned", pv::Range<std::chrono::sys_time<std::chrono::microseconds>>)
PROMPTVIEW_TEST_HOLDER(Local, "range_test_local", pv::Range<std::chrono::local_time<std::chrono::microseconds>>)

}  // namespace range_test

using namespace range_test;

TEST_CASE("ranges of integers travel unchanged, as half open ones") {
  const RoundTrip<Int32> trip;
  using R = Range<std::int32_t>;
  trip.check({{R{}, "empty"},
              {R::all(), "(,)"},
              {R::closed(1, 4), "[1,5)"},
              {R::open(1, 4), "[2,4)"},
              {R::open_closed(1, 4), "[2,5)"},
              {R::closed_open(INT32_MIN, INT32_MAX), "[-2147483648,2147483647)"},
              {R::at_least(3), "[3,)"},
              {R::greater_than(3), "[4,)"},
              {R::at_most(3), "(,4)"},
              {R::less_than(-3), "(,-3)"},
              {R::closed_open(4, 4), "empty"}});
  trip.check_empty();

  const RoundTrip<Int64> wide;
  wide.check({{Range<std::int64_t>::closed_open(INT64_MIN, INT64_MAX), "[-9223372036854775808,9223372036854775807)"},
              {Range<std::int64_t>::at_least(5'000'000'000), "[5000000000,)"}});
}

TEST_CASE("ranges of decimals keep their bounds") {
  const RoundTrip<Decimal> trip;
  using R = Range<Numeric>;
  const Numeric low{"-0.50"};
  const Numeric high{"12345678901234567890.1"};
  trip.check({{R{}, "empty"},
              {R::all(), "(,)"},
              {R::closed(low, high), "[-0.50,12345678901234567890.1]"},
              {R::closed_open(low, high), "[-0.50,12345678901234567890.1)"},
              {R::open_closed(low, high), "(-0.50,12345678901234567890.1]"},
              {R::open(low, high), "(-0.50,12345678901234567890.1)"},
              {R::closed(low, low), "[-0.50,-0.50]"},
              {R::at_most(high), "(,12345678901234567890.1]"},
              {R::greater_than(low), "(-0.50,)"}});
}

TEST_CASE("ranges of dates travel unchanged") {
  const RoundTrip<Days> trip;
  using R = Range<sys_days>;
  trip.check({{R{}, "empty"},
              {R::all(), "(,)"},
              {R::closed(1999y / 12 / 31, 2000y / 1 / 1), "[1999-12-31,2000-01-02)"},
              {R::closed_open(year{-43} / 3 / 15, 1y / 1 / 1), "[\"0044-03-15 BC\",0001-01-01)"},
              {R::at_least(2024y / 2 / 29), "[2024-02-29,)"}});
}

TEST_CASE("ranges of times travel unchanged") {
  {
    const RoundTrip<Local> trip;
    using R = Range<Wall>;
    const Wall low = local_days{1969y / 12 / 31} + 23h;
    const Wall high = local_days{2024y / 2 / 29} + 1us;
    trip.check({{R{}, "empty"},
                {R::all(), "(,)"},
                {R::closed(low, high), "[\"1969-12-31 23:00:00\",\"2024-02-29 00:00:00.000001\"]"},
                {R::open(low, high), "(\"1969-12-31 23:00:00\",\"2024-02-29 00:00:00.000001\")"},
                {R::less_than(low), "(,\"1969-12-31 23:00:00\")"}});
  }
  const RoundTrip<Zoned> trip;
  using R = Range<Moment>;
  const Moment low = sys_days{1969y / 12 / 31} + 23h;
  const Moment high = sys_days{2024y / 2 / 29} + 1us;
  trip.check({{R::open_closed(low, high), ""}, {R::at_least(high), ""}, {R{}, "empty"}});
  CHECK(trip.read("(1969-12-31 23:00:00+00,2024-02-29 02:00:00.000001+02]") == R::open_closed(low, high));
}

TEST_CASE("comparisons of ranges are the server's") {
  const RoundTrip<Int32> trip;
  using R = Range<std::int32_t>;
  for (const R& each : {R::closed(1, 4), R::closed(1, 9), R{}, R::at_least(0)}) Int32{.value = each}.save();
  CHECK(finds(Int32::query().filter("value__gt", R::closed(1, 4)), {2}));
  CHECK(finds(Int32::query().filter("value__lt", R::closed(1, 4)), {3, 4}));
}
