// SPDX-License-Identifier: MIT
// The clause that locks rows stands behind everything else.
#include <promptview/model.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using promptview::postgres::SQLBuilder;

namespace row_lock_text_test {

struct Job : pv::Model<Job> {
  pv::Auto<std::int64_t> id{};
  std::string work{};
};
PROMPTVIEW_MODEL(Job, postgres, "row_lock_jobs", FIELD(id, primary_key), FIELD(work))

}  // namespace row_lock_text_test

using row_lock_text_test::Job;

static std::string text(const pv::QuerySet<Job>& query) { return SQLBuilder::select(query.select()).sql; }

TEST_CASE("row lock text: each mode and each way of waiting") {
  const auto all = Job::query();
  const std::string select = R"(SELECT "id", "work" FROM "row_lock_jobs")";
  CHECK(text(all) == select);
  CHECK(text(all.select_for_update()) == select + " FOR UPDATE");
  CHECK(text(all.select_for_update({.nowait = true})) == select + " FOR UPDATE NOWAIT");
  CHECK(text(all.select_for_update({.skip_locked = true})) == select + " FOR UPDATE SKIP LOCKED");
  CHECK(text(all.select_for_update({.no_key = true})) == select + " FOR NO KEY UPDATE");
  CHECK(text(all.select_for_update({.no_key = true, .nowait = true})) == select + " FOR NO KEY UPDATE NOWAIT");
  CHECK(text(all.select_for_update({.no_key = true, .skip_locked = true})) == select + " FOR NO KEY UPDATE SKIP LOCKED");
  CHECK(text(all.select_for_share()) == select + " FOR SHARE");
  CHECK(text(all.select_for_share({.nowait = true})) == select + " FOR SHARE NOWAIT");
  CHECK(text(all.select_for_update({.skip_locked = true, .of = "self"})) == select + " FOR UPDATE OF \"row_lock_jobs\" SKIP LOCKED");
  CHECK(text(all.select_for_share({.skip_locked = true})) == select + " FOR SHARE SKIP LOCKED");
  CHECK(text(all.select_for_share({.key = true})) == select + " FOR KEY SHARE");
}

TEST_CASE("row lock text: behind order, limit and offset") {
  CHECK(text(Job::query().select_for_update({.skip_locked = true}).filter("work", "x").order_by("-id").limit(1).offset(2)) ==
        R"(SELECT "id", "work" FROM "row_lock_jobs" WHERE "work" = $1 ORDER BY "id" DESC LIMIT 1 OFFSET $2 )"
        "FOR UPDATE SKIP LOCKED");
}
