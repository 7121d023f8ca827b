// SPDX-License-Identifier: MIT
// Queries: lookups, conditions, order, slices, and what an immutable QuerySet is good for.
//
// expect: WHERE "year" >= 1970 AND "year" <= 1979
// expect: the seventies: Dune Messiah's heirs, Ragtime
// expect: 1 of 4 were never lent
// expect: not lent to Ann, the never lent ones included: 3
// expect: one statement for a list: 2
// expect: page 1: Beloved Dune Messiah's heirs
// expect: page 2: Ragtime The 100% method
// expect: a percent sign is only a percent sign: The 100% method
// expect: no such book
#include <fmt/format.h>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>

namespace pv = promptview;

struct Book : pv::Model<Book> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  int year{};
  std::optional<std::string> lent_to{};
};
PROMPTVIEW_MODEL(Book, postgres, "example_books", FIELD(id, primary_key), FIELD(title, unique), FIELD(year), FIELD(lent_to),
                 INDEX("year DESC, title"))

static std::string titles(const pv::QuerySet<Book>& books, const char* between = " ") {
  std::string text;
  for (const Book& book : books) text += (text.empty() ? "" : between) + book.title;
  return text;
}

int main() {
  pv::postgres::connect_or_embed();
  Book::drop();
  Book::initialize();
  Book::create({.title = "Dune Messiah's heirs", .year = 1970, .lent_to = "Ann"});
  Book::create({.title = "Ragtime", .year = 1975, .lent_to = "Bob"});
  Book::create({.title = "Beloved", .year = 1987, .lent_to = "Cem"});
  Book::create({.title = "The 100% method", .year = 2001});

  // A QuerySet is a value: nothing is sent until rows, a count or an answer are asked for.
  const pv::QuerySet<Book> by_title = Book::query().order_by("title");
  const pv::QuerySet<Book> seventies = by_title.filter("year__gte", 1970).filter("year__lte", 1979);
  fmt::print("{}\n", seventies.to_sql());
  fmt::print("the seventies: {}\n", titles(seventies, ", "));

  // NULL is what it is in SQL, but never a surprise: exclude keeps the rows whose column is NULL.
  fmt::print("{} of {} were never lent\n", Book::query().filter("lent_to__isnull", true).count(), Book::query().count());
  fmt::print("not lent to Ann, the never lent ones included: {}\n", Book::query().exclude("lent_to", "Ann").count());

  // A list is one array parameter, however long it is; an empty one needs no query at all.
  fmt::print("one statement for a list: {}\n", Book::query().filter("year__in", {1970, 1987, 1999}).count());
  const auto sent = pv::testing::count_queries([] { (void)Book::query().filter("year__in", {}).execute(); });
  if (sent.statements != 0) return 1;

  // Pages of one query.
  for (int page = 0; page < 2; ++page)
    fmt::print("page {}: {}\n", page + 1, titles(by_title.limit(2).offset(2 * page)));

  // Values are bound and patterns escaped.
  fmt::print("a percent sign is only a percent sign: {}\n", titles(Book::query().filter("title__contains", "100%")));

  // Conditions join with && || ! and ^; they can be built in a loop.
  pv::Q<Book> any = Book::q("title__istartswith", "zz");
  for (const char* word : {"xx", "yy"}) any = any || Book::q("title__iendswith", word);
  fmt::print("{}\n", Book::query().filter(any).exists() ? "found one" : "no such book");
}
