// SPDX-License-Identifier: MIT
// Aggregates of whole queries, of groups, of slices and of annotations, on authors and books with known figures.
#include <cmath>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace book_aggregates_test {

struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Author, postgres, "book_aggregates_test_authors", FIELD(id, primary_key), FIELD(name), FIELD(age))

struct Friendship : pv::Model<Friendship> {
  std::int64_t author{};
  std::int64_t other{};
};
PROMPTVIEW_MODEL(Friendship, postgres, "book_aggregates_test_friends", FIELD(author), FIELD(other), TABLE(primary_key="author, other"))

struct Book : pv::Model<Book> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int pages{};
  double rating{};
  pv::Numeric price{};
  std::chrono::sys_days published{};
};
PROMPTVIEW_MODEL(Book, postgres, "book_aggregates_test_books", FIELD(id, primary_key), FIELD(name), FIELD(pages), FIELD(rating),
                 FIELD(price), FIELD(published))

}  // namespace book_aggregates_test

using namespace book_aggregates_test;

namespace {

using Sum = std::optional<std::int64_t>;
using Average = std::optional<double>;

void fill() {
  Author::initialize();
  Book::initialize();
  const std::pair<const char*, int> authors[] = {
      {"Adrian Holovaty", 34}, {"Jacob Kaplan-Moss", 35}, {"Brad Dayley", 45},  {"James Bennett", 29}, {"Jeffrey Forcier", 37},
      {"Paul Bissex", 29},     {"Wesley J. Chun", 25},    {"Peter Norvig", 57}, {"Stuart Russell", 46}};
  for (const auto& [name, age] : authors) Author{.name = name, .age = age}.insert();
  const auto day = [](int year, unsigned month, unsigned date) {
    return std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(date)};
  };
  const auto add = [](const char* name, int pages, double rating, const char* price, std::chrono::sys_days published) {
    Book{.name = name, .pages = pages, .rating = rating, .price = pv::Numeric{price}, .published = published}.insert();
  };
  add("The Definitive Guide to Django", 447, 4.5, "30.00", day(2007, 12, 6));
  add("Sams Teach Yourself Django in 24 Hours", 528, 3.0, "23.09", day(2008, 3, 3));
  add("Practical Django Projects", 300, 4.0, "29.69", day(2008, 6, 23));
  add("Python Web Development with Django", 350, 4.0, "29.69", day(2008, 11, 3));
  add("Artificial Intelligence: A Modern Approach", 1132, 4.0, "82.80", day(1995, 1, 15));
  add("Paradigms of Artificial Intelligence Programming", 946, 5.0, "75.00", day(1991, 10, 15));
}

}  // namespace

TEST_CASE("aggregates of all rows are one typed tuple") {
  const TestDatabase database;
  fill();
  const auto [sum, average] = Author::query().aggregate(pv::sum(&Author::age), pv::avg(&Author::age));
  static_assert(std::is_same_v<decltype(sum), const Sum> && std::is_same_v<decltype(average), const Average>);
  CHECK(sum == 337);
  CHECK(std::abs(*average - 37.444) < 0.001);
  CHECK(Author::query().filter("age__gt", 29).aggregate(pv::sum(&Author::age)) == std::tuple{Sum{254}});
  CHECK(Book::query().aggregate(pv::sum(&Book::price)) == std::tuple{std::optional{pv::Numeric{"270.27"}}});
  CHECK(Book::query().order_by("name").aggregate(pv::max(&Book::published) - pv::min(&Book::published)) ==
        std::tuple{std::optional<std::int32_t>{6229}});
}

TEST_CASE("aggregates of what a subquery finds for each row") {
  const TestDatabase database;
  fill();
  Friendship::initialize();
  std::vector<Friendship> friends;
  for (const auto& [author, other] : {std::pair{1, 2}, {1, 4}, {2, 1}, {2, 7}, {4, 1}, {5, 6}, {5, 7}, {6, 5}, {6, 7}, {7, 2}, {7, 5}, {7, 6}, {8, 9}, {9, 8}})
    friends.push_back({.author = author, .other = other});
  Friendship::bulk_create(friends);
  const auto age = pv::subquery(Author::query().filter("id", pv::outer<Author>(&Friendship::other)).values_list(&Author::age));
  const auto [average] = Friendship::query().aggregate(pv::avg(age));
  CHECK(std::abs(average.value() - 34.0714) < 0.0001);
}

TEST_CASE("aggregates narrow their rows themselves: distinct, filter, order") {
  const TestDatabase database;
  fill();
  CHECK(Author::query().aggregate(pv::count(&Author::age).distinct(), pv::count().filter(Author::q("age__gt", 29))) ==
        std::tuple{std::int64_t{8}, std::int64_t{6}});
  CHECK(Author::query().aggregate(pv::sum(&Author::age).filter(!Author::q("age__lte", 29))) == std::tuple{Sum{254}});
  const auto [names] = Author::query().aggregate(pv::string_agg(&Author::name, "; ").filter(Author::q("age__gt", 45)).order_by(pv::desc(&Author::age)));
  CHECK(names == "Peter Norvig; Stuart Russell");
}

TEST_CASE("no rows: sums are empty, counts are 0") {
  const TestDatabase database;
  fill();
  const std::tuple expected{Sum{}, Average{}, std::int64_t{0}};
  for (const auto& none : {Author::query().filter("age__gt", 99), Author::query().filter("age__in", {}), Author::query().limit(0)})
    CHECK(none.aggregate(pv::sum(&Author::age), pv::avg(&Author::age), pv::count()) == expected);
}

TEST_CASE("rows that agree in values are one row with their aggregates") {
  const TestDatabase database;
  fill();
  using Row = std::tuple<double, std::int64_t>;
  const auto counted = Book::query().values(&Book::rating).annotate<"n">(pv::count());
  static_assert(std::is_same_v<decltype(counted)::row_type, Row>);
  CHECK(counted.order_by("rating").execute() == std::vector<Row>{{3.0, 1}, {4.0, 3}, {4.5, 1}, {5.0, 1}});
  CHECK(counted.order_by("-n", "-rating").limit(2).execute() == std::vector<Row>{{4.0, 3}, {5.0, 1}});
  CHECK(counted.count() == 4);
  CHECK(counted.exists());
  // HAVING.
  CHECK(counted.filter("n__gt", 1).execute() == std::vector<Row>{{4.0, 3}});
  CHECK(counted.exclude("n", 1).execute() == std::vector<Row>{{4.0, 3}});
  CHECK(counted.filter("n", 1).filter("rating__gt", 4.0).order_by("rating").execute() == std::vector<Row>{{4.5, 1}, {5.0, 1}});
  CHECK(counted.filter(!counted.q("n", 1)).execute() == std::vector<Row>{{4.0, 3}});
  CHECK(counted.filter(counted.ref<"n">() > 1).count() == 1);
  CHECK_FALSE(counted.filter("n__gt", 3).exists());
  CHECK(counted.filter("n__gt", 3).count() == 0);
  CHECK(Book::query().filter("pages__gt", 400).values(&Book::rating).annotate<"n">(pv::count()).order_by("rating").execute() ==
        std::vector<Row>{{3.0, 1}, {4.0, 1}, {4.5, 1}, {5.0, 1}});
}

TEST_CASE("groups by a computed value with parameters") {
  const TestDatabase database;
  fill();
  using Row = std::tuple<std::string, std::int64_t, std::optional<pv::Numeric>>;
  const auto size = pv::case_when(Book::q("pages__gte", 900), "thick").when(Book::q("pages__gte", 400), "normal").otherwise("thin");
  const auto grouped = Book::query().values(size, pv::count(), pv::sum(&Book::price));
  static_assert(std::is_same_v<decltype(grouped)::row_type, Row>);
  const std::vector<Row> expected{{"normal", 2, pv::Numeric{"53.09"}}, {"thick", 2, pv::Numeric{"157.80"}}, {"thin", 2, pv::Numeric{"59.38"}}};
  CHECK(grouped.order_by(pv::asc(size)).execute() == expected);
  CHECK(Book::query().alias<"size">(size).values(size, pv::count(), pv::sum(&Book::price)).order_by(pv::asc(size)).execute() == expected);
  const auto named = Book::query().annotate<"size">(size);
  CHECK(named.values(named.ref<"size">(), pv::count(), pv::sum(&Book::price)).order_by("size").execute() == expected);
  CHECK(Book::query().values(pv::extract("year", &Book::published), pv::count()).order_by(pv::desc(pv::count())).first() ==
        std::tuple{2008.0, std::int64_t{3}});
}

TEST_CASE("values of groups that a filter on a sum keeps, excluded where it is empty") {
  const TestDatabase database;
  fill();
  const auto summed = Book::query().values(&Book::rating).annotate<"dear">(pv::sum(&Book::price).filter(Book::q("price__gt", 30)));
  CHECK(summed.filter("dear__gt", 80).count() == 1);
  CHECK(summed.exclude("dear__gt", 80).count() == 3);  // NULL is not above 80
  CHECK(summed.filter("dear__isnull", true).count() == 2);
  CHECK(summed.filter(summed.ref<"dear">() == nullptr).count() == 2);
}

TEST_CASE("aggregates of a slice, of different rows and of groups see their result") {
  const TestDatabase database;
  fill();
  CHECK(Author::query().order_by("-age").limit(2).aggregate(pv::sum(&Author::age)) == std::tuple{Sum{103}});
  CHECK(Author::query().order_by("-age").offset(7).aggregate(pv::count(), pv::max(&Author::age)) ==
        std::tuple{std::int64_t{2}, std::optional{29}});
  CHECK(Author::query().values(&Author::age).distinct().aggregate(pv::sum(&Author::age), pv::count()) == std::tuple{Sum{308}, std::int64_t{8}});
  CHECK(Book::query().values_list(&Book::price).distinct().aggregate(pv::sum(&Book::price)) == std::tuple{std::optional{pv::Numeric{"240.58"}}});
  const auto counted = Book::query().values(&Book::rating).annotate<"n">(pv::count());
  CHECK(counted.aggregate(pv::avg(counted.ref<"n">()), pv::max(counted.ref<"n">())) == std::tuple{Average{1.5}, Sum{3}});
  CHECK(counted.filter("n__lt", 3).aggregate(pv::count(), pv::max(&Book::rating)) == std::tuple{std::int64_t{3}, Average{5.0}});
  const auto long_names = Author::query().annotate<"letters">(pv::length(&Author::name));
  CHECK(long_names.filter("letters__gt", 14).aggregate(pv::min(long_names.ref<"letters">())) == std::tuple{std::optional<std::int32_t>{15}});
}

TEST_CASE("aggregates beside each whole row, by its key") {
  const TestDatabase database;
  fill();
  const auto counted = Author::query().annotate<"n">(pv::count());
  CHECK(counted.count() == 9);
  CHECK(counted.filter("n", 1).count() == 9);
  CHECK(counted.exclude("n", 1).exists() == false);
  CHECK(counted.filter("n", 1).values_list(&Author::name).order_by("-age").limit(1).one() == "Peter Norvig");
  CHECK(counted.aggregate(pv::sum(counted.ref<"n">())) == std::tuple{std::optional{pv::Numeric{9}}});
}

TEST_CASE("the first and last of groups need an order that groups have") {
  const TestDatabase database;
  fill();
  const auto counted = Book::query().values(&Book::rating).annotate<"n">(pv::count());
  CHECK(counted.order_by("rating").last() == std::tuple{5.0, std::int64_t{1}});
  CHECK(counted.order_by("n", "rating").last() == std::tuple{4.0, std::int64_t{3}});
  CHECK(counted.first().has_value());
  CHECK_THROWS_AS(counted.last(), pv::InvalidValue);
  CHECK_THROWS_AS(Book::query().values_list(&Book::rating).distinct().last(), pv::InvalidValue);
  CHECK(Book::query().values_list(&Book::pages).first() == 447);
  CHECK(Book::query().values_list(&Book::pages).last() == 946);
}
