// SPDX-License-Identifier: MIT
// expect: ok

#include <promptview/model.hpp>

namespace pv = promptview;

struct Job : pv::Model<Job> {
  pv::Auto<std::int64_t> id{};
  bool done{};
};
PROMPTVIEW_MODEL(Job, postgres, "jobs", FIELD(id, primary_key), FIELD(done))

auto a = Job::query().select_for_update();
auto b = Job::query().filter("done", false).select_for_update({.skip_locked = true}).limit(1);
auto c = Job::query().select_for_update({.no_key = true, .nowait = true});
auto d = Job::query().select_for_share();
auto e = Job::query().select_for_share({.key = true}).order_by("-id");
