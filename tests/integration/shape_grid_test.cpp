// SPDX-License-Identifier: MIT
// Each call on each shape of a query sees the rows that execute() gives, or is refused before anything is sent: the grid in
// queryset/README.md, cell by cell.
#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/readme.hpp>

using namespace promptview_test;

namespace shape_grid_test {

struct Letter;
struct Person : pv::Model<Person> {
  int id{};
  int team{};
  int age{};
  std::optional<int> teacher{};
  std::chrono::sys_days born{};
  pv::OptionalForeignKey<Person, int> mate{};
  pv::HasMany<Letter> letters{};
};
struct Letter : pv::Model<Letter> {
  int id{};
  pv::ForeignKey<Person, int> person{};
};
PROMPTVIEW_MODEL(Person, postgres, "shape_grid_test_people", FIELD(id, primary_key), FIELD(team), FIELD(age), FIELD(teacher), FIELD(born),
                 RELATION(mate, on_delete=set_null), RELATION(letters))
PROMPTVIEW_MODEL(Letter, postgres, "shape_grid_test_letters", FIELD(id, primary_key), RELATION(person, on_delete=cascade))

struct Pair {
  std::int64_t team;
  std::int64_t twice;
  friend bool operator==(const Pair&, const Pair&) = default;
};

}  // namespace shape_grid_test

using namespace shape_grid_test;

namespace {

using Big = std::int64_t;
// What is compared of a row: its team, the value that is annotated, its id, its age and its year; 0 where it has none.
using Cells = std::array<Big, 5>;
using Rows = std::vector<Cells>;
constexpr std::size_t team = 0, value = 1, id = 2, age = 3, year = 4;

constexpr std::chrono::sys_days new_year(Big of) { return std::chrono::year{static_cast<int>(of)} / 1 / 1; }
Cells cells(const Person& person) {
  return {person.team, 0, person.id, person.age, static_cast<int>(std::chrono::year_month_day{person.born}.year())};
}
Cells cells(const std::tuple<Person, Big>& row) {
  Cells made = cells(std::get<0>(row));
  made[value] = std::get<1>(row);
  return made;
}
Cells cells(const std::tuple<int, Big>& row) { return {std::get<0>(row), std::get<1>(row)}; }
// With one more value behind it.
Big number(const std::optional<Big>& given) { return given.value(); }
template <class Row>
std::pair<Cells, Big> with_last(const Row& row) {
  if constexpr (std::tuple_size_v<Row> == 2)
    return {cells(std::get<0>(row)), number(std::get<1>(row))};
  else
    return {cells(std::tuple{std::get<0>(row), std::get<1>(row)}), number(std::get<2>(row))};
}

const Person& object_in(const Person& row) { return row; }
const Person& object_in(const std::tuple<Person, Big>& row) { return std::get<0>(row); }

template <class All>
Rows cells_of(All&& all) {
  Rows made;
  for (const auto& row : all) made.push_back(cells(row));
  return made;
}
Rows sorted(Rows rows) {
  std::sort(rows.begin(), rows.end());
  return rows;
}
Rows kept(const Rows& rows, const std::function<bool(const Cells&)>& wanted) {
  Rows made;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(made), wanted);
  return made;
}
Rows reversed(Rows rows) {
  std::reverse(rows.begin(), rows.end());
  return rows;
}
Rows cut(const Rows& rows, std::size_t from, std::size_t to) {
  return {rows.begin() + static_cast<std::ptrdiff_t>(std::min(from, rows.size())), rows.begin() + static_cast<std::ptrdiff_t>(std::min(to, rows.size()))};
}
std::set<Big> column(const Rows& rows, std::size_t which) {
  std::set<Big> made;
  for (const Cells& row : rows) made.insert(row[which]);
  return made;
}
std::set<Big> ids(const pv::QuerySet<Person>& people) { return column(cells_of(people.execute()), id); }

const pv::QuerySet<Person> people{};

// The people 1 to 8: two a team, and 10 * id modulo 30 years old, with as many letters as their team's number.
struct Grid {
  Grid() {
    Person::initialize();
    Letter::initialize();
    for (int i = 1; i <= 8; ++i) {
      Person person{.id = i, .team = (i + 1) / 2, .age = 10 * i % 30, .born = new_year(2000 + i % 3)};
      if (i % 2 == 0) person.mate = i - 1;
      person.insert();
      for (int j = 0; j < (i + 1) / 2; ++j) Letter{.id = 10 * i + j, .person = i}.insert();
    }
  }

  TestDatabase database{};
  std::map<std::string, std::string> table{};  // a line a call
  std::vector<std::string> calls{};            // in their order

  // `see` says whether the call saw the rows of execute(), or throws. `mark`: what stands in the table where it does, but says
  // other rows by what it means.
  void cell(const std::string& call, const std::string& mark, const std::function<bool()>& see) {
    INFO(call);
    std::string outcome = mark;
    const auto sent = pv::testing::count_queries([&] {
      try {
        const bool saw_them = see();
        CHECK(saw_them);
      } catch (const pv::InvalidValue&) {
        outcome = "refused";
      }
    });
    if (outcome == "refused") CHECK(sent.statements == 0);
    add(call, outcome);
  }
  void add(const std::string& call, const std::string& outcome) {
    if (!table.contains(call)) calls.push_back(call);
    table[call] += " " + outcome + " |";
  }
  // Undone at its end.
  void change(const std::string& call, const std::function<bool()>& see) {
    const pv::Transaction undone;
    cell(call, "=", see);
  }
};

// What a shape means for the calls that say which rows there are, instead of asking for them.
struct Meaning {
  std::string order = "=";
  std::string offset = "=";
  std::string filter = "=";  // by what a row holds
  std::string narrow = "=";  // by what the rows of others hold only
};

template <class Query>
void fill(Grid& grid, const std::function<Query(const pv::QuerySet<Person>&)>& make, const Meaning& meaning = {}) {
  const Query query = make(people);
  const Rows rows = cells_of(query.execute());
  REQUIRE(rows.size() > 2);
  const std::set<Big> teams = column(rows, team), found = column(rows, id);
  const auto size = static_cast<Big>(rows.size());
  const auto twice = pv::cast<Big>(Person::f(&Person::team) + Person::f(&Person::team));
  constexpr bool has_object = !std::is_same_v<typename Query::row_type, std::tuple<int, Big>>;
  constexpr bool is_whole = std::is_same_v<typename Query::row_type, Person>;
  const auto same = [](auto&& other, const Rows& wanted) { return cells_of(other) == wanted; };
  const auto same_set = [](const auto& other, const Rows& wanted) { return sorted(cells_of(other)) == sorted(wanted); };
  const auto at_most = [&](const auto& row, const Rows& wanted) { return row.has_value() && cells(*row) == wanted.front(); };

  // --- Rows, counts, answers
  grid.cell("`first()`", "=", [&] { return at_most(query.first(), rows); });
  grid.cell("`last()`", "=", [&] { return at_most(query.last(), reversed(rows)); });
  grid.cell("`one()`", "=", [&] {
    CHECK_THROWS_AS((void)query.one(), pv::MultipleFound);
    return same(std::vector{query.limit(1).one()}, cut(rows, 0, 1));
  });
  grid.cell("`earliest(\"team\")`", "=", [&] {
    const Cells got = cells(query.earliest("team").value());
    return got[team] == *teams.begin() && std::find(rows.begin(), rows.end(), got) != rows.end();
  });
  grid.cell("`latest(\"team\")`", "=", [&] {
    const Cells got = cells(query.latest("team").value());
    return got[team] == *teams.rbegin() && std::find(rows.begin(), rows.end(), got) != rows.end();
  });
  grid.cell("`count()`", "=", [&] { return query.count() == size; });
  grid.cell("`exists()`", "=", [&] { return query.exists() && !query.none().exists(); });
  if constexpr (has_object)
    grid.cell("`contains(x)`", "=", [&] {
      bool all = true;
      for (int i = 0; i <= 9; ++i) all = all && query.contains(Person{.id = i}) == found.contains(i);
      return all;
    });
  else
    grid.add("`contains(x)`", "–");
  grid.cell("`none()`", "=", [&] { return query.none().execute().empty(); });
  grid.cell("`stream(2)`", "=", [&] { return same(query.stream(2), rows); });
  grid.cell("`copy_out()`", "=", [&] { return same(query.copy_out(), rows); });
  grid.cell("`pv::to_json(q)`", "=", [&] { return pv::to_json(query).size() == rows.size(); });
  grid.cell("`explain()`", "=", [&] { return query.explain().find("rows=") != std::string::npos; });
  grid.cell("`to_sql()`", "=", [&] { return pv::raw<Big>("SELECT count(*) FROM (" + query.to_sql() + ") AS x").at(0) == size; });
  grid.cell("`pv::pipeline(q, ...)`", "=", [&] {
    const auto [all, first] = pv::pipeline(query, query.first_query());
    return same(all, rows) && at_most(first, rows);
  });
  grid.cell("`pv::pipeline(count_query(), exists_query())`", "=", [&] {
    return pv::pipeline(query.count_query(), query.exists_query()) == std::tuple{size, true};
  });
  if constexpr (is_whole) {
    grid.cell("`in_bulk({...})`", "=", [&] {
      Rows got;
      for (const auto& [key, person] : query.in_bulk({0, 1, 2, 3, 4, 5, 6, 7, 8, 9})) got.push_back(cells(person));
      return sorted(got) == sorted(rows);
    });
    grid.cell("`page_after(cursor, 2)`", "=", [&] {
      Rows got;
      std::string cursor;
      do {
        const pv::Page<Person> page = query.page_after(cursor, 2);
        for (const Person& each : page.rows) got.push_back(cells(each));
        cursor = page.next;
      } while (!cursor.empty());
      return got == rows;
    });
    grid.cell("`page_before(cursor, 2)`", "=", [&] {
      const pv::Page<Person> last = query.page_before("", 2);
      const pv::Page<Person> page = query.page_before(last.previous, rows.size());
      Rows got = cells_of(page.rows);
      for (const Person& each : last.rows) got.push_back(cells(each));
      return got == rows;
    });
  } else {
    for (const char* call : {"`in_bulk({...})`", "`page_after(cursor, 2)`", "`page_before(cursor, 2)`"}) grid.add(call, "–");
  }

  // --- What goes on with the rows
  const auto above = [](const Cells& row) { return row[team] > 1; };
  const Rows rows_above = meaning.filter == "=" ? kept(rows, above) : cells_of(make(people.filter("team__gt", 1)).execute());
  grid.cell("`all()`", "=", [&] { return same(query.all().execute(), rows); });
  grid.cell("`reverse()`", "=", [&] { return same(query.reverse().execute(), reversed(rows)) && same(query.reverse().reverse().execute(), rows); });
  grid.cell("`filter(\"team__gt\", 1)`", meaning.filter, [&] { return same(query.filter("team__gt", 1).execute(), rows_above); });
  grid.cell("`exclude(\"team\", 1)`", meaning.filter, [&] { return same(query.exclude("team", 1).execute(), rows_above); });
  grid.cell("`filter(\"age__gt\", 0)`", meaning.narrow, [&] {
    if (meaning.narrow == "=")
      return same(query.filter("age__gt", 0).execute(), kept(rows, [](const Cells& row) { return row[age] > 0; }));
    else
      return same(query.filter("age__gt", 0).execute(), cells_of(make(people.filter("age__gt", 0)).execute()));
  });
  grid.cell("`order_by(\"-team\", ...)`", meaning.order, [&] {
    Rows wanted = rows;
    if (meaning.order == "chooses")
      for (Cells& row : wanted) row = cells(Person::get(static_cast<int>(2 * row[team] - 1)).value());
    std::sort(wanted.begin(), wanted.end(), [](const Cells& a, const Cells& b) { return a[team] != b[team] ? a[team] > b[team] : a[id] < b[id]; });
    if constexpr (has_object)
      return same(query.order_by("-team", "id").execute(), wanted);
    else
      return same(query.order_by("-team").execute(), wanted);
  });
  grid.cell("`limit(2)`", "=", [&] { return same(query.limit(2).execute(), cut(rows, 0, 2)); });
  grid.cell("`offset(1)`", meaning.offset, [&] { return same(query.offset(1).execute(), meaning.offset == "=" ? cut(rows, 1, 9) : cells_of(make(people).slice(1, 5).execute())); });
  grid.cell("`slice(1, 3)`", "=", [&] { return same(query.slice(1, 3).execute(), cut(rows, 1, 3)); });
  grid.cell("`distinct()`", "=", [&] { return same(query.distinct().execute(), rows); });
  grid.cell("`distinct_on(\"team\")`", "=", [&] {
    std::map<Big, Cells> first;  // of each team, the one with the least id
    for (const Cells& row : rows)
      if (const auto at = first.try_emplace(row[team], row).first; row[id] < at->second[id]) at->second = row;
    Rows wanted;
    for (const auto& [key, row] : first) wanted.push_back(row);
    if constexpr (has_object)
      return same(query.distinct_on("team").order_by("team", "id").execute(), wanted);
    else
      return same(query.distinct_on("team").order_by("team").execute(), wanted);
  });
  grid.cell("`union_with(q)`", "=", [&] { return same_set(query.union_with(query).execute(), rows); });
  grid.cell("`union_all(q)`", "=", [&] {
    Rows both = rows;
    both.insert(both.end(), rows.begin(), rows.end());
    return same_set(query.union_all(query).execute(), both) && query.union_all(query).count() == 2 * size;
  });
  grid.cell("`intersect(q)`", "=", [&] { return same_set(query.intersect(query).execute(), rows); });
  grid.cell("`except(q)`", "=", [&] { return query.except(query).execute().empty(); });
  grid.cell("`as_cte<\"x\">()`", "=", [&] { return same_set(query.template as_cte<"x">().execute(), rows) && query.template as_cte<"x">().count() == size; });
  if constexpr (is_whole)
    grid.cell("`recursive(...)`", "=", [&] { return same_set(query.recursive(&Person::teacher, &Person::id).execute(), rows); });
  else
    grid.cell("`recursive(...)`", "=", [&]() -> bool { return query.recursive(&Person::teacher, &Person::id).execute().empty(); });
  grid.cell("`select_for_update()`", "=", [&] { return same(query.select_for_update().execute(), rows); });

  // --- Other rows of the same
  grid.cell("`values(&Person::team)`", "=", [&] {
    std::vector<std::tuple<int>> wanted;
    for (const Cells& row : rows) wanted.emplace_back(static_cast<int>(row[team]));
    return query.values(&Person::team).execute() == wanted;
  });
  grid.cell("`values_list(&Person::team).distinct().order_by(\"team\")`", "=", [&] {
    std::set<Big> got;
    for (const int each : query.values_list(&Person::team).distinct().order_by("team").execute()) CHECK(got.insert(each).second);
    return got == teams;
  });
  grid.cell("`values_list(pv::count())`", "=", [&] { return query.values_list(pv::count()).one() == size; });
  grid.cell("`aggregate(pv::count(), pv::sum(...))`", "=", [&] {
    Big sum = 0;
    for (const Cells& row : rows) sum += row[team];
    return query.aggregate(pv::count(), pv::sum(&Person::team)) == std::tuple{size, std::optional{sum}};
  });
  grid.cell("`values_as<S>(...)`", "=", [&] {
    std::vector<Pair> wanted;
    for (const Cells& row : rows) wanted.push_back({row[team], 2 * row[team]});
    return query.template values_as<Pair>(pv::cast<Big>(&Person::team), twice).execute() == wanted;
  });
  grid.cell("`dates(\"year\", ...)`", "=", [&] {
    std::vector<std::chrono::sys_days> wanted;
    for (const Big each : column(rows, year)) wanted.push_back(new_year(each));
    return query.dates("year", &Person::born).execute() == wanted;
  });
  const auto all_have = [&](const auto& got, const std::function<Big(const Cells&)>& last) {
    Rows left;
    for (const auto& row : got) {
      const auto [before, more] = with_last(row);
      CHECK(more == last(before));
      left.push_back(before);
    }
    return sorted(left) == sorted(rows);
  };
  grid.cell("`annotate<\"x\">(a value)`", "=", [&] {
    return all_have(query.template annotate<"x">(twice).execute(), [](const Cells& row) { return 2 * row[team]; });
  });
  grid.cell("`annotate<\"x\">(a window)`", "=", [&] {
    return all_have(query.template annotate<"x">(pv::count().over(pv::window())).execute(), [&](const Cells&) { return size; });
  });
  grid.cell("`annotate<\"x\">(an aggregate)`", "=", [&] {
    return all_have(query.template annotate<"x">(pv::cast<Big>(pv::max(&Person::team))).execute(), [](const Cells& row) { return row[team]; });
  });
  grid.cell("`alias<\"x\">(...).filter(\"x__gt\", 2)`", meaning.filter, [&] {
    return same(query.template alias<"x">(twice).filter("x__gt", 2).execute(), rows_above);
  });

  // --- In other queries
  grid.cell("`filter(\"team__in\", q.values_list(...))`", "=", [&] {
    return column(cells_of(people.filter("team__in", query.values_list(&Person::team)).execute()), team) == teams;
  });
  grid.cell("`exclude(\"team__in\", q.values_list(...))`", "=", [&] {
    std::set<Big> all = column(cells_of(people.exclude("team__in", query.values_list(&Person::team)).execute()), team);
    for (const Big each : teams) CHECK(all.insert(each).second);
    return all == std::set<Big>{1, 2, 3, 4};
  });
  if constexpr (is_whole) {
    grid.cell("`filter(\"id__in\", q)`", "=", [&] { return ids(people.filter("id__in", query)) == found; });
    grid.cell("`exclude(\"id__in\", q)`", "=", [&] {
      const std::set<Big> others = ids(people.exclude("id__in", query));
      return others.size() == 8 - rows.size() && std::none_of(others.begin(), others.end(), [&](Big each) { return found.contains(each); });
    });
  } else {
    for (const char* call : {"`filter(\"id__in\", q)`", "`exclude(\"id__in\", q)`"}) grid.add(call, "–");
  }
  grid.cell("`filter(pv::exists(q))`", "=", [&] { return people.filter(pv::exists(query)).count() == 8 && people.exclude(pv::exists(query)).count() == 0; });
  grid.cell("`pv::exists(q.filter(\"team\", pv::outer(...)))`", "=", [&] {
    const auto there = people.filter(pv::exists(query.filter("team", pv::outer<Person>(&Person::team))));
    return column(cells_of(there.execute()), team) == teams;
  });
  grid.cell("`pv::subquery(q.values_list(pv::max(...)))`", "=", [&] {
    return people.limit(1).values_list(pv::subquery(query.values_list(pv::max(&Person::team)))).one() == std::optional{static_cast<int>(*teams.rbegin())};
  });

  // --- Relations
  if constexpr (has_object) {
    grid.cell("`include(\"letters\")`", "=", [&] {
      const auto got = query.include("letters").execute();
      for (const auto& row : got) {
        const Person& person = object_in(row);
        CHECK(person.letters.size() == static_cast<std::size_t>(person.team));
      }
      return same(got, rows);
    });
    grid.cell("`join_related(\"mate\")`", "=", [&] {
      const auto got = query.join_related("mate").execute();
      for (const auto& row : got)
        if (const Person& person = object_in(row); person.mate.has_key()) CHECK(person.mate->id == person.id - 1);
      return same(got, rows);
    });
    grid.cell("`filter(\"letters__id__gte\", 40)`", meaning.narrow, [&] {
      const Rows wanted = meaning.narrow == "=" ? kept(rows, [](const Cells& row) { return row[id] >= 4; })
                                                : cells_of(make(people.filter("letters__id__gte", 40)).execute());
      return same(query.filter("letters__id__gte", 40).execute(), wanted);
    });
    grid.cell("`order_by(\"-letters__id\")`", "=", [&] {
      Rows wanted = rows;
      std::sort(wanted.begin(), wanted.end(), [](const Cells& a, const Cells& b) { return a[id] > b[id]; });
      return same(query.order_by("-letters__id").execute(), wanted);
    });
  } else {
    grid.add("`include(\"letters\")`", "–");
    grid.add("`join_related(\"mate\")`", "–");
    grid.cell("`filter(\"letters__id__gte\", 40)`", meaning.narrow, [&] {
      return same(query.filter("letters__id__gte", 40).execute(), cells_of(make(people.filter("letters__id__gte", 40)).execute()));
    });
    grid.cell("`order_by(\"-letters__id\")`", "=", [&] { return same(query.order_by("-letters__id").execute(), rows); });
  }

  // --- Writes
  grid.change("`update(...)`", [&] {
    return query.update(pv::set(&Person::age, 99)) == size && ids(people.filter("age", 99)) == found;
  });
  grid.change("`remove()`", [&] {
    return query.remove() == size && ids(people).size() == 8 - rows.size() && people.filter("id__in", std::vector<Big>(found.begin(), found.end())).count() == 0;
  });
}

using Whole = pv::QuerySet<Person>;
Whole in_order(const Whole& from) { return from.order_by("-team", "id"); }
// Half of the people, or so, without a value, which COPY could not take.
Whole some(const Whole& from) { return from.filter(Person::f(&Person::id) > Person::f(&Person::age)); }
Whole others(const Whole& from) { return from.filter(Person::f(&Person::id) * Person::f(&Person::id) > Person::f(&Person::age) * Person::f(&Person::team)); }

}  // namespace

TEST_CASE("each call on each shape sees the rows of execute(), or is refused") {
  Grid grid;
  const pv::Transaction transaction;  // for locks
  fill<Whole>(grid, [](const Whole& from) { return in_order(from).distinct(); });
  fill<Whole>(grid, [](const Whole& from) { return from.distinct_on("team").order_by("team", "-id"); }, {.order = "chooses"});
  fill<Whole>(grid, [](const Whole& from) { return in_order(some(from).union_with(others(from))); });
  fill<Whole>(grid, [](const Whole& from) { return in_order(from).limit(4); }, {.offset = "moves"});
  fill<Whole>(grid, [](const Whole& from) { return in_order(from).select_for_update(); });
  fill<Whole>(grid, [](const Whole& from) { return in_order(from).limit(5).as_cte<"some">(); });
  using Annotated = decltype(people.annotate<"n">(pv::cast<Big>(&Person::age)));
  fill<Annotated>(grid, [](const Whole& from) { return in_order(from).annotate<"n">(pv::cast<Big>(&Person::age)); });
  fill<Annotated>(grid, [](const Whole& from) { return in_order(from).annotate<"n">(pv::row_number().over(pv::window().order_by(&Person::id))); },
                  {.filter = "narrows", .narrow = "narrows"});
  fill<Annotated>(grid, [](const Whole& from) {
    const auto placed = in_order(from).annotate<"n">(pv::row_number().over(pv::window().partition_by(&Person::team).order_by(pv::desc(&Person::id))));
    const auto n = placed.ref<"n">();
    return placed.filter(n * n <= n);  // the first, without a value
  });
  using Values = decltype(people.values(&Person::team).annotate<"n">(pv::count()));
  fill<Values>(grid, [](const Whole& from) { return from.values(&Person::team).annotate<"n">(pv::count()).order_by("team"); }, {.narrow = "narrows"});
  fill<Values>(grid, [](const Whole& from) { return from.values(&Person::team).annotate<"n">(pv::cast<Big>(&Person::team)).distinct().order_by("team"); },
               {.narrow = "narrows"});

  std::string table = "| Call | `distinct` | `distinct_on` | `union_with` | `limit` | `select_for_update` | `as_cte` | `annotate` | a window | a filter on a window | groups | `values().distinct` |\n"
                      "|---|---|---|---|---|---|---|---|---|---|---|---|\n";
  for (const std::string& call : grid.calls) table += "| " + call + " |" + grid.table[call] + "\n";
  INFO("the section \"Shapes and calls\" of queryset/README.md needs this table:\n" << table);
  CHECK_THAT(manual_section("queryset", "Shapes and calls"), promptview_test::contains(table));
}
