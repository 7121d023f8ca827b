// SPDX-License-Identifier: MIT
// expect: pages and in_bulk are of whole objects: leave out annotate and values

#include <promptview/model.hpp>
#include <promptview/expressions.hpp>
#include <promptview/in_bulk.hpp>

namespace pv = promptview;

struct Team;
struct Person : pv::Model<Person> {
  pv::Auto<std::int64_t> id{};
  int age{};
  pv::ForeignKey<Team> team{};
};
struct Team : pv::Model<Team> {
  pv::Auto<std::int64_t> id{};
};
PROMPTVIEW_MODEL(Person, postgres, "people", FIELD(id, primary_key), FIELD(age), RELATION(team))
PROMPTVIEW_MODEL(Team, postgres, "teams", FIELD(id, primary_key))

auto rows = Person::query().annotate<"n">(Person::f(&Person::age) + 1).in_bulk({1, 2});
