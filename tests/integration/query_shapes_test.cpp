// SPDX-License-Identifier: MIT
// Projections, annotations, subqueries, sets, common table expressions, and writes of many rows, on a real PostgreSQL.
#include <string>
#include <tuple>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace query_shapes_test {

struct Author : pv::Model<Author> {
  int id{};
  std::string name{};
  int age{};
  std::optional<int> teacher{};
  std::vector<std::string> tags{};
};
PROMPTVIEW_MODEL(Author, postgres, "query_shapes_test_authors", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(teacher),
                 FIELD(tags))

struct Book : pv::Model<Book> {
  pv::Auto<std::int64_t> id{};
  int author{};
  std::string title{};
  std::chrono::sys_days printed{};
};
PROMPTVIEW_MODEL(Book, postgres, "query_shapes_test_books", FIELD(id, primary_key), FIELD(author), FIELD(title), FIELD(printed))

struct Line {
  std::string name{};
  std::int64_t n{};
};
PROMPTVIEW_STRUCT(Line, FIELD(name), FIELD(n))

struct Pair {
  std::string name;
  int age;
  friend bool operator==(const Pair&, const Pair&) = default;
};

}  // namespace query_shapes_test

using namespace query_shapes_test;

namespace {

constexpr std::chrono::sys_days day(int year, int month, int date) { return std::chrono::year{year} / month / date; }

// A teaches B and C, C teaches D; A has three books, B one.
void fill() {
  Author::initialize();
  Book::initialize();
  Author{.id = 1, .name = "A", .age = 60, .tags = {"x"}}.insert();
  Author{.id = 2, .name = "B", .age = 40, .teacher = 1}.insert();
  Author{.id = 3, .name = "C", .age = 40, .teacher = 1, .tags = {"x", "y"}}.insert();
  Author{.id = 4, .name = "D", .age = 20, .teacher = 3}.insert();
  Book{.author = 1, .title = "one", .printed = day(2001, 2, 3)}.insert();
  Book{.author = 1, .title = "two", .printed = day(2001, 2, 20)}.insert();
  Book{.author = 1, .title = "three", .printed = day(2001, 5, 1)}.insert();
  Book{.author = 2, .title = "four", .printed = day(2002, 2, 1)}.insert();
}

using Ids = std::vector<int>;
template <class Query>
Ids ids(const Query& query) {
  return query.order_by("id").values_list(&Author::id).execute();
}
pv::QuerySet<Author> authors() { return Author::query(); }
pv::QuerySet<Book> books_of_author() { return Book::query().filter("author", pv::outer<Book>(&Author::id)); }

}  // namespace

TEST_CASE("rows in the shape that was asked for") {
  const TestDatabase database;
  fill();
  const auto tuples = authors().order_by("id").values(&Author::name, &Author::teacher, &Author::tags).execute();
  REQUIRE(tuples.size() == 4);
  CHECK(tuples[0] == std::tuple{std::string{"A"}, std::optional<int>{}, std::vector<std::string>{"x"}});
  CHECK(tuples[3] == std::tuple{std::string{"D"}, std::optional{3}, std::vector<std::string>{}});
  CHECK(authors().order_by("-id").values_list(&Author::name).execute() == std::vector<std::string>{"D", "C", "B", "A"});
  CHECK(authors().order_by("id").limit(2).values_as<Pair>(&Author::name, &Author::age).execute() == std::vector<Pair>{{"A", 60}, {"B", 40}});
  CHECK(authors().values(&Author::age).distinct().count() == 3);
  CHECK(authors().values_list(&Author::age).distinct().order_by("age").execute() == Ids{20, 40, 60});
  CHECK(authors().distinct_on("age").order_by("age", "-id").values_list(&Author::id).execute() == Ids{4, 3, 1});

  const auto counted = authors().annotate<"n">(pv::subquery(books_of_author().values_list(pv::count())));
  int seen = 0;
  for (auto& [author, n] : counted.filter("n__gt", 0).order_by("-n")) {
    CHECK(author.name == (seen == 0 ? "A" : "B"));
    CHECK(n == (seen == 0 ? 3 : 1));
    ++seen;
  }
  CHECK(seen == 2);
  const auto lines = authors().annotate<"n">(pv::length(&Author::name) + std::int64_t{4}).values_as<Line>().first();
  REQUIRE(lines);
  CHECK((lines->name == "A" && lines->n == 5));
}

TEST_CASE("groups, and conditions on them") {
  const TestDatabase database;
  fill();
  const auto ages = authors().values(&Author::age).annotate<"n">(pv::count());
  using Rows = std::vector<std::tuple<int, std::int64_t>>;
  CHECK(ages.order_by("age").execute() == Rows{{20, 1}, {40, 2}, {60, 1}});
  CHECK(ages.filter("n__gte", 2).execute() == Rows{{40, 2}});
  CHECK(ages.filter("n__gte", 2).filter("age__lt", 30).execute().empty());
  CHECK(ages.filter(ages.q("n", 2) || ages.q("age", 60)).order_by("-n").execute() == Rows{{40, 2}, {60, 1}});
  CHECK(ages.count() == 3);
  CHECK(ages.filter("n", 9).exists() == false);
  const auto [sum, mean] = authors().aggregate(pv::sum(&Author::age), pv::avg(&Author::age));
  CHECK((sum == 160 && mean == 40.0));
  const auto [none, empty] = authors().filter("id__in", {}).aggregate(pv::count(), pv::sum(&Author::age));
  CHECK((none == 0 && !empty));
}

TEST_CASE("dates and times that occur") {
  const TestDatabase database;
  fill();
  CHECK(Book::query().dates("month", &Book::printed).execute() == std::vector{day(2001, 2, 1), day(2001, 5, 1), day(2002, 2, 1)});
  CHECK(Book::query().dates("year", &Book::printed).count() == 2);
}

TEST_CASE("queries as values of others") {
  const TestDatabase database;
  fill();
  CHECK(ids(authors().filter(pv::exists(books_of_author()))) == Ids{1, 2});
  CHECK(ids(authors().exclude(pv::exists(books_of_author().filter("title", "four")))) == Ids{1, 3, 4});
  CHECK(ids(authors().filter("id__in", Book::query().values_list(&Book::author))) == Ids{1, 2});
  CHECK(Book::query().filter("author__in", authors().filter("age", 40)).count() == 1);
  // `NOT IN` with a NULL among the values would match nothing.
  CHECK(ids(authors().exclude("id__in", authors().values_list(&Author::teacher))) == Ids{2, 4});
  CHECK(ids(authors().filter("id__in", authors().filter("id__in", {}))).empty());
  CHECK(ids(authors().filter(Author::f(&Author::age) > pv::subquery(authors().values_list(pv::avg(&Author::age))))) == Ids{1});
  const auto pupils = authors().filter("teacher", pv::outer<Author>(&Author::id));  // of one model in itself
  CHECK(ids(authors().filter(pv::exists(pupils))) == Ids{1, 3});
  CHECK_THROWS_AS(authors().annotate<"t">(pv::subquery(books_of_author().values_list(&Book::title))).execute(), pv::DatabaseError);
}

TEST_CASE("sets, common table expressions, trees") {
  const TestDatabase database;
  fill();
  const auto young = authors().filter("age__lte", 40);
  const auto pupils = authors().filter("teacher", 1);
  CHECK(ids(young.union_with(pupils)) == Ids{2, 3, 4});
  CHECK(young.union_all(pupils).count() == 5);
  CHECK(ids(young.intersect(pupils)) == Ids{2, 3});
  CHECK(ids(young.except(pupils)) == Ids{4});
  CHECK(young.union_all(pupils).order_by("-id").limit(1).execute().front().id == 4);
  CHECK(ids(young.union_with(pupils).union_with(authors().filter("id", 1))) == Ids{1, 2, 3, 4});
  CHECK(ids(authors().order_by("-age").limit(2).as_cte<"eldest">().filter("name__gt", "A")).size() == 1);
  CHECK(ids(authors().filter("id", 3).recursive(&Author::teacher, &Author::id)) == Ids{3, 4});      // downwards
  CHECK(ids(authors().filter("id", 4).recursive(&Author::id, &Author::teacher)) == Ids{1, 3, 4});   // upwards
  CHECK(authors().filter("id", 1).recursive(&Author::teacher, &Author::id).count() == 4);
  authors().filter("id", 1).update(pv::set(&Author::teacher, 4));  // a circle
  CHECK(authors().filter("id", 1).recursive(&Author::teacher, &Author::id).count() == 4);
}

TEST_CASE("updates and removals of many rows") {
  const TestDatabase database;
  fill();
  CHECK(authors().filter("age", 40).update(pv::set(&Author::age, Author::f(&Author::age) + 1), pv::set(&Author::teacher, nullptr)) == 2);
  CHECK(authors().filter("age", 41).filter("teacher", nullptr).count() == 2);
  CHECK(authors().update(pv::set(&Author::name, pv::concat(&Author::name, "!"))) == 4);
  CHECK(Author::get(1)->name == "A!");
  CHECK(authors().order_by("-id").limit(1).update(pv::set(&Author::name, "last")) == 1);
  CHECK(Author::get(4)->name == "last");
  CHECK(authors().filter("id__in", {}).update(pv::set(&Author::name, "none")) == 0);
  const auto kind = pv::case_when(Author::q("age__gte", 50), "old").otherwise("young");
  CHECK(authors().update(pv::set(&Author::name, kind)) == 4);
  CHECK(authors().filter("name", "old").count() == 1);
  const auto books = pv::testing::count_queries([] { CHECK(Book::query().filter("author", 1).remove() == 3); });
  CHECK(books.statements == 1);
  CHECK(Book::query().limit(5).remove() == 1);
  CHECK(Book::query().none().remove() == 0);
}

TEST_CASE("a query is a value: ten derived from one leave it as it was") {
  const TestDatabase database;
  fill();
  const auto base = authors().filter("age__gte", 40);
  const std::string before = base.to_sql();
  std::vector<pv::QuerySet<Author>> kept;
  for (int age = 40; age < 50; ++age) kept.push_back(base.filter("age__lte", age).order_by("-id").limit(age));
  pv::Q<Author> any = Author::q("id__in", {});
  for (const int id : {1, 4}) any = any || Author::q("id", id);
  CHECK(ids(authors().filter(any)) == Ids{1, 4});
  CHECK(kept.back().count() == 2);
  CHECK(base.to_sql() == before);
  CHECK(base.count() == 3);
}
