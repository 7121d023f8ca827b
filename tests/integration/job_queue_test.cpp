// SPDX-License-Identifier: MIT
// A table as a queue of jobs: many threads take them with select_for_update(skip_locked).
#include <promptview/postgres/pool/database_pool.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/threads.hpp>

#include <atomic>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

using namespace promptview_test;

namespace job_queue_test {

struct Job : pv::Model<Job> {
  pv::Auto<std::int64_t> id{};
  int number{};
  bool done{};
};
PROMPTVIEW_MODEL(Job, postgres, "job_queue_test_jobs", FIELD(id, primary_key), FIELD(number), FIELD(done))

// One row for each time that a job was done.
struct Result : pv::Model<Result> {
  pv::Auto<std::int64_t> id{};
  int job{};
  int worker{};
};
PROMPTVIEW_MODEL(Result, postgres, "job_queue_test_results", FIELD(id, primary_key), FIELD(job), FIELD(worker))

}  // namespace job_queue_test

using job_queue_test::Job;
using job_queue_test::Result;

namespace {

constexpr int workers = 8;
constexpr int jobs = 200;
const std::vector<std::string> nothing{};

struct Fixture : TestDatabase {
  Fixture() : TestDatabase{{.pool_size = workers}} {
    Job::initialize();
    Result::initialize();
    pv::atomic([] {
      for (int number = 0; number < jobs; ++number) Job::create({.number = number});
    });
  }
};

std::optional<Job> take_one() {
  return Job::query().filter("done", false).order_by("id").select_for_update({.skip_locked = true}).first();
}

void check_that_each_was_done_once() {
  std::set<int> done;
  const std::vector<Result> results = Result::query().execute();
  for (const Result& each : results) done.insert(each.job);
  CHECK(results.size() == jobs);
  CHECK(done.size() == jobs);
  CHECK(Job::query().filter("done", false).count() == 0);
}

}  // namespace

TEST_CASE("job queue: eight threads do each job once", "[threads]") {
  const Fixture fixture;
  const auto work = [](int worker) {
    const auto do_one = [&] {
      std::optional<Job> job = take_one();
      if (!job) return false;
      Result::create({.job = job->number, .worker = worker});
      job->done = true;
      job->save();
      return true;
    };
    while (pv::atomic(do_one)) continue;
  };
  CHECK(on_threads(workers, work) == nothing);
  // A worker may end while others still hold the last jobs, but none of those is lost.
  check_that_each_was_done_once();
  CHECK(pv::postgres::pool_of({})->in_use() == 0);
}

TEST_CASE("job queue: a job whose transaction fails is done by another one", "[threads]") {
  const Fixture fixture;
  std::atomic<int> failures = 0;
  const auto work = [&](int worker) {
    const auto do_one = [&](int turn) {
      std::optional<Job> job = take_one();
      if (!job) return false;
      Result::create({.job = job->number, .worker = worker});
      job->done = true;
      job->save();
      if (turn % 3 == 0) throw std::runtime_error{"the worker stumbles"};
      return true;
    };
    for (int turn = 0; ; ++turn) {
      try {
        if (!pv::atomic([&] { return do_one(turn); })) return;
      } catch (const std::runtime_error&) {
        ++failures;
      }
    }
  };
  CHECK(on_threads(workers, work) == nothing);
  // The last ones may all have stumbled while the others saw their jobs locked.
  work(workers);
  CHECK(failures > 0);
  check_that_each_was_done_once();
}

TEST_CASE("job queue: two transactions never hold the same job", "[threads]") {
  const Fixture fixture;
  std::vector<std::atomic<int>> holders(jobs);
  const auto work = [&](int) {
    for (int turn = 0; turn < 20; ++turn) {
      const pv::Transaction transaction;
      const std::optional<Job> job = take_one();
      if (!job) throw std::runtime_error{"there are more jobs than workers"};
      std::atomic<int>& held = holders[static_cast<std::size_t>(job->number)];
      if (held.fetch_add(1) != 0) throw std::runtime_error{"two hold one job"};
      if (Job::query().filter("done", false).count() != jobs) throw std::runtime_error{"readers are hindered"};
      held.fetch_sub(1);
    }
  };
  CHECK(on_threads(workers, work) == nothing);
  CHECK(Job::query().filter("done", false).count() == jobs);
}
