// SPDX-License-Identifier: MIT
// Calls behind one another: what each means on the rows that the calls before left, or that it is refused.
#include <string>
#include <thread>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace query_composition_test {

struct Runner : pv::Model<Runner> {
  int id{};
  int team{};
  std::optional<int> place{};
  int version{};
  pv::Auto<std::chrono::sys_time<std::chrono::microseconds>> changed{};
};
PROMPTVIEW_MODEL(Runner, postgres, "query_composition_test_runners", FIELD(id, primary_key), FIELD(team), FIELD(place),
                 FIELD(version, row_version), FIELD(changed, auto_now))

}  // namespace query_composition_test

using query_composition_test::Runner;

namespace {

// Runners 1 to 6 in the teams 1, 1, 2, 2, 3, 3.
struct Runners {
  Runners() {
    Runner::initialize();
    for (int id = 1; id <= 6; ++id) Runner{.id = id, .team = (id + 1) / 2}.insert();
  }
  TestDatabase database{};
};

std::vector<int> ids(const pv::QuerySet<Runner>& runners) {
  std::vector<int> found;
  for (const Runner& each : runners) found.push_back(each.id);
  return found;
}

const pv::QuerySet<Runner> runners{};
const pv::QuerySet<Runner> last_of_each_team = runners.distinct_on("team").order_by("team", "-id");

using Ids = std::vector<int>;
const std::string model = "query_composition_test::Runner";

}  // namespace

TEST_CASE("distinct_on keeps the first row of its order, whatever is done with its rows") {
  const Runners fixture;
  CHECK(ids(last_of_each_team) == Ids{2, 4, 6});
  CHECK(ids(last_of_each_team.as_cte<"last">()) == Ids{2, 4, 6});
  CHECK(ids(runners.filter("id__in", last_of_each_team).order_by("id")) == Ids{2, 4, 6});
  CHECK(last_of_each_team.aggregate(pv::sum(&Runner::id)) == std::tuple{std::optional<std::int64_t>{12}});
  const auto ranked = last_of_each_team.annotate<"rank">(pv::rank().over(pv::window().order_by(&Runner::id))).filter("rank__gt", 0);
  Ids found;
  for (const auto& [runner, rank] : ranked) found.push_back(runner.id);
  CHECK(found == Ids{2, 4, 6});
}

TEST_CASE("what combined rows cannot do is refused") {
  const Runners fixture;
  const auto twice = runners.union_all(runners);
  const pv::Transaction transaction;
  CHECK_THROWS_WITH(twice.distinct(), model + ": put as_cte<\"...\">() between rows that were combined and distinct()");
  CHECK_THROWS_WITH(twice.distinct_on("team"), model + ": put as_cte<\"...\">() between rows that were combined and distinct_on()");
  CHECK_THROWS_WITH(twice.page_after("", 3), model + ": put as_cte<\"...\">() between rows that were combined and page_after()");
  CHECK_THROWS_AS(twice.select_for_update(), pv::InvalidValue);
  CHECK(twice.as_cte<"all">().distinct().count() == 6);
}

TEST_CASE("a row that comes twice is no row of pages, which would lose it between two of them") {
  const Runners fixture;
  const auto all = runners.filter("team__lt", 3).union_all(runners.filter("team__gt", 1)).as_cte<"all">();
  CHECK(all.count() == 8);
  CHECK_THROWS_WITH(all.page_after("", 3),
                    model + ": use union_with() instead of union_all(), or distinct() behind as_cte<\"...\">(): a row that comes twice would be "
                            "missing where a page begins between the two");
  CHECK_THROWS_AS(all.order_by("-team").page_before("", 3), pv::InvalidValue);
  const auto different = all.distinct().order_by("-team");
  Ids found;
  std::string next;
  do {
    const pv::Page<Runner> page = different.page_after(next, 1);
    for (const Runner& each : page.rows) found.push_back(each.id);
    next = page.next;
  } while (!next.empty());
  CHECK(found == Ids{6, 5, 4, 3, 2, 1});
}

TEST_CASE("pages are refused where a row could come twice or have no place") {
  const Runners fixture;
  CHECK_THROWS_WITH(last_of_each_team.page_after("", 2), model + ": put as_cte<\"...\">() between distinct_on() and page_after()");
  CHECK_THROWS_WITH(runners.order_by("?").page_after("", 2),
                    model + ": pages can only be ordered by fields: leave out expressions and \"?\"");
  const pv::Page<Runner> first = last_of_each_team.as_cte<"last">().page_after("", 2);
  const pv::Page<Runner> second = last_of_each_team.as_cte<"last">().page_after(first.next, 2);
  CHECK(first.rows.at(1).id == 4);
  CHECK(second.rows.at(0).id == 6);
}

TEST_CASE("a lock is never asked for in vain") {
  const Runners fixture;
  const auto locked = runners.limit(2).select_for_update();
  const auto sent = pv::testing::count_queries([&] {
    CHECK_THROWS_AS(locked.as_cte<"some">().execute(), pv::TransactionRequired);
    CHECK_THROWS_AS(locked.stream(1).begin(), pv::TransactionRequired);
    CHECK_THROWS_AS(runners.filter("id__in", locked).execute(), pv::TransactionRequired);
    CHECK_THROWS_AS(pv::exists(locked), pv::InvalidValue);
    CHECK_THROWS_AS(runners.as_cte<"some">().select_for_update(), pv::InvalidValue);
  });
  CHECK(sent.statements == 0);
  const pv::Transaction transaction;
  CHECK(locked.as_cte<"some">().execute().size() == 2);
}

TEST_CASE("an update or removal with skip_locked leaves out what others have locked") {
  const Runners fixture;
  pv::Transaction transaction;
  CHECK(runners.filter("id", 1).select_for_update().execute().size() == 1);
  std::int64_t changed = 0;
  std::int64_t removed = 0;
  std::thread{[&] {
    const auto free = runners.filter("team", 1).select_for_update({.skip_locked = true});
    changed = free.update(pv::set(&Runner::place, 7));
    removed = free.remove();
  }}.join();
  CHECK(changed == 1);
  CHECK(removed == 1);
}

TEST_CASE("an update sets a field once, also one that it would set by itself") {
  const Runners fixture;
  using Time = std::chrono::sys_time<std::chrono::microseconds>;
  CHECK(runners.filter("id", 1).update(pv::set(&Runner::changed, Time{}), pv::set(&Runner::version, 7)) == 1);
  const Runner written = Runner::get(1).value();
  CHECK(*written.changed == Time{});
  CHECK(written.version == 7);
  CHECK_THROWS_WITH(runners.update(pv::set(&Runner::team, 1), pv::set(&Runner::team, 2)), model + ".team: set a field once in one update()");
}

TEST_CASE("aggregates of an annotated query that matches nothing are one row, and nothing but aggregates is taken") {
  const Runners fixture;
  const auto annotated = runners.annotate<"twice">(Runner::f(&Runner::id) * 2);
  const std::tuple<std::int64_t, std::optional<std::int64_t>> nothing{0, std::nullopt};
  CHECK(annotated.none().aggregate(pv::count(), pv::sum(&Runner::id)) == nothing);
  CHECK(annotated.filter("id__in", {}).aggregate(pv::count(), pv::sum(&Runner::id)) == nothing);
  CHECK(annotated.aggregate(pv::sum(annotated.ref<"twice">())) == std::tuple{std::optional<std::int64_t>{42}});
  CHECK_THROWS_WITH(runners.aggregate(pv::abs(&Runner::id)),
                    model + ": aggregate() takes aggregates only, like pv::max(&User::age); one across a relation to many is a value of each "
                            "row: annotate it, or aggregate the rows at its end");
}

TEST_CASE("rows of a set operator are ordered by what is in them") {
  const Runners fixture;
  const std::string reason = model + ": rows of a set operator are ordered by what is in them";
  const auto first = runners.filter("id__lt", 3);
  const auto last = runners.filter("id__gt", 5);
  const auto teams = first.values_list(&Runner::team).union_with(last.values_list(&Runner::team));
  CHECK(teams.order_by("-team").execute() == Ids{3, 1});
  CHECK(teams.order_by(pv::desc(&Runner::team)).execute() == Ids{3, 1});
  CHECK(teams.order_by("-team").reverse().execute() == Ids{1, 3});
  CHECK(ids(first.union_with(last).order_by("-id")) == Ids{6, 2, 1});
  CHECK(ids(first.union_with(last).as_cte<"both">().order_by(pv::desc(pv::abs(&Runner::id)))) == Ids{6, 2, 1});
  const auto doubled = first.values(&Runner::id, Runner::f(&Runner::id) * 2).union_with(last.values(&Runner::id, Runner::f(&Runner::id) * 2));
  CHECK(doubled.order_by(pv::desc(Runner::f(&Runner::id) * 2)).execute().front() == std::tuple{6, 12});

  const pv::testing::QueryCount sent = pv::testing::count_queries([&] {
    for (const auto& refused : {teams.order_by("id"), teams.order_by("team", "-version"), teams.order_by(pv::asc(&Runner::id)),
                                teams.order_by("?"), teams.order_by(pv::asc(pv::abs(&Runner::team)))})
      CHECK_THROWS_MATCHES(refused.execute(), pv::InvalidValue, message_contains(reason));
    CHECK_THROWS_MATCHES(first.union_with(last).order_by(pv::asc(pv::abs(&Runner::id))).execute(), pv::InvalidValue,
                         message_contains(reason));
    const auto twice = [](const auto& query) { return query.template alias<"twice">(Runner::f(&Runner::id) * 2); };
    CHECK_THROWS_MATCHES(twice(first).union_with(twice(last)).order_by("twice").execute(), pv::InvalidValue, message_contains(reason));
  });
  CHECK(sent.statements == 0);
}
