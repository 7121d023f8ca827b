// SPDX-License-Identifier: MIT
// Filters that strangers write, as the body or the URL of a request to an API. The program says which fields they may use;
// everything else is checked here, with the place in the document, and every value is bound.
//
// expect: {"name__icontains": "an", "age__gte": 18} -> Ann, Hannah
// expect: {"or": [{"age__lt": 18}, {"name": "Ann"}]} -> Ann, Bo
// expect: {"filter": {}, "order": ["-age"], "limit": 2} -> Hannah, Ann
// expect: {"agee": 1} -> refused: /agee: there is no field for "agee": use name, age
// expect: {"password": "x"} -> refused: /password: there is no field for "password": use name, age
// expect: {"age__like": "x"} -> refused: /age__like: no such lookup: "age" has exact, ne, gt, gte, lt, lte, range, in, isnull
// expect: {"or": [{}, {"age__gt": "x"}]} -> refused: /or/1/age__gt: give a whole number from -2147483648 to 2147483647 instead of "x"
// expect: {"name": "x'); DROP TABLE example_people; --"} -> nobody
// expect: ?name__startswith=H&order=-age -> Hannah
// expect: ?age__in=17,20&limit=1 -> Ann
// expect: ?limit=1000 -> refused: limit: give a whole number from 0 to 50 instead of 1000
#include <fmt/format.h>

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct Person : pv::Model<Person> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::string password{};
};
PROMPTVIEW_MODEL(Person, postgres, "example_people", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(password))

static const pv::DocumentRules<Person> rules{.fields = {"name", "age"}, .max_limit = 50};

static std::string names(const pv::QuerySet<Person>& people) {
  std::string text;
  for (const Person& person : people) text += (text.empty() ? "" : ", ") + person.name;
  return text.empty() ? "nobody" : text;
}

// Both throw UnknownField or InvalidValue, whose texts may be shown to the caller of the API.
static std::string answer(const std::string& request) try {
  const pv::QuerySet<Person> people = Person::query().order_by("name");
  return names(request.starts_with('?') ? pv::apply_query_string(people, request, rules) : pv::apply_json(people, request, rules));
} catch (const pv::Error& refused) {
  return std::string{"refused: "} + refused.what();
}

int main() {
  pv::postgres::connect_or_embed();
  Person::drop();
  Person::initialize();
  Person::create({.name = "Ann", .age = 20});
  Person::create({.name = "Bo", .age = 17});
  Person::create({.name = "Hannah", .age = 44});

  for (const char* request : {R"({"name__icontains": "an", "age__gte": 18})", R"({"or": [{"age__lt": 18}, {"name": "Ann"}]})",
                              R"({"filter": {}, "order": ["-age"], "limit": 2})", R"({"agee": 1})", R"({"password": "x"})",
                              R"({"age__like": "x"})", R"({"or": [{}, {"age__gt": "x"}]})",
                              R"({"name": "x'); DROP TABLE example_people; --"})", "?name__startswith=H&order=-age",
                              "?age__in=17,20&limit=1", "?limit=1000"})
    fmt::print("{} -> {}\n", request, answer(request));
}
