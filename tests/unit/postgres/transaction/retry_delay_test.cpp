// SPDX-License-Identifier: MIT
#include <promptview/postgres/transaction/retry_delay.hpp>
#include <promptview_test/catch.hpp>

#include <cstdint>
#include <limits>
#include <set>
#include <thread>

using namespace std::chrono_literals;
using promptview::postgres::detail::longest_retry_delay;
using promptview::postgres::detail::next_random_of_this_thread;
using promptview::postgres::detail::retry_delay;

TEST_CASE("retry delay: doubles up to a second") {
  CHECK(longest_retry_delay(1) == 10ms);
  CHECK(longest_retry_delay(2) == 20ms);
  CHECK(longest_retry_delay(3) == 40ms);
  CHECK(longest_retry_delay(7) == 640ms);
  CHECK(longest_retry_delay(8) == 1s);
  CHECK(longest_retry_delay(std::numeric_limits<int>::max()) == 1s);
}

TEST_CASE("retry delay: anything from nothing to the longest") {
  CHECK(retry_delay(1, 0) == 0us);
  CHECK(retry_delay(1, 10'000) == 10ms);
  CHECK(retry_delay(1, 10'001) == 0us);
  CHECK(retry_delay(2, 10'001) == 10'001us);
  CHECK(retry_delay(100, std::numeric_limits<std::uint64_t>::max()) <= 1s);
}

TEST_CASE("retry delay: the random numbers of calls and threads differ") {
  std::set<std::uint64_t> numbers;
  for (int i = 0; i < 100; ++i) numbers.insert(next_random_of_this_thread());
  std::thread{[&] {
    for (int i = 0; i < 100; ++i) numbers.insert(next_random_of_this_thread());
  }}.join();
  CHECK(numbers.size() == 200);
}
