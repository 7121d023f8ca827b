// SPDX-License-Identifier: MIT
// promptview beside raw libpq and plain libpqxx: see --help.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/postgres/embedded_server.hpp>

#include "measure.hpp"
#include "options.hpp"
#include "plain_pqxx.hpp"
#include "promptview_side.hpp"
#include "raw_binary.hpp"
#include "raw_text.hpp"
#include "tables.hpp"
#include "work.hpp"

namespace {

using namespace benchmark;

struct Named {
  std::string_view name;
  std::unique_ptr<Variant> variant;
};

template <class Made>
void add_variant(std::vector<Named>& variants, const Options& options, std::string_view name, const std::string& url) {
  if (options.variant.empty() || options.variant == name) variants.push_back({name, std::make_unique<Made>(url)});
}

std::vector<Named> make_variants(const Options& options, const std::string& url) {
  std::vector<Named> variants;
  add_variant<RawLibpq<TextFormat>>(variants, options, "raw-text", url);
  add_variant<RawLibpq<BinaryFormat>>(variants, options, "raw-binary", url);
  add_variant<PlainPqxx>(variants, options, "libpqxx", url);
  add_variant<PromptviewSide>(variants, options, "promptview", url);
  if (variants.empty()) throw std::invalid_argument{"there is no variant " + options.variant + "; see --help"};
  return variants;
}

std::vector<Work> chosen_works(const Options& options) {
  std::vector<Work> chosen;
  for (const Work& work : works)
    if (options.only.empty() || options.only == work.name) chosen.push_back(work);
  if (chosen.empty()) throw std::invalid_argument{"there is no work " + options.only + "; see --help"};
  return chosen;
}

// Whether all variants read and write the same.
bool compare(Runner& runner, const std::vector<Work>& chosen, std::vector<Named>& variants) {
  bool same = true;
  for (const Work& work : chosen) {
    std::optional<std::uint64_t> expected;
    for (Named& each : variants) {
      const std::uint64_t sum = runner.check(work.name, *each.variant);
      if (!expected) expected = sum;
      if (sum == *expected) continue;
      fmt::print(stderr, "{}: {} has the checksum {:016x}, {} has {:016x}\n", work.name, variants.front().name,
                 *expected, each.name, sum);
      same = false;
    }
  }
  return same;
}

void print_work(const Work& work, const std::vector<Named>& variants,
                std::map<std::string_view, std::vector<Sample>>& samples) {
  fmt::print("\n{}: {}\n", work.name, work.meaning);
  const std::vector<Sample>& base = samples[variants.front().name];
  for (const Named& each : variants) {
    std::vector<double> wall, cpu, ratio;
    const std::vector<Sample>& own = samples[each.name];
    for (std::size_t round = 0; round < own.size(); ++round) {
      wall.push_back(own[round].wall);
      cpu.push_back(own[round].cpu);
      ratio.push_back(own[round].wall / base[round].wall);
    }
    const Quartiles w = quartiles(wall), r = quartiles(ratio), c = quartiles(cpu);
    fmt::print("  {:<12}{:>9.2f} {:>18}{:>8.2f} {:>15}{:>9.2f} {:>17}\n", each.name, w.median,
               fmt::format("({:.2f} - {:.2f})", w.low, w.high), r.median,
               fmt::format("({:.2f} - {:.2f})", r.low, r.high), c.median,
               fmt::format("({:.2f} - {:.2f})", c.low, c.high));
  }
}

// In each round each work with each variant, another one first.
void measure_all(Runner& runner, const Options& options, const std::vector<Work>& chosen,
                 std::vector<Named>& variants) {
  std::map<std::string_view, std::map<std::string_view, std::vector<Sample>>> samples;
  for (int round = 0; round < options.rounds; ++round)
    for (const Work& work : chosen)
      for (std::size_t i = 0; i < variants.size(); ++i) {
        Named& each = variants[(i + static_cast<std::size_t>(round)) % variants.size()];
        samples[work.name][each.name].push_back(runner.time(work.name, *each.variant));
      }

  fmt::print(
      "Medians of {} rounds, quartiles in brackets; microseconds an operation. Ratios are within a round, to {}.\n",
      options.rounds, variants.front().name);
  fmt::print("  {:<12}{:>28}{:>24}{:>27}\n", "", "wall", "ratio", "CPU of the client");
  for (const Work& work : chosen) print_work(work, variants, samples[work.name]);
}

int run(const Options& options) {
  std::optional<pv::postgres::EmbeddedServer> server;
  if (options.database.empty()) server.emplace();
  const std::string url = server ? server->url() : options.database;
  if (options.serve) {
    fmt::print("{}\n", url);
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
  }

  const std::vector<Work> chosen = chosen_works(options);
  Tables tables{url, options.rows};
  std::vector<Named> variants = make_variants(options, url);
  Runner runner{tables, options.rows, options.iterations};
  if (!compare(runner, chosen, variants)) return 1;
  if (variants.size() > 1) fmt::print("All variants read and write the same.\n");
  if (options.rounds > 0) measure_all(runner, options, chosen, variants);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    const Options options = read_options(count, arguments);
    if (options.help) {
      fmt::print("{}", usage);
      return 0;
    }
    return run(options);
  } catch (const std::invalid_argument& wrong) {
    fmt::print(stderr, "{}\n", wrong.what());
    return 2;
  } catch (const std::exception& failure) {
    fmt::print(stderr, "{}\n", failure.what());
    return 1;
  }
}
