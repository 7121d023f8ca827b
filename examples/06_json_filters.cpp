// SPDX-License-Identifier: MIT
// Filters that arrive while the program runs, as those of a JSON API do: {"name__icontains": "an", "age__gte": 18}.
// The same lookups, checked by the same code, with exceptions instead of compile errors.
//
// expect: {"age__gte":18,"name__icontains":"an"} -> Ann, Hannah
// expect: {"order":"-age"} -> Hannah, Ann, Bo
// expect: {"agee":1} -> refused: Person has no field for "agee": did you mean "age"?
// expect: {"age__like":"x"} -> refused: Person, "age__like": no such lookup; "age" has exact, ne, gt, gte, lt, lte, range, in, isnull
// expect: {"age__gt":true} -> refused: Person, "age__gt": the value must be of the field's type, int32
// expect: {"name":"x'); DROP TABLE example_people; --"} -> nobody
#include <fmt/format.h>

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct Person : pv::Model<Person> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Person, postgres, "example_people", FIELD(id, primary_key), FIELD(name), FIELD(age))

// One condition a key; throws UnknownField or InvalidValue, whose texts may be shown to the caller of the API.
static pv::QuerySet<Person> query_of(const pv::Json& filters) {
  pv::QuerySet<Person> people = Person::query().order_by("name");
  for (const auto& [text, value] : filters.items()) {
    if (text == "order")
      people = people.order_by(pv::runtime(value.get<std::string>()));
    else if (value.is_boolean())
      people = people.filter(pv::runtime(text), value.get<bool>());
    else if (value.is_number_integer())
      people = people.filter(pv::runtime(text), value.get<std::int64_t>());
    else
      people = people.filter(pv::runtime(text), value.get<std::string>());
  }
  return people;
}

static std::string answer(const pv::Json& filters) {
  try {
    std::string names;
    for (const Person& person : query_of(filters)) names += (names.empty() ? "" : ", ") + person.name;
    return names.empty() ? "nobody" : names;
  } catch (const pv::Error& refused) {
    return std::string{"refused: "} + refused.what();
  }
}

int main() {
  pv::postgres::connect_or_embed();
  Person::drop();
  Person::initialize();
  Person::create({.name = "Ann", .age = 20});
  Person::create({.name = "Bo", .age = 17});
  Person::create({.name = "Hannah", .age = 44});

  for (const char* request : {R"({"name__icontains": "an", "age__gte": 18})", R"({"order": "-age"})", R"({"agee": 1})",
                              R"({"age__like": "x"})", R"({"age__gt": true})",
                              R"({"name": "x'); DROP TABLE example_people; --"})"}) {
    const pv::Json filters = pv::Json::parse(request);
    fmt::print("{} -> {}\n", filters.dump(), answer(filters));
  }
}
