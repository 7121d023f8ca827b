// SPDX-License-Identifier: MIT
// One value of one expression is one parameter, wherever its text stands; and how many there can be.
#include <string>

#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;

namespace bound_places_test {

struct Part : pv::Model<Part> {
  int id{};
  int weight{};
  std::string name{};
};
PROMPTVIEW_MODEL(Part, postgres, "bound_places_parts", FIELD(id, primary_key), FIELD(weight), FIELD(name))

}  // namespace bound_places_test

using bound_places_test::Part;

namespace {

pv::Q<Part> any_of(int count) {
  pv::Q<Part> any = Part::q("id", 0);
  for (int id = 1; id < count; ++id) any = std::move(any) || Part::q("id", id);
  return any;
}

std::size_t values_of(const pv::Select& select) { return pv::postgres::SQLBuilder::select(select).values.size(); }

}  // namespace

TEST_CASE("an annotation in a condition has the parameters that it has as a column") {
  const auto heavier = Part::query().annotate<"heavier">(Part::f(&Part::weight) + 7).filter("heavier__gt", 9);
  const pv::postgres::Statement made = pv::postgres::SQLBuilder::select(heavier.select());
  CHECK(made.sql.ends_with(R"(, ("weight" + $1) AS "heavier" FROM "bound_places_parts" WHERE ("weight" + $1) > $2)"));
  CHECK(made.values.size() == 2);
}

TEST_CASE("also behind many others, and only it") {
  for (const int count : {1, 29, 30, 31, 32, 33, 34, 100}) {
    CAPTURE(count);
    const auto parts = Part::query().filter(any_of(count)).annotate<"heavier">(Part::f(&Part::weight) + 7);
    const std::size_t others = static_cast<std::size_t>(count) + 1;
    CHECK(values_of(parts.select()) == others);
    CHECK(values_of(parts.filter("heavier__gt", 9).filter("heavier__lt", 99).select()) == others + 2);
    CHECK(values_of(parts.filter("heavier__gt", 9).limit(5).offset(5).select()) == others + 2);
  }
}

TEST_CASE("equal values of two expressions are two parameters, and so is one value as a text and as a pattern") {
  CHECK(values_of(Part::query().filter(Part::q("name", "a") || Part::q("name", "a") || Part::q("name__contains", "a")).select()) == 3);
}

TEST_CASE("more values than PostgreSQL takes are refused with the remedy") {
  const auto most = Part::query().filter(any_of(65'535));
  CHECK(most.to_sql(pv::SqlText::placeholders).find("$65535") != std::string::npos);
  CHECK_THROWS_MATCHES(most.filter("name", "x").to_sql(), pv::InvalidValue,
                       promptview_test::message("bound_places_test::Part: a query binds at most 65535 values, not 65536: give many as one "
                                                "list, filter(\"id__in\", values), instead of conditions joined by ||"));
}
