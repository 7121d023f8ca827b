// SPDX-License-Identifier: MIT
// Pages of a long list, with a cursor that goes into a URL: each costs the same, and rows that come or go in front of it
// move nothing. An order that is not unique gets the primary key behind it.
//
// expect: /books?after= -> Solaris (1961), Dune (1965), Ubik (1969)
// expect: a cursor is a word of letters, digits, - and _: true
// expect: two books come in front
// expect: the next page -> Momo (1973), Ragtime (1975), Beloved (1987)
// expect: and the last -> Emma (none)
// expect: back again -> Momo (1973), Ragtime (1975), Beloved (1987)
// expect: SELECT "id", "title", "year" FROM "example_shelf" WHERE "year" > 1969 OR "year" IS NULL OR ("year" = 1969 AND "id" > 3)
// expect: refused: Book: this is no cursor of this query
#include <fmt/format.h>

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct Book : pv::Model<Book> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  std::optional<int> year{};
};
PROMPTVIEW_MODEL(Book, postgres, "example_shelf", FIELD(id, primary_key), FIELD(title), FIELD(year))

static void show(const char* what, const pv::Page<Book>& page) {
  std::string text;
  for (const Book& book : page.rows)
    text += (text.empty() ? "" : ", ") + book.title + " (" + (book.year ? std::to_string(*book.year) : "none") + ")";
  fmt::print("{} -> {}\n", what, text);
}

int main() {
  pv::postgres::connect_or_embed();
  Book::drop();
  Book::initialize();
  for (Book book : {Book{.title = "Solaris", .year = 1961}, Book{.title = "Dune", .year = 1965}, Book{.title = "Ubik", .year = 1969},
                    Book{.title = "Momo", .year = 1973}, Book{.title = "Ragtime", .year = 1975}, Book{.title = "Beloved", .year = 1987},
                    Book{.title = "Emma"}})
    book.save();

  // Rows without a year stand at the end, as PostgreSQL has them.
  const pv::QuerySet<Book> by_year = Book::query().order_by("year");
  const pv::Page<Book> first = by_year.page_after("", 3);  // an empty cursor is the first page
  show("/books?after=", first);
  const bool plain = first.next.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos;
  fmt::print("a cursor is a word of letters, digits, - and _: {}\n", plain);

  Book::create({.title = "Ulysses", .year = 1922});
  Book::create({.title = "Candide", .year = 1759});
  fmt::print("two books come in front\n");
  const pv::Page<Book> second = by_year.page_after(first.next, 3);
  show("the next page", second);
  const pv::Page<Book> last = by_year.page_after(second.next, 3);
  show("and the last", last);
  if (last.has_more || !last.next.empty()) return 1;
  show("back again", by_year.page_before(last.previous, 3));

  // The statement behind a page compares with what the cursor holds.
  const auto condition = Book::q("year__gt", 1969) || Book::q("year__isnull", true) || (Book::q("year", 1969) && Book::q("id__gt", 3));
  fmt::print("{}\n", Book::query().filter(condition).to_sql());
  try {
    (void)Book::query().order_by("-title").page_after(first.next, 3);  // made for another order
  } catch (const pv::InvalidValue& refused) {
    fmt::print("refused: {}\n", refused.what());
  }
}
