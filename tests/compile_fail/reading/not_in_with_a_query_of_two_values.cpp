// SPDX-License-Identifier: MIT
// expect: a query beside `in` needs one column: use values_list(&Type::member)

#include <promptview/model.hpp>
#include <promptview/expressions.hpp>

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

auto rows = Person::query().exclude("id__in", Person::query().values(&Person::age, &Person::team));
