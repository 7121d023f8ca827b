// SPDX-License-Identifier: MIT
// include with a limit for each object, with an index that serves the order and without: the rows that a look at all of
// them in memory gives.
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

namespace pv = promptview;

namespace include_limit_test {

struct Event;
struct Sensor : pv::Model<Sensor> {
  pv::Auto<std::int64_t> id{};
  pv::HasMany<Event> events{};
};
struct Event : pv::Model<Event> {
  pv::Auto<std::int64_t> id{};
  int at{};
  int weight{};
  std::optional<int> rank{};
  pv::ForeignKey<Sensor> sensor{};
};
PROMPTVIEW_MODEL(Sensor, postgres, "include_limit_sensors", FIELD(id, primary_key), RELATION(events))
PROMPTVIEW_MODEL(Event, postgres, "include_limit_events", FIELD(id, primary_key), FIELD(at), FIELD(weight), FIELD(rank), RELATION(sensor),
                 INDEX("sensor, at DESC"), INDEX("sensor, rank"))

using Less = std::function<bool(const Event&, const Event&)>;
using Ids = std::vector<std::int64_t>;

std::int64_t rank_of(const Event& event) { return event.rank ? *event.rank : 100; }  // NULLs last

}  // namespace include_limit_test

using namespace include_limit_test;

TEST_CASE("include with a limit: the first rows of each object, whichever way they are read") {
  for (const pv::ConnectOptions& options : std::vector<pv::ConnectOptions>{{}, {.pipelining = false}}) {
    const promptview_test::TestDatabase database{options};
    Sensor::initialize();
    Event::initialize();
    std::vector<Sensor> sensors(4);
    Sensor::save_all(sensors);
    std::vector<Event> events;
    for (int i = 0; i < 60; ++i)
      events.push_back({.at = i * 7 % 5, .weight = i * 11 % 6, .rank = i % 4 == 0 ? std::nullopt : std::optional{i * 5 % 7}, .sensor = 1 + i * i % 3});
    Event::save_all(events);

    const auto check = [&](const pv::QuerySet<Event>& query, const Less& less, bool is_filtered = false) {
      for (const std::int64_t limit : {0, 1, 3, 1000})
        for (const std::int64_t offset : {0, 2}) {
          for (const Sensor& sensor : Sensor::query().include("events", query.limit(limit).offset(offset))) {
            std::vector<Event> wanted;
            for (const Event& event : events)
              if (event.sensor.key() == *sensor.id && (!is_filtered || event.weight > 2)) wanted.push_back(event);
            std::sort(wanted.begin(), wanted.end(), [&](const Event& a, const Event& b) { return less(a, b) || (!less(b, a) && *a.id < *b.id); });
            Ids ids, found;
            for (std::size_t i = static_cast<std::size_t>(offset); i < wanted.size() && ids.size() < static_cast<std::size_t>(limit); ++i) ids.push_back(*wanted[i].id);
            for (const Event& event : sensor.events) found.push_back(*event.id);
            INFO(query.to_sql() << " limit " << limit << " offset " << offset);
            CHECK(found == ids);
          }
        }
    };
    check(Event::query().order_by("at"), [](const Event& a, const Event& b) { return a.at < b.at; });
    check(Event::query().order_by("-at"), [](const Event& a, const Event& b) { return a.at > b.at; });
    check(Event::query().filter("weight__gt", 2).order_by("-at"), [](const Event& a, const Event& b) { return a.at > b.at; }, true);
    check(Event::query().order_by("rank"), [](const Event& a, const Event& b) { return rank_of(a) < rank_of(b); });
    check(Event::query().order_by("-rank"), [](const Event& a, const Event& b) { return rank_of(a) > rank_of(b); });
    check(Event::query().order_by("-weight"), [](const Event& a, const Event& b) { return a.weight > b.weight; });
    check(Event::query(), [](const Event&, const Event&) { return false; });
  }
}
