// SPDX-License-Identifier: MIT
// promptview beside raw libpq, plain libpqxx and SOCI: see --help.
#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/postgres/embedded/embedded_server.hpp>

#include "child.hpp"
#include "options.hpp"
#include "report.hpp"
#include "tables.hpp"
#include "variant.hpp"
#include "work.hpp"

namespace benchmark {

std::vector<Offer>& offers() {
  static std::vector<Offer> all;
  return all;
}

namespace {

std::vector<const Offer*> offers_of(const Work& work, const Options& options) {
  std::vector<const Offer*> found;
  for (const Offer& each : offers())
    if ((options.variant.empty() || options.variant == each.name) &&
        std::find(each.tasks.begin(), each.tasks.end(), work.task) != each.tasks.end())
      found.push_back(&each);
  return found;
}

// `only`: names with commas between them; none: all.
bool is_chosen(const Work& work, std::string_view only) {
  if (only.empty()) return true;
  const std::string all = ',' + std::string{only} + ',';
  return all.find(',' + std::string{work.name} + ',') != std::string::npos;
}

std::vector<const Work*> chosen_works(const Options& options) {
  std::vector<const Work*> chosen;
  for (const Work& work : works)
    if (is_chosen(work, options.only) && !(options.one_core && work.task == Task::get_on_threads) &&
        !offers_of(work, options).empty())
      chosen.push_back(&work);
  if (chosen.empty()) throw std::invalid_argument{"no variant does such a work; see --list"};
  return chosen;
}

int list(const Options& options) {
  for (const Work* work : chosen_works(options)) {
    fmt::print("{:<7} {}\n", work->name, work->meaning);
    for (const Offer* each : offers_of(*work, options)) fmt::print("        {}\n", each->name);
  }
  return 0;
}

// The last of those that the process may use. Its server and children inherit that.
void pin_to_one_core() {
  cpu_set_t allowed, one;
  CPU_ZERO(&allowed);
  CPU_ZERO(&one);
  if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0) throw std::runtime_error{"sched_getaffinity failed"};
  std::size_t last = CPU_SETSIZE - 1;
  while (last > 0 && !CPU_ISSET(last, &allowed)) --last;
  CPU_SET(last, &one);
  if (sched_setaffinity(0, sizeof(one), &one) != 0) throw std::runtime_error{"sched_setaffinity failed"};
}

int serve(const std::string& url) {
  fmt::print("{}\n", url);
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  return 0;
}

// Whether all variants of a work read and write the same.
bool compare(const Work& work, std::vector<Child>& children) {
  bool same = true;
  std::optional<std::uint64_t> expected;
  for (Child& each : children) {
    const std::uint64_t sum = each.check();
    if (!expected) expected = sum;
    if (sum == *expected) continue;
    fmt::print(stderr, "{}: {} has the checksum {:016x}, {} has {:016x}\n", work.name, children.front().name(),
               *expected, each.name(), sum);
    same = false;
  }
  return same;
}

// In each round another variant is the first. Bulk inserts take long, and have a third of the rounds.
std::vector<Measured> measure_work(const Work& work, int rounds, std::vector<Child>& children) {
  std::vector<Measured> measured;
  for (const Child& each : children) measured.push_back({each.name()});
  if (is_bulk(work.task)) rounds = std::max(1, rounds / 3);
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < children.size(); ++i) {
      const std::size_t place = (i + static_cast<std::size_t>(round)) % children.size();
      measured[place].samples.push_back(children[place].time());
    }
  for (std::size_t i = 0; i < children.size(); ++i) measured[i].peak = children[i].peak();
  return measured;
}

int time_all(const std::string& url, const Options& options) {
  Report report{options.csv};
  if (options.rounds > 0) report.head(options.rounds);
  report.fact("PostgreSQL", Tables{url}.server_version());
  report.fact("rounds", std::to_string(options.rounds));
  report.fact("rows", std::to_string(options.rows));
  bool same = true;
  for (const Work* work : chosen_works(options)) {
    std::vector<Child> children;
    for (const Offer* each : offers_of(*work, options)) children.emplace_back(url, *work, *each, options.rows);
    if (!compare(*work, children))
      same = false;
    else if (options.rounds > 0)
      report.work(*work, measure_work(*work, options.rounds, children));
  }
  if (same) fmt::print("\nAll variants of a work read and write the same.\n");
  return same ? 0 : 1;
}

int count_all(const std::string& url, const Options& options) {
  if (!can_count()) throw std::runtime_error{"build with valgrind's headers: <valgrind/callgrind.h> was not there"};
  for (const Work* work : chosen_works(options)) {
    if (work->counted_few == 0) continue;
    for (const Offer* each : offers_of(*work, options)) {
      Runner runner{url, *work, *each, options.rows};
      (void)runner.check();
      runner.count(std::string{work->name} + ' ' + std::string{each->name});
    }
  }
  return 0;
}

int run(const Options& options) {
  std::sort(offers().begin(), offers().end(), [](const Offer& a, const Offer& b) { return a.place < b.place; });
  if (options.one_core) pin_to_one_core();
  if (options.list) return list(options);
  std::optional<pv::postgres::EmbeddedServer> server;
  if (options.database.empty()) server.emplace();
  const std::string url = server ? server->url() : options.database;
  if (options.serve) return serve(url);
  Tables{url}.make(options.rows);
  const int code = options.count ? count_all(url, options) : time_all(url, options);
  Tables{url}.drop();
  return code;
}

}  // namespace
}  // namespace benchmark

int main(int count, char** arguments) {
  try {
    const benchmark::Options options = benchmark::read_options(count, arguments);
    if (options.help) {
      fmt::print("{}", benchmark::usage);
      return 0;
    }
    return benchmark::run(options);
  } catch (const std::invalid_argument& wrong) {
    fmt::print(stderr, "{}\n", wrong.what());
    return 2;
  } catch (const std::exception& failure) {
    fmt::print(stderr, "{}\n", failure.what());
    return 1;
  }
}
