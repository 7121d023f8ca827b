// SPDX-License-Identifier: MIT
// Orders and filters, behind a filter on a window function, by values across relations that are in values().
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace paths_in_sources_test {

struct City : pv::Model<City> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::OptionalForeignKey<City> city{};
};
struct Book : pv::Model<Book> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::ForeignKey<Author> author{};
};
PROMPTVIEW_MODEL(City, postgres, "paths_in_sources_cities", FIELD(id, primary_key), FIELD(name))
PROMPTVIEW_MODEL(Author, postgres, "paths_in_sources_authors", FIELD(id, primary_key), FIELD(name), RELATION(city))
PROMPTVIEW_MODEL(Book, postgres, "paths_in_sources_books", FIELD(id, primary_key), FIELD(title), RELATION(author))

}  // namespace paths_in_sources_test

using namespace paths_in_sources_test;

namespace {

// Ann of Ulm wrote A1 and A2, Bob of nowhere B1.
struct Library {
  Library() {
    City::initialize();
    Author::initialize();
    Book::initialize();
    City ulm = City::create({.name = "Ulm"});
    Author ann = Author::create({.name = "Ann", .city = ulm});
    Author bob = Author::create({.name = "Bob"});
    Book::create({.title = "A1", .author = ann});
    Book::create({.title = "A2", .author = ann});
    Book::create({.title = "B1", .author = bob});
  }
  TestDatabase database{};
};

const pv::QuerySet<Book> books{};
const auto by_author = pv::path(&Book::author, &Author::name);
const auto in_city = pv::path(&Book::author, &Author::city, &City::name);
const auto place = pv::row_number().over(pv::window().order_by(&Book::id));

// The titles, in the query's order.
template <class Query>
std::string titles(const Query& query) {
  std::string found;
  for (const auto& row : query) found += std::get<0>(row) + " ";
  return found;
}

}  // namespace

TEST_CASE("behind a window filter: an order by a path that is one of the values") {
  const Library library;
  const auto ranked = books.values(&Book::title, by_author, in_city).annotate<"place">(place);
  const auto last = ranked.filter("place__gt", 1);
  CHECK(titles(last.order_by("-author__name")) == "B1 A2 ");
  CHECK(titles(last.order_by("author__name")) == "A2 B1 ");
  CHECK(titles(last.order_by(pv::desc(by_author))) == "B1 A2 ");
  CHECK(titles(last.order_by(pv::nulls_first("author__city__name"))) == "B1 A2 ");
  CHECK(titles(last.order_by(pv::desc(pv::lower(by_author)))) == "B1 A2 ");
  CHECK(titles(last.order_by("-author__name").reverse()) == "A2 B1 ");
  CHECK(titles(ranked.order_by("-author__name").filter("place__gt", 1)) == "B1 A2 ");
  CHECK(last.order_by("-author__name").first().value() == std::tuple{std::string{"B1"}, std::string{"Bob"}, std::optional<std::string>{}, std::int64_t{3}});
  CHECK(last.order_by("author__name").count() == 2);
  CHECK(pv::to_json(last.filter("title", "B1")).dump() == R"([{"author__city__name":null,"author__name":"Bob","place":3,"title":"B1"}])");
  CHECK(last.order_by("author__name").limit(1).count() == 1);
}

TEST_CASE("behind a window filter: an order by an annotated path that is one of the values") {
  const Library library;
  const auto named = books.alias<"writer">(by_author);
  const auto ranked = named.values(&Book::title, named.ref<"writer">()).annotate<"place">(place);
  CHECK(titles(ranked.filter("place__gt", 1).order_by("-writer")) == "B1 A2 ");
  CHECK(titles(ranked.order_by("-writer").filter("place__gt", 1)) == "B1 A2 ");
  CHECK(titles(ranked.distinct().filter("place__gt", 1).order_by("-writer")) == "B1 A2 ");
  CHECK(titles(ranked.distinct().filter("place__gt", 1).filter("writer", "Ann")) == "A2 ");
  const auto shown = books.annotate<"writer">(by_author);
  CHECK(titles(shown.values(&Book::title, shown.ref<"writer">()).annotate<"place">(place).filter("place__gt", 1).order_by("-writer")) == "B1 A2 ");
  std::string found;
  for (const auto& [book, writer, at] : shown.annotate<"place">(place).filter("place__gt", 1).order_by("-writer")) found += book.title + writer + " ";
  CHECK(found == "B1Bob A2Ann ");
}

TEST_CASE("behind a window filter: conditions on values across relations, and on computed ones") {
  const Library library;
  const auto last = books.values(&Book::title, by_author, in_city, pv::length(by_author)).annotate<"place">(place).filter("place__gt", 1);
  CHECK(titles(last.filter("author__name", "Bob")) == "B1 ");
  CHECK(titles(last.exclude("author__city__name", "Ulm")) == "B1 ");
  CHECK(titles(last.filter("author__city__name__isnull", false)) == "A2 ");
  CHECK(titles(last.filter(pv::length(by_author) > 2).order_by(pv::desc(pv::length(by_author)), "-author__name")) == "B1 A2 ");
  CHECK(titles(last.filter(last.q("author__name", "Bob") || last.q("author__city__name", "Ulm")).order_by("title")) == "A2 B1 ");
  CHECK(last.filter("author__name", "Bob").to_sql().find("JOIN", last.to_sql().find("AS \"rows\"")) == std::string::npos);
}

TEST_CASE("behind a window filter: groups by a path, and what is in no value") {
  const Library library;
  const auto counted = books.values(by_author).annotate<"n">(pv::count()).annotate<"place">(pv::rank().over(pv::window().order_by(pv::desc(pv::count()))));
  CHECK(titles(counted.filter("place__gte", 1).order_by("-author__name")) == "Bob Ann ");
  CHECK(titles(counted.filter("place", 1).order_by("author__name")) == "Ann ");
  CHECK(titles(books.values_list(by_author).distinct().as_cte<"writers">().order_by("-author__name").values(by_author)) == "Bob Ann ");

  const auto last = books.values(&Book::title, by_author).annotate<"place">(place).filter("place__gt", 1);
  const auto sent = pv::testing::count_queries([&] {
    CHECK_THROWS_MATCHES(last.order_by("author__city__name").execute(), pv::InvalidValue,
                         message("paths_in_sources_test::Book.author: the query inside has only the values that it was asked for: add this one to "
                                 "values(), or filter by it before"));
    const auto hidden = books.alias<"writer">(by_author).values_list(&Book::title).distinct().as_cte<"t">();
    CHECK_THROWS_MATCHES(hidden.filter("writer", "Ann").execute(), pv::InvalidValue,
                         message("paths_in_sources_test::Book: the query inside does not have the annotation \"writer\" in its rows: add it to "
                                 "values(), or use it before"));
  });
  CHECK(sent.statements == 0);
}
