// SPDX-License-Identifier: MIT
// Which limits of included rows an index of the model serves, so that each key's are read on their own.
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>

#include <optional>
#include <string>

namespace pv = promptview;
using namespace promptview_test;

namespace ordered_index_test {

struct Event;
struct Sensor : pv::Model<Sensor> {
  pv::Auto<std::int64_t> id{};
  pv::HasMany<Event> events{};
};
struct Event : pv::Model<Event> {
  pv::Auto<std::int64_t> id{};
  int at{};
  int weight{};
  int level{};
  int partial{};
  int hashed{};
  std::optional<int> rank{};
  std::optional<int> score{};
  std::string name{};
  pv::ForeignKey<Sensor> sensor{};
};
PROMPTVIEW_MODEL(Sensor, postgres, "sensors", FIELD(id, primary_key), RELATION(events))
PROMPTVIEW_MODEL(Event, postgres, "events", FIELD(id, primary_key), FIELD(at), FIELD(weight), FIELD(level, index=btree), FIELD(partial),
                 FIELD(hashed), FIELD(rank), FIELD(score), FIELD(name), RELATION(sensor), INDEX("sensor, at"),
                 INDEX("sensor, weight desc, at"), INDEX("sensor, partial", where="partial > 3"), INDEX("hashed", method=hash),
                 INDEX("sensor, rank"), INDEX("sensor, score DESC NULLS LAST"), INDEX("sensor, name text_pattern_ops"), UNIQUE("level, sensor"))

struct Line;
struct Order : pv::Model<Order> {
  pv::Auto<std::int64_t> id{};
  pv::HasMany<Line> lines{};
};
struct Line : pv::Model<Line> {
  pv::ForeignKey<Order> order{};
  int number{};
};
PROMPTVIEW_MODEL(Order, postgres, "orders", FIELD(id, primary_key), RELATION(lines))
PROMPTVIEW_MODEL(Line, postgres, "lines", RELATION(order), FIELD(number), TABLE(primary_key="order, number"))

// Whether the first rows of each sensor are read on their own.
bool by_key(const pv::QuerySet<Event>& events) {
  const std::string sql = Sensor::query().include("events", events.limit(3)).to_sql();
  const bool is_ranked = sql.find("row_number()") != std::string::npos;
  CHECK((sql.find("LIMIT 3) AS \"pv_rows\"") == std::string::npos) == is_ranked);
  return !is_ranked;
}

}  // namespace ordered_index_test

using namespace ordered_index_test;

TEST_CASE("include with a limit: an index that begins with the key and the order, in its direction or against it") {
  const auto events = Event::query();
  CHECK(by_key(events.order_by("at")));
  CHECK(by_key(events.order_by("-at")));
  CHECK(by_key(events.order_by("at", "-id")));  // few rows agree in the rest of the order: these are sorted
  CHECK(by_key(events.order_by("-weight", "at")));
  CHECK(by_key(events.order_by("weight", "-at")));
  CHECK(by_key(events.order_by("-weight")));
  CHECK_FALSE(by_key(events.order_by("-weight", "-at")));
  CHECK(by_key(events.order_by("sensor", "at")));  // the same in all rows of a sensor
  CHECK(by_key(events.filter("weight__gt", 3).order_by("at")));
  CHECK(by_key(events.filter("sensor__id__gt", 3).order_by("at")));
}

TEST_CASE("include with a limit: no such index") {
  const auto events = Event::query();
  CHECK_FALSE(by_key(events));
  CHECK_FALSE(by_key(events.order_by("id")));
  CHECK_FALSE(by_key(events.order_by("id", "at")));
  CHECK_FALSE(by_key(events.order_by("level")));    // UNIQUE begins with it, not with the sensor
  CHECK_FALSE(by_key(events.order_by("partial")));  // of some rows
  CHECK_FALSE(by_key(events.order_by("hashed")));
  CHECK_FALSE(by_key(events.order_by("name")));     // by bytes
  CHECK_FALSE(by_key(events.order_by(pv::asc(pv::lower(&Event::name)))));
  CHECK_FALSE(by_key(events.order_by("?")));
  CHECK_FALSE(by_key(events.order_by("at").limit(9).as_cte<"nine">().order_by("at")));
}

TEST_CASE("include with a limit: NULLs stand in the index where the order has them") {
  const auto events = Event::query();
  CHECK(by_key(events.order_by("rank")));
  CHECK(by_key(events.order_by("-rank")));
  CHECK_FALSE(by_key(events.order_by(pv::nulls_first("rank"))));
  CHECK_FALSE(by_key(events.order_by(pv::nulls_last("-rank"))));
  CHECK(by_key(events.order_by(pv::nulls_last("-score"))));
  CHECK(by_key(events.order_by(pv::nulls_first("score"))));
  CHECK_FALSE(by_key(events.order_by("score")));
}

TEST_CASE("include with a limit: the SQL where an index serves; a primary key is one") {
  CHECK(Order::query().include("lines", Line::query().order_by("-number").offset(1).limit(2)).to_sql(pv::SqlText::placeholders) ==
        R"(SELECT "id" FROM "orders";
SELECT "pv_rows"."order_id", "pv_rows"."number", "pv_keys"."k1" FROM (SELECT ("id") FROM "orders") AS "pv_keys"("k1"))"
        R"( CROSS JOIN LATERAL (SELECT "order_id", "number" FROM "lines" AS "pv1" WHERE ("order_id" = "pv_keys"."k1"))"
        R"( ORDER BY "number" DESC, "order_id" LIMIT 2 OFFSET $1) AS "pv_rows" ORDER BY "pv_rows"."number" DESC, "pv_rows"."order_id"
-- $1 = 1)");
}
