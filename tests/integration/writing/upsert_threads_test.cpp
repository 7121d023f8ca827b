// SPDX-License-Identifier: MIT
// Many threads that create the same row at once.
#include <atomic>
#include <barrier>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace upsert_threads_test {

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string email{};
  int number{};
};
PROMPTVIEW_MODEL(User, postgres, "upsert_threads_test_users", FIELD(id, primary_key), FIELD(email, unique), FIELD(number))

constexpr int threads = 8;
constexpr int rounds = 50;

// Runs `work(thread, round)` in all threads, round by round at once.
template <class Work>
void at_once(const Work& work) {
  std::barrier together{threads};
  std::vector<std::thread> running;
  for (int thread = 0; thread < threads; ++thread)
    running.emplace_back([&, thread] {
      for (int round = 0; round < rounds; ++round) {
        together.arrive_and_wait();
        work(thread, round);
      }
    });
  for (std::thread& each : running) each.join();
}

}  // namespace upsert_threads_test

using namespace upsert_threads_test;

TEST_CASE("get_or_create by 8 threads: one row, and one of them created it", "[threads]") {
  const TestDatabase database({.pool_size = threads});
  User::initialize();
  std::atomic<int> created[rounds] = {};
  std::atomic<std::int64_t> keys[rounds][threads] = {};
  at_once([&](int thread, int round) {
    const auto obtained = User::get_or_create({.email = std::to_string(round), .number = thread}, "email");
    created[round] += obtained.created ? 1 : 0;
    keys[round][thread] = obtained.object.id.value();
  });
  for (int round = 0; round < rounds; ++round) {
    CHECK(created[round] == 1);
    for (int thread = 1; thread < threads; ++thread) CHECK(keys[round][thread] == keys[round][0]);
  }
  CHECK(User::query().count() == rounds);
}

TEST_CASE("update_or_create by 8 threads: one row, and one of them created it", "[threads]") {
  const TestDatabase database({.pool_size = threads});
  User::initialize();
  std::atomic<int> created[rounds] = {};
  at_once([&](int thread, int round) {
    const auto obtained = User::update_or_create({.email = std::to_string(round), .number = thread}, "email");
    created[round] += obtained.created ? 1 : 0;
  });
  for (int round = 0; round < rounds; ++round) CHECK(created[round] == 1);
  CHECK(User::query().count() == rounds);
}

TEST_CASE("get_or_create of a row that others remove all the time", "[threads]") {
  const TestDatabase database({.pool_size = threads});
  User::initialize();
  std::atomic<int> obtained = 0;
  at_once([&](int, int) {
    const auto [user, created] = User::get_or_create({.email = "a"}, "email");
    if (user.email == "a" && user.id.has_value()) ++obtained;
    user.remove();
  });
  CHECK(obtained == threads * rounds);
  CHECK(User::query().count() == 0);
}
