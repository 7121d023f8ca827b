// SPDX-License-Identifier: MIT
// expect: ForShare'
// max_lines: 15

#include <promptview/model.hpp>

namespace pv = promptview;

struct Job : pv::Model<Job> {
  pv::Auto<std::int64_t> id{};
  bool done{};
};
PROMPTVIEW_MODEL(Job, postgres, "jobs", FIELD(id, primary_key), FIELD(done))

auto jobs = Job::query().select_for_share({.no_key = true});
