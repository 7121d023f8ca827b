// SPDX-License-Identifier: MIT
// A table as a queue of jobs: each worker takes one that no other worker has locked, and finishes it in the same
// transaction. If the worker fails, its job is free again.
//
// expect: SELECT "id", "task", "attempts", "finished" FROM "example_jobs" WHERE "finished" IS NULL ORDER BY "id" LIMIT 1 FOR UPDATE SKIP LOCKED
// expect: finished 20 of 20 jobs
// expect: each by one worker: yes
// expect: the broken one took 2 attempts
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct Job : pv::Model<Job> {
  pv::Auto<std::int64_t> id{};
  std::string task{};
  int attempts{};
  std::optional<std::chrono::sys_time<std::chrono::microseconds>> finished{};
};
PROMPTVIEW_MODEL(Job, postgres, "example_jobs", FIELD(id, primary_key), FIELD(task), FIELD(attempts), FIELD(finished),
                 INDEX("id", where="finished IS NULL"))

static pv::QuerySet<Job> next_job() {
  return Job::query().filter("finished__isnull", true).order_by("id").limit(1).select_for_update({.skip_locked = true});
}

static std::atomic<int> done = 0;

static void work_on(const Job& job) {
  if (job.task == "broken" && job.attempts == 1) throw std::runtime_error{"the printer is on fire"};
  ++done;
}

// Takes and finishes one job; false when there is none that is free.
static bool run_one() {
  return pv::atomic([] {
    std::optional<Job> job = next_job().first();
    if (!job) return false;
    job->attempts += 1;
    try {
      work_on(*job);
      job->finished = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    } catch (const std::runtime_error&) {  // the attempt is kept, and the job is free again
    }
    job->save();
    return true;
  });
}

int main() {
  pv::postgres::connect_or_embed({.pool_size = 4});
  Job::drop();
  Job::initialize();
  pv::atomic([] {
    for (int i = 0; i < 20; ++i) Job::create({.task = i == 7 ? "broken" : "print page " + std::to_string(i)});
  });
  fmt::print("{}\n", next_job().to_sql());

  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i)
    workers.emplace_back([] {
      while (run_one()) continue;
    });
  for (std::thread& worker : workers) worker.join();

  const auto finished = Job::query().filter("finished__isnull", false).count();
  fmt::print("finished {} of {} jobs\n", finished, Job::query().count());
  fmt::print("each by one worker: {}\n", done == finished ? "yes" : "no");
  fmt::print("the broken one took {} attempts\n", Job::query().filter("task", "broken").one().attempts);
}
